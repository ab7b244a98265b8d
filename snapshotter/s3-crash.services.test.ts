import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { marketMachines } from '../engine/runtime/machine-factory.ts';
import { verifyReplay } from '../engine/runtime/replay-verification.ts';
import { silentLog } from '../engine/runtime/runtime-context.ts';
import { OrderFlow } from '../engine/runtime/testing/order-flow.ts';
import { ProcessCluster } from '../engine/runtime/testing/process-cluster.ts';
import { coverages } from '../ports/archive-store/archive-reader.ts';
import { openS3ArchiveStore } from '../ports/archive-store/s3-archive-store.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { noCrashPoints } from '../ports/crash-points/crash-points.ts';
import type { S3Connection } from '../ports/s3/s3-connection.ts';
import { openS3SnapshotStore } from '../ports/snapshot-store/s3-snapshot-store.ts';
import type { SnapshotStore } from '../ports/snapshot-store/snapshot-store.ts';
import { dropBuckets, testS3 } from '../ports/testing/s3-servers.ts';
import { commandTopic } from '../proto/topics.ts';

const MARKET = 'BTC-USD';
const PROGRAM = fileURLToPath(new URL('./testing/s3-snapshotter.js', import.meta.url));

let connection: S3Connection;
let cluster: ProcessCluster;
let snapshots: SnapshotStore;
const children = new Set<ChildProcess>();

function start(fault = ''): Promise<unknown[]> {
  const child = spawn(process.execPath, [PROGRAM, cluster.folder, JSON.stringify(connection)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, FAULT: fault },
  });
  children.add(child);
  return once(child, 'exit');
}

beforeEach(async () => {
  connection = testS3();
  cluster = await ProcessCluster.open();
  const ports = { clock: systemClock, crashPoints: noCrashPoints };
  snapshots = await openS3SnapshotStore({ connection, ...ports });
  const flow = new OrderFlow({ market: MARKET, seed: 17 });
  await cluster.createMarket(flow);
  cluster.engine('engine-a');
  await cluster.hasRole('engine-a', MARKET, 'primary');
  cluster.stream(flow);
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await cluster.close();
  await dropBuckets(connection);
});
after(() => assert.equal(children.size, 0));

async function newest(): Promise<number> {
  return (await snapshots.list(MARKET))[0]?.offset ?? -1;
}

describe('a snapshotter on S3 that is killed at', () => {
  for (const fault of [
    'CP8-snapshot-mid-write:2',
    'CP9-before-snapshot-fsync:2',
    'CP10-after-rename-before-directory-sync:2',
    'CP11-written-before-verify:2',
    'CP12-verified-before-pointer:2',
    'CP18-segment-archived:2',
  ]) {
    it(`${fault} leaves only whole objects, and the next one goes on`, async () => {
      assert.deepEqual(await start(fault), [null, 'SIGKILL']);
      const left = await newest();
      void start();
      await cluster.eventually(async () => (await newest()) > left, 'a newer snapshot');
      await cluster.eventually(async () => {
        const pointer = await cluster.ports.coordination.snapshotOffset(MARKET);
        return pointer !== null && pointer >= left;
      }, 'a pointer to the newest');
      const archive = await openS3ArchiveStore({ connection, clock: systemClock });
      await cluster.eventually(async () => {
        const [covered] = coverages(await archive.list(commandTopic(MARKET)));
        return covered?.first === 0 && covered.end > left;
      }, 'an archive without a gap');
      for (const entry of await archive.list(commandTopic(MARKET))) await archive.get(entry);
      await cluster.stopStream();
      await cluster.verified(MARKET);
      const verification = await verifyReplay(
        {
          node: 'test',
          ports: { ...cluster.ports, snapshots },
          log: silentLog,
          machines: marketMachines,
          defer: setImmediate,
        },
        MARKET,
      );
      assert.deepEqual(verification.problems, []);
      assert.ok(verification.snapshotsConfirmed.length >= 1);
    });
  }
});
