/** CPU time of this process: what a machine says of it that others use as well. */
import { readFileSync } from 'node:fs';
import process from 'node:process';

export interface OwnCpu {
  /** Of the thread that runs JavaScript; 0 where there is no /proc. */
  readonly mainMs: number;
  /** Of all threads: reading, compiling, collecting garbage as well. */
  readonly allMs: number;
}

const NS_PER_MS = 1e6;
const US_PER_MS = 1e3;

export function ownCpu(): OwnCpu {
  const { user, system } = process.cpuUsage();
  return { mainMs: mainNs() / NS_PER_MS, allMs: (user + system) / US_PER_MS };
}

export const cpuBetween = (from: OwnCpu, to: OwnCpu): OwnCpu => ({
  mainMs: to.mainMs - from.mainMs,
  allMs: to.allMs - from.allMs,
});

function mainNs(): number {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8');
    return Number(text.split(' ')[0]);
  } catch {
    return 0;
  }
}
