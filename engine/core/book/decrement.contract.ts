/** What every book does when an order of the mode DECREMENT meets one of its own account, 7. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Event,
  type PlaceOrder,
  SelfTradePrevention,
  TimeInForce,
} from '../../../proto/messages.ts';
import { assertBook } from '../testing/drawn-book.ts';
import { amend, bring, Desk, limit, market, spend } from '../testing/market-fixture.ts';
import { said } from '../testing/told-event.ts';
import type { BookFactory } from './book.ts';

const DECREMENT = { selfTradePrevention: SelfTradePrevention.decrement };
const other = { accountId: 8 };

/** Orders 2 and 4 are the taker's own. */
const MIXED = `
    bid | price | ask
        |   102 | 4:2 5:9
        |   101 | 1:5 2:4 3:3
`;

function mixed(book: BookFactory): Desk {
  const desk = new Desk(book);
  desk.say(limit(1, 'sell', 5, 101, other), limit(2, 'sell', 4, 101));
  desk.say(limit(3, 'sell', 3, 101, other), limit(4, 'sell', 2, 102));
  desk.say(limit(5, 'sell', 9, 102, other));
  assertBook(desk.machine, MIXED);
  return desk;
}

/** Of an order by quote amount, what it had left. */
function leftOf(events: readonly Event[]): number {
  const last = events.at(-1);
  assert.ok(last?.kind === 'OrderDone');
  return last.remainingQuoteMinor;
}

export function decrementContract(name: string, book: BookFactory): void {
  describe(`${name}: an order that decrements`, () => {
    meeting(book);
    endings(book);
    byQuoteAmount(book);
    otherForms(book);
  });
}

function meeting(book: BookFactory): void {
  test('takes an own order that is smaller out of the book, and goes on with the rest', () => {
    const desk = mixed(book);
    assert.deepEqual(said(desk.say(limit(10, 'buy', 13, 101, DECREMENT))), [
      'accepted 10',
      'trade 1×10 5@101',
      'prevented 2×10 4@101 left 0/4',
      'done 2 expiredInMatch 0 left, rested',
      'trade 3×10 3@101',
      'rested 10 buy 1@101',
    ]);
    assertBook(
      desk.machine,
      `
             |   102 | 4:2 5:9
        10:1 |   101 |
      `,
    );
  });

  test('ends at an own order that is larger, which shrinks and keeps its place', () => {
    const desk = mixed(book);
    assert.deepEqual(said(desk.say(limit(10, 'buy', 8, 101, DECREMENT))), [
      'accepted 10',
      'trade 1×10 5@101',
      'prevented 2×10 3@101 left 1/0',
      'done 10 expiredInMatch 0 left',
    ]);
    assertBook(
      desk.machine,
      `
        |   102 | 4:2 5:9
        |   101 | 2:1 3:3
      `,
    );
    assert.deepEqual(said(desk.say(limit(11, 'buy', 2, 101, { accountId: 9 }))), [
      'accepted 11',
      'trade 2×11 1@101',
      'trade 3×11 1@101',
    ]);
  });

  test('of one size with its own order ends with it', () => {
    const desk = mixed(book);
    assert.deepEqual(said(desk.say(limit(10, 'buy', 9, 101, DECREMENT))), [
      'accepted 10',
      'trade 1×10 5@101',
      'prevented 2×10 4@101 left 0/0',
      'done 2 expiredInMatch 0 left, rested',
      'done 10 expiredInMatch 0 left',
    ]);
  });

  test('leaves alone what it does not reach, and the levels stay sorted', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'buy', 2, 99), limit(2, 'buy', 3, 98), limit(3, 'buy', 3, 97, other));
    assert.deepEqual(said(desk.say(limit(4, 'sell', 4, 97, DECREMENT))), [
      'accepted 4',
      'prevented 1×4 2@99 left 0/2',
      'done 1 expiredInMatch 0 left, rested',
      'prevented 2×4 2@98 left 1/0',
      'done 4 expiredInMatch 0 left',
    ]);
    assertBook(
      desk.machine,
      `
        2:1 | 98 |
        3:3 | 97 |
      `,
    );
  });
}

function endings(book: BookFactory): void {
  test('no trade id is used, no trigger is reached, no trade price is remembered', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 4, 101), limit(2, 'sell', 2, 101, other));
    desk.say(limit(3, 'buy', 4, 101, DECREMENT));
    const [, trade] = desk.say(limit(4, 'buy', 1, 101, { accountId: 9 }));
    assert.ok(trade?.kind === 'TradeExecuted');
    assert.equal(trade.tradeId, 1);
  });

  test('the event names both, their account, what both lost and the limit of the one that came', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 4, 101));
    const event = desk.say(limit(2, 'buy', 3, 105, DECREMENT)).find(isPrevented);
    assert.deepEqual(event, {
      kind: 'TradePrevented',
      makerOrderId: 1,
      takerOrderId: 2,
      accountId: 7,
      takerSide: 1,
      priceTicks: 101,
      quantityLots: 3,
      makerRemainingLots: 1,
      takerRemainingLots: 0,
      takerLimitTicks: 105,
      commandIndex: 0,
    });
  });

  test('fill or kill: what stands behind an own order is out of reach, and nobody loses anything', () => {
    const desk = mixed(book);
    const kill = { ...DECREMENT, timeInForce: TimeInForce.fok };
    assert.deepEqual(said(desk.say(limit(10, 'buy', 6, 102, kill))), [
      'accepted 10',
      'done 10 expired 6 left',
    ]);
    assertBook(desk.machine, MIXED);
    assert.deepEqual(said(desk.say(limit(11, 'buy', 5, 102, kill))), [
      'accepted 11',
      'trade 1×11 5@101',
    ]);
  });
}

