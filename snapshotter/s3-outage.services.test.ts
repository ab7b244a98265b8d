import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { OrderFlow } from '../engine/runtime/testing/order-flow.ts';
import { eventually, TestCluster } from '../engine/runtime/testing/test-cluster.ts';
import { coverages } from '../ports/archive-store/archive-reader.ts';
import type { BucketArchiveStore } from '../ports/archive-store/bucket-archive-store.ts';
import { openS3ArchiveStore } from '../ports/archive-store/s3-archive-store.ts';
import type { Clock } from '../ports/clock/clock.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { noCrashPoints } from '../ports/crash-points/crash-points.ts';
import type { S3Connection } from '../ports/s3/s3-connection.ts';
import type { BucketSnapshotStore } from '../ports/snapshot-store/bucket-snapshot-store.ts';
import { openS3SnapshotStore } from '../ports/snapshot-store/s3-snapshot-store.ts';
import { FaultyS3, type S3Fault } from '../ports/testing/faulty-s3.ts';
import { dropBuckets, testS3 } from '../ports/testing/s3-servers.ts';
import { commandTopic, eventTopic } from '../proto/topics.ts';
import { Snapshotter } from './snapshotter.ts';

const MARKET = 'BTC-USD';

/** An hour passes in three minutes. */
const SPEED = 20;
const clock: Clock = {
  ...systemClock,
  monotonicMs: () => systemClock.monotonicMs() * SPEED,
  sleep: (durationMs) => systemClock.sleep(durationMs / SPEED),
  setTimer: (delayMs, action) => systemClock.setTimer(delayMs / SPEED, action),
};

let cluster: TestCluster;
let flow: OrderFlow;
let direct: S3Connection;
let proxy: FaultyS3;
let snapshots: BucketSnapshotStore;
let archive: BucketArchiveStore;
let snapshotter: Snapshotter;

beforeEach(async () => {
  cluster = new TestCluster();
  flow = new OrderFlow({ market: MARKET, seed: 5 });
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start(), ...flow.many(50)]);
  cluster.start('engine-a');
  await cluster.answered(MARKET);
  direct = testS3();
  proxy = await FaultyS3.open(direct.endpoint ?? '');
  const connection = { ...direct, endpoint: proxy.endpoint };
  snapshots = await openS3SnapshotStore({ connection, clock, crashPoints: noCrashPoints });
  archive = await openS3ArchiveStore({ connection, clock });
  const context = cluster.context('snapshotter');
  snapshotter = new Snapshotter(
    { ...context, ports: { ...context.ports, clock, snapshots } },
    {
      markets: 'all',
      rhythm: { intervalMs: 5_000, eventsMax: 1e9, keptCount: 3 },
      archive: {
        archive,
        rhythm: { recordsMax: 100, bytesMax: 1e6, intervalMs: 5_000 },
        retention: { records: 0, ageMs: null },
      },
      accounts: null,
      identity: { pid: 1, version: 'test' },
      onBroken: (error) => assert.fail(String(error)),
    },
  );
  snapshotter.start();
  await eventually(() => snapshotter.report(MARKET)?.role === 'reader', 'it follows');
});
afterEach(async () => {
  await snapshotter.stop();
  await cluster.close();
  await proxy.close();
  await dropBuckets(direct);
});

const newest = async () => (await snapshots.list(MARKET))[0]?.offset ?? -1;
const end = async () => (await cluster.log.bounds(commandTopic(MARKET))).end;

const failures = (): number => {
  const storage = snapshotter.storage();
  return (
    Math.min(...storage.snapshots.map((report) => report.failures)) *
    Math.min(...storage.archive.map((report) => report.failures))
  );
};

async function trade(): Promise<void> {
  await cluster.append(MARKET, flow.many(20));
  const to = await end();
  // Every record has one batch of events; the oldest are only in the archive by now.
  await eventually(async () => (await cluster.log.bounds(eventTopic(MARKET))).end >= to, 'answers');
}

/** What is there verifies, and archive and log have everything. */
async function allIsSafe(): Promise<void> {
  const to = await end();
  await eventually(async () => (await newest()) >= to - 1, 'a snapshot of it all');
  for (const topic of [commandTopic(MARKET), eventTopic(MARKET)]) {
    await eventually(async () => {
      const covered = coverages(await archive.list(topic));
      return covered.length === 1 && covered[0]?.first === 0 && covered[0].end >= to;
    }, `an archive of all of ${topic}`);
    for (const entry of await archive.list(topic)) await archive.get(entry);
  }
  assert.deepEqual(
    snapshotter.storage().archive.map(({ problem }) => problem),
    [null, null],
  );
}

describe('with S3', () => {
  for (const fault of [
    'down',
    'silent',
    'answers-500',
    'torn-put',
    'cut-get',
  ] satisfies S3Fault[]) {
    it(`${fault}, trading goes on, failures are counted, and all is caught up after`, async () => {
      await eventually(async () => (await newest()) >= 0, 'a first snapshot');
      proxy.fault = fault;
      await eventually(async () => {
        await trade();
        return failures() > 0;
      }, 'snapshots and archive fail');
      proxy.fault = 'none';
      await allIsSafe();
    });
  }

  for (const fault of ['lost-answer', 'shuffled-list', 'stale-list'] satisfies S3Fault[]) {
    it(`${fault}, nothing is lost`, async () => {
      proxy.fault = fault;
      for (let count = 0; count < 20; count += 1) {
        await trade();
        await systemClock.sleep(50);
      }
      proxy.fault = 'none';
      await trade();
      await allIsSafe();
    });
  }
});
