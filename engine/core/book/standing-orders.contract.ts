/** What every book does to orders that rest: cancelling, cancelling all, amending. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RejectReason, Side } from '../../../proto/messages.ts';
import { assertBook } from '../testing/drawn-book.ts';
import { amend, cancel, cancelAll, Desk, limit, told } from '../testing/market-fixture.ts';
import { DRAWN, deskWith } from './book.contract.ts';
import type { BookFactory } from './book.ts';

export function standingOrdersContract(name: string, book: BookFactory): void {
  describe(`${name}: orders that rest`, () => {
    cancelling(book);
    cancellingAll(book);
    amending(book);
    refusedAmends(book);
  });
}

function cancelling(book: BookFactory): void {
  test('a cancelled order never trades again', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(cancel(4))), ['done 4 canceled 5']);
    const [, trade] = desk.say(limit(10, 'buy', 3, 101));
    assert.ok(trade?.kind === 'TradeExecuted' && trade.makerOrderId === 5);
    assert.deepEqual(told(desk.say(cancel(4))), [`CancelRejected 4 ${RejectReason.unknownOrder}`]);
  });

  test('only its account can cancel an order, and only once', () => {
    const desk = deskWith(book, DRAWN);
    const refusals = told(desk.say(cancel(4, 8), cancel(404)));
    const unknown = RejectReason.unknownOrder;
    assert.deepEqual(refusals, [`CancelRejected 4 ${unknown}`, `CancelRejected 404 ${unknown}`]);
    assertBook(desk.machine, DRAWN);
  });

  test('orders leave from the front, the middle and the back of a queue', () => {
    const desk = new Desk(book);
    for (const id of [1, 2, 3, 4, 5]) desk.say(limit(id, 'sell', id, 100));
    desk.say(cancel(3), cancel(1), cancel(5));
    assertBook(desk.machine, '| 100 | 2:2 4:4');
    desk.say(cancel(4), cancel(2));
    assertBook(desk.machine, '');
    desk.say(limit(6, 'buy', 1, 100));
    assertBook(desk.machine, '6:1 | 100 |');
  });
}

function cancellingAll(book: BookFactory): void {
  const mixed = () => {
    const desk = new Desk(book);
    const of = (accountId: number) => ({ accountId });
    desk.say(limit(1, 'sell', 1, 105, of(1)), limit(2, 'buy', 2, 95, of(1)));
    desk.say(limit(3, 'sell', 3, 101, of(2)), limit(4, 'sell', 4, 101, of(1)));
    desk.say(limit(5, 'buy', 5, 99, of(1)));
    return desk;
  };

  test('all orders of an account end in order of entry, those of others stay', () => {
    const desk = mixed();
    assert.deepEqual(told(desk.say(cancelAll(1))), [
      'done 1 canceled 1',
      'done 2 canceled 2',
      'done 4 canceled 4',
      'done 5 canceled 5',
      'canceled 4',
    ]);
    assertBook(desk.machine, '| 101 | 3:3');
    assert.deepEqual(told(desk.say(cancelAll(1), cancelAll(77))), ['canceled 0', 'canceled 0']);
  });

  test('or those of one side', () => {
    const desk = mixed();
    const events = told(desk.say(cancelAll(1, Side.sell)));
    assert.deepEqual(events, ['done 1 canceled 1', 'done 4 canceled 4', 'canceled 2']);
    assert.deepEqual(told(desk.say(cancelAll(1, Side.buy))).at(-1), 'canceled 2');
  });

  test('an order that moved by an amend comes last', () => {
    const desk = mixed();
    desk.say(
      amend(1, { accountId: 1, priceTicks: 106 }),
      amend(2, { accountId: 1, quantityLots: 1 }),
    );
    const order = told(desk.say(cancelAll(1))).map((text) => text.split(' ')[1]);
    assert.deepEqual(order, ['2', '4', '5', '1', '4']);
  });

  test('more orders than an event buffer holds end in one command', () => {
    const desk = new Desk(book);
    for (let id = 1; id <= 700; id += 1) desk.say(limit(id, 'buy', 1, 1 + (id % 50)));
    const events = desk.say(cancelAll());
    assert.equal(events.length, 701);
    assert.deepEqual(told(events).at(-1), 'canceled 700');
    assert.equal(desk.machine.restingOrderCount, 0);
  });
}

function amending(book: BookFactory): void {
  test('a smaller quantity keeps the place', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(amend(4, { quantityLots: 2 }))), ['amended 4 2/2@101 kept']);
    assertBook(desk.machine, DRAWN.replace('4:5', '4:2'));
  });

  test('a greater quantity or another price goes to the back', () => {
    const desk = deskWith(book, DRAWN);
    assert.deepEqual(told(desk.say(amend(4, { quantityLots: 6 }))), [
      'amended 4 6/6@101 moved',
      'rested 4 6@101',
    ]);
    assert.deepEqual(told(desk.say(amend(1, { priceTicks: 98 }))), [
      'amended 1 3/3@98 moved',
      'rested 1 3@98',
    ]);
    assertBook(
      desk.machine,
      `
        bid | price | ask
            |   103 | 6:8
            |   101 | 5:2 4:6
        2:4 |    99 |
    1:3 3:9 |    98 |
      `,
    );
  });

  test('an amended order may trade, at the rates of the amend', () => {
    const desk = deskWith(book, DRAWN);
    const events = desk.say(
      amend(3, { priceTicks: 101, takerFeePpm: 10_000, makerFeePpm: 20_000 }),
    );
    assert.deepEqual(told(events), [
      'amended 3 9/9@101 moved',
      'trade 4×3 5@101',
      'trade 5×3 2@101',
      'rested 3 2@101',
    ]);
    const [, trade] = events;
    assert.ok(trade?.kind === 'TradeExecuted' && trade.takerFeeMinor === 50);
    const [, sold] = desk.say(limit(10, 'sell', 1, 101));
    assert.ok(sold?.kind === 'TradeExecuted' && sold.makerFeeMinor === 20);
  });

  test('the new quantity is the total, filled part included', () => {
    const desk = deskWith(book, DRAWN);
    desk.say(limit(10, 'sell', 2, 99));
    assert.deepEqual(told(desk.say(amend(1, { quantityLots: 2 }))), [
      `AmendRejected 1 ${RejectReason.quantityBelowFilled}`,
    ]);
    assert.deepEqual(told(desk.say(amend(1, { quantityLots: 10 }))), [
      'amended 1 8/10@99 moved',
      'rested 1 8@99',
    ]);
  });

  test('a full book still lets its orders be amended', () => {
    const desk = new Desk(book, { maxRestingOrders: 1 });
    desk.say(limit(1, 'buy', 1, 100));
    assert.deepEqual(told(desk.say(limit(2, 'buy', 1, 100))), [
      `OrderRejected 2 ${RejectReason.bookFull}`,
    ]);
    assert.equal(desk.say(amend(1, { priceTicks: 101 })).length, 2);
  });
}

function refusedAmends(book: BookFactory): void {
  const refusal = (change: object, orderId = 4) => {
    const [event] = deskWith(book, DRAWN).say(amend(orderId, change));
    assert.ok(event?.kind === 'AmendRejected');
    return [event.reason, event.priceTicks, event.remainingLots];
  };

  test('a refused amend says how the order stands', () => {
    assert.deepEqual(refusal({}), [RejectReason.nothingToAmend, 101, 5]);
    assert.deepEqual(refusal({ priceTicks: 101, quantityLots: 5 }), [
      RejectReason.nothingToAmend,
      101,
      5,
    ]);
    assert.deepEqual(refusal({ priceTicks: 2_000_000_001 }), [
      RejectReason.priceOutOfRange,
      101,
      5,
    ]);
    assert.deepEqual(refusal({ quantityLots: 10_001 }), [RejectReason.quantityOutOfRange, 101, 5]);
    assert.deepEqual(refusal({ priceTicks: 102, takerFeePpm: 1_000_000 }), [
      RejectReason.feeOutOfRange,
      101,
      5,
    ]);
  });

  test('an amend of an unknown order, or of somebody else’s, says nothing about it', () => {
    assert.deepEqual(refusal({ accountId: 8, priceTicks: 100 }), [
      RejectReason.unknownOrder,
      null,
      0,
    ]);
    assert.deepEqual(refusal({ priceTicks: 100 }, 404), [RejectReason.unknownOrder, null, 0]);
  });
}
