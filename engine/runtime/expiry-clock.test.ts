import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { decodeCommandBatch } from '../../proto/codec.ts';
import { type Command, DoneReason, type EventBody } from '../../proto/messages.ts';
import { offset, timestampUs } from '../../proto/units.ts';
import { limit } from '../core/testing/market-fixture.ts';
import { ExpiryClock } from './expiry-clock.ts';
import { controlRecord, definition, START_US } from './testing/order-flow.ts';
import { eventually, roleOf, TestCluster, type TestNode } from './testing/test-cluster.ts';

const MARKET = 'BTC-USD';
const till = (orderId: number, goodTillUs: number) =>
  limit(orderId, 'buy', 5, 9_000, { goodTillUs });
const lasting = (orderId: number) => till(orderId, 2 ** 52);
/** Accepted in time by the log's clock, over by ours. */
const gone = (orderId: number) => till(orderId, START_US + 1);

describe('orders that are good until a time', () => {
  let cluster: TestCluster;
  beforeEach(async () => {
    cluster = new TestCluster();
    await cluster.createMarket(MARKET);
    const define = { kind: 'DefineMarket', definition: definition(MARKET) } as const;
    await cluster.append(MARKET, [controlRecord(define)]);
  });
  afterEach(() => cluster.close());

  const leads = (node: TestNode) =>
    eventually(() => roleOf(node, MARKET) === 'primary', `${node.name} leads`);

  async function ended(): Promise<readonly number[]> {
    const events: EventBody[] = (await cluster.emitted(MARKET)).flatMap((batch) => batch.events);
    return events.flatMap((event) =>
      event.kind === 'OrderDone' && event.reason === DoneReason.expired ? [event.orderId] : [],
    );
  }

  async function verified(): Promise<void> {
    await cluster.answered(MARKET);
    assert.deepEqual((await cluster.verify(MARKET)).problems, []);
  }

  it('end by a tick of whoever leads, once, and by no other', async () => {
    const first = cluster.start('engine-a');
    await leads(first);
    await cluster.answered(MARKET);
    // The log stands still at the time of the claim, which our clock has passed.
    const claimedUs = (await cluster.emitted(MARKET)).at(-1)!.timestampUs;
    const orders = [till(1, claimedUs + 1), lasting(2), till(3, claimedUs + 1)];
    await cluster.append(MARKET, [controlRecord(...orders)]);
    await eventually(async () => (await ended()).length === 2, 'both are over');
    await verified();
    assert.deepEqual(await ended(), [1, 3]);
  });

  it('end when the next one leads, if nobody did when their time was over', async () => {
    await cluster.append(MARKET, [controlRecord(gone(1), lasting(2))]);
    const [first, second] = [cluster.start('engine-a'), cluster.start('engine-b')];
    await eventually(async () => (await ended()).length === 1, 'the first is over');
    const primary = roleOf(first, MARKET) === 'primary' ? first : second;
    await primary.kill();
    await cluster.append(MARKET, [
      controlRecord(limit(4, 'buy', 5, 9_000, { goodTillUs: 2 ** 51 })),
    ]);
    await leads(primary === first ? second : first);
    await verified();
    assert.deepEqual(await ended(), [1]);
  });
});

it('a tick is written once for a time that is over, and again when it was not read', async () => {
  const written: Command[] = [];
  const log = {
    append: async (_topic: string, [record]: readonly Uint8Array[]) => {
      written.push(...decodeCommandBatch(record!).commands);
      return offset(0);
    },
  } as unknown as EventLog;
  let nowMs = 0;
  const clock = { nowUs: () => timestampUs(1_000), monotonicMs: () => nowMs } as never;
  const expiries = new ExpiryClock({ log, clock }, MARKET);
  for (const nextUs of [0, 1_001]) await expiries.look(nextUs);
  assert.deepEqual(written, []);
  for (const nextUs of [900, 900, 950, 950]) await expiries.look(nextUs);
  assert.deepEqual(written, [{ kind: 'ClockTicked' }, { kind: 'ClockTicked' }]);
  nowMs = 10_000;
  await expiries.look(950);
  assert.equal(written.length, 3);
});
