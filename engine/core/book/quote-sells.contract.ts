/** What every book does with a market sell by quote amount. One lot at one tick brings 100 quote minor units. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SelfTradePrevention } from '../../../proto/messages.ts';
import { assertBook } from '../testing/drawn-book.ts';
import { bring, told } from '../testing/market-fixture.ts';
import { DRAWN, deskWith } from './book.contract.ts';
import type { BookFactory } from './book.ts';

export function quoteSellsContract(name: string, book: BookFactory): void {
  const sold = (target: number, worst: number, more: object = {}) => {
    const desk = deskWith(book, DRAWN);
    const events = desk.say({ ...bring(10, target, worst), ...more });
    const last = events.at(-1);
    assert.ok(last?.kind === 'OrderDone');
    return { desk, told: told(events).slice(1), left: last.remainingQuoteMinor };
  };

  describe(`${name}: selling for a quote amount`, () => {
    test('sells whole lots, best bid first, until one more would bring too much', () => {
      const { desk, told: said, left } = sold(7 * 9_900 + 2 * 9_800 + 9_799, 98);
      assert.deepEqual(said, [
        'trade 1×10 3@99',
        'trade 2×10 4@99',
        'trade 3×10 2@98',
        'done 10 filled 0',
      ]);
      assert.equal(left, 9_799);
      assertBook(
        desk.machine,
        `
            |   103 | 6:8
            |   101 | 4:5 5:2
        3:7 |    98 |
        `,
      );
    });

    test('brings the amount to the last unit', () => {
      const { told: said, left } = sold(9_900, 99);
      assert.deepEqual([said, left], [['trade 1×10 1@99', 'done 10 filled 0'], 0]);
    });

    test('expires with what is left when nobody within its worst price is there any more', () => {
      const { told: said, left } = sold(7 * 9_900 + 50_000, 99);
      assert.deepEqual([said.at(-1), left], ['done 10 expired 0', 50_000]);
    });

    test('passes nobody by: where a lot brings too much it ends, though a worse bid brought less', () => {
      const { told: said, left } = sold(9_850, 98);
      assert.deepEqual([said, left], [['done 10 expired 0'], 9_850]);
    });

    test('sells no more lots than would bring the amount at its worst price', () => {
      const { told: said } = sold(16 * 9_800, 98);
      const lots = said.map((line) => Number(/ (\d+)@/.exec(line)?.[1] ?? 0));
      assert.ok(lots.reduce((sum, each) => sum + each, 0) <= 16);
    });

    test('looks out for own bids', () => {
      const { told: said } = sold(50_000, 98, {
        selfTradePrevention: SelfTradePrevention.expireBoth,
      });
      assert.deepEqual(said, ['done 1 expiredInMatch 3', 'done 10 expiredInMatch 0']);
    });

    test('its trades name neither a limit nor a remainder, and its acceptance the amount', () => {
      const [accepted, trade] = deskWith(book, DRAWN).say(bring(10, 9_900, 99));
      assert.ok(accepted?.kind === 'OrderAccepted' && trade?.kind === 'TradeExecuted');
      assert.equal(accepted.quoteBudgetMinor, 9_900);
      assert.deepEqual([trade.takerLimitTicks, trade.takerRemainingLots], [null, 0]);
    });
  });
}
