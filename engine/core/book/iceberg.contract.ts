/** What every book does with an order that shows a part of itself. Drawings show all that it has. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SelfTradePrevention, TimeInForce } from '../../../proto/messages.ts';
import { assertBook } from '../testing/drawn-book.ts';
import { parts, shown, two } from '../testing/iceberg-desk.ts';
import { bring, Desk, limit, market, spend } from '../testing/market-fixture.ts';
import { said } from '../testing/told-event.ts';
import type { BookFactory } from './book.ts';

const other = { accountId: 8 };

export function icebergContract(name: string, book: BookFactory): void {
  describe(`${name}: an order that shows a part of itself`, () => {
    resting(book);
    meeting(book);
    lookingAhead(book);
    byQuoteAmount(book);
  });
}

function resting(book: BookFactory): void {
  test('is accepted and rests with all that it has, and says what it shows', () => {
    const desk = new Desk(book);
    const events = desk.say(limit(1, 'buy', 10, 99, parts(3)));
    assert.deepEqual(said(events), ['accepted 1', 'rested 1 buy 10@99, shows 3']);
    assert.ok(events[0]?.kind === 'OrderAccepted');
    assert.deepEqual([events[0].displayLots, events[0].quoteBudgetMinor], [3, 0]);
    assert.deepEqual(shown(desk), ['1 shows 3 (3)']);
  });

  test('that comes trades with all that it has, and shows no more than is left', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'sell', 8, 101, other));
    assert.deepEqual(said(desk.say(limit(2, 'buy', 10, 101, parts(4)))), [
      'accepted 2',
      'trade 1×2 8@101',
      'rested 2 buy 2@101, shows 4',
    ]);
    assert.deepEqual(shown(desk), ['2 shows 2 (4)']);
  });

  test('may be post-only', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(limit(3, 'buy', 9, 101, parts(2, { postOnly: true })))), [
      'rejected 3 postOnlyWouldTrade',
    ]);
    assert.deepEqual(said(desk.say(limit(4, 'buy', 9, 100, parts(2, { postOnly: true })))), [
      'accepted 4',
      'rested 4 buy 9@100, shows 2',
    ]);
  });
}

function meeting(book: BookFactory): void {
  test('gives up its place when what it shows is used up, with more of it left', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(limit(3, 'buy', 3, 101, other))), [
      'accepted 3',
      'trade 1×3 3@101',
      'replenished 1 3 of 7@101',
    ]);
    assertBook(desk.machine, '| 101 | 2:4 1:7');
    assert.deepEqual(shown(desk), ['1 shows 3 (3)']);
  });

  test('keeps its place while it shows something', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(limit(3, 'buy', 2, 101, other))).slice(1), ['trade 1×3 2@101']);
    assertBook(desk.machine, '| 101 | 1:8 2:4');
    assert.deepEqual(shown(desk), ['1 shows 1 (3)']);
  });

  test('is met again by the same order, after the others', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(limit(3, 'buy', 12, 101, other))), [
      'accepted 3',
      'trade 1×3 3@101',
      'replenished 1 3 of 7@101',
      'trade 2×3 4@101',
      'trade 1×3 3@101',
      'replenished 1 3 of 4@101',
      'trade 1×3 2@101',
    ]);
    assertBook(desk.machine, '| 101 | 1:2');
    assert.deepEqual(shown(desk), ['1 shows 1 (3)']);
  });

  test('shows its last part whole and is gone with it', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(limit(3, 'buy', 20, 101, other))).slice(-4), [
      'trade 1×3 3@101',
      'replenished 1 1 of 1@101',
      'trade 1×3 1@101',
      'rested 3 buy 6@101',
    ]);
    assertBook(desk.machine, '3:6 | 101 |');
    assert.deepEqual(shown(desk), []);
  });

  test('takes turns with another one, and worse prices wait until both are gone', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'buy', 4, 99, parts(2)), limit(2, 'buy', 3, 99, parts(1)));
    desk.say(limit(3, 'buy', 5, 98));
    assert.deepEqual(said(desk.say(market(4, 'sell', 8, 98, other))), [
      'accepted 4',
      'trade 1×4 2@99',
      'replenished 1 2 of 2@99',
      'trade 2×4 1@99',
      'replenished 2 1 of 2@99',
      'trade 1×4 2@99',
      'trade 2×4 1@99',
      'replenished 2 1 of 1@99',
      'trade 2×4 1@99',
      'trade 3×4 1@98',
    ]);
    assertBook(desk.machine, '3:4 | 98 |');
  });
}

function lookingAhead(book: BookFactory): void {
  const kill = { ...other, timeInForce: TimeInForce.fok };

  test('fill or kill looks at what is hidden too', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(limit(3, 'buy', 15, 101, kill))), [
      'accepted 3',
      'done 3 expired 15 left',
    ]);
    const filled = desk.say(limit(4, 'buy', 14, 101, kill));
    assert.equal(filled.filter(({ kind }) => kind === 'TradeExecuted').length, 5);
    assertBook(desk.machine, '');
  });

  test('fill or kill: before an own order there is only what shows', () => {
    const desk = two(book);
    const own = { ...kill, accountId: 7, selfTradePrevention: SelfTradePrevention.expireTaker };
    desk.say(limit(5, 'sell', 6, 101, other), limit(6, 'sell', 6, 101, other));
    const taker = { ...own, accountId: 9 };
    desk.say(limit(7, 'sell', 1, 101, { accountId: 9 }));
    // 3 of order 1, and 4, 6, 6 stand before order 7.
    assert.deepEqual(
      said(desk.say(limit(8, 'buy', 20, 101, taker))).at(-1),
      'done 8 expired 20 left',
    );
    assert.deepEqual(said(desk.say(limit(9, 'buy', 19, 101, taker))), [
      'accepted 9',
      'trade 1×9 3@101',
      'replenished 1 3 of 7@101',
      'trade 2×9 4@101',
      'trade 5×9 6@101',
      'trade 6×9 6@101',
    ]);
    assertBook(desk.machine, '| 101 | 7:1 1:7');
    const passes = { ...taker, selfTradePrevention: SelfTradePrevention.expireMaker };
    assert.equal(desk.say(limit(10, 'buy', 8, 101, passes)).at(-1)?.kind, 'OrderDone');
    assert.deepEqual(said(desk.say(limit(11, 'buy', 7, 101, passes))).slice(0, 3), [
      'accepted 11',
      'done 7 expiredInMatch 1 left, rested',
      'trade 1×11 3@101',
    ]);
  });
}

/** A lot at one tick costs 100. */
function byQuoteAmount(book: BookFactory): void {
  test('a budget buys part after part', () => {
    const desk = two(book);
    assert.deepEqual(said(desk.say(spend(3, 9 * 10_100 + 50, 101))).slice(1), [
      'trade 1×3 3@101',
      'replenished 1 3 of 7@101',
      'trade 2×3 4@101',
      'trade 1×3 2@101',
      'done 3 filled 0 left and 50 money',
    ]);
  });

  test('a sell by quote amount does alike', () => {
    const desk = new Desk(book);
    desk.say(limit(1, 'buy', 5, 99, parts(2)), limit(2, 'buy', 5, 98));
    assert.deepEqual(said(desk.say(bring(3, 5 * 9_900 + 9_800, 98))).slice(1), [
      'trade 1×3 2@99',
      'replenished 1 2 of 3@99',
      'trade 1×3 2@99',
      'replenished 1 1 of 1@99',
      'trade 1×3 1@99',
      'trade 2×3 1@98',
      'done 3 filled 0 left',
    ]);
  });
}
