/** What every book does, seen through a market: placing and matching. Runs on the naive and the fast. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RejectReason, Side, TimeInForce } from '../../../proto/messages.ts';
import { assertBook, ordersOf } from '../testing/drawn-book.ts';
import { Desk, limit, market, spend, told } from '../testing/market-fixture.ts';
import type { BookFactory } from './book.ts';

const IOC = { timeInForce: TimeInForce.ioc };
const FOK = { timeInForce: TimeInForce.fok };
const POST_ONLY = { postOnly: true };

export const DRAWN = `
        bid | price | ask
            |   103 | 6:8
            |   101 | 4:5 5:2
    2:4 1:3 |    99 |
        3:9 |    98 |
`;

/** A desk with the drawn book on it; every order belongs to account 7 and pays no fee. */
export function deskWith(book: BookFactory, drawing: string): Desk {
  const desk = new Desk(book);
  const orders = [...ordersOf(drawing)].sort((a, b) => a.orderId - b.orderId);
  for (const { orderId, side, lots, price } of orders) {
    desk.say(limit(orderId, side, lots, price));
  }
  assertBook(desk.machine, drawing);
  return desk;
}

export function bookContract(name: string, book: BookFactory): void {
  describe(`${name}: placing`, () => {
    limitOrders(book);
    immediateOrders(book);
    marketOrders(book);
    budgetOrders(book);
    fees(book);
  });
}

function limitOrders(book: BookFactory): void {
  test('a limit order that meets nobody rests behind those at its price', () => {
    const desk = deskWith(book, DRAWN);
    const events = desk.say(limit(10, 'buy', 6, 99), limit(11, 'sell', 1, 102));
    assert.deepEqual(told(events), [
      'accepted 10',
      'rested 10 6@99',
      'accepted 11',
      'rested 11 1@102',
    ]);
    assertBook(
      desk.machine,
      `
             bid | price | ask
                 |   103 | 6:8
                 |   102 | 11:1
                 |   101 | 4:5 5:2
    10:6 2:4 1:3 |    99 |
             3:9 |    98 |
      `,
    );
  });

  test('it trades at the makers’ prices, best first, first come first served, then rests', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(limit(10, 'buy', 9, 102))), [
      'accepted 10',
      'trade 4×10 5@101',
      'trade 5×10 2@101',
      'rested 10 2@102',
    ]);
    assert.deepEqual(told(desk.say(limit(11, 'sell', 7, 98))), [
      'accepted 11',
      'trade 10×11 2@102',
      'trade 1×11 3@99',
      'trade 2×11 2@99',
    ]);
    assertBook(
      desk.machine,
      `
        bid | price | ask
            |   103 | 6:8
        2:2 |    99 |
        3:9 |    98 |
      `,
    );
  });

  test('a maker that is filled in part keeps its place', () => {
    const desk = deskWith(book, DRAWN);
    desk.say(limit(10, 'sell', 1, 99));
    assertBook(desk.machine, DRAWN.replace('1:3', '1:2'));
  });

  test('post-only rests, or is refused without a trace when it would trade', () => {
    const desk = deskWith(book, DRAWN);
    const before = desk.machine.snapshot().orders;
    const [refused] = desk.say(limit(10, 'buy', 1, 101, POST_ONLY));
    assert.equal((refused as { reason: number }).reason, RejectReason.postOnlyWouldTrade);
    assert.deepEqual(desk.machine.snapshot().orders, before);
    assert.deepEqual(told(desk.say(limit(11, 'buy', 1, 100, POST_ONLY))), [
      'accepted 11',
      'rested 11 1@100',
    ]);
  });
}

function immediateOrders(book: BookFactory): void {
  test('what an immediate-or-cancel order does not get expires', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(limit(10, 'sell', 20, 99, IOC))), [
      'accepted 10',
      'trade 1×10 3@99',
      'trade 2×10 4@99',
      'done 10 expired 13',
    ]);
    assertBook(
      desk.machine,
      `
        bid | price | ask
            |   103 | 6:8
            |   101 | 4:5 5:2
        3:9 |    98 |
      `,
    );
  });

  test('fill-or-kill trades all of it, over several levels', () => {
    const desk = deskWith(book, DRAWN);
    const events = told(desk.say(limit(10, 'buy', 15, 103, FOK)));
    assert.deepEqual(events, [
      'accepted 10',
      'trade 4×10 5@101',
      'trade 5×10 2@101',
      'trade 6×10 8@103',
    ]);
  });

  test('fill-or-kill that lacks one lot trades nothing', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(limit(10, 'buy', 16, 103, FOK))), [
      'accepted 10',
      'done 10 expired 16',
    ]);
    assert.deepEqual(told(desk.say(limit(11, 'buy', 8, 102, FOK))), [
      'accepted 11',
      'done 11 expired 8',
    ]);
    assertBook(desk.machine, DRAWN);
  });
}

