/** What becomes of an order that shows a part of itself by its owner's doing, and what a snapshot says of it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SelfTradePrevention } from '../../../proto/messages.ts';
import { MarketMachine } from '../market-machine.ts';
import { assertBook } from '../testing/drawn-book.ts';
import { parts, shown, two } from '../testing/iceberg-desk.ts';
import { amend, cancel, cancelAll, Desk, limit, MARKET } from '../testing/market-fixture.ts';
import { said } from '../testing/told-event.ts';
import type { BookFactory } from './book.ts';

const other = { accountId: 8 };

export function icebergChangesContract(name: string, book: BookFactory): void {
  describe(`${name}: an order that shows a part of itself, and its account`, () => {
    selfTrades(book);
    changing(book);
    carried(book);
  });
}

function selfTrades(book: BookFactory): void {
  const mode = (name: keyof typeof SelfTradePrevention) => ({
    selfTradePrevention: SelfTradePrevention[name],
  });
  /** Own order 2 shows 3 of 10, between others. */
  const mixed = () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 4, 101, parts(2, other)), limit(2, 'sell', 10, 101, parts(3)));
    desk.say(limit(3, 'sell', 4, 101, other));
    return desk;
  };

  test('of one account with the taker: whoever ends, ends with what is hidden', () => {
    const taken = (name: keyof typeof SelfTradePrevention) =>
      said(mixed().say(limit(10, 'buy', 9, 101, mode(name)))).slice(3);
    assert.deepEqual(taken('expireTaker'), ['done 10 expiredInMatch 7 left']);
    const ended = 'done 2 expiredInMatch 10 left, rested, shows 3';
    assert.deepEqual(taken('expireBoth'), [ended, 'done 10 expiredInMatch 7 left']);
    assert.deepEqual(taken('expireMaker'), [
      ended,
      'trade 3×10 4@101',
      'trade 1×10 2@101',
      'rested 10 buy 1@101',
    ]);
  });

  test('that comes, and ends, tells the market no more than it would have shown', () => {
    const terms = parts(2, mode('expireTaker'));
    assert.deepEqual(said(mixed().say(limit(10, 'buy', 9, 101, terms))).slice(-1), [
      'done 10 expiredInMatch 7 left, shows 2',
    ]);
  });

  test('decrement takes what shows, and meets the next part behind the others', () => {
    const desk = mixed();
    assert.deepEqual(said(desk.say(limit(10, 'buy', 14, 101, mode('decrement')))), [
      'accepted 10',
      'trade 1×10 2@101',
      'replenished 1 2 of 2@101',
      'prevented 2×10 3@101 left 7/9, shows 0',
      'replenished 2 3 of 7@101',
      'trade 3×10 4@101',
      'trade 1×10 2@101',
      'prevented 2×10 3@101 left 4/0, shows 0',
      'replenished 2 3 of 4@101',
      'done 10 expiredInMatch 0 left',
    ]);
    assert.deepEqual(said(desk.say(limit(11, 'buy', 1, 101, mode('decrement')))), [
      'accepted 11',
      'prevented 2×11 1@101 left 3/0, shows 2',
      'done 11 expiredInMatch 0 left',
    ]);
    assert.deepEqual(shown(desk), ['2 shows 2 (3)']);
  });

  test('decrement of all that it has ends it', () => {
    const desk = mixed();
    assert.deepEqual(said(desk.say(limit(10, 'buy', 30, 101, mode('decrement')))).slice(-3), [
      'prevented 2×10 1@101 left 0/12, shows 0',
      'done 2 expiredInMatch 0 left, rested',
      'rested 10 buy 12@101',
    ]);
  });

  test('the taker sweeps as far as what shows before its own order lets it', () => {
    const desk = mixed();
    assert.deepEqual(said(desk.say(limit(10, 'buy', 2, 101, mode('expireTaker')))).slice(1), [
      'trade 1×10 2@101',
      'replenished 1 2 of 2@101',
    ]);
    assertBook(desk.machine, '| 101 | 2:10 3:4 1:2');
  });
}

function changing(book: BookFactory): void {
  test('amended to less keeps its place, and shows no more than it has', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(amend(1, { quantityLots: 5 }))), [
      'amended 1 5 of 5@101, kept its place, shows 3',
    ]);
    assert.deepEqual(said(desk.say(amend(1, { quantityLots: 2 }))), [
      'amended 1 2 of 2@101, kept its place, shows 2',
    ]);
    assertBook(desk.machine, '| 101 | 1:2 2:4');
    assert.deepEqual(shown(desk), ['1 shows 2 (3)']);
  });

  test('amended otherwise comes again with what it displays, at its full part', () => {
    const desk = two(book);
    desk.say(limit(3, 'buy', 2, 101, other));
    assert.deepEqual(said(desk.say(amend(1, { quantityLots: 12 }))), [
      'amended 1 10 of 12@101, lost its place, shows 3',
      'rested 1 sell 10@101, shows 3',
    ]);
    assert.deepEqual(said(desk.say(amend(1, { priceTicks: 102 }))).slice(1), [
      'rested 1 sell 10@102, shows 3',
    ]);
    assert.deepEqual(said(desk.say(amend(1, { quantityLots: 301 }))), [
      'amend 1 rejected displayOutOfRange, is 10@102',
    ]);
  });

  test('canceled ends with what is hidden', () => {
    const desk = two(book);
    desk.say(limit(3, 'buy', 1, 101, other));
    assert.deepEqual(said(desk.say(cancel(1))), ['done 1 canceled 9 left, rested, shows 2']);
    assertBook(desk.machine, '| 101 | 2:4');
  });

  test('cancelling all comes to it as of when it showed its last part', () => {
    const desk = two(book);
    desk.say(limit(3, 'buy', 3, 101, other));
    assert.deepEqual(said(desk.say(cancelAll())), [
      'done 2 canceled 4 left, rested',
      'done 1 canceled 7 left, rested, shows 3',
      'canceled 2 of 7',
    ]);
  });
}

function carried(book: BookFactory): void {
  test('a snapshot says what shows, and whoever is restored from it goes on alike', () => {
    const desk = two(book);
    desk.say(limit(3, 'sell', 9, 102, parts(9 - 1)), limit(4, 'buy', 5, 101, other));
    assert.deepEqual(shown(desk), ['1 shows 3 (3)', '3 shows 8 (8)']);
    const snapshot = desk.machine.snapshot();
    const restored = new Desk(book, 'undefined');
    restored.machine = MarketMachine.restore(snapshot, { market: MARKET, book });
    restored.machine.checkInvariants();
    assert.deepEqual(restored.machine.snapshot(), snapshot);
    const sweep = limit(5, 'buy', 30, 102, other);
    assert.deepEqual(restored.say(sweep), desk.say(sweep));
    assert.equal(restored.machine.stateHash(), desk.machine.stateHash());
  });

  test('what shows is in the state hash, and nothing is where all show all of themselves', () => {
    const states = [parts(3), parts(4), {}].map((terms) => {
      const desk = new Desk(book);
      desk.say(limit(1, 'sell', 10, 101, terms));
      return desk.machine.snapshot();
    });
    assert.equal(new Set(states.map(({ stateHash }) => stateHash)).size, 3);
    assert.deepEqual(
      states.map(({ icebergs }) => icebergs?.length),
      [1, 1, undefined],
    );
  });
}
