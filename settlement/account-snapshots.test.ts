import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '../ports/clock/system-clock.ts';
import { sha256 } from '../ports/objects/sha256.ts';
import { MemorySnapshotStore } from '../ports/snapshot-store/memory-snapshot-store.ts';
import { ACCOUNTS } from '../ports/snapshot-store/snapshot-names.ts';
import type { AccountSnapshot } from '../proto/account-snapshot-messages.ts';
import { decodeAccountSnapshot, encodeAccountSnapshot } from '../proto/codec.ts';
import { RejectReason } from '../proto/messages.ts';
import { eventTopic, LEDGER_TOPIC } from '../proto/topics.ts';
import { type Offset, offset } from '../proto/units.ts';
import { AccountFold } from './account-fold.ts';
import { placeOf } from './account-snapshots.ts';
import { rebuild } from './rebuild.ts';
import type { Move } from './testing/random-exchange.ts';
import { SettledExchange } from './testing/settled-exchange.ts';
import { wholeStoreOf } from './testing/whole-store.ts';

const RUNS = 60;
/** At which no client order id is old. */
const clock = { ...systemClock, nowUs: () => 0 as never };
const isStopped = () => false;

type Step = Move & { readonly cut: number };
const number = (max: number) => fc.nat(max);
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: number(1000),
    a: number(1000),
    b: number(1000),
    c: number(10_000),
    d: number(1000),
    cut: number(15),
  }),
  { maxLength: 150, size: 'max' },
);

/** An exchange, and snapshots of it. */
class Scene extends SettledExchange {
  readonly snapshots = new MemorySnapshotStore();
  readonly rejected: string[] = [];
  #cuts = 0;

  /** Cuts a snapshot where the store stands, behind the one before; through its bytes. */
  async cut(from: AccountSnapshot | null): Promise<AccountSnapshot> {
    const fold = new AccountFold({ log: this.log, clock, isStopped }, from);
    const contents = await this.store.inspect();
    assert.equal(await fold.readTo(contents.cursors), true);
    assert.deepEqual(fold.problems(contents), []);
    const snapshot = await fold.snapshot();
    const bytes = encodeAccountSnapshot(snapshot, { sha256 });
    this.#cuts += 1;
    const name = { market: ACCOUNTS, offset: placeOf(snapshot), timestampUs: this.#cuts as never };
    await this.snapshots.put(name, bytes);
    return decodeAccountSnapshot(bytes, { sha256 });
  }

  async rebuilt(from: 'snapshots' | 'the beginning') {
    const rebuilt = await rebuild({
      log: this.log,
      clock,
      isStopped,
      eventsLateMsMax: 0,
      ...(from === 'snapshots' && {
        snapshots: {
          store: this.snapshots,
          onRejected: (key, reason) => this.rejected.push(`${key}: ${reason}`),
        },
      }),
    });
    assert.ok(rebuilt !== null);
    return rebuilt;
  }

  async verify(): Promise<Offset | null> {
    const all = await this.rebuilt('the beginning');
    const tail = await this.rebuilt('snapshots');
    assert.deepEqual(await wholeStoreOf(tail.steps), await wholeStoreOf(all.steps));
    assert.equal(all.from, null);
    return tail.from?.offset ?? null;
  }
}

async function traded(count: number): Promise<Scene> {
  const scene = new Scene();
  await scene.begin();
  await scene.trade(count);
  return scene;
}

test('a rebuild behind a snapshot that was cut anywhere is a rebuild of all there ever was', () =>
  fc.assert(
    fc.asyncProperty(steps, async (moves) => {
      const scene = new Scene();
      await scene.begin();
      let newest: AccountSnapshot | null = null;
      for (const move of moves) {
        await scene.exchange.move(move);
        // Sometimes behind, as in life: what the snapshot holds is what is settled.
        if (move.d % 3 === 0) await scene.settle();
        if (move.cut === 0) newest = await scene.cut(newest);
      }
      await scene.settle();
      const from = await scene.verify();
      assert.equal(from, newest === null ? null : placeOf(newest));
      assert.deepEqual(scene.rejected, []);
    }),
    { numRuns: RUNS },
  ));

test('the flow that it is cut in has amends refused behind the cut, and sessions', async () => {
  const scene = await traded(120);
  const snapshot = await scene.cut(null);
  await scene.trade(300);
  const refused = scene.exchange.eventBatches
    .slice(-200)
    .flatMap(({ batch }) => batch.events)
    .filter(
      (event) => event.kind === 'AmendRejected' && event.reason !== RejectReason.unknownOrder,
    );
  assert.ok(refused.length > 0);
  assert.ok(snapshot.orders.length > 0 && snapshot.ledgerSessions.length > 0);
  assert.ok(snapshot.topics.every(({ sessions }) => sessions.length === 1));
  assert.equal(await scene.verify(), placeOf(snapshot));
});

/** The newest snapshot's bytes, changed. */
async function damage(scene: Scene, change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  const [newest] = await scene.snapshots.list(ACCOUNTS);
  assert.ok(newest !== undefined);
  const bytes = await scene.snapshots.get(newest.key);
  await scene.snapshots.remove(newest.key);
  await scene.snapshots.put(newest, change(bytes));
}

async function withThree(): Promise<{ scene: Scene; places: readonly Offset[] }> {
  const scene = await traded(40);
  const places: Offset[] = [];
  let newest: AccountSnapshot | null = null;
  for (let count = 0; count < 3; count += 1) {
    await scene.trade(30);
    newest = await scene.cut(newest);
    places.push(placeOf(newest));
  }
  await scene.trade(30);
  return { scene, places };
}

for (const [what, change] of [
  [
    'has a flipped bit',
    (bytes: Uint8Array) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 4),
  ],
  ['is cut short', (bytes: Uint8Array) => bytes.slice(0, -7)],
  ['is empty', () => new Uint8Array(0)],
] as const) {
  test(`a snapshot that ${what} is passed over, loudly, for the one before`, async () => {
    const { scene, places } = await withThree();
    await damage(scene, change);
    assert.equal(await scene.verify(), places[1]);
    assert.equal(scene.rejected.length, 1);
    assert.match(scene.rejected[0] ?? '', /damaged/);
  });
}

