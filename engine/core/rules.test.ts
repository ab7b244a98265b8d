/** What a market does with orders, rule by rule. Fees and bounds are off unless a test sets them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OrderType, Side, TimeInForce } from '../../proto/messages.ts';
import { MarketDesk } from './testing/market-desk.ts';

const { ioc, fok } = TimeInForce;
const MARKET_IOC = { type: OrderType.market, timeInForce: ioc };
const NO_FEE = 'fees 0/0';

/** Asks of 2@101 (order 1), 3@101 (order 2) and 5@103 (order 3). */
function threeAsks(): MarketDesk {
  const desk = MarketDesk.defined();
  desk.sell(1, '2@101');
  desk.sell(2, '3@101');
  desk.sell(3, '5@103');
  return desk;
}

describe('a limit order', () => {
  test('rests when nothing meets it', () => {
    const desk = MarketDesk.defined();
    assert.deepEqual(desk.buy(1, '5@100'), ['accepted 1', 'rested 1 buy 5@100']);
  });

  test('trades at the price of who rested, best price first, then first come', () => {
    assert.deepEqual(threeAsks().buy(4, '7@105'), [
      'accepted 4',
      `trade 1×4 2@101 ${NO_FEE}`,
      `trade 2×4 3@101 ${NO_FEE}`,
      `trade 3×4 2@103 ${NO_FEE}`,
    ]);
  });

  test('rests with what it did not get', () => {
    assert.deepEqual(threeAsks().buy(4, '7@102'), [
      'accepted 4',
      `trade 1×4 2@101 ${NO_FEE}`,
      `trade 2×4 3@101 ${NO_FEE}`,
      'rested 4 buy 2@102',
    ]);
  });

  test('leaves a maker that is filled in part in its place', () => {
    const desk = threeAsks();
    desk.buy(4, '1@101');
    assert.deepEqual(desk.buy(5, '2@101').slice(1), [
      `trade 1×5 1@101 ${NO_FEE}`,
      `trade 2×5 1@101 ${NO_FEE}`,
    ]);
  });

  test('sells to the highest bid first', () => {
    const desk = MarketDesk.defined();
    desk.buy(1, '1@99');
    desk.buy(2, '1@100');
    assert.deepEqual(desk.sell(3, '2@99').slice(1), [
      `trade 2×3 1@100 ${NO_FEE}`,
      `trade 1×3 1@99 ${NO_FEE}`,
    ]);
  });
});

describe('immediate or cancel, fill or kill, post only', () => {
  test('IOC drops what it did not get', () => {
    assert.deepEqual(threeAsks().buy(4, '7@102', { timeInForce: ioc }).slice(-1), [
      'done 4 expired 2 left',
    ]);
  });

  test('IOC that is filled whole says no more', () => {
    assert.deepEqual(threeAsks().buy(4, '2@102', { timeInForce: ioc }), [
      'accepted 4',
      `trade 1×4 2@101 ${NO_FEE}`,
    ]);
  });

  test('FOK takes all it wants over several levels', () => {
    const told = threeAsks().buy(4, '10@103', { timeInForce: fok });
    assert.equal(told.length, 4);
    assert.equal(told.at(-1), `trade 3×4 5@103 ${NO_FEE}`);
  });

  test('FOK that cannot have all takes nothing', () => {
    const desk = threeAsks();
    assert.deepEqual(desk.buy(4, '11@103', { timeInForce: fok }), [
      'accepted 4',
      'done 4 expired 11 left',
    ]);
    assert.deepEqual(desk.buy(5, '6@102', { timeInForce: fok }), [
      'accepted 5',
      'done 5 expired 6 left',
    ]);
    assert.equal(desk.machine.restingOrderCount, 3);
  });

  test('post only rests a tick away and is refused when it would trade', () => {
    const desk = threeAsks();
    const postOnly = { postOnly: true };
    assert.deepEqual(desk.buy(4, '1@101', postOnly), ['rejected 4 postOnlyWouldTrade']);
    assert.deepEqual(desk.buy(5, '1@100', postOnly), ['accepted 5', 'rested 5 buy 1@100']);
    assert.deepEqual(desk.sell(6, '1@100', postOnly), ['rejected 6 postOnlyWouldTrade']);
  });
});

