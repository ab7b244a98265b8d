/** Every RejectReason, by the least command that earns it; two of them in replacement.test.ts. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  AccountStatus,
  MarketStatus,
  OrderType,
  RejectReason,
  Side,
  TimeInForce,
  TriggerKind,
} from '../../proto/messages.ts';
import { flowDefinition } from './testing/flow-definition.ts';
import { MarketDesk, type Wish } from './testing/market-desk.ts';

const { gtc, ioc, fok } = TimeInForce;
const { limit, market } = OrderType;

const BOUNDS = {
  minPriceTicks: 50,
  maxPriceTicks: 200,
  minQuantityLots: 2,
  maxQuantityLots: 10,
  minNotionalMinor: 300,
  maxNotionalMinor: 3_000,
  maxRestingOrders: 2,
};
const BUDGET: Wish = { type: market, timeInForce: ioc, quoteBudgetMinor: 500 };

const seen = new Set<string>(['notReplaced', 'replacedHoldsLess']);

/** The sentences of a refusal; remembers which reason they gave. */
function refused(told: readonly string[], expected: string): void {
  assert.deepEqual(told, [expected]);
  for (const name of Object.keys(RejectReason)) if (expected.includes(name)) seen.add(name);
}

after(() => {
  assert.deepEqual([...seen].sort(), Object.keys(RejectReason).sort());
});

test('an order is refused for its trigger or its distance from the market', () => {
  const desk = MarketDesk.defined({ bidBandPpm: 100_000 });
  const stop = (priceTicks: number): Wish => ({
    trigger: { kind: TriggerKind.stopLoss, priceTicks },
  });
  refused(desk.sell(1, '5@90', stop(95)), 'rejected 1 invalidCombination');
  desk.send({ kind: 'RulesActivated', version: 2 });
  desk.sell(2, '5@100');
  desk.buy(3, '5@100');
  refused(desk.sell(4, '5@90', stop(100)), 'rejected 4 wouldTriggerImmediately');
  refused(desk.sell(5, '5@90', { ...stop(99), postOnly: true }), 'rejected 5 invalidCombination');
  refused(desk.sell(6, '5@90', stop(2_100_000_000)), 'rejected 6 priceOutOfRange');
  refused(desk.buy(7, '5@111'), 'rejected 7 priceOutOfBand');
  desk.sell(8, '5@90', stop(99));
  refused(desk.amend(8, { priceTicks: 91 }), 'amend 8 rejected orderWaits, is 5@90');
});

test('an order is refused when its time is over before it comes, and when it cannot rest', () => {
  const desk = MarketDesk.defined(BOUNDS);
  const now = desk.machine.timestampUs;
  refused(desk.buy(1, '5@100', { goodTillUs: now }), 'rejected 1 goodTillOver');
  const later = { goodTillUs: now + 1 };
  refused(desk.buy(2, '5@100', { ...later, timeInForce: ioc }), 'rejected 2 invalidCombination');
  assert.deepEqual(desk.buy(3, '5@100', later).length, 2);
  refused(desk.buy(3, '5@100', { goodTillUs: 1 }), 'rejected 3 duplicateOrderId');
});

test('an order is refused when it shows all of itself, or a part that is too small', () => {
  const desk = MarketDesk.defined();
  refused(desk.buy(1, '5@100', { displayLots: 5 }), 'rejected 1 displayOutOfRange');
  desk.buy(2, '100@100', { displayLots: 1 });
  refused(desk.amend(2, { quantityLots: 101 }), 'amend 2 rejected displayOutOfRange, is 100@100');
});

