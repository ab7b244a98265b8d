/** Who takes part: sessions and their fences, leadership, marks, time, and records that are no commands. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CommandBatch, MarketStatus, Side } from '../../proto/messages.ts';
import { RULES_VERSION_LATEST } from '../../proto/rules-version.ts';
import { offset, timestampUs } from '../../proto/units.ts';
import { PoisonCommand } from './market-machine.ts';
import { asked, MarketDesk, type Wish } from './testing/market-desk.ts';
import { tell } from './testing/told-event.ts';

const start = (sessionId: number, epoch: number): Wish => ({
  kind: 'SessionStarted',
  sessionId,
  epoch,
  node: `node-${epoch}`,
});
const buys = (...ids: number[]): Wish[] => ids.map((id) => asked(id, Side.buy, '1@100'));

/** What session 3 hears when it sends these orders. */
function sends(desk: MarketDesk, epoch: number, firstSequence: number, ...ids: number[]) {
  const envelope = { sessionId: 3, sessionEpoch: epoch, firstSequence };
  return desk.record(buys(...ids), envelope).events.map(tell);
}

describe('a session', () => {
  test('that was not started is ignored', () => {
    const desk = MarketDesk.defined();
    assert.deepEqual(sends(desk, 1, 1, 1), ['#0 ignored unknownSession']);
  });

  test('commands from its first sequence on', () => {
    const desk = MarketDesk.defined();
    assert.deepEqual(desk.send(start(3, 1)), ['session 3 opened 1 after 0/0 by node-1']);
    assert.deepEqual(sends(desk, 1, 1, 1, 2).slice(2), ['accepted 2', 'rested 2 buy 1@100']);
    assert.deepEqual(sends(desk, 1, 3, 3), ['accepted 3', 'rested 3 buy 1@100']);
  });

  test('is heard once: a repeated record only takes part with what is new in it', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 1));
    sends(desk, 1, 1, 1, 2);
    assert.deepEqual(sends(desk, 1, 1, 1, 2, 3), [
      '#0 ignored duplicateSequence',
      '#1 ignored duplicateSequence',
      'accepted 3',
      'rested 3 buy 1@100',
    ]);
  });

  test('that leaves a gap is ignored until the gap is filled', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 1));
    assert.deepEqual(sends(desk, 1, 2, 2), ['#0 ignored sequenceGap']);
    assert.equal(sends(desk, 1, 1, 1)[0], 'accepted 1');
  });

  test('of an older epoch is fenced off, of a later one unknown', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 1));
    sends(desk, 1, 1, 1, 2);
    assert.deepEqual(desk.send(start(3, 4)), ['session 3 opened 4 after 1/2 by node-4']);
    assert.deepEqual(sends(desk, 1, 3, 3), ['#0 ignored staleEpoch']);
    assert.deepEqual(sends(desk, 5, 1, 3), ['#0 ignored unknownSession']);
    assert.equal(sends(desk, 4, 1, 3)[0], 'accepted 3');
  });

  test('cannot start twice in one epoch, nor go back', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 4));
    assert.deepEqual(desk.send(start(3, 4)), ['session 3 refused 4, is 4']);
    assert.deepEqual(desk.send(start(3, 2)), ['session 3 refused 2, is 4']);
    assert.deepEqual(desk.send(start(4, 1)), ['session 4 opened 1 after 0/0 by node-1']);
  });

  test('uses an order id once, over all its epochs, also when the order was refused', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 1));
    sends(desk, 1, 1, 7);
    desk.cancel(7);
    assert.deepEqual(sends(desk, 1, 2, 7), ['rejected 7 duplicateOrderId']);
    desk.send(start(3, 2));
    assert.deepEqual(sends(desk, 2, 1, 6), ['rejected 6 duplicateOrderId']);
    assert.equal(sends(desk, 2, 2, 8)[0], 'accepted 8');
  });

  test('is told of a repeated id before it is told that the market is halted', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 1));
    sends(desk, 1, 1, 7);
    desk.send({ kind: 'ChangeMarketStatus', status: MarketStatus.halted, reason: '' });
    assert.deepEqual(sends(desk, 1, 2, 7), ['rejected 7 duplicateOrderId']);
    assert.deepEqual(sends(desk, 1, 3, 8), ['rejected 8 marketHalted']);
  });

  test('that is claimed anew within its own record ends there', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 1));
    const envelope = { sessionId: 3, sessionEpoch: 1, firstSequence: 1 };
    const told = desk.record([...buys(1, 2), start(3, 2), ...buys(3)], envelope).events.map(tell);
    assert.deepEqual(told.slice(4), [
      'session 3 opened 2 after 1/3 by node-2',
      '#3 ignored staleEpoch',
    ]);
    assert.deepEqual(sends(desk, 2, 1, 2, 4).slice(0, 2), [
      'rejected 2 duplicateOrderId',
      'accepted 4',
    ]);
  });

  test('survives a snapshot', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 1));
    sends(desk, 1, 1, 1, 2);
    const restored = desk.restored();
    assert.deepEqual(sends(restored, 1, 2, 2), ['#0 ignored duplicateSequence']);
    assert.equal(sends(restored, 1, 3, 3)[0], 'accepted 3');
  });
});

