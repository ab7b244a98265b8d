import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, type TestContext } from 'node:test';
import { EventLogError } from '../../ports/event-log/event-log.ts';
import { sha256 } from '../../ports/objects/sha256.ts';
import { encodeSnapshot } from '../../proto/codec.ts';
import { commandTopic, eventTopic } from '../../proto/topics.ts';
import { marketMachines } from './machine-factory.ts';
import { OrderFlow } from './testing/order-flow.ts';
import { eventually, replicaOf, roleOf, TestCluster } from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';

let cluster: TestCluster;
let flow: OrderFlow;

beforeEach(async () => {
  cluster = new TestCluster();
  flow = new OrderFlow({ market: MARKET, seed: 7 });
  await cluster.createMarket(MARKET);
  await cluster.append(MARKET, [flow.start()]);
});
afterEach(() => cluster.close());

/** From now on the cluster's log is away for the first such calls. */
function failing(
  { mock }: TestContext,
  call: 'read' | 'waitFor',
  count: number,
  matches: (topic: string, from: number) => boolean,
): { readonly times: number } {
  const awayFor = { times: 0 };
  const whole = cluster.log[call].bind(cluster.log) as (...args: unknown[]) => Promise<never>;
  mock.method(cluster.log, call, async (topic: string, from: number, ...rest: unknown[]) => {
    if (awayFor.times < count && matches(topic, from)) {
      awayFor.times += 1;
      throw new EventLogError('LOG_UNAVAILABLE', 'the log is away');
    }
    return whole(topic, from, ...rest);
  });
  return awayFor;
}

async function assertVerified(): Promise<void> {
  await cluster.answered(MARKET);
  const verification = await cluster.verify(MARKET);
  assert.deepEqual(verification.problems, []);
  assert.equal(verification.unanswered, 0);
}

describe('a log that is away for a moment', () => {
  it('does not end a standby that waits for what others emit', async (test) => {
    const primary = cluster.start('engine-a');
    await eventually(() => roleOf(primary, MARKET) === 'primary', 'it leads');
    const awayFor = failing(test, 'waitFor', 3, (topic) => topic === eventTopic(MARKET));
    const standby = cluster.start('engine-b');
    await eventually(() => awayFor.times === 3 || standby.broken.length > 0, 'it was away');
    await primary.kill();
    await eventually(() => roleOf(standby, MARKET) === 'primary', 'the standby leads');
    await cluster.append(MARKET, flow.many(20));
    await assertVerified();
    assert.deepEqual(standby.broken, []);
  });
});

describe('outputs that nobody retains', () => {
  it('are derived once more from the log', async () => {
    await losesOutputs();
    const node = cluster.start('engine-a');
    await eventually(() => roleOf(node, MARKET) === 'primary', 'it leads');
    await assertVerified();
    assert.equal((await cluster.verify(MARKET)).copies, 0);
    assert.equal(replicaOf(node, MARKET).recovery?.replayedRecords, 0);
  });

  it('are derived again when the log was away meanwhile', async (test) => {
    await losesOutputs();
    const isReplayed = (topic: string, from: number) =>
      topic === commandTopic(MARKET) && from === 0;
    const awayFor = failing(test, 'read', 1, isReplayed);
    const node = cluster.start('engine-a');
    await eventually(() => awayFor.times === 1, 'it was away');
    await assertVerified();
    assert.deepEqual(node.broken, []);
    assert.equal((await cluster.verify(MARKET)).copies, 0);
  });

  /** A snapshot of now, and an event log that a power cut has shortened. */
  async function losesOutputs(): Promise<void> {
    const machine = marketMachines.create(MARKET);
    await cluster.append(MARKET, flow.many(50));
    const outputs = (await cluster.commands(MARKET)).map((record) => {
      machine.open(record.bytes);
      return machine.apply(record.offset);
    });
    const snapshot = machine.snapshot();
    await cluster.snapshots.put(snapshot, encodeSnapshot(snapshot, { sha256 }));
    const emitted = outputs.slice(0, 20).map(({ bytes }) => bytes);
    await cluster.log.append(eventTopic(MARKET), emitted);
  }
});
