import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { MemorySnapshotStore } from '../ports/snapshot-store/memory-snapshot-store.ts';
import { ACCOUNTS } from '../ports/snapshot-store/snapshot-names.ts';
import { eventTopic, LEDGER_TOPIC } from '../proto/topics.ts';
import { rebuild } from '../settlement/rebuild.ts';
import { NOW } from '../settlement/testing/samples.ts';
import { SettledExchange } from '../settlement/testing/settled-exchange.ts';
import { type TestPorts, testPorts, until } from '../settlement/testing/test-ports.ts';
import { wholeStoreOf } from '../settlement/testing/whole-store.ts';
import { AccountSnapshotter } from './account-snapshotter.ts';

const EVENTS = eventTopic('BTC-USD');
const NEVER_MS = 1e9;

let exchange: SettledExchange;
let snapshots: MemorySnapshotStore;
let seen: TestPorts;
let snapshotter: AccountSnapshotter;
let running: Promise<void>;

beforeEach(async () => {
  exchange = new SettledExchange();
  snapshots = new MemorySnapshotStore();
  const ports = testPorts({ log: exchange.log, accounts: exchange.store, snapshots });
  // At which no client order id is old.
  const clock = { ...ports.ports.clock, nowUs: () => NOW };
  seen = { ...ports, ports: { ...ports.ports, clock } };
  await exchange.begin();
});
afterEach(async () => {
  snapshotter.stop();
  await running;
});

function start(rhythm: { readonly intervalMs?: number; readonly eventsMax?: number } = {}): void {
  snapshotter = new AccountSnapshotter(
    { ports: seen.ports, log: seen.logger, accounts: exchange.store },
    { rhythm: { intervalMs: 1, eventsMax: NEVER_MS, keptCount: 3, ...rhythm } },
  );
  running = snapshotter.run();
  // Awaited after the test, which may have failed by then.
  running.catch(() => {});
}

const list = () => snapshots.list(ACCOUNTS);

async function settledRecords(): Promise<number> {
  const { cursors } = await exchange.store.inspect();
  return cursors.reduce((sum, { cursor }) => sum + cursor.nextLogOffset, 0);
}

/** Until the newest snapshot stands where the store does. */
async function caughtUp(): Promise<void> {
  const settled = await settledRecords();
  await until(`a snapshot at ${settled}`, async () => (await list())[0]?.offset === settled);
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
  start();
  for (let count = 0; count < 5; count += 1) {
    await exchange.trade(20);
    await caughtUp();
  }
  await until('the old ones are dropped', async () => (await list()).length === 3);
  const [report, newest] = [snapshotter.report(), (await list())[0]];
  assert.deepEqual([report.market, report.offset], [ACCOUNTS, newest?.offset]);
  assert.equal(report.failures, 0);
  await exchange.trade(20);
  await caughtUp();
  assert.deepEqual(await rebuiltFrom(snapshots), await rebuiltFrom(null));
});

test('it is due after so many records as well, and never when nothing was settled', async () => {
  start({ intervalMs: 1 });
  await caughtUp();
  const settled = await settledRecords();
  snapshotter.stop();
  await running;
  start({ intervalMs: 1 });
  const [only] = await list();
  await until('it has looked', async () => snapshotter.report().offset === settled);
  await exchange.trade(1);
  await caughtUp();
  assert.deepEqual((await list())[1], only);
  assert.ok((await list()).length === 2);
});

test('a log may forget what lies before the oldest of the kept ones, but the record it ends with', async () => {
  start();
  const firsts: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    assert.equal(snapshotter.firstNeeded(EVENTS), null);
    await exchange.trade(10);
    await caughtUp();
    firsts.push((await exchange.store.cursor(EVENTS))?.nextLogOffset ?? 0);
  }
  await until('three are kept', async () => snapshotter.firstNeeded(EVENTS) !== null);
  assert.equal(snapshotter.firstNeeded(EVENTS), firsts[0]! - 1);
  assert.equal(snapshotter.firstNeeded('events.NEW-USD'), 0);
  assert.ok(firsts[0]! < firsts[2]!);
  const { end } = await exchange.log.bounds(LEDGER_TOPIC);
  assert.ok((snapshotter.firstNeeded(LEDGER_TOPIC) ?? end) < end);
});

test('a damaged one is passed over loudly for the one before, and does not count as kept', async () => {
  start();
  for (let count = 0; count < 3; count += 1) {
    await exchange.trade(10);
    await caughtUp();
  }
  snapshotter.stop();
  await running;
  const [newest] = await list();
  const bytes = await snapshots.get(newest!.key);
  await snapshots.remove(newest!.key);
  await snapshots.put(newest!, bytes.with(100, bytes[100]! ^ 1));
  start();
  await exchange.trade(10);
  await caughtUp();
  assert.ok(seen.logged.some((line) => /^warn: snapshot of the accounts rejected/.test(line)));
  await until('it is told', async () => seen.logged.includes('warn: a kept snapshot is damaged'));
  const whole = (await list()).filter(({ key }) => key !== newest!.key);
  assert.equal(whole.length, 3);
});

test('a store that holds other money than the logs say gets no snapshot, loudly', async () => {
  await exchange.trade(30);
  const cursor = await exchange.store.cursor(LEDGER_TOPIC);
  assert.ok(cursor !== null);
  // The ledger's next record is passed over, and money comes from nowhere in its place.
  await exchange.exchange.move({ kind: 7, a: 0, b: 0, c: 10, d: 0 });
  const next = (cursor.nextLogOffset + 1) as typeof cursor.nextLogOffset;
  const inputOffset = cursor.nextLogOffset;
  const forged = { ...cursor, nextLogOffset: next, inputOffset, sequence: next as never };
  await exchange.store.apply([
    {
      topic: LEDGER_TOPIC,
      cursor: forged,
      effects: [
        { kind: 'credit', accountId: 1 as never, asset: 'USD', amount: 1_000_000n as never },
      ],
    },
  ]);
  start();
  await until('it fails', async () => snapshotter.report().failures > 0);
  assert.deepEqual(await list(), []);
  assert.ok(seen.logged.includes('error: no snapshot of the accounts'));
});

test('a store that is lost and rebuilt meanwhile is followed from where it stands then', async () => {
  start();
  await exchange.trade(10);
  await caughtUp();
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
  await exchange.store.apply(rebuilt.steps);
  assert.ok((await settledRecords()) > before);
  await caughtUp();
  assert.equal(snapshotter.report().failures, 0);
  assert.deepEqual(await rebuiltFrom(snapshots), await rebuiltFrom(null));
});
