import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import {
  type CpuReading,
  cpuUse,
  machineTimeIn,
  type NamedPid,
  processTimeIn,
  readCpu,
  waitSecondsIn,
} from './cpu-time.ts';

const reading = (
  atMs: number,
  busySeconds: number,
  processes: readonly (readonly [role: string, pid: number, user: number, system: number])[],
): CpuReading => ({
  atMs,
  machine: { busySeconds, stolenSeconds: busySeconds / 10 },
  processes: processes.map(([role, pid, userSeconds, systemSeconds]) => ({
    role,
    pid,
    userSeconds,
    systemSeconds,
    waitSeconds: atMs / 100 + pid,
  })),
});

test('a thread waits for a core between its turns', () => {
  assert.equal(waitSecondsIn('5000000000 1500000000 77\n'), 1.5);
  assert.equal(waitSecondsIn(''), 0);
});

test('the times of a process stand behind its name, whatever that is', () => {
  const stat = '123 (a) b (c) S 1 123 123 0 -1 4194304 9 8 7 6 250 125 3 4 20 0 11 0 99 1000';
  assert.deepEqual(processTimeIn(stat), { userSeconds: 2.5, systemSeconds: 1.25 });
});

test('the machine is busy with all but idling and waiting for disks', () => {
  const stat = 'cpu  100 200 300 4000 5000 600 700 800 50 60\ncpu0 1 2 3 4 5 6 7 8 0 0\n';
  assert.deepEqual(machineTimeIn(stat), { busySeconds: 19, stolenSeconds: 8 });
});

test('a window has what its processes used, by role, and what others did', () => {
  const before = reading(1000, 100, [
    ['engine', 1, 10, 5],
    ['broker', 2, 50, 20],
    ['settlement', 3, 7, 7],
  ]);
  const after = reading(3000, 104, [
    ['engine', 1, 10.5, 5.25],
    ['broker', 2, 51, 20.5],
    ['settlement', 4, 9, 9],
  ]);
  assert.deepEqual(cpuUse(before, after), {
    seconds: 2,
    roles: [
      { role: 'engine', userSeconds: 0.5, systemSeconds: 0.25, waitSeconds: 20 },
      { role: 'broker', userSeconds: 1, systemSeconds: 0.5, waitSeconds: 20 },
    ],
    otherSeconds: 1.75,
    stolenSeconds: 0.4,
  });
});

test('processes of one role add up', () => {
  const before = reading(0, 0, [
    ['broker', 1, 1, 1],
    ['broker', 2, 1, 1],
  ]);
  const after = reading(1000, 3, [
    ['broker', 1, 2, 1],
    ['broker', 2, 1, 2],
  ]);
  assert.deepEqual(cpuUse(before, after).roles, [
    { role: 'broker', userSeconds: 1, systemSeconds: 1, waitSeconds: 20 },
  ]);
});

test('what this process burns is counted, and a process that is not there is not', () => {
  const processes: readonly NamedPid[] = [
    { role: 'this', pid: process.pid },
    { role: 'nobody', pid: 2 ** 30 },
  ];
  const before = readCpu(processes);
  // Elsewhere than on Linux there is nothing to read.
  assert.equal(before === null, process.platform !== 'linux');
  if (before === null) return;
  const used = () => cpuUse(before, readCpu(processes)!);
  while ((used().roles[0]?.userSeconds ?? 0) < 0.05);
  assert.deepEqual(
    used().roles.map(({ role }) => role),
    ['this'],
  );
});
