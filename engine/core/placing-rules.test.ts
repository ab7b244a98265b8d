/** Each reason for which a new order is refused, and which one comes first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrderType, RejectReason, Side, TimeInForce } from '../../proto/messages.ts';
import { fastBook } from './book/fast-book.ts';
import { bring, Desk, limit, market, spend } from './testing/market-fixture.ts';

const RANGES = {
  minPriceTicks: 90,
  maxPriceTicks: 110,
  minQuantityLots: 2,
  maxQuantityLots: 50,
  minNotionalMinor: 30_000,
  maxNotionalMinor: 400_000,
};

/** 0: accepted. */
function reasonOf(order: ReturnType<typeof limit>): number {
  const desk = new Desk(fastBook, RANGES);
  desk.say(limit(1, 'sell', 5, 105));
  const [event] = desk.say(order);
  if (event?.kind === 'OrderAccepted') return 0;
  assert.ok(event?.kind === 'OrderRejected');
  assert.equal(desk.machine.restingOrderCount, 1);
  return event.reason;
}

const accepted = 0;
const ioc = { timeInForce: TimeInForce.ioc };
const {
  displayOutOfRange,
  invalidCombination,
  notionalOutOfRange,
  priceOutOfRange,
  quantityOutOfRange,
} = RejectReason;
const cases: readonly (readonly [string, ReturnType<typeof limit>, number])[] = [
  ['an order within all ranges', limit(2, 'buy', 5, 100), accepted],
  ['the least price', limit(2, 'buy', 5, 90), accepted],
  ['below the least price', limit(2, 'buy', 5, 89), priceOutOfRange],
  ['the greatest price', limit(2, 'sell', 5, 110), accepted],
  ['above the greatest price', limit(2, 'sell', 5, 111), priceOutOfRange],
  ['below the least quantity', limit(2, 'buy', 1, 100), quantityOutOfRange],
  ['a part of it shown', limit(2, 'buy', 5, 100, { displayLots: 4 }), accepted],
  ['all of it shown as a part', limit(2, 'buy', 5, 100, { displayLots: 5 }), displayOutOfRange],
  [
    'a part of what never rests',
    limit(2, 'buy', 5, 100, { displayLots: 2, ...ioc }),
    invalidCombination,
  ],
  ['a part of a market order', market(2, 'buy', 5, 105, { displayLots: 2 }), invalidCombination],
  [
    'a part of what ends at a time',
    limit(2, 'buy', 5, 100, { displayLots: 2, goodTillUs: 2 ** 50 }),
    invalidCombination,
  ],
  [
    'a part of what waits',
    limit(2, 'buy', 5, 100, { displayLots: 2, trigger: { kind: 1, priceTicks: 108 } }),
    invalidCombination,
  ],
  ['no quantity', limit(2, 'buy', 0, 100), quantityOutOfRange],
  ['above the greatest quantity', limit(2, 'buy', 51, 100), quantityOutOfRange],
  [
    'a quantity beyond any product',
    limit(2, 'buy', Number.MAX_SAFE_INTEGER, 100),
    quantityOutOfRange,
  ],
  ['the least notional', limit(2, 'buy', 3, 100), accepted],
  ['below the least notional', limit(2, 'buy', 2, 100), notionalOutOfRange],
  ['the greatest notional', limit(2, 'buy', 40, 100), accepted],
  ['above the greatest notional', limit(2, 'buy', 41, 100), notionalOutOfRange],
  ['a market order below the least notional', market(2, 'buy', 2, 100), accepted],
  ['a market order above the greatest', market(2, 'buy', 41, 100), notionalOutOfRange],
  ['a market order with a worst price out of range', market(2, 'sell', 3, 89), priceOutOfRange],
  ['the least budget', spend(2, 30_000, 100), accepted],
  ['below the least budget', spend(2, 29_999, 100), notionalOutOfRange],
  ['above the greatest budget', spend(2, 400_001, 100), notionalOutOfRange],
  ['the least amount of a sell', bring(2, 30_000, 100), accepted],
  ['below the least amount of a sell', bring(2, 29_999, 100), notionalOutOfRange],
  ['a sell that spends', { ...spend(2, 30_000, 100), side: Side.sell }, invalidCombination],
  ['a buy that brings', { ...bring(2, 30_000, 100), side: Side.buy }, invalidCombination],
  [
    'a sell that spends and brings',
    { ...bring(2, 30_000, 100), quoteBudgetMinor: 30_000 as never },
    invalidCombination,
  ],
  [
    'a sell of so many lots that bring so much',
    { ...bring(2, 30_000, 100), quantityLots: 3 as never },
    invalidCombination,
  ],
  [
    'a market order that would rest',
    market(2, 'buy', 5, 100, { timeInForce: TimeInForce.gtc }),
    invalidCombination,
  ],
  ['a post-only market order', market(2, 'buy', 5, 100, { postOnly: true }), invalidCombination],
  [
    'post-only and immediate',
    limit(2, 'buy', 5, 100, { postOnly: true, ...ioc }),
    invalidCombination,
  ],
  [
    'a budget and a quantity',
    market(2, 'buy', 5, 100, { quoteBudgetMinor: 40_000 }),
    invalidCombination,
  ],
  ['a budget to sell', market(2, 'sell', 0, 100, { quoteBudgetMinor: 40_000 }), invalidCombination],
  [
    'a budget with a limit order',
    limit(2, 'buy', 0, 100, { quoteBudgetMinor: 40_000 }),
    invalidCombination,
  ],
  [
    'a budget or nothing',
    { ...spend(2, 40_000, 100), timeInForce: TimeInForce.fok },
    invalidCombination,
  ],
  ['a fee of all', limit(2, 'buy', 5, 100, { takerFeePpm: 1_000_000 }), RejectReason.feeOutOfRange],
  [
    'a maker fee of all',
    limit(2, 'buy', 5, 100, { makerFeePpm: 1_000_000 }),
    RejectReason.feeOutOfRange,
  ],
  ['an id used before', limit(1, 'buy', 5, 100), RejectReason.duplicateOrderId],
  [
    'the combination before the price',
    limit(2, 'buy', 5, 1, { type: OrderType.market }),
    invalidCombination,
  ],
  ['the id before the price', limit(1, 'buy', 5, 1), RejectReason.duplicateOrderId],
  [
    'post-only across the spread',
    limit(2, 'buy', 5, 105, { postOnly: true }),
    RejectReason.postOnlyWouldTrade,
  ],
];

for (const [name, order, reason] of cases) {
  test(`${name}: ${reason === accepted ? 'accepted' : `refused for reason ${reason}`}`, () => {
    assert.equal(reasonOf(order), reason);
  });
}

test('a full book refuses what may rest, even when it would trade, and lets the rest in', () => {
  const desk = new Desk(fastBook, { ...RANGES, maxRestingOrders: 1 });
  desk.say(limit(1, 'sell', 5, 105));
  const [refused] = desk.say(limit(2, 'buy', 5, 105));
  assert.ok(refused?.kind === 'OrderRejected' && refused.reason === RejectReason.bookFull);
  assert.equal(desk.say(limit(3, 'buy', 5, 105, ioc)).length, 2);
  assert.equal(desk.machine.restingOrderCount, 0);
});

test('an id is used up by an order that is refused', () => {
  const desk = new Desk(fastBook, RANGES);
  desk.say(limit(5, 'buy', 5, 1));
  const [event] = desk.say(limit(5, 'buy', 5, 100));
  assert.ok(event?.kind === 'OrderRejected' && event.reason === RejectReason.duplicateOrderId);
});