describe('market orders', () => {
  test('trade to their worst price and never rest', () => {
    assert.deepEqual(threeAsks().buy(4, '9@102', MARKET_IOC), [
      'accepted 4',
      `trade 1×4 2@101 ${NO_FEE}`,
      `trade 2×4 3@101 ${NO_FEE}`,
      'done 4 expired 4 left',
    ]);
  });

  test('may be fill or kill', () => {
    const order = { type: OrderType.market, timeInForce: fok };
    assert.deepEqual(threeAsks().buy(4, '9@102', order).slice(1), ['done 4 expired 9 left']);
  });

  test('find nothing in an empty book', () => {
    assert.deepEqual(MarketDesk.defined().sell(1, '1@1', MARKET_IOC), [
      'accepted 1',
      'done 1 expired 1 left',
    ]);
  });

  test('by quote amount take whole lots for their budget', () => {
    // 2 minor units a tick and lot: 2@101 cost 404, 3@101 606; 1,000 - 404 leaves 2 lots and 192.
    const order = { ...MARKET_IOC, quoteBudgetMinor: 1_000 };
    assert.deepEqual(threeAsks().buy(4, '0@200', order), [
      'accepted 4',
      `trade 1×4 2@101 ${NO_FEE}`,
      `trade 2×4 2@101 ${NO_FEE}`,
      'done 4 filled 0 left and 192 money',
    ]);
  });

  test('by quote amount expire when the book has no more to sell', () => {
    const order = { ...MARKET_IOC, quoteBudgetMinor: 10_000 };
    assert.deepEqual(threeAsks().buy(4, '0@102', order).slice(-1), [
      'done 4 expired 0 left and 8990 money',
    ]);
  });

  test('by quote amount that cannot pay one lot expire', () => {
    const order = { ...MARKET_IOC, quoteBudgetMinor: 201 };
    assert.deepEqual(threeAsks().buy(4, '0@102', order), [
      'accepted 4',
      'done 4 expired 0 left and 201 money',
    ]);
  });

  test('by quote amount are filled when the budget is spent to the last unit', () => {
    const order = { ...MARKET_IOC, quoteBudgetMinor: 404 };
    assert.deepEqual(threeAsks().buy(4, '0@102', order).slice(-1), ['done 4 filled 0 left']);
  });
});

describe('fees', () => {
  test('are floored, in the asset received: the buyer in base, the seller in quote', () => {
    const desk = MarketDesk.defined();
    desk.sell(1, '5@100', { makerFeePpm: 1_999 });
    // The seller gets 2 × 3 × 100 = 600 and pays floor(1.1994); the buyer 3,000 base: floor(0.999).
    assert.deepEqual(desk.buy(2, '3@100', { takerFeePpm: 333 }).slice(1), [
      'trade 1×2 3@100 fees 1/0',
    ]);
    // 2 × 2 × 100 = 400 of quote: floor(0.7996); 2,000 of base: floor(666.666).
    assert.deepEqual(desk.buy(3, '2@100', { takerFeePpm: 333_333 }).slice(1), [
      'trade 1×3 2@100 fees 0/666',
    ]);
  });

  test('of a maker that buys are in base', () => {
    const desk = MarketDesk.defined();
    desk.buy(1, '5@100', { makerFeePpm: 10_000 });
    assert.deepEqual(desk.sell(2, '5@100', { takerFeePpm: 1_000 }).slice(1), [
      'trade 1×2 5@100 fees 50/1',
    ]);
  });

  test('of a maker are those of its entry, or of its last move', () => {
    const desk = MarketDesk.defined();
    desk.buy(1, '5@100', { makerFeePpm: 10_000 });
    desk.amend(1, { quantityLots: 4, makerFeePpm: 500_000 });
    desk.sell(2, '1@100');
    desk.amend(1, { priceTicks: 101, makerFeePpm: 100_000 });
    assert.deepEqual(desk.sell(3, '1@100').slice(1), ['trade 1×3 1@101 fees 100/0']);
  });
});

