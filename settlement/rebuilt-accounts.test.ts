import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountStore, Effect } from '../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../ports/account-store/memory-account-store.ts';
import { sweepAll } from '../ports/testing/account-fixture.ts';
import { MarketStatus } from '../proto/messages.ts';
import {
  type AccountId,
  hash64,
  money,
  offset,
  orderId,
  ppm,
  sequence,
  timestampUs,
} from '../proto/units.ts';
import { RebuiltAccounts } from './rebuilt-accounts.ts';
import { ALICE, BOB, definition, NOW } from './testing/samples.ts';

const deposit = (transactionId: string, accountId: AccountId, amount: bigint): Effect => ({
  kind: 'deposit',
  transactionId,
  accountId,
  asset: 'USD',
  amount: money(amount),
});
const withdraw = (transactionId: string, accountId: AccountId, amount: bigint): Effect => ({
  ...(deposit(transactionId, accountId, amount) as Extract<Effect, { kind: 'deposit' }>),
  kind: 'withdraw',
});
const open = (id: number, accountId: AccountId, amount: bigint, asset = 'USD'): Effect => ({
  kind: 'open-hold',
  orderId: orderId(id),
  accountId,
  market: 'BTC-USD',
  asset,
  amount: money(amount),
  clientOrderId: `client-${id}`,
  nowUs: NOW,
});
const spend = (id: number, amount: bigint): Effect => ({
  kind: 'spend-hold',
  orderId: orderId(id),
  amount: money(amount),
});
const close = (id: number, at: number = NOW): Effect => ({
  kind: 'close-hold',
  orderId: orderId(id),
  nowUs: timestampUs(at),
});
const credit = (accountId: AccountId, amount: bigint, asset = 'USD'): Effect => ({
  kind: 'credit',
  accountId,
  asset,
  amount: money(amount),
});

async function stored(effects: readonly Effect[]): Promise<AccountStore> {
  const store = memoryAccountStore();
  const cursor = {
    nextLogOffset: offset(0),
    inputOffset: offset(7),
    sequence: sequence(0),
    eventHash: hash64('0'.repeat(16)),
  };
  await store.apply([{ topic: 'commands.ledger', cursor, fromStart: true, effects }]);
  return store;
}

function rebuilt(...effects: readonly Effect[]): RebuiltAccounts {
  const accounts = new RebuiltAccounts();
  accounts.apply(effects);
  return accounts;
}

async function balance(store: AccountStore, accountId: AccountId, asset = 'USD') {
  const found = (await store.balances(accountId)).find((each) => each.asset === asset);
  return found === undefined ? null : [found.available, found.held];
}

test('money that was earned after it seems to be spent is no loss: only the end counts', async () => {
  const accounts = rebuilt(
    open(1, ALICE, 50n),
    spend(1, 50n),
    close(1),
    withdraw('w', ALICE, 30n),
    deposit('d', ALICE, 10n),
    deposit('e', BOB, 80n),
    open(2, BOB, 80n),
    spend(2, 80n),
    credit(ALICE, 80n),
    credit(BOB, 50n),
    close(2),
  );
  const store = await stored(accounts.effects());
  assert.deepEqual(await balance(store, ALICE), [10n, 0n]);
  assert.deepEqual(await balance(store, BOB), [50n, 0n]);
  const { holds, issued } = await store.inspect();
  assert.deepEqual(holds, []);
  assert.deepEqual(issued, [{ asset: 'USD', amount: 60n }]);
  assert.equal(await store.transactionApplied('w'), true);
});

test('open orders keep their holds, and what trading cost is not given back', async () => {
  const accounts = rebuilt(
    deposit('d', ALICE, 100n),
    open(1, ALICE, 70n),
    spend(1, 20n),
    credit(BOB, 20n),
    open(2, ALICE, 5n),
  );
  const store = await stored(accounts.effects());
  assert.deepEqual(await balance(store, ALICE), [25n, 55n]);
  assert.deepEqual(
    (await store.inspect()).holds.map(({ orderId: id, amount }) => [id, amount]),
    [
      [1, 50n],
      [2, 5n],
    ],
  );
});

test('a client order id stays taken until its order is over for long', async () => {
  const accounts = rebuilt(
    deposit('d', ALICE, 100n),
    open(1, ALICE, 10n),
    spend(1, 10n),
    close(1, NOW - 100),
    credit(BOB, 10n),
    open(2, ALICE, 10n),
    close(2, NOW),
    open(3, ALICE, 10n),
  );
  accounts.forgetClosedBefore(timestampUs(NOW - 50));
  const store = await stored(accounts.effects());
  const taken = async (id: number) =>
    (await store.orderIdOf(ALICE, `client-${id}`))?.orderId ?? null;
  assert.deepEqual([await taken(1), await taken(2), await taken(3)], [null, 2, 3]);
  assert.deepEqual(await balance(store, ALICE), [80n, 10n]);
  assert.equal(await sweepAll(store, NOW + 1), 1);
});

