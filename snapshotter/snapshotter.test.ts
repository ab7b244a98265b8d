import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { marketMachines } from '../engine/runtime/machine-factory.ts';
import { erringFrom } from '../engine/runtime/testing/erring-machine.ts';
import { controlRecord, OrderFlow } from '../engine/runtime/testing/order-flow.ts';
import {
  eventually,
  type LoggedLine,
  TestCluster,
} from '../engine/runtime/testing/test-cluster.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import { commandTopic, eventTopic } from '../proto/topics.ts';
import { offset } from '../proto/units.ts';
import type { SnapshotRhythm } from './market-snapshotter.ts';
import { Snapshotter } from './snapshotter.ts';

const MARKET = 'BTC-USD';
const NEVER: SnapshotRhythm = { intervalMs: 1e9, eventsMax: 1e9, keptCount: 3 };

let cluster: TestCluster;
let flow: OrderFlow;
let lines: LoggedLine[];
let snapshotter: Snapshotter | null;

beforeEach(async () => {
  cluster = new TestCluster();
  flow = new OrderFlow({ market: MARKET, seed: 31 });
  lines = [];
  snapshotter = null;
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start(), ...flow.many(50)]);
});
afterEach(async () => {
  // What broke it is told by `onBroken`, and must not keep the cluster from closing.
  await snapshotter?.stop().catch(() => {});
  await cluster.close();
});

async function start(
  rhythm: SnapshotRhythm,
  { machines = marketMachines, log = cluster.log } = {},
): Promise<void> {
  snapshotter = newSnapshotter(rhythm, { machines, log });
  snapshotter.start();
  await eventually(() => snapshotter?.report(MARKET)?.role === 'reader', 'it follows');
}

const newSnapshotter = (
  rhythm: SnapshotRhythm,
  { machines = marketMachines, log = cluster.log } = {},
): Snapshotter =>
  new Snapshotter(cluster.context('snapshotter', { lines, machines, log }), {
    markets: 'all',
    rhythm,
    archive: null,
    accounts: null,
    identity: { pid: 1, version: 'test' },
    onBroken: (error) => assert.fail(String(error)),
  });

const mark = (markId: number) =>
  cluster.append(MARKET, [controlRecord({ kind: 'SnapshotMarked', markId })]);

const offsets = async () => (await cluster.snapshots.list(MARKET)).map((entry) => entry.offset);

