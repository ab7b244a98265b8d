/** When a process of the command line ends, and when it does not. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOf } from '../ports/process/process-identity.ts';
import { type UpRecord, upPath } from './connection.ts';
import {
  cleanUp,
  type Demo,
  lockstepJson,
  startDemo,
  startLockstep,
  temporaryFolder,
} from './testing/command-process.ts';

const RESTART_WITHIN_MS = 10_000;

let data = '';
let demo: Demo | null = null;

beforeEach(() => {
  data = temporaryFolder();
  demo = null;
});
afterEach(() => cleanUp(demo, data));

test('an exchange goes on when nobody reads its words any more', async () => {
  demo = await startDemo(data);
  demo.child.stderr?.destroy();
  const { pid: killed } = await lockstepJson<{ readonly pid: number }>(
    ...['kill', 'settlement', '--data', data],
  );
  const pidNow = () => demo?.record().processes.find(({ name }) => name === 'settlement')?.pid;
  const deadlineMs = performance.now() + RESTART_WITHIN_MS;
  while (pidNow() === undefined || pidNow() === killed) {
    assert.equal(demo.child.exitCode, null, 'it ended');
    assert.ok(performance.now() < deadlineMs, 'it does not start again');
    await sleep(20);
  }
  assert.equal((await demo.stop()).exitCode, 0);
});

test('an exchange that is told twice to stop still stops in order', async () => {
  demo = await startDemo(data);
  const stopping = once(demo.child.stderr as Readable, 'data');
  demo.child.kill('SIGTERM');
  assert.match(String(await stopping), /stopping/);
  demo.child.kill('SIGTERM');
  assert.equal((await demo.finished).exitCode, 0);
  assert.equal(existsSync(upPath(data)), false);
});

test('SIGTERM ends a command that has nothing to put in order, while it waits', async () => {
  const silent = createServer();
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const baseUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const record: UpRecord = {
    supervisorPid: process.pid,
    supervisorStart: startOf(process.pid),
    baseUrl,
    wsUrl: baseUrl,
    processes: [],
  };
  writeFileSync(upPath(data), JSON.stringify(record));
  const { child, finished } = startLockstep(['status', '--data', data]);
  const [asked] = await once(silent, 'connection');
  try {
    const sentMs = performance.now();
    child.kill('SIGTERM');
    const { exitCode, stderr } = await finished;
    assert.ok(performance.now() - sentMs < 3_000, `exit code ${exitCode}: ${stderr}`);
    assert.equal(child.signalCode, 'SIGTERM');
  } finally {
    asked.destroy();
    silent.close();
  }
});

test('Ctrl-C ends a benchmark of the account store, which leaves nothing behind', async () => {
  const { child, finished } = startLockstep(
    ['bench', 'accounts', '--accounts', '2', '--seconds', '600'],
    { TMPDIR: data },
  );
  const killLater = setTimeout(() => child.kill('SIGKILL'), 20_000);
  while (readdirSync(data).length === 0) await sleep(20);
  child.kill('SIGINT');
  const { exitCode, stderr } = await finished;
  clearTimeout(killLater);
  assert.equal(exitCode, 130, stderr);
  assert.deepEqual(readdirSync(data), []);
});
