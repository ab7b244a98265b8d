import { writeSync } from 'node:fs';

/** As `writeSync`: how many bytes were taken, or an error with a code. */
export type WriteBytes = (bytes: Uint8Array) => number;

const TRIES_MAX = 20;
const PAUSE_MS = 5;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Where a process writes its log: each line at once, so that the last one before an exit is there,
 * too. A log that takes no line (its disk is full, nobody reads the pipe) costs lines and never the
 * process: pino's own destination throws then, and at a fatal line waits for ever. How many are
 * missing stands before the next line that is taken.
 */
export class LogLines {
  readonly #write: WriteBytes;
  #lost = 0;
  /** Of a line that was taken in part, the end is missing. */
  #torn = false;

  constructor(write: WriteBytes) {
    this.#write = write;
  }

  write(line: string): void {
    const lost = this.#lost === 0 ? '' : missing(this.#lost);
    const bytes = Buffer.from(`${this.#torn ? '\n' : ''}${lost}${line}`);
    const taken = this.#writeAll(bytes);
    if (taken === bytes.length) {
      this.#lost = 0;
      this.#torn = false;
      return;
    }
    this.#lost += 1;
    this.#torn ||= taken > 0;
  }

  #writeAll(bytes: Uint8Array): number {
    let taken = 0;
    for (let tries = 0; taken < bytes.length && tries < TRIES_MAX; tries += 1) {
      try {
        taken += this.#write(bytes.subarray(taken));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EAGAIN') break;
        // A full pipe: whoever reads it gets a moment.
        Atomics.wait(sleeper, 0, 0, PAUSE_MS);
      }
    }
    return taken;
  }
}

const missing = (lost: number): string =>
  `${JSON.stringify({ level: 40, lost, msg: 'log lines before this one could not be written' })}\n`;

export const standardError = (): LogLines => new LogLines((bytes) => writeSync(2, bytes));
