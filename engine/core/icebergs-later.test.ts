/** Orders that show a part of themselves once a price was reached, or until a time (ADR 39), in both books. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command, Event, MarketSnapshot } from '../../proto/messages.ts';
import { fastBook } from './book/fast-book.ts';
import { naiveBook } from './book/naive-book.ts';
import { MarketMachine } from './market-machine.ts';
import { parts, shown } from './testing/iceberg-desk.ts';
import {
  amend,
  batchOf,
  cancel,
  cancelAll,
  Desk,
  limit,
  MARKET,
  startSession,
} from './testing/market-fixture.ts';
import { stop } from './testing/stops.ts';
import { tell } from './testing/told-event.ts';

const TICK: Command = { kind: 'ClockTicked' };
const till = (goodTillUs: number) => ({ goodTillUs });
const rules = (version: number): Command => ({ kind: 'RulesActivated', version });

for (const [name, book] of [
  ['the naive book', naiveBook],
  ['the fast book', fastBook],
] as const) {
  describe(`${name}: an iceberg that waits, or ends at a time`, () => {
    const told = (events: readonly Event[]) => events.map(tell);
    const at = (desk: Desk, timestampUs: number, ...commands: readonly Command[]) =>
      told(desk.record(batchOf(commands, { timestampUs })));
    const opened = (version = 3) => {
      const desk = new Desk(book);
      at(desk, 90, rules(version));
      return desk;
    };
    /** The same records from here on, to the machine and to one that begins at the snapshot. */
    const both = (desk: Desk, snapshot: MarketSnapshot, ...records: readonly Command[][]) => {
      const machines = [desk.machine, MarketMachine.restore(snapshot, { market: MARKET, book })];
      const batches = records.map((record) => batchOf(record, { timestampUs: 300 }));
      const [own, other] = machines.map((machine) =>
        batches.map((record) => machine.applyBatch(record, (machine.offset + 1) as never)),
      );
      assert.deepEqual(other, own);
      for (const machine of machines) machine.checkInvariants();
      assert.equal(machines[1]!.stateHash(), machines[0]!.stateHash());
      return own!.flatMap(({ events }) => told(events));
    };

    test('is refused by the rules of before, as ever', () => {
      const desk = opened(2);
      const [waiting, ending] = [parts(2, stop(105)), parts(2, till(200))];
      assert.deepEqual(
        at(desk, 100, limit(1, 'buy', 5, 106, waiting), limit(2, 'buy', 5, 99, ending)),
        ['rejected 1 invalidCombination', 'rejected 2 invalidCombination'],
      );
      at(desk, 100, rules(3));
      const odd = parts(5, stop(105));
      assert.deepEqual(
        at(desk, 100, limit(3, 'buy', 5, 106, odd), limit(4, 'buy', 5, 106, waiting)),
        ['rejected 3 displayOutOfRange', 'accepted 4, waits'],
      );
      const over = parts(2, till(100));
      assert.deepEqual(at(desk, 100, limit(5, 'buy', 5, 99, over)), ['rejected 5 goodTillOver']);
    });

    test('ends at its time with whatever part it shows by then', () => {
      const desk = opened();
      at(desk, 100, limit(1, 'sell', 10, 101, parts(3, till(200))), limit(2, 'sell', 4, 101));
      assert.deepEqual(at(desk, 110, limit(3, 'buy', 8, 101)).slice(1), [
        'trade 1×3 3@101 fees 0/0',
        'replenished 1 3 of 7@101',
        'trade 2×3 4@101 fees 0/0',
        'trade 1×3 1@101 fees 0/0',
      ]);
      assert.deepEqual(shown(desk), ['1 shows 2 (3)']);
      assert.deepEqual(desk.machine.snapshot().expiring, [{ orderId: 1, goodTillUs: 200 }]);
      assert.equal(desk.machine.nextExpiryUs, 200);
      assert.deepEqual(at(desk, 199, TICK), []);
      assert.deepEqual(at(desk, 200, TICK), ['done 1 expired 6 left, rested, shows 2']);
      assert.equal(desk.machine.nextExpiryUs, 0);
    });

    test('keeps its time when it is amended, with its place or without', () => {
      const desk = opened();
      const ending = parts(3, till(200));
      at(desk, 100, limit(1, 'sell', 10, 101, ending), limit(2, 'sell', 10, 101, ending));
      at(desk, 110, limit(3, 'buy', 3, 101), amend(1, { quantityLots: 8 }));
      at(desk, 120, amend(2, { priceTicks: 102 }));
      assert.deepEqual(at(desk, 200, TICK), [
        'done 1 expired 5 left, rested, shows 3',
        'done 2 expired 10 left, rested, shows 3',
      ]);
    });

    test('is not taken for another order under its id', () => {
      const desk = opened();
      desk.say(startSession(1, 1));
      const session = { sessionId: 1, sessionEpoch: 1, firstSequence: 1, timestampUs: 100 };
      const ending = parts(3, till(200));
      desk.record(batchOf([limit(1, 'buy', 5, 99, ending), cancel(1)], session));
      at(desk, 100, limit(1, 'buy', 7, 99, parts(2)));
      assert.equal(desk.machine.snapshot().expiring, undefined);
      assert.deepEqual(at(desk, 200, TICK), []);
      assert.equal(desk.machine.restingOrderCount, 1);
    });

    test('shows its part when it has come to rest, behind the trades that it makes', () => {
      const desk = opened();
      at(desk, 100, limit(1, 'buy', 10, 103, parts(4, stop(102))), limit(2, 'sell', 3, 103));
      assert.deepEqual(shown(desk), []);
      at(desk, 100, limit(3, 'sell', 1, 102));
      assert.deepEqual(at(desk, 100, limit(4, 'buy', 1, 102)), [
        'accepted 4',
        'trade 3×4 1@102 fees 0/0',
        'triggered 1 at 102, shows 4',
        'trade 2×1 3@103 fees 0/0',
        'rested 1 buy 7@103, shows 4',
      ]);
      assert.deepEqual(shown(desk), ['1 shows 4 (4)']);
    });

    test('says what it would have shown when it is canceled as it waits', () => {
      const desk = opened();
      const waiting = parts(4, stop(102));
      at(desk, 100, limit(1, 'buy', 10, 103, waiting), limit(2, 'buy', 10, 103, waiting));
      assert.deepEqual(at(desk, 100, cancel(1)), ['done 1 canceled 10 left, shows 4']);
      assert.equal(at(desk, 100, cancelAll())[0], 'done 2 canceled 10 left, shows 4');
    });

    test('goes on from a snapshot as it was, and is part of the state', () => {
      const desk = opened();
      at(desk, 100, limit(1, 'sell', 10, 101, parts(3, till(300))), limit(2, 'buy', 3, 101));
      at(desk, 100, limit(3, 'buy', 10, 104, parts(4, stop(103))), limit(4, 'sell', 9, 110));
      const hashOf = (display: object) => {
        const other = opened();
        at(other, 100, limit(1, 'buy', 10, 103, { ...display, ...stop(102) }));
        return other.machine.stateHash();
      };
      assert.equal(new Set([{}, parts(4), parts(5)].map(hashOf)).size, 3);
      const trade = [limit(6, 'sell', 1, 103), limit(7, 'buy', 1, 103)];
      assert.deepEqual(
        both(desk, desk.machine.snapshot(), [limit(5, 'buy', 4, 101)], [TICK], trade).slice(1),
        [
          'trade 1×5 3@101 fees 0/0',
          'replenished 1 3 of 4@101',
          'trade 1×5 1@101 fees 0/0',
          'done 1 expired 3 left, rested, shows 2',
          'accepted 6',
          'rested 6 sell 1@103',
          'accepted 7',
          'trade 6×7 1@103 fees 0/0',
          'triggered 3 at 103, shows 4',
          'rested 3 buy 10@104, shows 4',
        ],
      );
    });
  });
}