describe('an order is refused', () => {
  const orders: readonly (readonly [
    string,
    'buy' | 'sell',
    string,
    Wish,
    keyof typeof RejectReason,
  ])[] = [
    ['below the least price', 'buy', '5@49', {}, 'priceOutOfRange'],
    ['above the greatest price', 'sell', '5@201', {}, 'priceOutOfRange'],
    ['below the least quantity', 'buy', '1@199', {}, 'quantityOutOfRange'],
    ['above the greatest quantity', 'buy', '11@100', {}, 'quantityOutOfRange'],
    ['of less than the least notional', 'buy', '2@74', {}, 'notionalOutOfRange'],
    ['of more than the greatest notional', 'sell', '10@151', {}, 'notionalOutOfRange'],
    ['with a maker fee of all', 'buy', '5@100', { makerFeePpm: 1_000_000 }, 'feeOutOfRange'],
    ['with a taker fee of all', 'buy', '5@100', { takerFeePpm: 1_000_000 }, 'feeOutOfRange'],
    [
      'a market order that rests',
      'buy',
      '5@100',
      { type: market, timeInForce: gtc },
      'invalidCombination',
    ],
    [
      'post only and IOC',
      'buy',
      '5@100',
      { postOnly: true, timeInForce: ioc },
      'invalidCombination',
    ],
    [
      'a post only market order',
      'buy',
      '5@100',
      { ...BUDGET, postOnly: true },
      'invalidCombination',
    ],
    ['a budget of a limit order', 'buy', '0@100', { ...BUDGET, type: limit }, 'invalidCombination'],
    ['a budget of a seller', 'sell', '0@100', BUDGET, 'invalidCombination'],
    ['a budget and a quantity', 'buy', '5@100', BUDGET, 'invalidCombination'],
    [
      'a budget, fill or kill',
      'buy',
      '0@100',
      { ...BUDGET, timeInForce: fok },
      'invalidCombination',
    ],
    [
      'a budget too small',
      'buy',
      '0@100',
      { ...BUDGET, quoteBudgetMinor: 299 },
      'notionalOutOfRange',
    ],
    [
      'a budget too great',
      'buy',
      '0@100',
      { ...BUDGET, quoteBudgetMinor: 3_001 },
      'notionalOutOfRange',
    ],
  ];
  for (const [what, side, lotsAtPrice, more, reason] of orders) {
    test(what, () => {
      const desk = MarketDesk.defined(BOUNDS);
      refused(desk[side](1, lotsAtPrice, more), `rejected 1 ${reason}`);
      assert.equal(desk.machine.restingOrderCount, 0);
    });
  }

  test('not at the bounds themselves', () => {
    for (const order of ['5@50', '2@200', '10@100', '2@75', '10@150']) {
      assert.equal(MarketDesk.defined(BOUNDS).buy(1, order)[0], 'accepted 1', order);
    }
  });

  test('not for a small notional when it is a market order: what it will cost is not known', () => {
    const order = { type: market, timeInForce: ioc };
    assert.equal(MarketDesk.defined(BOUNDS).buy(1, '2@50', order)[0], 'accepted 1');
    refused(MarketDesk.defined(BOUNDS).buy(1, '2@50'), 'rejected 1 notionalOutOfRange');
    refused(MarketDesk.defined(BOUNDS).buy(1, '10@200', order), 'rejected 1 notionalOutOfRange');
  });

  test('whose id rests already', () => {
    const desk = MarketDesk.defined(BOUNDS);
    desk.buy(1, '5@100');
    refused(desk.sell(1, '5@100'), 'rejected 1 duplicateOrderId');
    assert.equal(desk.machine.restingOrderCount, 1);
  });

  test('that would trade though it is post only', () => {
    const desk = MarketDesk.defined(BOUNDS);
    desk.buy(1, '5@100');
    refused(desk.sell(2, '5@100', { postOnly: true }), 'rejected 2 postOnlyWouldTrade');
  });

  test('that might rest in a full book; one that cannot rest is not', () => {
    const desk = MarketDesk.defined(BOUNDS);
    desk.buy(1, '5@100');
    desk.buy(2, '5@100');
    refused(desk.sell(3, '5@100'), 'rejected 3 bookFull');
    assert.equal(desk.sell(4, '5@100', { timeInForce: ioc })[0], 'accepted 4');
    assert.equal(desk.sell(5, '5@101')[0], 'accepted 5');
  });

  test('when its account has as many orders in the book as it may', () => {
    const desk = MarketDesk.defined({ maxOpenOrders: 2 });
    desk.buy(1, '5@100');
    desk.sell(2, '5@110');
    refused(desk.buy(3, '1@99'), 'rejected 3 maxOpenOrders');
    // One that would trade whole may rest as far as the rules know.
    refused(desk.buy(4, '1@110'), 'rejected 4 maxOpenOrders');
    assert.equal(desk.buy(5, '1@99', { accountId: 2 })[0], 'accepted 5');
    assert.equal(desk.buy(6, '1@99', { timeInForce: ioc })[0], 'accepted 6');
    assert.equal(desk.amend(1, { priceTicks: 98 })[0], 'amended 1 5 of 5@98, lost its place');
    const restored = desk.restored();
    refused(restored.buy(7, '1@99'), 'rejected 7 maxOpenOrders');
    restored.cancel(2);
    assert.equal(restored.buy(8, '1@97')[0], 'accepted 8');
    // Filled, it counts no more.
    restored.sell(9, '6@98', { accountId: 2, timeInForce: ioc });
    assert.equal(restored.buy(10, '1@97')[0], 'accepted 10');
    refused(restored.buy(11, '1@97'), 'rejected 11 maxOpenOrders');
  });
});

test('a blocked account is refused: see blocked-accounts.test.ts', () => {
  const desk = MarketDesk.defined(BOUNDS);
  const block = { kind: 'ChangeAccountStatus', accountId: 1, reason: '' };
  desk.send({ ...block, status: AccountStatus.blocked });
  refused(desk.buy(3, '5@100'), 'rejected 3 accountBlocked');
});

