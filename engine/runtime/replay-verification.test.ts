/** What a replay says of an event log that somebody writes meanwhile, or that nobody can have written. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { decodeEventBatch, encodeEventBatch } from '../../proto/codec.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { marketMachines } from './machine-factory.ts';
import { verifyReplay } from './replay-verification.ts';
import { nonsenseRecord, OrderFlow } from './testing/order-flow.ts';
import { TestCluster } from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';
/** Several stretches of a replay. */
const RECORDS = 1_300;

let cluster: TestCluster;
/** All that an engine makes of the log. */
let outputs: Uint8Array[];

beforeEach(async () => {
  cluster = new TestCluster();
  const flow = new OrderFlow({ market: MARKET, seed: 5 });
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start(), ...flow.many(RECORDS - 1)]);
  const machine = marketMachines.create(MARKET);
  outputs = (await cluster.commands(MARKET)).map((record) => {
    machine.open(record.bytes);
    return machine.apply(record.offset).bytes;
  });
});
afterEach(() => cluster.close());

const emit = (records: readonly Uint8Array[]) => cluster.log.append(eventTopic(MARKET), records);

/** While it replays, `answer` is called before the commands are read from there on, or later. */
function verifyWhile(from: number, answer: () => Promise<unknown>) {
  let isAnswered = false;
  const read: EventLog['read'] = async (topic, at, limit) => {
    if (topic === commandTopic(MARKET) && at >= from && !isAnswered) {
      isAnswered = true;
      await answer();
    }
    return cluster.log.read(topic, at, limit);
  };
  const log = new Proxy(cluster.log, {
    get: (whole, name) => {
      const member: unknown = name === 'read' ? read : Reflect.get(whole, name);
      return typeof member === 'function' ? member.bind(whole) : member;
    },
  });
  return verifyReplay(cluster.context('checker', { log }), MARKET);
}

describe('a replay', () => {
  it('confirms what is answered late, behind several stretches', async () => {
    const verification = await verifyWhile(1_000, () => emit(outputs));
    assert.deepEqual(verification.problems, []);
    assert.deepEqual([verification.batchesConfirmed, verification.unanswered], [RECORDS, 0]);
  });

  it('finds what differs in it', async () => {
    const at = 7;
    const batch = decodeEventBatch(outputs[at]!);
    const changed = encodeEventBatch({ ...batch, events: [], eventHash: batch.prevHash });
    const verification = await verifyWhile(1_000, () => emit(outputs.with(at, changed)));
    assert.equal(verification.problems.length, 1);
    assert.match(verification.problems[0]!, /\(input offset 7\) this replica's events have hash/);
  });

  it('finds a batch that is missing in it', async () => {
    const verification = await verifyWhile(1_000, () => emit(outputs.toSpliced(7, 1)));
    assert.deepEqual(verification.problems, [
      'events.BTC-USD: the batch of record 8 follows that of 6',
    ]);
  });

  it('finds that a record which is poison to it was answered', async () => {
    const at = await cluster.append(MARKET, [nonsenseRecord()]);
    const last = decodeEventBatch(outputs.at(-1)!);
    await emit([...outputs, encodeEventBatch({ ...last, inputOffset: at })]);
    const verification = await cluster.verify(MARKET);
    assert.equal(verification.haltedAt, at);
    assert.deepEqual(verification.problems, [`record ${at} is poison, and answered`]);
  });
});