test('a client order id that was taken over stays with the later order, in whatever order the logs are read', async () => {
  const named = (effect: Effect, nowUs: number): Effect =>
    ({ ...effect, clientOrderId: 'same', nowUs }) as Effect;
  const sells = named(open(2, ALICE, 5n, 'BTC'), NOW);
  const bought = [named(open(3, ALICE, 7n), NOW - 200), close(3, NOW - 100)];
  const funds = [deposit('d', ALICE, 10n), { ...deposit('b', ALICE, 10n), asset: 'BTC' } as Effect];
  for (const effects of [
    [...funds, ...bought, sells],
    [...funds.toReversed(), sells, ...bought],
  ]) {
    const store = await stored(rebuilt(...effects).effects());
    assert.equal((await store.orderIdOf(ALICE, 'same'))?.orderId, 2);
    await sweepAll(store, NOW + 1);
    assert.equal((await store.orderIdOf(ALICE, 'same'))?.orderId, 2, 'its order is open');
    assert.deepEqual(await balance(store, ALICE), [10n, 0n]);
  }
});

test('a transaction id counts once', async () => {
  const store = await stored(rebuilt(deposit('d', ALICE, 10n), deposit('d', ALICE, 10n)).effects());
  assert.deepEqual(await balance(store, ALICE), [10n, 0n]);
});

test('logs whose end is a negative balance are refused as broken', () => {
  const accounts = rebuilt(deposit('d', ALICE, 10n), open(1, ALICE, 11n));
  assert.throws(() => accounts.effects(), { code: 'ACCOUNT_STORE_BROKEN' });
});

test('an order that spends more than it holds, or none at all, is refused as broken', () => {
  const accounts = rebuilt(open(1, ALICE, 5n));
  assert.throws(() => accounts.apply([spend(1, 6n)]), { code: 'ACCOUNT_STORE_BROKEN' });
  assert.throws(() => accounts.apply([spend(9, 1n)]), { code: 'ACCOUNT_STORE_BROKEN' });
  assert.throws(() => accounts.apply([open(1, ALICE, 5n)]), { code: 'ACCOUNT_STORE_BROKEN' });
});

test('markets, accounts, assets and ledger sessions are there as last said', async () => {
  const market = (status: MarketStatus): Effect => ({
    kind: 'put-market',
    market: { definition: definition(), status },
  });
  const row = { tier: 'pro', market: '', makerFeePpm: ppm(1), takerFeePpm: ppm(2) };
  const store = await stored(
    rebuilt(
      { kind: 'put-asset', asset: 'USD', scale: 2 },
      {
        kind: 'put-account',
        account: { accountId: ALICE, name: 'alice', makerFeePpm: null, takerFeePpm: null },
      },
      { kind: 'put-fee-tier', row: { ...row, makerFeePpm: ppm(9) } },
      { kind: 'put-fee-tier', row },
      market(MarketStatus.trading),
      market(MarketStatus.halted),
    ).effects(),
  );
  assert.equal((await store.market('BTC-USD'))?.status, MarketStatus.halted);
  assert.equal((await store.account(ALICE))?.name, 'alice');
  assert.deepEqual(await store.assets(), [{ asset: 'USD', scale: 2 }]);
  assert.deepEqual(await store.feeTiers(), [row]);
  assert.equal((await store.cursor('commands.ledger'))?.inputOffset, 7);
});

test('nothing can be rebuilt into a store that already stands somewhere', async () => {
  const store = await stored([]);
  const cursor = await store.cursor('commands.ledger');
  assert.ok(cursor !== null);
  await assert.rejects(
    store.apply([{ topic: 'commands.ledger', cursor, fromStart: true, effects: [] }]),
    { code: 'ACCOUNT_STORE_GAP' },
  );
});

test('what came and went over the life of an account may be more than an int64', async () => {
  const most = 2n ** 61n;
  const moves = Array.from({ length: 12 }, (_, index) => [
    deposit(`d${index}`, ALICE, most),
    withdraw(`w${index}`, ALICE, most),
  ]);
  const accounts = rebuilt(...moves.flat(), deposit('d', ALICE, 10n), open(1, ALICE, 4n));
  const store = await stored(accounts.effects());
  assert.deepEqual(await balance(store, ALICE), [6n, 4n]);
  assert.deepEqual((await store.inspect()).issued, [{ asset: 'USD', amount: 10n }]);
  const known = Array.from({ length: 12 }, (_, index) => [`d${index}`, `w${index}`]).flat();
  for (const id of known) assert.equal(await store.transactionApplied(id), true, id);
});

test('more may have been paid out than was paid in: what trading earned', async () => {
  const accounts = rebuilt(
    deposit('d', ALICE, 10n),
    withdraw('w1', ALICE, 7n),
    withdraw('w2', ALICE, 8n),
    credit(ALICE, 6n),
    deposit('e', BOB, 20n),
    open(1, BOB, 6n),
    spend(1, 6n),
    close(1),
  );
  const store = await stored(accounts.effects());
  assert.deepEqual(await balance(store, ALICE), [1n, 0n]);
  assert.deepEqual(await balance(store, BOB), [14n, 0n]);
  assert.deepEqual((await store.inspect()).issued, [{ asset: 'USD', amount: 15n }]);
  for (const id of ['d', 'w1', 'w2']) assert.equal(await store.transactionApplied(id), true, id);
});