test('with all of them damaged, or none left, the logs alone tell everything', async () => {
  const { scene } = await withThree();
  for (const { key } of await scene.snapshots.list(ACCOUNTS)) {
    await scene.snapshots.remove(key);
  }
  assert.equal(await scene.verify(), null);
  assert.deepEqual(scene.rejected, []);
  await scene.snapshots.put(
    { market: ACCOUNTS, offset: offset(3), timestampUs: 1 as never },
    new Uint8Array(99),
  );
  assert.equal(await scene.verify(), null);
  assert.equal(scene.rejected.length, 1);
});

test('a snapshot that is whole but in another’s place is none', async () => {
  const { scene, places } = await withThree();
  const [newest] = await scene.snapshots.list(ACCOUNTS);
  assert.ok(newest !== undefined);
  const bytes = await scene.snapshots.get(newest.key);
  await scene.snapshots.put({ ...newest, offset: offset(newest.offset + 5) }, bytes);
  assert.equal(await scene.verify(), places[2]);
  assert.match(scene.rejected[0] ?? '', /was cut at/);
});

test('a snapshot of logs that have lost their tail since is none', async () => {
  const { scene, places } = await withThree();
  const topic = eventTopic('BTC-USD');
  const [newest] = await scene.snapshots.list(ACCOUNTS);
  const cut = decodeAccountSnapshot(await scene.snapshots.get(newest!.key), { sha256 });
  const next = cut.topics.find((each) => each.topic === topic)?.nextLogOffset ?? 0;
  scene.log.cutAt(topic, next - 1);
  assert.equal(await scene.verify(), places[1]);
  assert.match(scene.rejected[0] ?? '', /ends before/);
});

test('a snapshot of another exchange is none, however long its logs are', async () => {
  const { scene } = await withThree();
  const other = new Scene();
  await other.begin();
  // Other moves, so other records.
  await other.exchange.move({ kind: 7, a: 1, b: 1, c: 1, d: 3 });
  await other.trade(300);
  for (const entry of await scene.snapshots.list(ACCOUNTS)) {
    await other.snapshots.put(entry, await scene.snapshots.get(entry.key));
  }
  assert.equal(await other.verify(), null);
  assert.equal(other.rejected.length, 3);
  assert.match(other.rejected[0] ?? '', /has another record/);
});

test('a snapshot that the ledger has forgotten the place of is none', async () => {
  const { scene } = await withThree();
  const { end } = await scene.log.bounds(LEDGER_TOPIC);
  await scene.log.deleteBefore(LEDGER_TOPIC, end);
  const newest = await scene.rebuilt('snapshots').catch((error: unknown) => error);
  // Nothing tells what was forgotten: neither a snapshot nor the log, and there is no archive.
  assert.equal((newest as { code?: unknown }).code, 'LOG_OFFSET_OUT_OF_RANGE');
  assert.equal(scene.rejected.length, 3);
  assert.match(scene.rejected[0] ?? '', /has forgotten/);
});

test('books that trading made out of nothing, or that are not the store’s, are no snapshot', async () => {
  const scene = await traded(60);
  const contents = await scene.store.inspect();
  const fold = new AccountFold({ log: scene.log, clock, isStopped }, null);
  assert.equal(await fold.readTo(contents.cursors), true);
  const [first, ...rest] = contents.balances;
  assert.ok(first !== undefined);
  const wrong = { ...first, available: (first.available + 1n) as typeof first.available };
  const problem = `account and asset ${first.accountId} ${first.asset}`;
  assert.match(
    fold.problems({ ...contents, balances: [wrong, ...rest] })[0] ?? '',
    RegExp(problem),
  );
  assert.match(fold.problems({ ...contents, balances: rest })[0] ?? '', /nothing stored/);
  const snapshot = await fold.snapshot();
  const [purse, ...others] = snapshot.purses;
  assert.ok(purse !== undefined);
  const minted = { ...purse, tradedNet: (purse.tradedNet + 1n) as typeof purse.tradedNet };
  const forged = new AccountFold(
    { log: scene.log, clock, isStopped },
    { ...snapshot, purses: [minted, ...others] },
  );
  assert.match(forged.problems(contents)[0] ?? '', /out of nothing/);
});
