import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TopicArchive } from './archive.ts';
import {
  cleanUp,
  type Demo,
  lockstep,
  lockstepJson,
  startDemo,
  temporaryFolder,
} from './testing/command-process.ts';

const SNAPSHOTTER = fileURLToPath(import.meta.resolve('../snapshotter/main.js'));
const FORGETFUL = [
  ...['--name', 'archivist', '--snapshot-interval-ms', '300', '--archive', 'on'],
  ...['--archive-interval-ms', '300', '--retain-records', '3'],
];

let data = '';
let demo: Demo | null = null;

beforeEach(() => {
  data = temporaryFolder();
  demo = null;
});
afterEach(() => cleanUp(demo, data));

async function earliest(topic: string): Promise<number> {
  const at = ['--topic', topic, '--data', data];
  const { archives } = await lockstepJson<{ readonly archives: readonly TopicArchive[] }>(
    ...['archive', 'ls', ...at],
  );
  return archives[0]?.log?.earliest ?? 0;
}

async function trade(): Promise<void> {
  const at = ['BTC-USD', '0.1', '--price', '60000', '--data', data];
  await lockstepJson('order', 'buy', ...at);
  await lockstepJson('order', 'sell', ...at, '--as', 'bob');
}

test('with logs that forget, every lost store is rebuilt, and the audit finds nothing wrong', async () => {
  demo = await startDemo(data);
  const archivist = spawn(process.execPath, [SNAPSHOTTER, ...FORGETFUL, '--data', data], {
    stdio: 'ignore',
  });
  const ended = once(archivist, 'exit');
  let trades = 0;
  while (Math.min(await earliest('commands.BTC-USD'), await earliest('events.BTC-USD')) < 8) {
    assert.ok(trades < 40, 'the logs are shortened');
    await trade();
    trades += 1;
  }
  archivist.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  await demo.stop();
  const at = ['--data', data];
  assert.equal((await lockstep('archive', 'verify', ...at)).exitCode, 0);
  for (const store of ['accounts', 'views', 'snapshots'])
    rmSync(join(data, store), { recursive: true });

  demo = await startDemo(data);
  await trade();
  const replay = await lockstep('replay', '--verify', ...at);
  assert.equal(replay.exitCode, 0, replay.stdout + replay.stderr);
  await demo.stop();
  const audit = await lockstep('audit', ...at);
  assert.equal(audit.exitCode, 0, audit.stdout + audit.stderr);
  assert.match(audit.stdout, /0 lost, 0 duplicated/);

  // What only the archive holds is gone: nobody pretends that all is well.
  rmSync(join(data, 'archive'), { recursive: true });
  assert.equal((await lockstep('archive', 'verify', ...at)).exitCode, 4);
  assert.notEqual((await lockstep('replay', '--verify', ...at)).exitCode, 0);
  assert.equal((await lockstep('audit', ...at)).exitCode, 4);
});
