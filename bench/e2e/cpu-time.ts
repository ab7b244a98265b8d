/**
 * Who used the processors while something was measured: per process from /proc/<pid>/stat, and the
 * machine as a whole from /proc/stat, so that the work of other programs shows too. Linux only.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** A process and what it is there for; several may have one role. */
export interface NamedPid {
  readonly role: string;
  readonly pid: number;
}

export interface CpuTime {
  readonly userSeconds: number;
  readonly systemSeconds: number;
}

/** A process, and how long its threads were ready to run while others had the cores, all added up. */
export interface ProcessTime extends CpuTime {
  readonly waitSeconds: number;
}

interface MachineTime {
  readonly busySeconds: number;
  readonly stolenSeconds: number;
}

export interface CpuReading {
  readonly atMs: number;
  readonly machine: MachineTime;
  readonly processes: readonly (NamedPid & ProcessTime)[];
}

export interface CpuUse {
  readonly seconds: number;
  /** By role, in the order of the second reading. */
  readonly roles: readonly (ProcessTime & { readonly role: string })[];
  /** Programs that are not among the roles, the kernel's own threads, and what came and went. */
  readonly otherSeconds: number;
  /** What the host gave to other machines. */
  readonly stolenSeconds: number;
}

/** USER_HZ, which is 100 on every processor that Node runs on. */
const TICKS_PER_SECOND = 100;

/** null: there is no /proc. Processes that are gone are left out. */
export function readCpu(processes: readonly NamedPid[]): CpuReading | null {
  const machine = textOf('/proc/stat');
  if (machine === null) return null;
  return {
    atMs: performance.now(),
    machine: machineTimeIn(machine),
    processes: processes.flatMap(({ role, pid }) => {
      const text = textOf(`/proc/${pid}/stat`);
      if (text === null) return [];
      return [{ role, pid, ...processTimeIn(text), waitSeconds: waitSecondsOf(pid) }];
    }),
  };
}

/** What was used between two readings, by the processes that are in both. */
export function cpuUse(before: CpuReading, after: CpuReading): CpuUse {
  const roles = new Map<string, ProcessTime>();
  let ours = 0;
  for (const { role, pid, userSeconds, systemSeconds, waitSeconds } of after.processes) {
    const start = before.processes.find((each) => each.role === role && each.pid === pid);
    if (start === undefined) continue;
    const [user, system] = [userSeconds - start.userSeconds, systemSeconds - start.systemSeconds];
    // What a thread that has ended had waited is gone with it.
    const waited = Math.max(0, waitSeconds - start.waitSeconds);
    const sum = roles.get(role);
    roles.set(role, {
      userSeconds: rounded((sum?.userSeconds ?? 0) + user),
      systemSeconds: rounded((sum?.systemSeconds ?? 0) + system),
      waitSeconds: rounded((sum?.waitSeconds ?? 0) + waited),
    });
    ours += user + system;
  }
  const busy = after.machine.busySeconds - before.machine.busySeconds;
  return {
    seconds: rounded((after.atMs - before.atMs) / 1000),
    roles: [...roles].map(([role, time]) => ({ role, ...time })),
    otherSeconds: rounded(Math.max(0, busy - ours)),
    stolenSeconds: rounded(after.machine.stolenSeconds - before.machine.stolenSeconds),
  };
}

/** proc(5): utime and stime are fields 14 and 15; the name in field 2 may hold blanks and parentheses. */
export function processTimeIn(stat: string): CpuTime {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { userSeconds: secondsOf(fields[11]), systemSeconds: secondsOf(fields[12]) };
}

/** Documentation/scheduler/sched-stats.rst: nanoseconds on a core, nanoseconds waiting for one, turns. */
export const waitSecondsIn = (schedstat: string): number =>
  Number(schedstat.split(' ')[1] ?? 0) / 1e9;

/** Of all threads. 0 where the kernel does not count it. */
function waitSecondsOf(pid: number): number {
  let sum = 0;
  for (const thread of foldersOf(`/proc/${pid}/task`)) {
    sum += waitSecondsIn(textOf(`/proc/${pid}/task/${thread}/schedstat`) ?? '');
  }
  return sum;
}

/** proc(5): user nice system idle iowait irq softirq steal, and guests, which user has in it. */
export function machineTimeIn(stat: string): MachineTime {
  const [user, nice, system, , , irq, softirq, steal] = (/^cpu +(.*)$/m.exec(stat)?.[1] ?? '')
    .split(' ')
    .map(secondsOf);
  return {
    busySeconds: [user, nice, system, irq, softirq].reduce<number>((sum, x) => sum + (x ?? 0), 0),
    stolenSeconds: steal ?? 0,
  };
}

const secondsOf = (ticks: string | undefined): number => Number(ticks ?? 0) / TICKS_PER_SECOND;

const rounded = (seconds: number): number => Number(seconds.toFixed(2));

function foldersOf(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
