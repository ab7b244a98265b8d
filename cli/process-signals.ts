import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive as hasIdentity } from '../ports/process/process-identity.ts';

/** True while a process with this pid exists (a zombie that nobody has reaped does not count). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return processState(pid) !== 'Z';
}

/** The letter of /proc/<pid>/stat, or null where there is none to read. */
export function processState(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2);
  } catch {
    return null;
  }
}

/**
 * A pid in a file may by now be someone else's: the start time tells, or, where a file of an older
 * build has none, a word that the command line contains.
 */
export function isThatProcess(
  { pid, start }: { readonly pid: number; readonly start: string | undefined },
  word: string,
): boolean {
  if (start !== undefined) return hasIdentity({ pid, start });
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
  } catch {
    return isAlive(pid);
  }
}

/** True once the process is gone. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  while (performance.now() < deadlineMs) {
    if (!isAlive(pid)) return true;
    await sleep(20);
  }
  return !isAlive(pid);
}
