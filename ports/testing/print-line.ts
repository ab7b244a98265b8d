import { writeSync } from 'node:fs';

const PAUSE_MS = 1;
const clock = new Int32Array(new SharedArrayBuffer(4));

/** To standard output, at once, so that a kill -9 right behind it takes nothing back. */
export function printLine(line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      // The pipe is full: whoever reads it waits for a core.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(clock, 0, 0, PAUSE_MS);
    }
  }
}
