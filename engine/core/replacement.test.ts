/** A new order in the place of another one: both halves in one command. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MarketStatus, ReplacementRule, TriggerKind } from '../../proto/messages.ts';
import { MarketDesk, type Wish } from './testing/market-desk.ts';

const { stop, place } = ReplacementRule;
const instead = (orderId: number, more: Wish = {}) => ({
  replaces: { orderId, rule: stop, ...more },
});
const at = (priceTicks: number, lots: number) => ({ held: { priceTicks, lots } });

/** Order 1 buys 5 at 100 for account 1, order 2 sells 4 at 110 for account 2. */
function desk(): MarketDesk {
  const market = MarketDesk.defined();
  market.buy(1, '5@100');
  market.sell(2, '4@110', { accountId: 2 });
  return market;
}

const ended = 'done 1 canceled 5 left, rested';

describe('an order that replaces another', () => {
  test('enters once the other one is out of the book', () => {
    const market = desk();
    assert.deepEqual(market.buy(3, '7@101', instead(1)), [
      ended,
      'accepted 3',
      'rested 3 buy 7@101',
    ]);
    assert.deepEqual(market.cancel(1), ['cancel 1 rejected unknownOrder']);
  });

  test('never meets the order that it replaces', () => {
    const market = desk();
    assert.deepEqual(market.sell(3, '5@100', instead(1)), [
      ended,
      'accepted 3',
      'rested 3 sell 5@100',
    ]);
  });

  test('is refused for itself: the other one is canceled all the same', () => {
    const market = desk();
    const events = market.buy(3, '1@110', { ...instead(1), postOnly: true });
    assert.deepEqual(events, [ended, 'rejected 3 postOnlyWouldTrade']);
  });

  test('takes the place of one that waits for its price, and may wait itself', () => {
    const market = MarketDesk.defined();
    market.send({ kind: 'RulesActivated', version: 2 });
    const trigger = (priceTicks: number) => ({
      trigger: { kind: TriggerKind.stopLoss, priceTicks },
    });
    assert.deepEqual(market.buy(1, '5@100', trigger(120)), ['accepted 1, waits']);
    assert.deepEqual(market.buy(2, '6@100', { ...trigger(130), ...instead(1) }), [
      'done 1 canceled 5 left',
      'accepted 2, waits',
    ]);
  });

  test('is not placed when there is nothing to replace, unless it is to be', () => {
    const market = desk();
    assert.deepEqual(market.buy(3, '1@100', instead(77)), [
      'cancel 77 rejected unknownOrder',
      'rejected 3 notReplaced',
    ]);
    assert.deepEqual(market.buy(4, '1@100', instead(77, { rule: place })), [
      'cancel 77 rejected unknownOrder',
      'accepted 4',
      'rested 4 buy 1@100',
    ]);
  });

  test('ends no order of somebody else', () => {
    const market = desk();
    assert.deepEqual(market.buy(3, '1@100', instead(2)), [
      'cancel 2 rejected unknownOrder',
      'rejected 3 notReplaced',
    ]);
  });

  test('changes nothing in a halted market, and only ends the other one where no order enters', () => {
    const market = desk();
    const status = (to: MarketStatus) =>
      market.send({ kind: 'ChangeMarketStatus', status: to, reason: '' });
    status(MarketStatus.halted);
    for (const [orderId, rule] of [
      [3, stop],
      [4, place],
    ] as const) {
      assert.deepEqual(market.buy(orderId, '1@100', instead(1, { rule })), [
        'cancel 1 rejected marketHalted',
        `rejected ${orderId} ${rule === stop ? 'notReplaced' : 'marketHalted'}`,
      ]);
    }
    status(MarketStatus.cancelOnly);
    assert.deepEqual(market.buy(5, '1@100', instead(1)), [ended, 'rejected 5 marketCancelOnly']);
  });

  test('uses its id up, however it ends', () => {
    const market = desk();
    market.buy(9, '1@100', instead(77));
    assert.deepEqual(market.buy(9, '1@100'), ['rejected 9 duplicateOrderId']);
  });

  test('in a market that is not defined is refused for that', () => {
    const market = new MarketDesk();
    assert.deepEqual(market.buy(3, '1@100', instead(1)), ['rejected 3 marketNotDefined']);
  });
});

describe('an order whose hold counts on the one that it replaces', () => {
  test('enters while that one is as it was, or has more', () => {
    for (const lots of [5, 4, 1]) {
      const events = desk().buy(3, '5@101', instead(1, at(100, lots)));
      assert.deepEqual(events, [ended, 'accepted 3', 'rested 3 buy 5@101']);
    }
  });

  test('is refused when that one has less left: money is gone', () => {
    const market = desk();
    market.sell(3, '1@100', { accountId: 2 });
    assert.deepEqual(market.buy(4, '5@101', instead(1, at(100, 5))), [
      'done 1 canceled 4 left, rested',
      'rejected 4 replacedHoldsLess',
    ]);
  });

  test('is refused when that one has another price by now', () => {
    const market = desk();
    market.amend(1, { priceTicks: 99 });
    assert.deepEqual(market.buy(4, '5@101', instead(1, at(100, 5))), [
      'done 1 canceled 5 left, rested',
      'rejected 4 replacedHoldsLess',
    ]);
  });

  test('is refused when that one is gone, though it would enter alone', () => {
    const market = desk();
    market.cancel(1);
    assert.deepEqual(market.buy(4, '5@101', instead(1, { rule: place, ...at(100, 5) })), [
      'cancel 1 rejected unknownOrder',
      'rejected 4 replacedHoldsLess',
    ]);
  });
});
