import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '../ports/account-store/account-store.ts';
import { type EventBody, MarketStatus, RejectReason, Side } from '../proto/messages.ts';
import { lots, minorUnits, orderId, priceTicks } from '../proto/units.ts';
import { marketEffects, settledMarket } from './ledger.ts';
import { ALICE, accepted, BOB, batchOf, definition, done, NOW, traded } from './testing/samples.ts';

const market = settledMarket({ definition: definition(), status: MarketStatus.trading });

function effectsOf(...events: EventBody[]): readonly Effect[] {
  return marketEffects(batchOf(events), market, () => Side.buy).effects;
}

const amounts = (effects: readonly Effect[]): readonly (readonly unknown[])[] =>
  effects.map((effect) => {
    switch (effect.kind) {
      case 'credit':
        return ['credit', effect.accountId, effect.asset, effect.amount];
      case 'spend-hold':
      case 'release-hold':
      case 'set-hold':
        return [effect.kind, effect.orderId, effect.amount];
      case 'open-hold':
        return ['open-hold', effect.orderId, effect.asset, effect.amount];
      case 'close-hold':
        return ['close-hold', effect.orderId];
      default:
        return [effect.kind];
    }
  });

test('a market is known to the store once it is defined, and again when its status changes', () => {
  const defined = marketEffects(
    batchOf([
      { kind: 'MarketDefined', definition: definition() },
      { kind: 'MarketStatusChanged', status: MarketStatus.halted, reason: 'test' },
    ]),
    null,
    () => Side.buy,
  );
  assert.deepEqual(defined.effects, [
    { kind: 'put-market', market: { definition: definition(), status: MarketStatus.trading } },
    { kind: 'put-market', market: { definition: definition(), status: MarketStatus.halted } },
  ]);
  assert.equal(defined.market?.record.status, MarketStatus.halted);
});

test('a buy holds price × quantity of quote, a sell its quantity of base', () => {
  assert.deepEqual(amounts(effectsOf(accepted({ id: 1, price: 100, quantity: 10 }))), [
    ['open-hold', 1, 'USD', 2000n],
  ]);
  assert.deepEqual(amounts(effectsOf(accepted({ id: 2, side: Side.sell, quantity: 10 }))), [
    ['open-hold', 2, 'BTC', 50n],
  ]);
});

test('a market sell by quote amount holds the lots that bring it at its worst price', () => {
  // One lot at 100 ticks brings 200 and is 5 of base: 12,345 is what 61 lots and a part bring.
  const sell = accepted({ id: 1, budget: 12_345, side: Side.sell });
  const [hold] = effectsOf(sell);
  assert.ok(hold?.kind === 'open-hold');
  assert.deepEqual([hold.asset, hold.amount], ['BTC', 305n]);
});

test('a market buy by quote amount holds its budget', () => {
  assert.deepEqual(amounts(effectsOf(accepted({ id: 1, budget: 12_345 }))), [
    ['open-hold', 1, 'USD', 12_345n],
  ]);
});

test('a trade pays both sides, and the fees of what each received go to account 0', () => {
  const trade = traded({ makerFeeMinor: minorUnits(8), takerFeeMinor: minorUnits(3) });
  assert.deepEqual(amounts(effectsOf(trade)), [
    ['spend-hold', 2, 800n],
    ['spend-hold', 1, 20n],
    ['credit', BOB, 'BTC', 17n],
    ['credit', 0, 'BTC', 3n],
    ['credit', ALICE, 'USD', 792n],
    ['credit', 0, 'USD', 8n],
  ]);
});

test('a taker who buys below its limit has the difference back at once', () => {
  const effects = effectsOf(traded({ takerLimitTicks: priceTicks(130) }));
  assert.deepEqual(amounts(effects).slice(0, 2), [
    ['spend-hold', 2, 800n],
    ['release-hold', 2, 240n],
  ]);
});

test('a maker who buys pays its own price: there is nothing to release', () => {
  const effects = effectsOf(traded({ takerSide: Side.sell, takerLimitTicks: priceTicks(90) }));
  assert.deepEqual(amounts(effects), [
    ['spend-hold', 1, 800n],
    ['spend-hold', 2, 20n],
    ['credit', ALICE, 'BTC', 20n],
    ['credit', BOB, 'USD', 800n],
  ]);
});

