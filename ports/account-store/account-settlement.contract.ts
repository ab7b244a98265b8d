/** The log's half of what every AccountStore keeps: effects, cursors, the books. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandSequence, epoch, ppm, sessionId, timestampUs } from '../../proto/units.ts';
import {
  account,
  NOW,
  onBench,
  order,
  orderOf,
  step,
  usd,
  withdrawalOf,
} from '../testing/account-fixture.ts';
import type { AccountStore, Effect } from './account-store.ts';

const EVENTS = 'events.BTC-USD';
const open = (id: number, accountNumber: number, amount: number): Effect => ({
  kind: 'open-hold',
  orderId: order(id),
  accountId: account(accountNumber),
  market: 'BTC-USD',
  asset: 'USD',
  amount: usd(amount),
  clientOrderId: `client-${id}`,
  nowUs: NOW,
});
const set = (id: number, amount: number): Effect => ({
  kind: 'set-hold',
  orderId: order(id),
  amount: usd(amount),
});
const spend = (id: number, amount: number): Effect => ({
  kind: 'spend-hold',
  orderId: order(id),
  amount: usd(amount),
});
const release = (id: number, amount: number): Effect => ({
  kind: 'release-hold',
  orderId: order(id),
  amount: usd(amount),
});
const close = (id: number): Effect => ({ kind: 'close-hold', orderId: order(id), nowUs: NOW });
const credit = (accountNumber: number, amount: number | bigint, asset = 'USD'): Effect => ({
  kind: 'credit',
  accountId: account(accountNumber),
  asset,
  amount: usd(amount),
});
const withdraw = (transactionId: string, amount: number): Effect => ({
  kind: 'withdraw',
  transactionId,
  accountId: account(7),
  asset: 'USD',
  amount: usd(amount),
});

export function accountSettlementContract(name: string, create: () => Promise<AccountStore>): void {
  describe(`AccountStore, settlement: ${name}`, () => {
    const on = onBench(create);

    it(
      'brings the hold of an order that counts on another one to its need as that one ends',
      on(async (bench) => {
        await bench.fund({ 7: 60 });
        await bench.admit(7, orderOf(1, 50));
        await bench.settle([open(1, 7, 50)]);
        await bench.admit(7, orderOf(2, 8));
        assert.equal(await bench.balance(7), '2 58');
        await bench.settle([close(1), open(2, 7, 57)]);
        assert.equal(await bench.balance(7), '3 57');
        await bench.settle([close(2)]);
        assert.equal(await bench.balance(7), '60 0');
      }),
    );

    it(
      'pays a trade out of the hold and gives the improvement and the rest back',
      on(async (bench) => {
        await bench.fund({ 7: 100, 8: 0 });
        await bench.admit(7, orderOf(1, 50));
        await bench.settle([
          open(1, 7, 50),
          spend(1, 28),
          release(1, 2),
          credit(8, 27),
          credit(0, 1),
        ]);
        assert.equal(await bench.balance(7), '52 20');
        await bench.settle([close(1)]);
        assert.equal(await bench.balance(7), '72 0');
        assert.equal(await bench.balance(8), '27 0');
        assert.equal(await bench.balance(0), '1 0');
        assert.equal(await bench.store.hold(order(1)), null);
        assert.deepEqual((await bench.store.inspect()).holds, []);
      }),
    );

    it(
      'takes the hold from available when it is rebuilt from the log',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.settle([open(1, 7, 60)]);
        assert.equal(await bench.balance(7), '40 60');
        assert.deepEqual(await bench.store.orderIdOf(account(7), 'client-1'), {
          orderId: 1,
          market: 'BTC-USD',
          requestDigest: '',
        });
        await bench.settle([set(1, 90), set(1, 10)]);
        assert.equal(await bench.balance(7), '90 10');
      }),
    );

    it(
      'closes the hold of an order that it does not know without a word',
      on(async (bench) => {
        assert.equal(await bench.settle([close(99)]), 1);
      }),
    );

    it(
      'applies a step once, in order, and refuses a gap as a whole',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        const first = step(EVENTS, 0, [credit(7, 1)]);
        const second = step(EVENTS, 1, [credit(7, 10)]);
        assert.equal(await bench.store.apply([first, second]), 2);
        assert.equal(await bench.store.apply([first, second]), 0);
        assert.equal(await bench.balance(7), '111 0');
        assert.deepEqual(await bench.store.cursor(EVENTS), second.cursor);
        const third = step(EVENTS, 2, [credit(7, 100)]);
        const fifth = step(EVENTS, 4, [credit(7, 1000)]);
        await assert.rejects(bench.store.apply([third, fifth]), { code: 'ACCOUNT_STORE_GAP' });
        assert.equal(await bench.balance(7), '111 0');
        assert.deepEqual(await bench.store.cursor(EVENTS), second.cursor);
        assert.equal(await bench.store.cursor('events.ETH-USD'), null);
        await assert.rejects(bench.store.apply([step('events.ETH-USD', 1, [])]), {
          code: 'ACCOUNT_STORE_GAP',
        });
      }),
    );

    for (const [what, effects] of [
      ['spend more than the hold', [spend(1, 51)]],
      ['release more than the hold', [release(1, 51)]],
      ['raise a hold beyond what is available', [set(1, 101)]],
      ['open a hold beyond what is available', [open(2, 7, 51)]],
      ['touch the hold of an unknown order', [spend(9, 1)]],
      ['accept an order for another account', [open(1, 8, 50)]],
      ['withdraw more than there is', [withdraw('w', 51)]],
      ['add up beyond an int64', [credit(7, 2n ** 63n - 1n)]],
      ['take a negative amount', [{ ...credit(7, 1), amount: -1n } as Effect]],
    ] satisfies [string, Effect[]][]) {
      it(
        `stops rather than ${what}, and keeps nothing of the call`,
        on(async (bench) => {
          await bench.fund({ 7: 100, 8: 100 });
          await bench.admit(7, orderOf(1, 50));
          const before = await bench.store.inspect();
          await assert.rejects(bench.settle([credit(8, 5), ...effects]), {
            code: 'ACCOUNT_STORE_BROKEN',
          });
          assert.deepEqual(await bench.store.inspect(), before);
        }),
      );
    }

    it(
      'counts a deposit once, however often it is logged',
      on(async (bench) => {
        const deposit: Effect = {
          kind: 'deposit',
          transactionId: 'd/1',
          accountId: account(7),
          asset: 'USD',
          amount: usd(5),
        };
        assert.equal(await bench.store.transactionApplied('d/1'), false);
        await bench.settle([deposit, deposit]);
        await bench.settle([{ ...deposit, amount: usd(9) }]);
        assert.equal(await bench.balance(7), '5 0');
        assert.equal(await bench.store.transactionApplied('d/1'), true);
        assert.deepEqual((await bench.store.inspect()).issued, [{ asset: 'USD', amount: 5n }]);
      }),
    );

    it(
      'keeps the id of a transfer that moves nothing, as a rebuild leaves most of them',
      on(async (bench) => {
        await bench.fund({ 7: 5 });
        const deposit = (amount: number): Effect => ({
          kind: 'deposit',
          transactionId: 'd1',
          accountId: account(7),
          asset: 'USD',
          amount: usd(amount),
        });
        await bench.settle([deposit(0), withdraw('w1', 0)]);
        for (const id of ['d1', 'w1']) assert.equal(await bench.store.transactionApplied(id), true);
        await bench.settle([deposit(3)]);
        await bench.settle([withdraw('w1', 3)]);
        assert.equal(await bench.balance(7), '5 0');
      }),
    );

    it(
      'pays a withdrawal out of its hold, or out of available when rebuilt',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, withdrawalOf('w1', 30));
        await bench.settle([withdraw('w1', 30), withdraw('w2', 20), withdraw('w1', 30)]);
        assert.equal(await bench.balance(7), '50 0');
        assert.deepEqual((await bench.store.inspect()).issued, [{ asset: 'USD', amount: 50n }]);
        assert.deepEqual(await bench.admit(7, withdrawalOf('w2', 1)), [
          { kind: 'transaction-id-taken' },
        ]);
      }),
    );

    it(
      'keeps what was defined',
      on(async (bench) => {
        const key = {
          apiKey: 'key 1',
          accountId: account(7),
          sealedSecret: new Uint8Array([0, 255, 10]),
          scopes: [1, 2] as const,
          ipAllowList: ['10.0.0.0/8'],
          expiresAtUs: timestampUs(0),
          revoked: false,
        };
        const ledgerSession = {
          epoch: epoch(2),
          lastSequence: commandSequence(3),
          previousEpoch: epoch(1),
          previousLastSequence: commandSequence(9),
        };
        const alice = {
          accountId: account(7),
          name: 'alice',
          makerFeePpm: ppm(5),
          takerFeePpm: null,
          feeTier: 'pro',
        };
        const rates = { makerFeePpm: ppm(1), takerFeePpm: ppm(2) };
        const rows = [
          { tier: 'pro', market: 'A-B', ...rates },
          { tier: 'pro', market: 'A-B', ...rates, makerFeePpm: ppm(0) },
          { tier: 'a tier', market: '', ...rates },
          { tier: 'pro', market: '', ...rates },
        ];
        await bench.settle([
          { kind: 'put-asset', asset: 'USD', scale: 2 },
          { kind: 'put-account', account: alice },
          { kind: 'put-api-key', key },
          { kind: 'put-ledger-session', sessionId: sessionId(1), session: ledgerSession },
          ...rows.map((row) => ({ kind: 'put-fee-tier', row }) as const),
        ]);
        assert.deepEqual(await bench.store.feeTiers(), [...rows.slice(2), rows[1]]);
        assert.deepEqual(await bench.store.assets(), [{ asset: 'USD', scale: 2 }]);
        assert.deepEqual(await bench.store.account(account(7)), alice);
        assert.deepEqual(await bench.store.accounts(), [alice]);
        assert.equal(await bench.store.account(account(8)), null);
        assert.deepEqual(await bench.store.apiKey('key 1'), key);
        assert.equal(await bench.store.apiKey('key 2'), null);
        assert.deepEqual(await bench.store.ledgerSession(sessionId(1)), ledgerSession);
        await bench.settle([{ kind: 'revoke-api-key', apiKey: 'key 1' }]);
        assert.equal((await bench.store.apiKey('key 1'))?.revoked, true);
      }),
    );

    it(
      'forgets everything when it is cleared',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, orderOf(1, 50));
        await bench.store.clear();
        const contents = await bench.store.inspect();
        assert.ok(Object.values(contents).every((rows) => rows.length === 0));
        assert.equal(await bench.store.cursor('commands.ledger'), null);
      }),
    );
  });
}