test('a market with steps, and its end, refuse: see market-changes.test.ts', () => {
  const desk = MarketDesk.defined({ ...BOUNDS, priceStepTicks: 5, quantityStepLots: 5 });
  refused(desk.buy(1, '5@101'), 'rejected 1 priceOffTick');
  refused(desk.buy(2, '6@100'), 'rejected 2 quantityOffLot');
  desk.buy(3, '5@100');
  const close = { kind: 'ChangeMarketStatus', status: MarketStatus.closed, reason: 'x' };
  refused(desk.send(close), 'definition rejected ordersOpen');
  desk.cancel(3);
  desk.send(close);
  refused(desk.buy(4, '5@100'), 'rejected 4 marketClosed');
});

describe('an amend is refused', () => {
  const amends: readonly (readonly [string, Wish, keyof typeof RejectReason])[] = [
    ['that changes nothing', {}, 'nothingToAmend'],
    ['to what the order is', { priceTicks: 100, quantityLots: 5 }, 'nothingToAmend'],
    ['to a price too low', { priceTicks: 49 }, 'priceOutOfRange'],
    ['to a quantity too great', { quantityLots: 11 }, 'quantityOutOfRange'],
    ['to a notional too great', { priceTicks: 200, quantityLots: 10 }, 'notionalOutOfRange'],
    ['with a fee of all', { priceTicks: 99, takerFeePpm: 1_000_000 }, 'feeOutOfRange'],
    ['of another account', { priceTicks: 99, accountId: 2 }, 'unknownOrder'],
  ];
  for (const [what, change, reason] of amends) {
    test(what, () => {
      const desk = MarketDesk.defined(BOUNDS);
      desk.buy(1, '5@100');
      const is = reason === 'unknownOrder' ? '' : ', is 5@100';
      refused(desk.amend(1, change), `amend 1 rejected ${reason}${is}`);
      assert.deepEqual(desk.cancel(1), ['done 1 canceled 5 left, rested']);
    });
  }

  test('to no more than was filled', () => {
    const desk = MarketDesk.defined(BOUNDS);
    desk.buy(1, '5@100');
    desk.sell(2, '3@100');
    refused(desk.amend(1, { quantityLots: 3 }), 'amend 1 rejected quantityBelowFilled, is 2@100');
  });
});

describe('a market', () => {
  test('that is not defined refuses everything', () => {
    const desk = new MarketDesk();
    refused(desk.buy(1, '5@100'), 'rejected 1 marketNotDefined');
    refused(desk.cancel(1), 'cancel 1 rejected marketNotDefined');
    refused(desk.amend(1, {}), 'amend 1 rejected marketNotDefined');
    const status = { kind: 'ChangeMarketStatus', status: MarketStatus.halted, reason: '' };
    refused(desk.send(status), 'definition rejected marketNotDefined');
    const all = { kind: 'CancelAllOrders', accountId: 1, side: null };
    assert.deepEqual(desk.send(all), ['canceled 0 of 1']);
  });

  test('that only cancels refuses orders and amends', () => {
    const desk = MarketDesk.defined(BOUNDS);
    desk.buy(1, '5@100');
    const status = { kind: 'ChangeMarketStatus', status: MarketStatus.cancelOnly, reason: 'x' };
    assert.deepEqual(desk.send(status), ['status cancelOnly: x']);
    refused(desk.buy(2, '5@100'), 'rejected 2 marketCancelOnly');
    refused(desk.amend(1, { priceTicks: 99 }), 'amend 1 rejected marketCancelOnly, is 5@100');
    assert.deepEqual(desk.cancel(1), ['done 1 canceled 5 left, rested']);
  });

  test('that is halted refuses cancels too, and goes on when it is told', () => {
    const desk = MarketDesk.defined(BOUNDS);
    desk.buy(1, '5@100');
    desk.send({ kind: 'ChangeMarketStatus', status: MarketStatus.halted, reason: '' });
    refused(desk.sell(2, '5@100'), 'rejected 2 marketHalted');
    refused(desk.cancel(1), 'cancel 1 rejected marketHalted');
    assert.deepEqual(desk.send({ kind: 'CancelAllOrders', accountId: 1, side: null }), [
      'canceled 0 of 1',
    ]);
    desk.send({ kind: 'ChangeMarketStatus', status: MarketStatus.trading, reason: '' });
    assert.deepEqual(desk.send({ kind: 'CancelAllOrders', accountId: 1, side: Side.buy }), [
      'done 1 canceled 5 left, rested',
      'canceled 1 of 1',
    ]);
  });

  test('is defined once, as itself, and only if it can be traded', () => {
    const define = (changed: Wish) => ({
      kind: 'DefineMarket',
      definition: flowDefinition(changed),
    });
    const desk = new MarketDesk();
    const invalid = 'definition rejected invalidDefinition';
    refused(desk.send(define({ market: 'ELSE-FLOW', baseAsset: 'ELSE' })), invalid);
    refused(desk.send(define({ tickSize: '0' })), invalid);
    assert.deepEqual(desk.send(define({})), ['defined SEED-FLOW']);
    refused(desk.send(define({})), 'definition rejected marketAlreadyDefined');
    refused(desk.cancel(9), 'cancel 9 rejected unknownOrder');
  });
});