test('a last trade closes the hold of each side that it filled', () => {
  const effects = effectsOf(traded({ makerRemainingLots: lots(0), takerRemainingLots: lots(0) }));
  assert.deepEqual(amounts(effects).slice(-2), [
    ['close-hold', 1],
    ['close-hold', 2],
  ]);
});

test('an order by quote amount keeps its hold after a trade until it is done', () => {
  const trade = traded({ takerLimitTicks: null, takerRemainingLots: lots(0) });
  assert.equal(
    effectsOf(trade).some((effect) => effect.kind === 'close-hold'),
    false,
  );
});

test('a trade that was prevented releases what its lots would have cost, and moves no money', () => {
  const prevented = (fields: object): EventBody =>
    ({
      kind: 'TradePrevented',
      makerOrderId: orderId(1),
      takerOrderId: orderId(2),
      accountId: ALICE,
      takerSide: Side.buy,
      priceTicks: priceTicks(100),
      quantityLots: lots(4),
      makerRemainingLots: lots(6),
      takerRemainingLots: lots(0),
      takerLimitTicks: priceTicks(110),
      ...fields,
    }) as EventBody;
  assert.deepEqual(amounts(effectsOf(prevented({}))), [
    ['release-hold', 1, 20n],
    ['release-hold', 2, 880n],
  ]);
  // By quote amount a buyer holds what it may spend.
  assert.deepEqual(amounts(effectsOf(prevented({ takerLimitTicks: null }))), [
    ['release-hold', 1, 20n],
    ['release-hold', 2, 800n],
  ]);
  const sells = { takerSide: Side.sell, takerLimitTicks: priceTicks(90) };
  assert.deepEqual(amounts(effectsOf(prevented(sells))), [
    ['release-hold', 1, 800n],
    ['release-hold', 2, 20n],
  ]);
});

test('an amended order holds what its new remainder needs', () => {
  const amended: EventBody = {
    kind: 'OrderAmended',
    orderId: orderId(1),
    accountId: ALICE,
    side: Side.buy,
    priceTicks: priceTicks(120),
    quantityLots: lots(10),
    remainingLots: lots(7),
    keptPriority: false,
  };
  assert.deepEqual(amounts(effectsOf(amended)), [['set-hold', 1, 1680n]]);
});

test('a refused amend gives back what was reserved for it, when the order is open', () => {
  const refused = (price: number | null): EventBody => ({
    kind: 'AmendRejected',
    orderId: orderId(1),
    accountId: ALICE,
    reason: RejectReason.priceOutOfRange,
    priceTicks: price === null ? null : priceTicks(price),
    remainingLots: lots(price === null ? 0 : 3),
  });
  assert.deepEqual(amounts(effectsOf(refused(100))), [['set-hold', 1, 600n]]);
  assert.deepEqual(effectsOf(refused(null)), []);
});

test('a refused order has its money back, but never that of the order whose id it repeats', () => {
  const rejected = (reason: RejectReason): EventBody => ({
    kind: 'OrderRejected',
    orderId: orderId(1),
    accountId: ALICE,
    reason,
    clientOrderId: 'c',
  });
  const effectsIfOpen = (side: Side | null, reason: RejectReason) =>
    marketEffects(batchOf([rejected(reason)]), market, () => side).effects;
  const { bookFull, duplicateOrderId, notReplaced } = RejectReason;
  for (const reason of [bookFull, notReplaced]) {
    const closed = [{ kind: 'close-hold', orderId: 1, nowUs: NOW }];
    assert.deepEqual(effectsIfOpen(null, reason), closed);
  }
  assert.deepEqual(effectsIfOpen(null, duplicateOrderId), []);
  // It was to replace another order, which could not be; its id is that of an open one all the same.
  assert.deepEqual(effectsIfOpen(Side.buy, notReplaced), []);
});

test('an order that is done holds nothing any more', () => {
  assert.deepEqual(amounts(effectsOf(done({ remainingLots: lots(3) }))), [['close-hold', 1]]);
});

test('a trade of an undefined market is a broken log', () => {
  assert.throws(() => marketEffects(batchOf([traded()]), null, () => Side.buy), /definition/);
});
