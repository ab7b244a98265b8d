/** What carries a market's state from one replica to the next: hashes and snapshots. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AssertionFailed } from '../../proto/assert.ts';
import type { Command } from '../../proto/messages.ts';
import type { Offset } from '../../proto/units.ts';
import { fastBook } from './book/fast-book.ts';
import { MarketMachine } from './market-machine.ts';
import {
  amend,
  batchOf,
  cancelAll,
  Desk,
  type define,
  limit,
  MARKET,
  startSession,
  status,
} from './testing/market-fixture.ts';

const newDesk = (change: Parameters<typeof define>[0] | 'undefined' = {}) =>
  new Desk(fastBook, change);
const claim = (epoch: number, node: string) =>
  ({ kind: 'LeadershipClaimed', epoch, node }) as unknown as Command;

describe('hashes', () => {
  const hashAfter = (...commands: readonly Command[]) => {
    const desk = newDesk();
    desk.say(...commands);
    return desk.machine.eventHash();
  };

  test('every field of an order event moves the event hash', () => {
    const hashes = [
      limit(1, 'buy', 5, 9),
      limit(2, 'buy', 5, 9),
      limit(2 ** 52, 'buy', 5, 9),
      limit(1, 'sell', 5, 9),
      limit(1, 'buy', 6, 9),
      limit(1, 'buy', 5, 10),
      limit(1, 'buy', 5, 9, { accountId: 8 }),
      limit(1, 'buy', 5, 9, { accountId: 2 ** 32 - 1 }),
      limit(1, 'buy', 5, 9, { postOnly: true }),
      limit(1, 'buy', 5, 9, { goodTillUs: 2 ** 50 }),
      limit(1, 'buy', 5, 9, { goodTillUs: 2 ** 50 + 1 }),
      limit(1, 'buy', 5, 9, { clientOrderId: 'a' }),
      limit(1, 'buy', 5, 9, { clientOrderId: 'b' }),
      limit(1, 'buy', 5, 9, { clientOrderId: 'ab' }),
    ].map((order) => hashAfter(order));
    assert.equal(new Set(hashes).size, hashes.length);
  });

  test('texts and numbers of control events move it', () => {
    const hashes = [
      claim(1, 'a'),
      claim(1, 'b'),
      claim(2, 'a'),
      startSession(1, 1),
      startSession(1, 2),
    ];
    assert.equal(new Set(hashes.map((command) => hashAfter(command))).size, hashes.length);
  });

  test('a mark publishes the state hash and the count, and the hash is of the state before the event', () => {
    const desk = newDesk();
    desk.say(limit(1, 'buy', 5, 9));
    const [marked] = desk.say({ kind: 'SnapshotMarked', markId: 12 });
    assert.ok(marked?.kind === 'StateHashed');
    assert.deepEqual([marked.markId, marked.restingOrders], [12, 1]);
    assert.match(marked.stateHash, /^[0-9a-f]{16}$/);
  });

  test('queue order, rates and sessions are part of the state hash', () => {
    const states = [
      [limit(1, 'buy', 5, 9), limit(2, 'buy', 5, 9)],
      [limit(1, 'buy', 5, 9, { makerFeePpm: 1 }), limit(2, 'buy', 5, 9)],
      [limit(1, 'buy', 5, 9), limit(2, 'buy', 5, 9), startSession(1, 1)],
      [
        limit(1, 'buy', 5, 9),
        limit(2, 'buy', 5, 9),
        { kind: 'RulesActivated', version: 2 } as const,
      ],
    ].map((commands) => {
      const desk = newDesk();
      desk.say(...commands);
      return desk.machine.stateHash();
    });
    assert.equal(new Set(states).size, states.length);
  });
});

describe('snapshots', () => {
  test('a restored machine is the machine', () => {
    const desk = newDesk();
    desk.say(startSession(4, 9), claim(1, 'a'), { kind: 'RulesActivated', version: 2 });
    for (let id = 1; id < 300; id += 1) {
      desk.say(
        limit(id, id % 2 ? 'buy' : 'sell', 1 + (id % 7), 100 + (id % 2 ? -(id % 30) : id % 31)),
      );
    }
    desk.say(amend(9, { quantityLots: 9 }), status('cancelOnly'));
    const snapshot = desk.machine.snapshot();
    const restored = MarketMachine.restore(snapshot, { market: MARKET, book: fastBook });
    restored.checkInvariants();
    assert.deepEqual(restored.snapshot(), snapshot);
    const next = batchOf([status('trading'), cancelAll(), limit(999, 'buy', 3, 140)]);
    const offset = (desk.machine.offset + 1) as Offset;
    assert.deepEqual(restored.applyBatch(next, offset), desk.machine.applyBatch(next, offset));
  });

  test('a market that was never defined has one too', () => {
    const desk = newDesk('undefined');
    desk.say(startSession(4, 9));
    const snapshot = desk.machine.snapshot();
    assert.equal(snapshot.definition, null);
    const restored = MarketMachine.restore(snapshot, { market: MARKET, book: fastBook });
    assert.equal(restored.stateHash(), snapshot.stateHash);
  });

  test('a snapshot of rules that only a newer build knows is no bad one: it stops this build', () => {
    const desk = newDesk();
    desk.say({ kind: 'RulesActivated', version: 2 });
    const options = { market: MARKET, book: fastBook, rulesMax: 1 };
    assert.throws(() => MarketMachine.restore(desk.machine.snapshot(), options), {
      code: 'RULES_TOO_NEW',
    });
  });

  test('a snapshot whose parts contradict its hash, or of another market, is refused', () => {
    const desk = newDesk();
    desk.say(limit(1, 'buy', 5, 9));
    const snapshot = desk.machine.snapshot();
    const options = { market: MARKET, book: fastBook };
    const other = { ...snapshot, nextPriority: snapshot.nextPriority + 1 };
    assert.throws(() => MarketMachine.restore(other, options), AssertionFailed);
    assert.throws(
      () => MarketMachine.restore(snapshot, { ...options, market: 'A-B' }),
      AssertionFailed,
    );
  });
});
