import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lockstep } from './testing/command-process.ts';

async function drill(...options: readonly string[]) {
  const { exitCode, stdout, stderr } = await lockstep('drill', '--json', ...options);
  assert.equal(exitCode, 0, `${stdout}${stderr}`);
  const { drill: report } = JSON.parse(stdout);
  assert.equal(report.clean, true);
  assert.ok(report.load.accepted > 30, 'the load was accepted');
  return report;
}

test('three times kill -9 of the primary under load: nothing lost, nothing twice', async () => {
  const report = await drill('--kills', '3', '--rate', '200');
  assert.equal(report.gaps.kills, 3);
});

test('a frozen primary is taken over, and as a zombie it does no harm', async () => {
  const report = await drill('--kills', '1', '--rate', '100', '--signal', 'STOP');
  assert.equal(report.gaps.kills, 1);
});

test('without a standby the engine recovers from snapshot and tail', async () => {
  const report = await drill(
    ...['--kills', '1', '--rate', '100', '--no-standby', '--resting-orders', '2000'],
  );
  assert.equal(report.gaps.kills, 1);
});
