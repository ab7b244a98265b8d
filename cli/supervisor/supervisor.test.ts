import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { upPath } from '../connection.ts';
import type { ProcessExit } from './supervised-process.ts';
import { Supervisor } from './supervisor.ts';

let folder = '';
let timers: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  timers = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Timers run when the test says so. */
const clock = {
  ...systemClock,
  setTimer: (_delayMs: number, action: () => void) => {
    timers.push(action);
    return { cancel: () => timers.splice(timers.indexOf(action), 1) };
  },
};

const runTimers = (): void => {
  for (const action of timers.splice(0)) action();
};

function supervisorOf(logPath: string, told: (ProcessExit | string)[]): Supervisor {
  return new Supervisor({
    dataDirectory: folder,
    baseUrl: 'http://127.0.0.1:1',
    wsUrl: 'ws://127.0.0.1:1/v1/ws',
    adminUrl: 'http://127.0.0.1:1',
    supervisorPid: process.pid,
    processes: [
      {
        name: 'sleeper',
        script: '--eval',
        arguments: ['setInterval(() => {}, 1000)'],
        logPath,
        restartDelayMs: 20,
      },
    ],
    clock,
    onExit: (exit) => told.push(exit),
    onUnwritten: (problem) => told.push(problem),
  });
}

const written = () => JSON.parse(readFileSync(upPath(folder), 'utf8'));

describe('a supervisor', () => {
  it('outlives an up.json that cannot be written, tells it once, and writes it later', async () => {
    // Stands for a full disk: no file can be made of this name.
    mkdirSync(`${upPath(folder)}.new`);
    const told: (ProcessExit | string)[] = [];
    const supervisor = supervisorOf(join(folder, 'sleeper.log'), told);
    try {
      assert.equal(supervisor.record().processes.length, 1);
      assert.equal(told.length, 1);
      assert.match(String(told[0]), /EISDIR/);
      runTimers();
      assert.equal(told.length, 1, 'nothing new to tell');
      assert.equal(existsSync(upPath(folder)), false);
      rmdirSync(`${upPath(folder)}.new`);
      runTimers();
      assert.deepEqual(written(), supervisor.record());
    } finally {
      await supervisor.stop();
    }
  });

  it('tries a process again whose log file cannot be opened', async () => {
    const told: (ProcessExit | string)[] = [];
    const supervisor = supervisorOf(join(folder, 'logs', 'sleeper.log'), told);
    try {
      assert.deepEqual(written().processes, []);
      const [failure] = told as ProcessExit[];
      assert.equal(failure?.pid, null);
      assert.match(failure?.problem ?? '', /ENOENT/);
      mkdirSync(join(folder, 'logs'));
      runTimers();
      assert.equal(written().processes[0].pid, supervisor.record().processes[0]?.pid);
    } finally {
      await supervisor.stop();
    }
  });
});
