/** The kill switch of an account, in one market. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AccountStatus, MarketStatus, TimeInForce } from '../../proto/messages.ts';
import { MarketDesk } from './testing/market-desk.ts';

const { ioc } = TimeInForce;

describe('a blocked account', () => {
  const change = (status: AccountStatus, accountId = 1) => ({
    kind: 'ChangeAccountStatus',
    accountId,
    status,
    reason: 'test',
  });
  const { active, blocked } = AccountStatus;

  test('loses its orders, in order of entry, and gets no others; the rest of the market trades on', () => {
    const desk = MarketDesk.defined();
    desk.buy(1, '5@100');
    desk.sell(2, '5@110', { accountId: 2 });
    assert.deepEqual(desk.send(change(blocked)), [
      'done 1 canceled 5 left, rested',
      'account 1 blocked: test, canceled 1',
    ]);
    assert.deepEqual(desk.buy(3, '5@100'), ['rejected 3 accountBlocked']);
    assert.deepEqual(desk.buy(4, '5@110', { timeInForce: ioc }), ['rejected 4 accountBlocked']);
    assert.deepEqual(desk.amend(1, { quantityLots: 3 }), ['amend 1 rejected accountBlocked']);
    assert.deepEqual(desk.cancel(1), ['cancel 1 rejected unknownOrder']);
    assert.equal(desk.sell(5, '5@111', { accountId: 2 })[0], 'accepted 5');
    assert.deepEqual(desk.restored().buy(6, '5@100'), ['rejected 6 accountBlocked']);
    assert.deepEqual(desk.send(change(active)), ['account 1 active: test, canceled 0']);
    assert.equal(desk.cancel(5, { accountId: 2 }).length, 1);
    assert.equal(desk.buy(7, '5@100')[0], 'accepted 7');
    assert.ok(!('blockedAccounts' in desk.machine.snapshot()));
  });

  test('can be blocked in a halted market, and twice', () => {
    const desk = MarketDesk.defined();
    desk.buy(1, '5@100');
    desk.send({ kind: 'ChangeMarketStatus', status: MarketStatus.halted, reason: '' });
    assert.equal(desk.send(change(blocked)).length, 2);
    assert.deepEqual(desk.send(change(blocked)), ['account 1 blocked: test, canceled 0']);
    assert.deepEqual(desk.buy(2, '5@100'), ['rejected 2 marketHalted']);
    assert.deepEqual(desk.machine.snapshot().blockedAccounts, [1]);
  });

  test('is part of the state hash', () => {
    const hashes = [
      [],
      [change(blocked)],
      [change(blocked, 2)],
      [change(blocked), change(active)],
    ].map((commands) => {
      const desk = MarketDesk.defined();
      desk.record(commands);
      return desk.machine.stateHash();
    });
    assert.equal(new Set(hashes).size, hashes.length);
  });

  test('is none before the market is defined', () => {
    assert.deepEqual(new MarketDesk().send(change(blocked)), [
      'definition rejected marketNotDefined',
    ]);
  });
});