const isPrevented = (event: Event): boolean => event.kind === 'TradePrevented';

/** A lot at one tick costs 100. */
function byQuoteAmount(book: BookFactory): void {
  const order = (what: PlaceOrder): PlaceOrder => ({ ...what, ...DECREMENT });

  test('a budget loses what the own order would have cost, and goes on behind it', () => {
    const desk = mixed(book);
    const events = desk.say(order(spend(10, 10 * 10_100 + 77, 101)));
    assert.deepEqual(said(events), [
      'accepted 10',
      'trade 1×10 5@101',
      'prevented 2×10 4@101 left 0/0',
      'done 2 expiredInMatch 0 left, rested',
      'trade 3×10 1@101',
      'done 10 filled 0 left and 77 money',
    ]);
  });

  test('a budget ends at an own order that has as much as it can buy there', () => {
    const desk = mixed(book);
    const events = desk.say(order(spend(10, 9 * 10_100 + 77, 102)));
    assert.deepEqual(said(events).slice(2), [
      'prevented 2×10 4@101 left 0/0',
      'done 2 expiredInMatch 0 left, rested',
      'done 10 expiredInMatch 0 left and 77 money',
    ]);
    assert.equal(leftOf(events), 77);
    assert.equal(events.find(isPrevented)?.kind, 'TradePrevented');
  });

  test('a budget that met nobody but own orders bought nothing: it expires', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 1, 101), limit(2, 'sell', 1, 250, other));
    const events = desk.say(order(spend(10, 25_000, 250)));
    assert.deepEqual(said(events), [
      'accepted 10',
      'prevented 1×10 1@101 left 0/0',
      'done 1 expiredInMatch 0 left, rested',
      'done 10 expired 0 left and 14900 money',
    ]);
  });

  test('a sell by quote amount does alike', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'buy', 2, 99), limit(2, 'buy', 4, 98, other), limit(3, 'buy', 4, 97));
    const events = desk.say(order(bring(10, 2 * 9_900 + 6 * 9_800, 97)));
    assert.deepEqual(said(events), [
      'accepted 10',
      'prevented 1×10 2@99 left 0/0',
      'done 1 expiredInMatch 0 left, rested',
      'trade 2×10 4@98',
      'prevented 3×10 2@97 left 2/0',
      'done 10 expiredInMatch 0 left and 200 money',
    ]);
    const prevented = events.find(isPrevented);
    assert.ok(prevented?.kind === 'TradePrevented');
    assert.equal(prevented.takerLimitTicks, null);
  });
}

function otherForms(book: BookFactory): void {
  test('a market order by quantity ends with what is left', () => {
    const desk = mixed(book);
    assert.deepEqual(said(desk.say({ ...market(10, 'buy', 30, 102), ...DECREMENT })), [
      'accepted 10',
      'trade 1×10 5@101',
      'prevented 2×10 4@101 left 0/21',
      'done 2 expiredInMatch 0 left, rested',
      'trade 3×10 3@101',
      'prevented 4×10 2@102 left 0/16',
      'done 4 expiredInMatch 0 left, rested',
      'trade 5×10 9@102',
      'done 10 expired 7 left',
    ]);
  });

  test('lost lots are used up: an amend names a total that has them in it', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 10, 101));
    desk.say(limit(2, 'buy', 4, 101, DECREMENT));
    assert.deepEqual(said(desk.say(amend(1, { quantityLots: 4 }))), [
      'amend 1 rejected quantityBelowFilled, is 6@101',
    ]);
    assert.deepEqual(said(desk.say(amend(1, { quantityLots: 5 }))), [
      'amended 1 1 of 5@101, kept its place',
    ]);
  });

  test('an order that was amended comes again with the mode of the amend', () => {
    const desk = mixed(book);
    desk.say(limit(10, 'buy', 7, 100));
    assert.deepEqual(said(desk.say(amend(10, { priceTicks: 101, ...DECREMENT }))), [
      'amended 10 7 of 7@101, lost its place',
      'trade 1×10 5@101',
      'prevented 2×10 2@101 left 2/0',
      'done 10 expiredInMatch 0 left',
    ]);
  });
}
