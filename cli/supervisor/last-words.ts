import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 16 * 1024;
const FATAL = 60;
const WORDS_MAX = 200;

/** Why a process ended, from the fatal line of its log: `CODE: message`; null: it left none. */
export function lastWords(logPath: string, pid: number): string | null {
  try {
    return fatalIn(tailOf(logPath), pid);
  } catch {
    // The log is for people; without it they hear the exit code.
    return null;
  }
}

function fatalIn(tail: string, pid: number): string | null {
  for (const line of tail.split('\n').reverse()) {
    if (!line.includes(`"level":${FATAL}`) || !line.includes(`"pid":${pid}`)) continue;
    const { code, msg } = JSON.parse(line.slice(line.indexOf('{')));
    const words = `${code}: ${msg}`;
    return words.length <= WORDS_MAX ? words : `${words.slice(0, WORDS_MAX)} …`;
  }
  return null;
}

function tailOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(file);
  }
}
