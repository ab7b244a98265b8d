/** Orders that are good until a time, in both books; and the heap that knows who ends next. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Command, MarketSnapshot } from '../../../proto/messages.ts';
import { fastBook } from '../book/fast-book.ts';
import { naiveBook } from '../book/naive-book.ts';
import { MarketMachine } from '../market-machine.ts';
import {
  amend,
  batchOf,
  cancel,
  Desk,
  definitionWith,
  limit,
  MARKET,
  startSession,
  status,
  told,
} from '../testing/market-fixture.ts';
import { stop } from '../testing/stops.ts';
import { type Expiry, ExpiryHeap, endsBefore } from './expiry-heap.ts';

const TICK: Command = { kind: 'ClockTicked' };
const till = (goodTillUs: number) => ({ goodTillUs });

for (const [name, book] of [
  ['the naive book', naiveBook],
  ['the fast book', fastBook],
] as const) {
  describe(`${name}: an order that is good until a time`, () => {
    const at = (desk: Desk, timestampUs: number, ...commands: readonly Command[]) =>
      told(desk.record(batchOf(commands, { timestampUs })));
    /** As a replica goes on that was restored. */
    const restored = (snapshot: MarketSnapshot) =>
      MarketMachine.restore(snapshot, { market: MARKET, book });

    test('ends at the first tick at or after it, and not before', () => {
      const desk = new Desk(book);
      at(desk, 100, limit(1, 'buy', 5, 99, till(200)), limit(2, 'buy', 3, 99));
      assert.equal(desk.machine.nextExpiryUs, 200);
      assert.deepEqual(at(desk, 199, TICK), []);
      assert.deepEqual(at(desk, 200, TICK), ['done 1 expired 5']);
      assert.deepEqual([desk.machine.nextExpiryUs, desk.machine.restingOrderCount], [0, 1]);
      assert.deepEqual(at(desk, 300, TICK), []);
    });

    test('is still there, and trades, until a tick says that its time is over', () => {
      const desk = new Desk(book);
      at(desk, 100, limit(1, 'sell', 5, 101, till(200)));
      assert.deepEqual(at(desk, 500, limit(2, 'buy', 2, 101)).at(-1), 'trade 1×2 2@101');
      assert.deepEqual(at(desk, 500, TICK), ['done 1 expired 3']);
    });

    test('they end by time, then by acceptance, whatever their price and side', () => {
      const desk = new Desk(book);
      at(desk, 100, limit(1, 'buy', 1, 90, till(300)), limit(2, 'sell', 1, 110, till(200)));
      at(desk, 100, limit(3, 'buy', 1, 95, till(200)), limit(4, 'buy', 1, 96, till(400)));
      assert.deepEqual(at(desk, 350, TICK), [
        'done 2 expired 1',
        'done 3 expired 1',
        'done 1 expired 1',
      ]);
    });

    test('one that left the book before its time is not spoken of again', () => {
      const desk = new Desk(book);
      at(desk, 100, limit(1, 'sell', 5, 101, till(200)), limit(2, 'sell', 5, 102, till(200)));
      at(desk, 110, limit(3, 'buy', 5, 101), cancel(2));
      assert.equal(desk.machine.snapshot().expiring, undefined);
      assert.deepEqual(at(desk, 200, TICK), []);
      assert.equal(desk.machine.nextExpiryUs, 0);
    });

    test('an amended order is good as long as it was, wherever it stands', () => {
      const desk = new Desk(book);
      at(desk, 100, limit(1, 'buy', 5, 99, till(200)), limit(2, 'buy', 5, 99, till(300)));
      at(desk, 110, amend(1, { priceTicks: 98 }), amend(2, { quantityLots: 4 }));
      assert.deepEqual(at(desk, 250, TICK), ['done 1 expired 5']);
      assert.deepEqual(at(desk, 300, TICK), ['done 2 expired 4']);
    });

    test('one that triggers another as it comes, or as it is amended, is told from that one', () => {
      for (const isAmended of [false, true]) {
        const desk = new Desk(book);
        at(desk, 90, { kind: 'RulesActivated', version: 2 });
        at(desk, 90, limit(1, 'sell', 5, 101), limit(2, 'buy', 1, 101, stop(101)));
        if (isAmended) at(desk, 100, limit(3, 'buy', 1, 99, till(200)));
        const came = isAmended
          ? at(desk, 100, amend(3, { priceTicks: 101, quantityLots: 7 }))
          : at(desk, 100, limit(3, 'buy', 7, 101, till(200)));
        assert.deepEqual(came.slice(1), [
          'trade 1×3 5@101',
          'rested 3 2@101',
          'triggered 2',
          'rested 2 1@101',
        ]);
        assert.deepEqual(at(desk, 200, TICK), ['done 3 expired 2']);
      }
    });

    test('another order under the id of one that is gone stays', () => {
      const desk = new Desk(book);
      desk.say(startSession(1, 1));
      const session = { sessionId: 1, sessionEpoch: 1, firstSequence: 1, timestampUs: 100 };
      desk.record(batchOf([limit(1, 'buy', 5, 99, till(200)), cancel(1)], session));
      assert.deepEqual(at(desk, 100, limit(1, 'buy', 7, 99)).at(-1), 'rested 1 7@99');
      assert.equal(desk.machine.snapshot().expiring, undefined);
      assert.deepEqual(at(desk, 200, TICK), []);
      assert.equal(desk.machine.restingOrderCount, 1);
    });

    test('it ends in a halted market too', () => {
      const desk = new Desk(book);
      at(desk, 100, limit(1, 'buy', 5, 99, till(200)), status('halted'));
      assert.deepEqual(at(desk, 200, TICK), ['done 1 expired 5']);
    });

    test('its time is over when log time has reached it, though the clock of its record is behind', () => {
      const desk = new Desk(book);
      at(desk, 500, TICK);
      assert.deepEqual(at(desk, 100, limit(1, 'buy', 5, 99, till(500))), ['OrderRejected 1 22']);
    });

    test('a replica that was restored ends the same ones in the same order', () => {
      const desk = new Desk(book);
      at(desk, 100, limit(1, 'buy', 1, 90, till(300)), limit(2, 'sell', 1, 110, till(200)));
      at(
        desk,
        100,
        limit(3, 'buy', 1, 95, till(200)),
        limit(4, 'buy', 9, 80, till(150)),
        cancel(4),
      );
      const snapshot = desk.machine.snapshot();
      assert.deepEqual(snapshot.expiring, [
        { orderId: 2, goodTillUs: 200 },
        { orderId: 3, goodTillUs: 200 },
        { orderId: 1, goodTillUs: 300 },
      ]);
      const other = restored(snapshot);
      other.checkInvariants();
      const late = batchOf([limit(5, 'buy', 1, 70, till(200)), TICK], { timestampUs: 199 });
      const end = batchOf([TICK], { timestampUs: 300 });
      const ends = [desk.machine, other].map((machine) =>
        [late, end].map((record) => machine.applyBatch(record, (machine.offset + 1) as never)),
      );
      assert.deepEqual(ends[1], ends[0]);
      assert.deepEqual(told(ends[0]![1]!.events), [
        'done 2 expired 1',
        'done 3 expired 1',
        'done 5 expired 1',
        'done 1 expired 1',
      ]);
      assert.equal(other.stateHash(), desk.machine.stateHash());
    });

    test('a state with a time in it has another hash', () => {
      const hashOf = (goodTill: object) => {
        const desk = new Desk(book);
        at(desk, 100, limit(1, 'buy', 1, 90, goodTill));
        return desk.machine.stateHash();
      };
      const hashes = [{}, till(200), till(201)].map(hashOf);
      assert.equal(new Set(hashes).size, 3);
    });

    test('those that are gone are dropped before they fill the memory', () => {
      const desk = new Desk(book);
      const far = till(2 ** 50);
      at(desk, 100, limit(1, 'buy', 1, 90, far));
      for (let id = 2; id < 2_500; id += 1) at(desk, 100, limit(id, 'buy', 1, 91, far), cancel(id));
      desk.machine.checkInvariants();
      assert.deepEqual(desk.machine.snapshot().expiring, [{ orderId: 1, goodTillUs: 2 ** 50 }]);
      assert.deepEqual(at(desk, 2 ** 50, TICK), ['done 1 expired 1']);
    });
  });
}