function marketOrders(book: BookFactory): void {
  test('a market order trades up to its worst price and never rests', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(market(10, 'buy', 10, 102))), [
      'accepted 10',
      'trade 4×10 5@101',
      'trade 5×10 2@101',
      'done 10 expired 3',
    ]);
    assert.deepEqual(told(desk.say(market(11, 'sell', 2, 1))), ['accepted 11', 'trade 1×11 2@99']);
  });

  test('a market order by quantity can be fill-or-kill', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(market(10, 'sell', 17, 1, FOK))), [
      'accepted 10',
      'done 10 expired 17',
    ]);
  });
}

/** One lot at one tick costs 100 quote minor units. */
function budgetOrders(book: BookFactory): void {
  const left = (desk: Desk, budget: number, worst: number) => {
    const events = desk.say(spend(10, budget, worst));
    const last = events.at(-1);
    assert.ok(last?.kind === 'OrderDone');
    return { told: told(events).slice(1), reason: last.reason, quote: last.remainingQuoteMinor };
  };

  test('a budget buys the most whole lots at each level and is filled when no lot is affordable', () => {
    const result = left(deskWith(book, DRAWN), 7 * 10_100 + 2 * 10_300 + 50, 103);
    assert.deepEqual(result.told, [
      'trade 4×10 5@101',
      'trade 5×10 2@101',
      'trade 6×10 2@103',
      'done 10 filled 0',
    ]);
    assert.equal(result.quote, 50);
  });

  test('a budget spent to the last unit is filled with nothing left', () => {
    const result = left(deskWith(book, DRAWN), 10_100, 103);
    assert.deepEqual(result.told, ['trade 4×10 1@101', 'done 10 filled 0']);
    assert.equal(result.quote, 0);
  });

  test('a budget that outlasts the orders within its worst price expires', () => {
    const result = left(deskWith(book, DRAWN), 7 * 10_100 + 99_999, 102);
    assert.deepEqual(result.told.at(-1), 'done 10 expired 0');
    assert.equal(result.quote, 99_999);
  });

  test('a budget below one lot buys nothing and expires', () => {
    const result = left(deskWith(book, DRAWN), 10_099, 103);
    assert.deepEqual(result.told, ['done 10 expired 0']);
    assert.equal(result.quote, 10_099);
  });

  test('its trades name neither a limit nor a remainder', () => {
    const [, trade] = deskWith(book, DRAWN).say(spend(10, 10_100, 103));
    assert.ok(trade?.kind === 'TradeExecuted');
    assert.equal(trade.takerLimitTicks, null);
    assert.equal(trade.takerRemainingLots, 0);
  });
}

/** One lot is 1,000 base minor units. */
function fees(book: BookFactory): void {
  test('the buyer pays in base, the seller in quote, each at the rate of its own order, rounded down', () => {
    const desk = new Desk(book);
    const rates = (makerFeePpm: number, takerFeePpm: number) => ({ makerFeePpm, takerFeePpm });
    desk.say(limit(1, 'sell', 3, 101, rates(1_500, 9)), limit(2, 'buy', 3, 99, rates(333_333, 9)));
    const [, bought] = desk.say(limit(3, 'buy', 2, 101, rates(9, 2_500)));
    assert.ok(bought?.kind === 'TradeExecuted');
    assert.equal(bought.takerSide, Side.buy);
    assert.deepEqual([bought.makerFeeMinor, bought.takerFeeMinor], [30, 5]); // 20,200 × 0.15 %; 2,000 × 0.25 %
    const [, sold] = desk.say(limit(4, 'sell', 1, 99, rates(9, 100_009)));
    assert.ok(sold?.kind === 'TradeExecuted');
    assert.deepEqual([sold.makerFeeMinor, sold.takerFeeMinor], [333, 990]); // 1,000 × 33.3333 %; 9,900 × 10.0009 %
  });
}
