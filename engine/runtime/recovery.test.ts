import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EventLog, LogBounds } from '../../ports/event-log/event-log.ts';
import { sha256 } from '../../ports/objects/sha256.ts';
import {
  type SnapshotStore,
  SnapshotStoreError,
} from '../../ports/snapshot-store/snapshot-store.ts';
import { decodeCommandBatch, encodeEventBatch, encodeSnapshot } from '../../proto/codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { offset } from '../../proto/units.ts';
import { fastBook } from '../core/book/fast-book.ts';
import { MarketMachine } from '../core/market-machine.ts';
import { outputOf } from '../core/record-output.ts';
import type { RecordOutput } from './machine-factory.ts';
import { sentenceOf } from './newest-snapshot.ts';
import { recoverMarket } from './recovery.ts';
import { OrderFlow } from './testing/order-flow.ts';
import { type LoggedLine, TestCluster } from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';
const RECORDS = 300;
const CUTS = [99, 199, 249] as const;

let cluster: TestCluster;
let lines: LoggedLine[];
let outputs: EventBatch[];
let snapshots: Uint8Array[];
let stateHash: string;

beforeEach(async () => {
  cluster = new TestCluster();
  lines = [];
  outputs = [];
  snapshots = [];
  const flow = new OrderFlow({ market: MARKET, seed: 23 });
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start(), ...flow.many(RECORDS - 1)]);
  const machine = new MarketMachine({ market: MARKET, book: fastBook });
  for (const record of await cluster.commands(MARKET)) {
    outputs.push(machine.applyBatch(decodeCommandBatch(record.bytes), record.offset));
    if (!CUTS.includes(record.offset as never)) continue;
    snapshots.push(encodeSnapshot(machine.snapshot(), { sha256 }));
  }
  stateHash = machine.stateHash();
});
afterEach(() => cluster.close());

async function store(changed: readonly ((bytes: Uint8Array) => Uint8Array)[]): Promise<void> {
  for (const [index, at] of CUTS.entries()) {
    const name = { market: MARKET, offset: offset(at), timestampUs: outputs[at]!.timestampUs };
    await cluster.snapshots.put(name, (changed[index] ?? same)(snapshots[index]!));
  }
}

const same = (bytes: Uint8Array) => bytes;
const flipped = (bytes: Uint8Array) => {
  const copy = bytes.slice();
  copy[Math.floor(copy.length / 2)]! ^= 1;
  return copy;
};
const torn = (bytes: Uint8Array) => bytes.slice(0, bytes.length - 100);

const emit = (count: number) =>
  cluster.log.append(eventTopic(MARKET), outputs.slice(0, count).map(encodeEventBatch));

const recover = (onOutput: (output: RecordOutput) => void = () => {}) =>
  recoverMarket(cluster.context('engine-a', { lines }), { market: MARKET, onOutput });

async function assertRecovers(from: number): Promise<void> {
  const { fold, report } = await recover();
  assert.equal(report.plan.replayFrom, from);
  assert.equal(report.replayedRecords, RECORDS - from);
  assert.equal(fold.next, RECORDS);
  assert.equal(fold.machine.stateHash(), stateHash);
}

const warnings = () => lines.filter(({ level }) => level === 'warn');

