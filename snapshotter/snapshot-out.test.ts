import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import { TestCluster } from '../engine/runtime/testing/test-cluster.ts';
import type { SnapshotName } from '../ports/snapshot-store/snapshot-store.ts';
import { SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import { offset, timestampUs } from '../proto/units.ts';
import { type SnapshotForm, SnapshotOut } from './snapshot-out.ts';

const SNAPSHOT = { market: 'BTC-USD', offset: offset(7), timestampUs: timestampUs(1) };
const BYTES = Uint8Array.of(1, 2, 3);

const whole = (bytes: Uint8Array): string => {
  assert.deepEqual(Buffer.from(bytes), Buffer.from(BYTES));
  return 'whole';
};
const form: SnapshotForm<SnapshotName, string> = {
  name: (snapshot) => snapshot,
  encode: () => BYTES,
  readBack: () => ({ whole }),
  open: whole,
};

let cluster: TestCluster;
beforeEach(() => {
  cluster = new TestCluster();
});
afterEach(() => cluster.close());

const write = () =>
  new SnapshotOut(cluster.context('snapshotter'), { form, keptCount: 3 }).write(SNAPSHOT);

it("another snapshotter's snapshot stays when the store is away as it is read", async () => {
  const { key } = await cluster.snapshots.put(SNAPSHOT, BYTES);
  const get = cluster.snapshots.get.bind(cluster.snapshots);
  cluster.snapshots.get = async () => {
    throw new SnapshotStoreError('SNAPSHOT_STORE_UNAVAILABLE', 'S3 is away');
  };
  await assert.rejects(write(), { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
  cluster.snapshots.get = get;
  assert.deepEqual(whole(await cluster.snapshots.get(key)), 'whole');
});

it('one that is not what was written goes', async () => {
  await cluster.snapshots.put(SNAPSHOT, Uint8Array.of(9));
  await assert.rejects(write(), { code: 'ERR_ASSERTION' });
  assert.deepEqual(await cluster.snapshots.list(SNAPSHOT.market), []);
});