describe('cancel', () => {
  test('takes an order out; it never trades again', () => {
    const desk = threeAsks();
    assert.deepEqual(desk.cancel(1), ['done 1 canceled 2 left, rested']);
    assert.deepEqual(desk.buy(4, '1@101').slice(1), [`trade 2×4 1@101 ${NO_FEE}`]);
    assert.deepEqual(desk.cancel(1), ['cancel 1 rejected unknownOrder']);
  });

  test("of another's order, or of a filled one, finds nothing", () => {
    const desk = threeAsks();
    assert.deepEqual(desk.cancel(1, { accountId: 2 }), ['cancel 1 rejected unknownOrder']);
    desk.buy(4, '2@101');
    assert.deepEqual(desk.cancel(1), ['cancel 1 rejected unknownOrder']);
  });

  test('all takes the orders of one account in order of entry', () => {
    const desk = threeAsks();
    desk.sell(4, '1@90', { accountId: 2 });
    desk.buy(5, '1@80');
    assert.deepEqual(desk.send({ kind: 'CancelAllOrders', accountId: 1, side: null }), [
      'done 1 canceled 2 left, rested',
      'done 2 canceled 3 left, rested',
      'done 3 canceled 5 left, rested',
      'done 5 canceled 1 left, rested',
      'canceled 4 of 1',
    ]);
    assert.equal(desk.machine.restingOrderCount, 1);
  });

  test('all may be of one side', () => {
    const desk = threeAsks();
    desk.buy(5, '1@80');
    assert.deepEqual(desk.send({ kind: 'CancelAllOrders', accountId: 1, side: Side.buy }), [
      'done 5 canceled 1 left, rested',
      'canceled 1 of 1',
    ]);
  });
});

describe('amend', () => {
  test('to less at the same price keeps the place', () => {
    const desk = threeAsks();
    assert.deepEqual(desk.amend(1, { quantityLots: 1 }), ['amended 1 1 of 1@101, kept its place']);
    assert.deepEqual(desk.buy(4, '1@101').slice(1), [`trade 1×4 1@101 ${NO_FEE}`]);
  });

  test('to more goes to the end of the level', () => {
    const desk = threeAsks();
    assert.deepEqual(desk.amend(1, { quantityLots: 4 }), [
      'amended 1 4 of 4@101, lost its place',
      'rested 1 sell 4@101',
    ]);
    assert.deepEqual(desk.buy(4, '4@101').slice(1), [
      `trade 2×4 3@101 ${NO_FEE}`,
      `trade 1×4 1@101 ${NO_FEE}`,
    ]);
  });

  test('to another price may trade at once, with the rates of the amend', () => {
    const desk = threeAsks();
    desk.buy(4, '4@100');
    assert.deepEqual(desk.amend(4, { priceTicks: 101, takerFeePpm: 1_000 }), [
      'amended 4 4 of 4@101, lost its place',
      'trade 1×4 2@101 fees 0/2',
      'trade 2×4 2@101 fees 0/2',
    ]);
  });

  test('counts what was filled', () => {
    const desk = threeAsks();
    desk.buy(4, '3@103', { timeInForce: ioc });
    assert.deepEqual(desk.amend(2, { quantityLots: 2 }), ['amended 2 1 of 2@101, kept its place']);
    assert.deepEqual(desk.amend(2, { quantityLots: 1 }), [
      'amend 2 rejected quantityBelowFilled, is 1@101',
    ]);
  });

  test('needs no room in a full book', () => {
    const desk = MarketDesk.defined({ maxRestingOrders: 1 });
    desk.buy(1, '1@100');
    assert.deepEqual(desk.amend(1, { priceTicks: 99 }).slice(-1), ['rested 1 buy 1@99']);
  });
});