describe('recovery starts', () => {
  it('from the newest snapshot, and says so before and after', async () => {
    await store([]);
    await assertRecovers(250);
    assert.deepEqual(warnings(), []);
    const messages = lines.map(({ message }) => message);
    assert.match(
      messages[0] ?? '',
      /BTC-USD: snapshot at 249 \+ 50 command records, about \d\.\d s/,
    );
    assert.match(messages.at(-1) ?? '', /recovered in \d\.\d+ s, 50 records/);
  });

  it('from the one before when the newest is corrupt, loudly', async () => {
    await store([same, same, flipped]);
    await assertRecovers(200);
    assert.equal(warnings().length, 1);
    assert.match(JSON.stringify(warnings()), /"key":"BTC-USD\/0*249-.*"reason":".*damaged/);
  });

  it('from an older one still when two are torn', async () => {
    await store([same, torn, torn]);
    await assertRecovers(100);
    assert.equal(warnings().length, 2);
  });

  it('from one that is what its name says', async () => {
    // The newest name holds an older state.
    await store([same, same, () => snapshots[0]!]);
    await assertRecovers(200);
    assert.match(JSON.stringify(warnings()), /cut at 99/);
  });

  it('from the beginning when none verifies, and when there is none', async () => {
    await assertRecovers(0);
    await store([torn, flipped, () => new Uint8Array(0)]);
    await assertRecovers(0);
    assert.equal(warnings().length, 3);
    assert.match(lines[0]?.message ?? '', /no snapshot: from the beginning, 300 command records/);
  });

  it('from the listing, whatever the pointer says', async () => {
    await store([]);
    for (const hint of [0, 99, 5_000_000]) {
      cluster.neighbourhood.snapshotOffsets.set(MARKET, offset(hint));
      await assertRecovers(250);
    }
  });

  it('not at all when the log does not continue the snapshot', async () => {
    await store([]);
    await cluster.log.deleteBefore(commandTopic(MARKET), offset(260));
    await assert.rejects(recover(), {
      code: 'LOG_OFFSET_OUT_OF_RANGE',
      message: /offset 250.* 260 … 299/,
    });
  });

  describe('without the snapshot store', () => {
    const away = async () => {
      throw new SnapshotStoreError('SNAPSHOT_STORE_UNAVAILABLE', 'S3 is away');
    };
    const recoverWithout = (methods: Partial<SnapshotStore>) => {
      Object.assign(cluster.snapshots, methods);
      return recover();
    };

    for (const methods of [{ list: away }, { get: away }]) {
      const what = Object.keys(methods).join();

      it(`from the beginning when the log still has it, and says so (${what})`, async () => {
        await store([]);
        const { fold } = await recoverWithout(methods);
        assert.equal(fold.machine.stateHash(), stateHash);
        assert.match(warnings().at(-1)?.message ?? '', /no snapshot store: from the beginning/);
      });

      it(`not at all when the log has forgotten it (${what})`, async () => {
        await store([]);
        await cluster.log.deleteBefore(commandTopic(MARKET), offset(1));
        await assert.rejects(recoverWithout(methods), { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
      });
    }

    it('from the one before when only the newest cannot be read', async () => {
      await store([]);
      await cluster.log.deleteBefore(commandTopic(MARKET), offset(150));
      const whole = cluster.snapshots.get.bind(cluster.snapshots);
      const get = (key: string) => (key.includes('249') ? away() : whole(key));
      const { report } = await recoverWithout({ get });
      assert.equal(report.plan.replayFrom, 200);
      assert.match(JSON.stringify(warnings()), /"key":"BTC-USD\/0*249-.*"reason":"S3 is away"/);
      // What the log does not continue is no reason to give up: the newest may be read again soon.
      await cluster.log.deleteBefore(commandTopic(MARKET), offset(220));
      await assert.rejects(recover(), { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
    });
  });

  it('from one that was cut while it looked, behind what was the end of the log then', async () => {
    await store([]);
    const now = { earliest: offset(0), end: offset(RECORDS) };
    const { report } = await recoverWithin({ earliest: offset(0), end: offset(200) }, now);
    assert.equal(report.plan.replayFrom, 250);
    assert.equal(report.next, RECORDS);
  });

  it('not at all when the log ends before the snapshot', async () => {
    await store([]);
    await assert.rejects(recoverWithin({ earliest: offset(0), end: offset(200) }), {
      code: 'LOG_OFFSET_OUT_OF_RANGE',
      message: /offset 250.* 0 … 199/,
    });
  });
});

/** As if the command log held only this much, when it is asked first and `later`. */
function recoverWithin(first: LogBounds, later = first) {
  const told = [first];
  const log: EventLog = Object.create(cluster.log, {
    bounds: {
      value: async (topic: string) =>
        topic === commandTopic(MARKET) ? (told.pop() ?? later) : cluster.log.bounds(topic),
    },
    read: { value: (...args: Parameters<EventLog['read']>) => cluster.log.read(...args) },
    waitFor: { value: (...args: Parameters<EventLog['waitFor']>) => cluster.log.waitFor(...args) },
  });
  const context = cluster.context('engine-a', { log });
  return recoverMarket(context, { market: MARKET, onOutput: () => {} });
}

describe('recovery compares', () => {
  it('with the newest emitted batch, and keeps only what is not emitted', async () => {
    await emit(280);
    const kept: RecordOutput[] = [];
    const { report } = await recover((output) => kept.push(output));
    assert.equal(report.comparedAt, 279);
    assert.equal(report.divergence, null);
    assert.deepEqual(kept, outputs.slice(280).map(outputOf));
  });

  it('and finds a difference, with its sequence', async () => {
    const wrong = outputs.slice(0, 280);
    const last = wrong[279]!;
    wrong[279] = { ...last, events: last.events.slice(1), eventHash: outputs[0]!.eventHash };
    await cluster.log.append(eventTopic(MARKET), wrong.map(encodeEventBatch));
    const { report } = await recover();
    assert.equal(report.divergence?.inputOffset, 279);
    assert.equal(report.divergence?.sequence, last.firstSequence);
  });

  it('a snapshot that was cut where the event log ends', async () => {
    await store([]);
    await emit(250);
    const { report } = await recover();
    assert.equal(report.comparedAt, 249);
    assert.equal(report.divergence, null);
  });

  it('and stops at an event log that is ahead of the commands', async () => {
    const last = outputs.at(-1)!;
    const ahead = { ...last, inputOffset: offset(RECORDS) };
    await cluster.log.append(eventTopic(MARKET), [encodeEventBatch(ahead)]);
    await assert.rejects(recover(), { code: 'HISTORY_CHANGED' });
  });
});

describe('a session that skips a record of its own chain', () => {
  it('is a changed history', async () => {
    const flow = new OrderFlow({ market: 'ETH-USD', seed: 3 });
    await cluster.createMarket('ETH-USD');
    const records = [flow.start(), ...flow.many(10)];
    await cluster.append('ETH-USD', [...records.slice(0, 5), ...records.slice(6)]);
    const context = cluster.context('engine-a');
    await assert.rejects(recoverMarket(context, { market: 'ETH-USD', onOutput: () => {} }), {
      code: 'HISTORY_CHANGED',
    });
  });
});

describe('the plan', () => {
  it('is one sentence', () => {
    const plan = {
      market: MARKET,
      snapshot: { key: 'k', offset: offset(1_200_000), bytes: 10 },
      rejected: [],
      replayFrom: offset(1_200_001),
      end: offset(1_238_113),
      estimatedMs: 400,
    };
    assert.equal(
      sentenceOf(plan),
      'BTC-USD: snapshot at 1,200,000 + 38,112 command records, about 0.4 s',
    );
  });
});
