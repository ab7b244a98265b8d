import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import process from 'node:process';

/** A third of the weight of the others while cores are short: late, and not at a standstill. */
const GROUP_NICENESS = '5';

/**
 * Gives way to the processes that an order waits for.
 *
 * Where the kernel shares the cores between sessions first (sched_autogroup, as most distributions
 * have it) a priority counts within a session only. Each process of an exchange has one to itself, so
 * there it is the session that has to give way; one that others are in, too, is left alone.
 */
export function giveWay(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    if (sessionIn(readFileSync('/proc/self/stat', 'utf8')) !== process.pid) return;
    writeFileSync('/proc/self/autogroup', GROUP_NICENESS);
  } catch {
    // Not Linux, or without sessions of its scheduler: then the priority is all there is.
  }
}

/** proc(5): the session is field 6; the name in field 2 may hold blanks and parentheses. */
function sessionIn(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
}
