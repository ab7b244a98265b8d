import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { OrderFlow } from '../engine/runtime/testing/order-flow.ts';
import { ProcessCluster } from '../engine/runtime/testing/process-cluster.ts';

const MARKET = 'BTC-USD';
const OPTIONS = ['--snapshot-interval-ms', '100'];

let cluster: ProcessCluster;

beforeEach(async () => {
  cluster = await ProcessCluster.open();
  const flow = new OrderFlow({ market: MARKET, seed: 17 });
  await cluster.createMarket(flow);
  cluster.engine('engine-a');
  await cluster.hasRole('engine-a', MARKET, 'primary');
  cluster.stream(flow);
});
afterEach(() => cluster.close());

/** The file that the pointer is in, as whoever forges it writes it. */
const pointerFile = (): string => {
  const folder = join(cluster.folder, 'coordination');
  const names = readdirSync(folder).filter((name) => name.includes(MARKET));
  assert.equal(names.length, 1, `one file of ${MARKET} in ${readdirSync(folder)}`);
  return join(folder, names[0]!);
};

it('a pointer that is forged or gone makes no other state, and no other beginning', async () => {
  const snapshotter = cluster.start('snapshotter', 'snapshotter', OPTIONS);
  await cluster.eventually(async () => (await list()).length >= 2, 'two snapshots');
  await cluster.stopStream();
  snapshotter.signal('SIGTERM');
  await snapshotter.ended;
  const [newest] = await list();
  assert.ok(newest !== undefined);
  const path = pointerFile();
  for (const [index, text] of ['999999999\n', '1\n', 'the newest\n', '', null].entries()) {
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
    const name = `engine-${index}`;
    const engine = cluster.engine(name);
    // It compares itself with what the first one wrote, hash by hash, and would say that it differs.
    await cluster.hasRole(name, MARKET, 'standby');
    assert.ok(engine.output().includes(String(newest.offset)), engine.output());
    engine.signal('SIGKILL');
    await engine.ended;
  }
  assert.deepEqual((await cluster.verified(MARKET)).problems, []);
});

const list = () => cluster.ports.snapshots.list(MARKET);

describe('a snapshotter that is killed at', () => {
  for (const fault of [
    'CP8-snapshot-mid-write:2',
    'CP9-before-snapshot-fsync:2',
    'CP10-after-rename-before-directory-sync:2',
    'CP11-written-before-verify:2',
    'CP12-verified-before-pointer:2',
  ]) {
    it(`${fault} leaves only whole snapshots, and the next one goes on`, async () => {
      const dying = cluster.start('snapshotter', 'snapshotter', OPTIONS, fault);
      assert.equal(await dying.ended, 'SIGKILL');
      const left = await list();
      assert.ok(left.length >= 1);
      cluster.start('snapshotter', 'snapshotter', OPTIONS);
      await cluster.eventually(
        async () => ((await list())[0]?.offset ?? 0) > (left[0]?.offset ?? 0),
        'a newer snapshot',
      );
      await cluster.eventually(async () => {
        const pointer = await cluster.ports.coordination.snapshotOffset(MARKET);
        return pointer !== null && pointer >= ((await list())[0]?.offset ?? 0);
      }, 'a pointer to the newest');
      await cluster.stopStream();
      const verification = await cluster.verified(MARKET);
      assert.deepEqual(verification.problems, []);
      assert.ok(verification.snapshotsConfirmed.length >= 1);
    });
  }
});