test('the heap gives out who ends first, whoever came and was dropped in between', () => {
  const step = fc.record({ take: fc.boolean(), goodTillUs: fc.nat(20), keep: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new ExpiryHeap();
      let judge: Expiry[] = [];
      for (const [placement, { take, goodTillUs, keep }] of steps.entries()) {
        if (take && judge.length > 0) {
          judge.sort((a, b) => (endsBefore(a, b) ? -1 : 1));
          assert.equal(heap.first, judge[0]);
          assert.equal(heap.takeFirst(), judge.shift());
        } else if (keep === 0) {
          heap.keep((entry) => entry.orderId % 3 !== 0);
          judge = judge.filter((entry) => entry.orderId % 3 !== 0);
        } else {
          const entry = { orderId: placement, accountId: 1, goodTillUs, placement, priority: 1 };
          heap.add(entry);
          judge.push(entry);
        }
        heap.checkInvariants();
        assert.equal(heap.size, judge.length);
      }
    }),
  );
});

test('a change of the market leaves the times of its orders as they were', () => {
  const desk = new Desk(fastBook);
  const goodTill = limit(1, 'buy', 5, 99, till(200));
  desk.record(batchOf([goodTill], { timestampUs: 100 }));
  const definition = { ...definitionWith(), makerFeePpm: 1 };
  const change = { kind: 'ChangeMarket', definition } as unknown as Command;
  assert.deepEqual(told(desk.say(change)), ['MarketChanged']);
  desk.record(batchOf([limit(2, 'buy', 5, 98, till(200))], { timestampUs: 100 }));
  assert.deepEqual(told(desk.record(batchOf([TICK], { timestampUs: 200 }))), [
    'done 1 expired 5',
    'done 2 expired 5',
  ]);
});
