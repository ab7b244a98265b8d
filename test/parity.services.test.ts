/**
 * One command tape through LMDB and files, and through Kafka, Redis and S3. What the exchange then is
 * may not depend on where it is kept:
 *
 *   tape ──▶ embedded ports ──▶ logs, balances, snapshots ─┐
 *     └────▶ servers' ports ──▶ logs, balances, snapshots ─┴─▶ equal, byte for byte
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { replayMarkets } from '../cli/replay.ts';
import { verifySnapshot } from '../cli/snapshots.ts';
import { SeededRandom } from '../cli/trading/seeded-random.ts';
import { sha256 } from '../ports/objects/sha256.ts';
import { openPorts } from '../ports/open-ports.ts';
import type { Ports } from '../ports/ports.ts';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { encodeSnapshot } from '../proto/codec.ts';
import { offset, sessionId, timestampUs } from '../proto/units.ts';
import { conservationProblems } from '../settlement/conservation.ts';
import { settledTopics, TopicInput } from '../settlement/events-in.ts';
import { RandomExchange } from '../settlement/testing/random-exchange.ts';
import { effectsOfTopic, type TopicEffects } from '../settlement/topic-effects.ts';
import { seedOfRun } from './testing/exchange-processes.ts';
import { discard, settingsOn, setUpOf } from './testing/set-up.ts';

const SEED = seedOfRun();
const MOVES = 400;
const SETTLE_ONE_IN = 8;
const MARKETS = ['BTC-USD', 'ETH-BTC'];
const SESSION = sessionId(1);
const READ = { records: 512, bytes: 8 * 1024 * 1024 };
const NOW_US = timestampUs(1_790_000_000_000_000);

/** Settlement's own folds, when the tape says and not when a clock does. */
class TapeSettlement {
  readonly #ports: Ports;
  readonly #topics = new Map<string, { readonly input: TopicInput; readonly fold: TopicEffects }>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async settle(): Promise<void> {
    const { log, accounts } = this.#ports;
    for (const topic of await settledTopics(log)) {
      let entry = this.#topics.get(topic);
      if (entry === undefined) {
        const input = new TopicInput({ log, topic, cursor: await accounts.cursor(topic) });
        entry = { input, fold: effectsOfTopic(topic, accounts) };
        this.#topics.set(topic, entry);
      }
      for (;;) {
        const records = await entry.input.read(0);
        if (records.length === 0) break;
        const steps = [];
        for (const record of records) {
          steps.push({ topic, cursor: record.cursor, effects: await entry.fold.effectsOf(record) });
        }
        await accounts.apply(steps);
      }
    }
  }
}

interface Kept {
  readonly ports: Ports;
  readonly exchange: RandomExchange;
}

const settings = settingsOn('kafka');
const folders = { embedded: temporaryFolder(), servers: temporaryFolder() };
let embedded: Kept;
let servers: Kept;

function restingOrders({ machines }: RandomExchange): number {
  return [...machines.values()].reduce((sum, { restingOrderCount }) => sum + restingOrderCount, 0);
}

async function runTape(ports: Ports): Promise<RandomExchange> {
  const exchange = new RandomExchange(ports.accounts, ports.log);
  const settlement = new TapeSettlement(ports);
  const random = new SeededRandom(SEED);
  await exchange.begin(() => settlement.settle());
  // The end is one with orders in a book: else there would be no hold to compare.
  for (let move = 0; move < MOVES || restingOrders(exchange) === 0; move += 1) {
    const number = (): number => random.below(10_000);
    await exchange.move({ kind: number(), a: number(), b: number(), c: number(), d: number() });
    if (random.below(SETTLE_ONE_IN) === 0) await settlement.settle();
  }
  await settlement.settle();
  return exchange;
}

before(async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const shared = { durability: 'disk', processName: 'tape', faults: undefined } as const;
  const [local, remote] = await Promise.all([
    openPorts({ ...shared, dataDir: folders.embedded }),
    openPorts({ ...shared, dataDir: folders.servers, setUp: setUpOf(settings) }),
  ]);
  const [one, other] = await Promise.all([runTape(local), runTape(remote)]);
  embedded = { ports: local, exchange: one };
  servers = { ports: remote, exchange: other };
});
after(async () => {
  await embedded?.ports.close();
  await servers?.ports.close();
  await discard(settings);
});

