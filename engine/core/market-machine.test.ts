/** The machine around the book: fences, status, control records, hashes, snapshots. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AssertionFailed } from '../../proto/assert.ts';
import {
  type Command,
  type EventBatch,
  IgnoreReason,
  MarketStatus,
  RejectReason,
} from '../../proto/messages.ts';
import type { Offset, TimestampUs } from '../../proto/units.ts';
import { fastBook } from './book/fast-book.ts';
import { MarketMachine, PoisonCommand } from './market-machine.ts';
import {
  amend,
  batchOf,
  cancel,
  cancelAll,
  Desk,
  define,
  limit,
  MARKET,
  startSession,
  status,
  told,
} from './testing/market-fixture.ts';

const newDesk = (change: Parameters<typeof define>[0] | 'undefined' = {}) =>
  new Desk(fastBook, change);
const from = (sessionId: number, sessionEpoch: number, firstSequence: number) => ({
  sessionId,
  sessionEpoch,
  firstSequence,
});
const claim = (epoch: number, node: string) =>
  ({ kind: 'LeadershipClaimed', epoch, node }) as unknown as Command;

describe('sessions', () => {
  test('a command of a session that never opened is ignored', () => {
    const desk = newDesk();
    const events = desk.record(batchOf([limit(1, 'buy', 1, 9), cancel(1)], from(3, 1, 1)));
    const ignored = `ignored ${IgnoreReason.unknownSession}`;
    assert.deepEqual(told(events), [ignored, ignored]);
    assert.deepEqual(
      events.map((event) => event.commandIndex),
      [0, 1],
    );
  });

  test('a sequence takes part once, and a gap does not advance', () => {
    const desk = newDesk();
    desk.say(startSession(3, 1));
    desk.record(batchOf([limit(1, 'buy', 1, 9), limit(2, 'buy', 1, 9)], from(3, 1, 1)));
    const again = desk.record(
      batchOf([limit(2, 'buy', 1, 9), limit(3, 'buy', 1, 9)], from(3, 1, 2)),
    );
    assert.deepEqual(told(again), [
      `ignored ${IgnoreReason.duplicateSequence}`,
      'accepted 3',
      'rested 3 1@9',
    ]);
    const ahead = () => desk.record(batchOf([limit(9, 'buy', 1, 9)], from(3, 1, 5)));
    assert.deepEqual(told(ahead()), [`ignored ${IgnoreReason.sequenceGap}`]);
    assert.deepEqual(told(ahead()), [`ignored ${IgnoreReason.sequenceGap}`]);
    assert.equal(desk.record(batchOf([limit(4, 'buy', 1, 9)], from(3, 1, 4))).length, 2);
  });

  test('a new epoch fences the old one and says how far it came', () => {
    const desk = newDesk();
    desk.say(startSession(3, 5));
    desk.record(batchOf([limit(7, 'buy', 1, 9), cancel(7), cancel(7)], from(3, 5, 1)));
    const [opened] = desk.say(startSession(3, 6));
    assert.ok(opened?.kind === 'SessionOpened');
    assert.deepEqual([opened.previousEpoch, opened.previousLastSequence, opened.epoch], [5, 3, 6]);
    const stale = desk.record(batchOf([limit(8, 'buy', 1, 9)], from(3, 5, 4)));
    assert.deepEqual(told(stale), [`ignored ${IgnoreReason.staleEpoch}`]);
    const early = desk.record(batchOf([limit(8, 'buy', 1, 9)], from(3, 7, 1)));
    assert.deepEqual(told(early), [`ignored ${IgnoreReason.unknownSession}`]);
    // Order ids go on growing over epochs.
    const reused = desk.record(
      batchOf([limit(7, 'buy', 1, 9), limit(8, 'buy', 1, 9)], from(3, 6, 1)),
    );
    assert.deepEqual(told(reused)[0], `OrderRejected 7 ${RejectReason.duplicateOrderId}`);
    assert.deepEqual(told(reused)[1], 'accepted 8');
  });

  test('an epoch that is not newer is refused', () => {
    const desk = newDesk();
    desk.say(startSession(3, 5));
    for (const epoch of [5, 4]) {
      const [refused] = desk.say(startSession(3, epoch));
      assert.ok(refused?.kind === 'SessionRefused' && refused.currentEpoch === 5);
    }
  });

  test('an id that rests is a duplicate for every session, before anything trades', () => {
    const desk = newDesk();
    desk.say(startSession(1, 1), startSession(2, 1), limit(50, 'sell', 5, 100));
    desk.record(batchOf([limit(60, 'sell', 5, 101)], from(1, 1, 1)));
    const events = desk.record(batchOf([limit(60, 'buy', 9, 101)], from(2, 1, 1)));
    assert.deepEqual(told(events), [`OrderRejected 60 ${RejectReason.duplicateOrderId}`]);
    assert.equal(desk.machine.restingOrderCount, 2);
  });
});

describe('leadership', () => {
  test('the first claim of the next epoch wins, all others are refused', () => {
    const desk = newDesk('undefined');
    assert.deepEqual(told(desk.say(claim(1, 'a'), claim(1, 'b'), claim(3, 'b'), claim(2, 'b'))), [
      'LeadershipChanged',
      'LeadershipRefused',
      'LeadershipRefused',
      'LeadershipChanged',
    ]);
    assert.deepEqual(desk.machine.leadership, { epoch: 2, node: 'b' });
    const [refused] = desk.say(claim(2, 'c'));
    assert.ok(refused?.kind === 'LeadershipRefused');
    assert.deepEqual([refused.currentEpoch, refused.currentNode], [2, 'b']);
  });
});

describe('the market', () => {
  test('orders before its definition are refused', () => {
    const desk = newDesk('undefined');
    const reason = RejectReason.marketNotDefined;
    const events = desk.say(limit(1, 'buy', 1, 9), cancel(1), cancelAll(), amend(1, {}));
    assert.deepEqual(told(events), [
      `OrderRejected 1 ${reason}`,
      `CancelRejected 1 ${reason}`,
      'canceled 0',
      `AmendRejected 1 ${reason}`,
    ]);
  });

  test('it is defined once, with a definition of its own that makes sense', () => {
    const desk = newDesk('undefined');
    const invalid = desk.say(define({ market: 'ETH-USD' }), define({ tickSize: '0' }));
    assert.deepEqual(
      invalid.map((event) => event.kind === 'MarketDefinitionRejected' && event.reason),
      [RejectReason.invalidDefinition, RejectReason.invalidDefinition],
    );
    assert.deepEqual(told(desk.say(define())), ['MarketDefined']);
    const [again] = desk.say(define());
    assert.ok(again?.kind === 'MarketDefinitionRejected');
    assert.equal(again.reason, RejectReason.marketAlreadyDefined);
  });

  test('cancel-only lets orders leave and none come or change', () => {
    const desk = newDesk();
    desk.say(limit(1, 'buy', 3, 9), limit(2, 'buy', 3, 9), status('cancelOnly'));
    const reason = RejectReason.marketCancelOnly;
    const events = desk.say(
      limit(3, 'buy', 1, 9),
      amend(1, { quantityLots: 1 }),
      cancel(1),
      cancelAll(),
    );
    assert.deepEqual(told(events), [
      `OrderRejected 3 ${reason}`,
      `AmendRejected 1 ${reason}`,
      'done 1 canceled 3',
      'done 2 canceled 3',
      'canceled 1',
    ]);
  });

  test('halted, nothing moves but control records; then it trades on', () => {
    const desk = newDesk();
    desk.say(limit(1, 'buy', 3, 9), status('halted'));
    assert.equal(desk.machine.status, MarketStatus.halted);
    const reason = RejectReason.marketHalted;
    const [refused, ...others] = desk.say(
      amend(1, { quantityLots: 1 }),
      cancel(1),
      cancelAll(),
      limit(2, 'buy', 1, 9),
    );
    assert.ok(refused?.kind === 'AmendRejected' && refused.remainingLots === 3);
    assert.deepEqual(told(others), [
      `CancelRejected 1 ${reason}`,
      'canceled 0',
      `OrderRejected 2 ${reason}`,
    ]);
    desk.say(startSession(1, 1), status('trading'));
    assert.deepEqual(told(desk.say(cancel(1))), ['done 1 canceled 3']);
  });

  test('a ledger command is poison here', () => {
    const desk = newDesk();
    const deposit = { kind: 'Deposit' } as unknown as Command;
    assert.throws(() => desk.say(deposit), PoisonCommand);
  });
});

describe('records', () => {
  test('each has one event batch, which echoes it; sequences have no gaps and time never runs back', () => {
    const machine = new MarketMachine({ market: MARKET, book: fastBook });
    const batches: EventBatch[] = [];
    const say = (timestampUs: number, ...commands: readonly Command[]) => {
      const batch = batchOf(commands, { timestampUs, firstSequence: 9 });
      batches.push(machine.applyBatch(batch, batches.length as Offset));
    };
    say(500, define());
    say(400, limit(1, 'buy', 5, 9), limit(2, 'sell', 5, 9));
    say(600);
    say(
      700,
      { kind: 'ClockTicked' },
      { kind: 'CommandQuarantined', offset: 1 as Offset, reason: 'x' },
    );
    say(800, cancel(1));
    assert.deepEqual(
      batches.map((batch) => batch.timestampUs),
      [500, 500, 600, 700, 800],
    );
    assert.deepEqual(
      batches.map((batch) => batch.events.length),
      [1, 4, 0, 0, 1],
    );
    assert.deepEqual(
      batches.map((batch) => batch.firstSequence),
      [1, 2, 6, 6, 6],
    );
    assert.deepEqual(
      batches.map((batch) => batch.inputOffset),
      [0, 1, 2, 3, 4],
    );
    assert.ok(batches.every((batch) => batch.firstCommandSequence === 9));
    for (const [index, batch] of batches.entries()) {
      const before = batches[index - 1];
      if (before !== undefined) assert.equal(batch.prevHash, before.eventHash);
      assert.equal(batch.prevHash === batch.eventHash, batch.events.length === 0);
    }
    assert.equal(machine.sequence, 6);
    assert.equal(machine.offset, 4);
  });

  test('a record out of turn is a bug of the caller', () => {
    const { machine } = newDesk();
    for (const offset of [0, 2]) {
      assert.throws(() => machine.applyBatch(batchOf([]), offset as Offset), AssertionFailed);
    }
  });

  test('a record that is passed over leaves one event and no other trace', () => {
    const desk = newDesk();
    desk.say(limit(1, 'buy', 5, 9));
    const batch = desk.machine.passOver(2 as Offset, 'does not decode', 7 as TimestampUs);
    const [event] = batch.events;
    assert.ok(batch.events.length === 1 && event?.kind === 'CommandPassedOver');
    assert.deepEqual([event.offset, event.reason, event.commandIndex], [2, 'does not decode', 0]);
    assert.equal(desk.machine.offset, 2);
    assert.equal(desk.machine.restingOrderCount, 1);
  });
});