describe('leadership', () => {
  const claim = (epoch: number, node: string): Wish => ({ kind: 'LeadershipClaimed', epoch, node });

  test('goes to whoever claims the next epoch first', () => {
    const desk = new MarketDesk();
    assert.deepEqual(desk.send(claim(1, 'a')), ['leader 1 a']);
    assert.deepEqual(desk.send(claim(1, 'b')), ['leader 1 b refused, is 1 a']);
    assert.deepEqual(desk.send(claim(3, 'b')), ['leader 3 b refused, is 1 a']);
    assert.deepEqual(desk.send(claim(2, 'b')), ['leader 2 b']);
    assert.deepEqual(desk.machine.leadership, { epoch: 2, node: 'b' });
  });
});

describe('a record', () => {
  test('has its place: offsets leave no gap', () => {
    const { machine } = new MarketDesk();
    const empty = { sessionId: 0, sessionEpoch: 0, firstSequence: 0, timestampUs: 5, prevHash: 0 };
    const batch = { ...empty, commands: [] } as unknown as CommandBatch;
    assert.throws(() => machine.applyBatch(batch, offset(1)), { code: 'ASSERTION_FAILED' });
    assert.equal(machine.applyBatch(batch, offset(0)).events.length, 0);
    assert.equal(machine.offset, 0);
    assert.throws(() => machine.applyBatch(batch, offset(0)), { code: 'ASSERTION_FAILED' });
  });

  test('chains hashes and sequences to the one before', () => {
    const desk = MarketDesk.defined();
    const first = desk.record(buys(1));
    const second = desk.record(buys(2, 3));
    assert.equal(second.prevHash, first.eventHash);
    assert.equal(second.firstSequence, first.firstSequence + first.events.length);
    assert.equal(desk.machine.sequence, second.firstSequence + second.events.length - 1);
    assert.equal(second.eventHash, desk.machine.eventHash());
    assert.deepEqual(
      second.events.map((event) => event.commandIndex),
      [0, 0, 1, 1],
    );
  });

  test('echoes who commanded', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 9));
    const told = desk.record(buys(1), { sessionId: 3, sessionEpoch: 9, firstSequence: 1 });
    const { sessionId, sessionEpoch, firstCommandSequence, inputOffset } = told;
    assert.deepEqual([sessionId, sessionEpoch, firstCommandSequence, inputOffset], [3, 9, 1, 2]);
  });

  test('from a clock that went back has the time of the one before', () => {
    const desk = new MarketDesk();
    assert.equal(desk.record([{ kind: 'ClockTicked' }], { timestampUs: 900 }).timestampUs, 900);
    assert.equal(desk.record([{ kind: 'ClockTicked' }], { timestampUs: 100 }).timestampUs, 900);
  });

  test('that ticks or quarantines says nothing', () => {
    const desk = new MarketDesk();
    assert.deepEqual(desk.send({ kind: 'ClockTicked' }), []);
    assert.deepEqual(desk.send({ kind: 'CommandQuarantined', offset: 7, reason: 'x' }), []);
  });

  test('that activates rules says so', () => {
    const desk = new MarketDesk();
    assert.deepEqual(desk.send({ kind: 'RulesActivated', version: 2 }), ['rules 2']);
    assert.equal(desk.machine.snapshot().rulesVersion, 2);
  });

  test('that activates rules of a newer build stops it, and says which are needed', () => {
    const desk = MarketDesk.defined();
    const version = RULES_VERSION_LATEST + 1;
    assert.throws(() => desk.send({ kind: 'RulesActivated', version }), {
      code: 'RULES_TOO_NEW',
      message: new RegExp(
        `${desk.machine.market} plays by rules version ${version} .* up to ${version - 1}`,
      ),
    });
  });

  test('of a fenced session activates nothing, whatever the version', () => {
    const desk = MarketDesk.defined();
    desk.send(start(3, 9));
    const old = { sessionId: 3, sessionEpoch: 8, firstSequence: 1 };
    const { events } = desk.record([{ kind: 'RulesActivated', version: 99 }], old);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['CommandIgnored'],
    );
  });

  test('that marks tells how many rest and the hash of the state', () => {
    const marked = (lotsAtPrice: string) => {
      const desk = MarketDesk.defined();
      desk.buy(1, lotsAtPrice);
      return desk.send({ kind: 'SnapshotMarked', markId: 8 }).join();
    };
    assert.match(marked('5@100'), /^mark 8 [0-9a-f]{16} over 1$/);
    assert.equal(marked('5@100'), marked('5@100'));
    assert.notEqual(marked('5@100'), marked('6@100'));
  });
});

