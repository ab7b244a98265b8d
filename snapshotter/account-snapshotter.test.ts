import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { MemorySnapshotStore } from '../ports/snapshot-store/memory-snapshot-store.ts';
import { ACCOUNTS } from '../ports/snapshot-store/snapshot-names.ts';
import { SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import { eventTopic, LEDGER_TOPIC } from '../proto/topics.ts';
import { rebuild } from '../settlement/rebuild.ts';
import { NOW } from '../settlement/testing/samples.ts';
import { SettledExchange } from '../settlement/testing/settled-exchange.ts';
import { type TestPorts, testPorts } from '../settlement/testing/test-ports.ts';
import { wholeStoreOf } from '../settlement/testing/whole-store.ts';
import { AccountSnapshotter } from './account-snapshotter.ts';

const EVENTS = eventTopic('BTC-USD');
const NEVER = 1e9;

let exchange: SettledExchange;
let snapshots: MemorySnapshotStore;
let seen: TestPorts;
let snapshotter: AccountSnapshotter;

beforeEach(async () => {
  exchange = new SettledExchange();
  snapshots = new MemorySnapshotStore();
  const ports = testPorts({ log: exchange.log, accounts: exchange.store, snapshots });
  // At which no client order id is old.
  const clock = { ...ports.ports.clock, nowUs: () => NOW };
  seen = { ...ports, ports: { ...ports.ports, clock } };
  await exchange.begin();
});

function open(rhythm: { readonly intervalMs?: number; readonly eventsMax?: number } = {}): void {
  snapshotter = new AccountSnapshotter(
    { ports: seen.ports, log: seen.logger, accounts: exchange.store },
    { rhythm: { intervalMs: 0, eventsMax: NEVER, keptCount: 3, ...rhythm } },
  );
}

const list = () => snapshots.list(ACCOUNTS);

async function settledRecords(): Promise<number> {
  const { cursors } = await exchange.store.inspect();
  return cursors.reduce((sum, { cursor }) => sum + cursor.nextLogOffset, 0);
}

/** A step that takes a snapshot where the store stands. */
async function taken(): Promise<void> {
  await snapshotter.step();
  assert.equal((await list())[0]?.offset, await settledRecords());
}

async function rebuiltFrom(from: MemorySnapshotStore | null): Promise<ReadonlyMap<string, string>> {
  const rebuilt = await rebuild({
    log: exchange.log,
    clock: seen.ports.clock,
    eventsLateMsMax: 0,
    isStopped: () => false,
    ...(from !== null && {
      snapshots: { store: from, onRejected: (key, reason) => assert.fail(`${key} ${reason}`) },
    }),
  });
  assert.ok(rebuilt !== null);
  assert.equal(rebuilt.from !== null, from !== null);
  return wholeStoreOf(rebuilt.steps);
}

test('each snapshot goes on from the one before, and the newest are kept', async () => {
  open();
  for (let count = 0; count < 5; count += 1) {
    await exchange.trade(20);
    await taken();
  }
  assert.equal((await list()).length, 3);
  const { failures, market, offset } = snapshotter.report();
  assert.deepEqual([market, offset, failures], [ACCOUNTS, await settledRecords(), 0]);
  assert.equal(seen.logged.filter((line) => /of the accounts taken/.test(line)).length, 5);
  assert.deepEqual(await rebuiltFrom(snapshots), await rebuiltFrom(null));
});

test('it is due when something was settled and it is time, or so many records were', async () => {
  open();
  await taken();
  const [first] = await list();
  await snapshotter.step();
  assert.deepEqual(await list(), [first]);
  open({ intervalMs: NEVER, eventsMax: 5 });
  await exchange.trade(1);
  await snapshotter.step();
  assert.equal(snapshotter.report().offset, first?.offset);
  assert.deepEqual(await list(), [first]);
  await exchange.trade(10);
  await taken();
  assert.equal((await list()).length, 2);
});

test('a log may forget what lies before the oldest of the kept ones, but the record it ends with', async () => {
  open();
  const nexts: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    assert.equal(snapshotter.firstNeeded(EVENTS), null);
    await exchange.trade(10);
    await taken();
    nexts.push((await exchange.store.cursor(EVENTS))?.nextLogOffset ?? 0);
  }
  assert.equal(snapshotter.firstNeeded(EVENTS), nexts[0]! - 1);
  assert.ok(nexts[0]! < nexts[2]!);
  assert.equal(snapshotter.firstNeeded('events.NEW-USD'), 0);
});

test('a damaged one is passed over loudly for the one before, and does not count as kept', async () => {
  open();
  for (let count = 0; count < 3; count += 1) {
    await exchange.trade(10);
    await taken();
  }
  const [newest] = await list();
  const bytes = await snapshots.get(newest!.key);
  await snapshots.remove(newest!.key);
  await snapshots.put(newest!, bytes.with(100, bytes[100]! ^ 1));
  open();
  await exchange.trade(10);
  await taken();
  assert.ok(seen.logged.includes('warn: snapshot of the accounts rejected, using the one before'));
  assert.ok(seen.logged.includes('warn: a kept snapshot is damaged'));
  assert.equal((await list()).length, 4);
});

test('a store that holds other money than the logs say gets no snapshot, loudly', async () => {
  open();
  await exchange.trade(30);
  const cursor = await exchange.store.cursor(LEDGER_TOPIC);
  assert.ok(cursor !== null);
  // The ledger's next record is passed over, and money comes from nowhere in its place.
  await exchange.exchange.move({ kind: 7, a: 0, b: 0, c: 10, d: 0 });
  const next = (cursor.nextLogOffset + 1) as typeof cursor.nextLogOffset;
  const behind = {
    nextLogOffset: next,
    inputOffset: cursor.nextLogOffset,
    sequence: next as never,
  };
  const amount = 1_000_000n as never;
  const credit = { kind: 'credit', accountId: 1 as never, asset: 'USD', amount } as const;
  await exchange.store.apply([
    { topic: LEDGER_TOPIC, cursor: { ...cursor, ...behind }, effects: [credit] },
  ]);
  await snapshotter.step();
  await snapshotter.step();
  assert.equal(snapshotter.report().failures, 2);
  assert.deepEqual(await list(), []);
  assert.ok(seen.logged.includes('error: no snapshot of the accounts'));
});

test('while the snapshot store is away it fails, and makes up for it afterwards', async () => {
  open();
  await exchange.trade(10);
  const put = snapshots.put.bind(snapshots);
  snapshots.put = async () => {
    throw new SnapshotStoreError('SNAPSHOT_STORE_UNAVAILABLE', 'S3 is away');
  };
  await snapshotter.step();
  assert.equal(snapshotter.report().failures, 1);
  assert.ok(seen.logged.includes('warn: no snapshot of the accounts for now'));
  snapshots.put = put;
  await taken();
});

test('a store that is lost and rebuilt meanwhile is followed from where it stands then', async () => {
  open();
  await exchange.trade(10);
  await taken();
  for (let count = 0; count < 20; count += 1) await exchange.move();
  const rebuilt = await rebuild({
    log: exchange.log,
    clock: seen.ports.clock,
    eventsLateMsMax: 0,
    isStopped: () => false,
  });
  assert.ok(rebuilt !== null);
  const before = await settledRecords();
  await exchange.store.clear();
  await snapshotter.step();
  assert.equal((await list()).length, 1);
  await exchange.store.apply(rebuilt.steps);
  assert.ok((await settledRecords()) > before);
  await taken();
  assert.equal(snapshotter.report().failures, 0);
  assert.deepEqual(await rebuiltFrom(snapshots), await rebuiltFrom(null));
});