describe('the snapshotter', () => {
  it('stops in the middle of its recovery', async () => {
    let isStopped = false;
    let readsAfter = 0;
    const read: typeof cluster.log.read = async (topic, from, limit) => {
      if (isStopped) readsAfter += 1;
      if (topic === commandTopic(MARKET) && from === 16) {
        isStopped = true;
        void snapshotter?.stop();
      }
      return cluster.log.read(topic, from, { ...limit, records: 8 });
    };
    const log = new Proxy(cluster.log, {
      get: (whole, name) => {
        const member: unknown = name === 'read' ? read : Reflect.get(whole, name);
        return typeof member === 'function' ? member.bind(whole) : member;
      },
    });
    snapshotter = newSnapshotter(NEVER, { log });
    snapshotter.start();
    await eventually(() => isStopped, 'it is in the middle');
    await snapshotter.stop();
    assert.equal(readsAfter, 0);
  });

  it('takes a snapshot at every mark of anybody, whose state is that of a replay', async () => {
    cluster.start('engine-a');
    await cluster.answered(MARKET);
    await start(NEVER);
    const at = await mark(77);
    await eventually(async () => (await offsets()).length === 1, 'a snapshot');
    assert.deepEqual(await offsets(), [at]);
    await eventually(() => cluster.neighbourhood.snapshotOffsets.get(MARKET) === at, 'its pointer');
    const verification = await cluster.verify(MARKET);
    assert.deepEqual(verification.problems, []);
    assert.equal(verification.snapshotsConfirmed.length, 1);
  });

  it('marks after some time, and not again when nothing happened since', async () => {
    cluster.start('engine-a');
    await start({ ...NEVER, intervalMs: 50 });
    // The engine may claim the market after the first mark: that is something that happened.
    let newest: number | undefined;
    await eventually(async () => {
      newest = (await offsets())[0];
      await new Promise((resolve) => setTimeout(resolve, 400));
      return newest !== undefined && (await offsets())[0] === newest;
    }, 'a snapshot, and then none');
    await cluster.append(MARKET, flow.many(1));
    await eventually(async () => (await offsets())[0] !== newest, 'another snapshot');
  });

  it('marks after some number of events', async () => {
    cluster.start('engine-a');
    await start({ ...NEVER, eventsMax: 500 });
    await cluster.append(MARKET, flow.many(20));
    await cluster.answered(MARKET);
    assert.deepEqual(await offsets(), []);
    await cluster.append(MARKET, flow.many(400));
    await eventually(async () => (await offsets()).length >= 1, 'a snapshot');
  });

  it('keeps the newest ones', async () => {
    cluster.start('engine-a');
    await start(NEVER);
    const marks: number[] = [];
    for (let count = 1; count <= 5; count += 1) {
      marks.push(await mark(count));
      await eventually(async () => (await offsets())[0] === marks.at(-1), 'a snapshot');
    }
    await eventually(async () => (await offsets()).length === 3, 'the old ones are gone');
    assert.deepEqual(await offsets(), marks.slice(2).reverse());
  });

  it('does not count a damaged one among those it keeps', async () => {
    cluster.start('engine-a');
    const name = { market: MARKET, offset: offset(3), timestampUs: 1 as never };
    await cluster.snapshots.put(name, new Uint8Array(500));
    await start(NEVER);
    for (let count = 1; count <= 3; count += 1) {
      const at = await mark(count);
      await eventually(async () => (await offsets())[0] === at, 'a snapshot');
    }
    await eventually(() => lines.some(({ message }) => /damaged/.test(message)), 'a warning');
  });

  it('takes none at marks that are history when it starts', async () => {
    cluster.start('engine-a');
    await mark(1);
    await cluster.append(MARKET, flow.many(10));
    await cluster.answered(MARKET);
    await start(NEVER);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(await offsets(), []);
  });

  it('takes none when its hash is not the primary’s, and says so', async () => {
    cluster.start('engine-a');
    await cluster.answered(MARKET);
    const { end } = await cluster.log.bounds(eventTopic(MARKET));
    await start(NEVER, { machines: erringFrom(end) });
    await mark(1);
    await eventually(() => snapshotter?.report(MARKET)?.role === 'diverged', 'it notices');
    assert.ok(lines.some(({ level, message }) => level === 'error' && /diverged/.test(message)));
    await mark(2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(await offsets(), []);
  });

  it('waits for a log that is away when it compares with the primary', async () => {
    cluster.start('engine-a');
    await cluster.answered(MARKET);
    let failures = 0;
    const log = new Proxy(cluster.log, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property);
        if (typeof member !== 'function') return member;
        return (topic: string, ...rest: readonly unknown[]) => {
          const isRead = property === 'read' || property === 'waitFor';
          if (isRead && topic === eventTopic(MARKET) && isAway && failures < 4) {
            failures += 1;
            return Promise.reject(new EventLogError('LOG_UNAVAILABLE', 'no broker answers'));
          }
          return member.call(target, topic, ...rest);
        };
      },
    });
    let isAway = false;
    await start(NEVER, { log });
    isAway = true;
    const at = await mark(1);
    await eventually(async () => (await offsets())[0] === at, 'a snapshot');
    assert.equal(failures, 4);
  });

  it('points to the newest snapshot that is there when it starts', async () => {
    cluster.start('engine-a');
    await start(NEVER);
    const at = await mark(1);
    await eventually(async () => (await offsets()).length === 1, 'a snapshot');
    await snapshotter?.stop();
    cluster.neighbourhood.snapshotOffsets.clear();
    await start(NEVER);
    await eventually(() => cluster.neighbourhood.snapshotOffsets.get(MARKET) === at, 'the pointer');
  });
});