describe('a poison command', () => {
  const ledger: readonly Wish[] = [
    { kind: 'DefineAsset', asset: 'X', scale: 2 },
    { kind: 'OpenAccount', accountId: 1, name: 'x', makerFeePpm: null, takerFeePpm: null },
    { kind: 'DefineFeeTier', tier: 'x', market: '', makerFeePpm: 1, takerFeePpm: 1 },
    { kind: 'RevokeApiKey', apiKey: 'k' },
    { kind: 'CreateApiKey', apiKey: 'k', accountId: 1 },
    { kind: 'Deposit', transactionId: 't', accountId: 1, asset: 'X' },
    { kind: 'Withdraw', transactionId: 't', accountId: 1, asset: 'X' },
  ];

  test('is one that no market log may hold, and throws', () => {
    for (const command of ledger) {
      const desk = MarketDesk.defined();
      assert.throws(() => desk.send(command), PoisonCommand, `${command['kind']}`);
    }
    const rules = { kind: 'RulesActivated', version: 0 };
    assert.throws(() => new MarketDesk().send(rules), PoisonCommand);
    assert.throws(() => MarketDesk.defined().send({ kind: 'Unheard' }), {
      code: 'ASSERTION_FAILED',
    });
  });

  test('leaves what its record did before it to no other market', () => {
    const neighbour = MarketDesk.defined();
    const before = neighbour.machine.eventHash();
    const desk = MarketDesk.defined();
    assert.throws(() => desk.record([...buys(1, 2), ledger[0]!]), PoisonCommand);
    assert.equal(neighbour.machine.eventHash(), before);
    assert.deepEqual(neighbour.buy(1, '1@100'), ['accepted 1', 'rested 1 buy 1@100']);
    assert.equal(desk.machine.sequence, 1, 'nor are they its own');
  });

  test('is passed over by replicas that start before it', () => {
    const desk = MarketDesk.defined();
    const before = desk.machine.sequence;
    const told = desk.machine.passOver(offset(1), 'bad bytes', timestampUs(7_000));
    assert.deepEqual(told.events.map(tell), ['passed over 1: bad bytes']);
    assert.equal(told.timestampUs, 7_000);
    assert.equal(desk.machine.offset, 1);
    assert.equal(desk.machine.sequence, before + 1);
    assert.equal(desk.buy(1, '1@100')[0], 'accepted 1');
  });
});