async function recordsOf({ log }: Ports, topic: string): Promise<readonly string[]> {
  const { earliest, end } = await log.bounds(topic);
  assert.equal(earliest, 0);
  const found: string[] = [];
  while (found.length < end) {
    const records = await log.read(topic, offset(found.length), READ);
    assert.ok(records.length > 0);
    for (const record of records) {
      assert.equal(record.offset, found.length);
      found.push(Buffer.from(record.bytes).toString('hex'));
    }
  }
  return found;
}

test('both have the same topics, and every record is the same bytes at the same offset', async () => {
  const topics = await embedded.ports.log.topics();
  assert.equal(topics.length, 1 + 2 * MARKETS.length);
  assert.deepEqual(await servers.ports.log.topics(), topics);
  let records = 0;
  for (const topic of topics) {
    const ours = await recordsOf(embedded.ports, topic);
    assert.deepEqual(await recordsOf(servers.ports, topic), ours, topic);
    records += ours.length;
  }
  assert.ok(records > MOVES, `${records} records were compared`);
});

test('both have the same balances, holds, outbox and cursors, and the money is conserved', async () => {
  const ours = await embedded.ports.accounts.inspect();
  assert.ok(ours.balances.length > 0 && ours.holds.length > 0);
  assert.deepEqual(await servers.ports.accounts.inspect(), ours);
  assert.deepEqual(conservationProblems(ours), []);
  const outbox = await embedded.ports.accounts.outbox(SESSION);
  assert.ok(outbox.length > 0);
  assert.deepEqual(await servers.ports.accounts.outbox(SESSION), outbox);
  for (const topic of await settledTopics(embedded.ports.log)) {
    const cursor = await embedded.ports.accounts.cursor(topic);
    assert.notEqual(cursor, null, topic);
    assert.deepEqual(await servers.ports.accounts.cursor(topic), cursor, topic);
  }
});

test('a replay of each ends in the same state hash, which every event stands for', async () => {
  const replay = async ({ ports }: Kept) => {
    const markets = await replayMarkets(ports, { market: null, verify: 'every-hash' });
    return markets.map(({ elapsedMs: _, ...market }) => market);
  };
  const ours = await replay(embedded);
  assert.deepEqual(
    ours.map(({ market, problem, unanswered }) => ({ market, problem, unanswered })),
    MARKETS.map((market) => ({ market, problem: null, unanswered: 0 })),
  );
  for (const { batchesCompared, stateHash } of ours) {
    assert.ok(batchesCompared > 50);
    assert.match(stateHash, /^[0-9a-f]{16}$/);
  }
  assert.deepEqual(await replay(servers), ours);
});

test('a snapshot of either is the same object under the same name, and verifies', async () => {
  for (const { ports, exchange } of [embedded, servers]) {
    for (const market of MARKETS) {
      const machine = exchange.machines.get(market);
      assert.ok(machine !== undefined);
      const snapshot = machine.snapshot();
      const name = { market, offset: offset(snapshot.offset), timestampUs: NOW_US };
      await ports.snapshots.put(name, encodeSnapshot(snapshot, { sha256 }));
      await ports.coordination.setSnapshotOffset(market, name.offset);
    }
  }
  for (const market of MARKETS) {
    const ours = await embedded.ports.snapshots.list(market);
    assert.equal(ours.length, 1);
    assert.deepEqual(await servers.ports.snapshots.list(market), ours);
    const [entry] = ours;
    assert.ok(entry !== undefined);
    const bytes = await embedded.ports.snapshots.get(entry.key);
    assert.deepEqual(Buffer.from(await servers.ports.snapshots.get(entry.key)), Buffer.from(bytes));
    assert.equal((await verifySnapshot(servers.ports, entry)).problem, null);
    assert.equal(await servers.ports.coordination.snapshotOffset(market), entry.offset);
  }
});
