/**
 * A process that is stopped (SIGSTOP) while it holds LMDB's write lock stops every other writer,
 * for as long as it likes: there is no time-out. The chance is small (a transaction takes
 * microseconds), but the market would stand still. So whoever finds a peer silent looks whether it
 * is stopped and holds a lock; if so it is ended, the kernel frees the lock, LMDB rolls the
 * half-done transaction back, and its supervisor starts it again.
 *
 * Linux only: the lock is a pthread mutex, whose owner's thread id stands in the lock file, and
 * /proc tells the process of a thread and whether it is stopped. Elsewhere nothing is found.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';

/** lock file: table head 64 bytes | write mutex: lock i32, count u32, owner i32 … (glibc, 64 bit) */
const OWNER_AT = 64 + 8;

/** Reads the lock files of environments that this process has open. */
export class StoppedLockHolders {
  readonly #files: readonly number[];

  /** Closed only after the environments: closing a lock file drops LMDB's own POSIX lock. */
  constructor(lockPaths: readonly string[]) {
    const supported = process.platform === 'linux' && existsSync('/proc/self/stat');
    this.#files = supported ? lockPaths.map((path) => openSync(path, 'r')) : [];
  }

  /** Whether the process is stopped while it holds one of the locks. */
  includes(pid: number): boolean {
    if (this.#files.length === 0 || stateOf(pid) !== 'T') return false;
    return this.#files.some((file) => processOf(ownerIn(file)) === pid);
  }

  close(): void {
    for (const file of this.#files) closeSync(file);
  }
}

function ownerIn(file: number): number {
  const word = Buffer.alloc(4);
  readSync(file, word, 0, 4, OWNER_AT);
  return word.readInt32LE(0);
}

/** T: stopped by a signal. */
function stateOf(pid: number): string | null {
  return /^State:\s+(\S)/m.exec(statusOf(pid))?.[1] ?? null;
}

function processOf(thread: number): number | null {
  if (thread <= 0) return null;
  const group = /^Tgid:\s+(\d+)/m.exec(statusOf(thread))?.[1];
  return group === undefined ? null : Number(group);
}

function statusOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/status`, 'utf8');
  } catch {
    return '';
  }
}
