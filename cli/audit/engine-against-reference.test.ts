/**
 * The engine's machine and the checker's reference, written apart from the same rules, over random
 * commands: every event of every batch must agree. SEED=n replays a run.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BookFactory } from '../../engine/core/book/book.ts';
import { naiveBook } from '../../engine/core/book/naive-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import {
  type Command,
  type CommandBatch,
  DoneReason,
  type Event,
  MarketStatus,
  type PlaceOrder,
  RejectReason,
} from '../../proto/messages.ts';
import { offset } from '../../proto/units.ts';
import { describeEvent, firstDifference } from './predicted-event.ts';
import { ReferenceMarket } from './reference-market.ts';
import { RandomFlow } from './testing/random-flow.ts';
import { command, definition, MARKET } from './testing/tape.ts';

const BATCHES = 24_000;

test('engine and reference agree on every event of a random run', () => {
  compare(naiveBook, {});
});

test('and in a market whose limits must stay near its last trade', () => {
  compare(naiveBook, { bidBandPpm: 70_000, askBandPpm: 50_000 });
});

const isOverdue = (event: Event): boolean =>
  event.kind === 'OrderDone' && event.wasResting && event.reason === DoneReason.expired;

function compare(book: BookFactory, bands: object): void {
  const seed = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 1_000_000);
  console.log(`SEED=${seed}`);
  const machine = new MarketMachine({ market: MARKET, book });
  const reference = new ReferenceMarket(MARKET);
  const tight = { minPriceTicks: 90, maxPriceTicks: 110, minNotionalMinor: 150 };
  const limits = {
    ...tight,
    maxNotionalMinor: 1_300,
    minQuantityLots: 2,
    maxRestingOrders: 40,
    maxOpenOrders: 12,
    ...bands,
  };
  let overdue = 0;
  const flow = new RandomFlow(seed, limits);
  let events = 0;
  let trades = 0;
  let triggered = 0;
  let replenished = 0;
  let changes = 0;
  const replaced = new Set<RejectReason | 'placed'>();
  const apply = (from: object, commands: readonly Command[]) => {
    flow.nowUs += flow.below(12);
    const timestampUs = Math.max(0, flow.nowUs - flow.below(20));
    const batch = { ...from, timestampUs, prevHash: 0, commands } as unknown as CommandBatch;
    const inputOffset = offset(machine.offset + 1);
    const predicted = reference.apply(batch);
    const actual = machine.applyBatch(batch, inputOffset);
    const difference = firstDifference(predicted, actual.events);
    const text = `SEED=${seed} record ${inputOffset}: reference ${describeEvent(
      difference?.predicted ?? null,
    )}, engine ${describeEvent(difference?.actual ?? null)}`;
    assert.equal(difference, null, text);
    assert.equal(actual.timestampUs, reference.timestampUs);
    events += actual.events.length;
    trades += actual.events.filter((event) => event.kind === 'TradeExecuted').length;
    overdue += actual.events.filter(isOverdue).length;
    replenished += actual.events.filter(({ kind }) => kind === 'OrderReplenished').length;
    for (const event of actual.events) {
      const { replaces } = commands[event.commandIndex] as Partial<PlaceOrder>;
      if (replaces === undefined) continue;
      if (event.kind === 'OrderAccepted') replaced.add('placed');
      if (event.kind === 'OrderRejected') replaced.add(event.reason);
    }
    changes += actual.events.filter((event) => event.kind === 'MarketChanged').length;
    triggered += actual.events.filter((event) => event.kind === 'OrderTriggered').length;
  };
  const control = (each: Command) =>
    apply({ sessionId: 0, sessionEpoch: 0, firstSequence: 0 }, [each]);
  for (const each of [flow.next(), flow.next(), flow.next()]) control(each);
  control(command({ kind: 'DefineMarket', definition: { ...definition, ...limits } }));
  control(command({ kind: 'SessionStarted', sessionId: 1, epoch: 1, node: 'n' }));
  for (let at = 0; at < BATCHES; at += 1) {
    if (flow.below(30) === 0) control(flow.control());
    if (flow.below(30) === 0) {
      control(command({ kind: 'ChangeMarketStatus', status: MarketStatus.trading, reason: '' }));
    }
    const session = reference.sessions.get(1)!;
    const astray = flow.below(100) === 0 ? flow.pick([-1, 1, 2]) : 0;
    const sessionEpoch = flow.below(200) === 0 ? flow.below(6) : session.epoch;
    const firstSequence = Math.max(1, session.lastSequence + 1 + astray);
    const commands = Array.from({ length: flow.below(4) }, () => flow.next());
    apply({ sessionId: 1, sessionEpoch, firstSequence }, commands);
  }
  assert.ok(overdue > 2, `${overdue} orders ended at their time`);
  assert.ok(replenished > 10, `${replenished} next parts`);
  const { closed, trading } = MarketStatus;
  const status = (to: MarketStatus) =>
    command({ kind: 'ChangeMarketStatus', status: to, reason: '' });
  const byAccount = (kind: string, more: object = {}) =>
    [1, 2, 3].map((accountId) => command({ kind, accountId, ...more } as never));
  // The end: not while orders are open, and then for good.
  for (const each of [
    ...[status(trading), status(closed), ...byAccount('CancelAllOrders', { side: null })],
    ...[status(closed), status(trading), status(closed), flow.next(), flow.next(), flow.next()],
    command({ kind: 'ChangeMarket', definition: { ...definition, ...limits } }),
  ]) {
    control(each);
  }
  assert.equal(machine.status, closed);
  const { notReplaced, replacedHoldsLess } = RejectReason;
  for (const end of ['placed', notReplaced, replacedHoldsLess] as const) {
    assert.ok(replaced.has(end), `an order that replaces another: ${end}`);
  }
  assert.ok(changes > 5, `${changes} changes of the market`);
  assert.ok(triggered > 5, `${triggered} orders triggered`);
  assert.ok(trades > 150, `${trades} trades among ${events} events`);
}
