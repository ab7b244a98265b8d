/**
 * Rows of the busy tables as builds up to commit ca3325c wrote them, as text: they are read for what they
 * are, and written anew only when they change. And the other way round: what those builds would make
 * of a row of today.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, epoch, orderId, timestampUs } from '../../proto/units.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import {
  AccountBench,
  amendOf,
  DAY_US,
  NOW,
  order,
  orderOf,
  SESSION,
  step,
  sweepAll,
  usd,
} from '../testing/account-fixture.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { entriesOf } from './account-queries.ts';
import { BALANCES, CLIENT_ORDERS, HOLDS, unmoved } from './account-rows.ts';
import type { AccountStore, Effect } from './account-store.ts';
import { amountOf } from './account-tables.ts';
import { LmdbAccountStorage, openLmdbAccountStore } from './lmdb-account-store.ts';
import { RowBytes } from './row-bytes.ts';
import type { RowForm } from './row-cells.ts';

const CLOSED_AT = String(NOW).padStart(16, '0');
/** Account 7 with three orders: 1 and 2 open, 2 amended twice and its amends on their way; 3 is over. */
const OLD_ROWS = {
  'session/001': '4',
  'account/0000000007': '{"accountId":7,"name":"seven","makerFeePpm":null,"takerFeePpm":null}',
  'balance/0000000007/USD': '9223372036854775000 40',
  'issued/USD': '9223372036854775040',
  'hold/0000000000000001': '7 BTC-USD USD 10  one',
  'hold/0000000000000002': '7 BTC-USD USD 20 3,7 m%C3%BC%2F2',
  'client/0000000007/one': '1 BTC-USD d1 -',
  'client/0000000007/m%C3%BC%2F2': '2 BTC-USD d1 -',
  'client/0000000007/three': `3 BTC-USD d1 ${NOW}`,
  [`closed/${CLOSED_AT}/client/0000000007/three`]: '',
  'cursor/events.BTC-USD': `{"topic":"events.BTC-USD","cursor":{"nextLogOffset":3,"inputOffset":2,"sequence":9,"eventHash":"${'0'.repeat(16)}"}}`,
};

async function oldStore() {
  const folder = temporaryFolder();
  const storage = new LmdbAccountStorage({ folder });
  storage.write((changes) => {
    for (const [key, text] of Object.entries(OLD_ROWS)) changes.put(key, text);
  });
  await storage.close();
  const bench = new AccountBench(openLmdbAccountStore({ folder, crashPoints: noCrashPoints }));
  return { folder, bench, store: bench.store };
}

/** Behind the stored cursor. */
const settle = (store: AccountStore, effects: readonly Effect[]) =>
  store.apply([step('events.BTC-USD', 3, effects)]);

test('rows that a build of before wrote are read for what they are', async () => {
  const { store } = await oldStore();
  const { balances, holds, cursors } = await store.inspect();
  assert.deepEqual(balances, [
    { accountId: 7, asset: 'USD', available: 9_223_372_036_854_775_000n, held: 40n },
  ]);
  const common = { accountId: 7, market: 'BTC-USD', asset: 'USD' };
  assert.deepEqual(holds, [
    { ...common, orderId: 1, amount: 10n, clientOrderId: 'one' },
    { ...common, orderId: 2, amount: 30n, clientOrderId: 'mü/2' },
  ]);
  assert.equal(cursors[0]?.cursor.inputOffset, 2);
  const ofTwo = await store.orderIdOf(accountId(7), 'mü/2');
  assert.deepEqual(ofTwo, { orderId: 2, market: 'BTC-USD', requestDigest: 'd1' });
  await store.close();
});

test('and change like those of today, each written anew when it does', async () => {
  const { folder, bench, store } = await oldStore();
  bench.epoch = await store.openSession(SESSION, epoch(0));
  assert.equal(bench.epoch, 5);
  await bench.admit(7, amendOf(2, 5));
  const settled = await settle(store, [
    { kind: 'set-hold', orderId: order(2), amount: usd(23) },
    { kind: 'close-hold', orderId: order(1), nowUs: timestampUs(NOW + 5) },
  ]);
  assert.equal(settled, 1);
  const { balances, holds } = await store.inspect();
  assert.deepEqual(
    balances.map(({ available, held }) => [available, held]),
    [[9_223_372_036_854_775_005n, 35n]],
  );
  assert.deepEqual(
    holds.map(({ orderId: id, amount }) => [id, amount]),
    [[2, 35n]],
  );
  await store.close();
  const storage = new LmdbAccountStorage({ folder });
  const clients = storage.read((reader) => entriesOf(reader, 'client/'));
  await storage.close();
  assert.equal(clients.find(([key]) => key.endsWith('three'))?.[1], `3 BTC-USD d1 ${NOW}`);
});

test('a client order id of before is free when its order has been over for a day, and swept', async () => {
  const { bench, store } = await oldStore();
  bench.epoch = await store.openSession(SESSION, epoch(0));
  const again = async (id: number, clientOrderId: string, nowUs: number) =>
    (await bench.admit(7, orderOf(id, 1, { clientOrderId, nowUs })))[0]?.kind;
  await settle(store, [{ kind: 'close-hold', orderId: order(1), nowUs: NOW }]);
  assert.equal(await again(4, 'three', NOW + DAY_US - 1), 'client-order-id-taken');
  assert.equal(await again(5, 'one', NOW + DAY_US - 1), 'client-order-id-taken');
  assert.equal(await again(6, 'three', NOW + DAY_US), 'admitted');
  // The entry of order 3 went with its client order id; that of order 1 is of today.
  assert.equal(await sweepAll(store, NOW + 1), 1);
  assert.equal((await store.orderIdOf(accountId(7), 'three'))?.orderId, 6);
  assert.equal(await store.orderIdOf(accountId(7), 'one'), null);
  assert.equal((await store.orderIdOf(accountId(7), 'mü/2'))?.orderId, 2);
  await store.close();
});

test('an entry of before in the index of closed orders is swept with its client order id', async () => {
  const { store } = await oldStore();
  assert.equal(await sweepAll(store, NOW + 1), 1);
  assert.equal(await store.orderIdOf(accountId(7), 'three'), null);
  assert.equal(await sweepAll(store, NOW + DAY_US), 0);
  await store.close();
});

/** The row as a build of before got it: LMDB's bytes as UTF-8. */
function textOf<Row>(form: RowForm<Row>, row: Row): string {
  const bytes = new RowBytes();
  form.encode(row, bytes);
  return bytes.text(0, bytes.length);
}

test('a build of before refuses the rows of today, whatever they hold: it never misreads one', () => {
  // Blanks in every place that is not a mark: 0x20202020 is an account as good as any.
  const amount = amountOf(String(0x2020_2020_2020_2020n));
  const balance = textOf(BALANCES, unmoved({ available: amount, held: amount }));
  assert.throws(() => BigInt(balance.slice(0, balance.indexOf(' '))), SyntaxError);
  const hold = textOf(HOLDS, {
    accountId: accountId(0x2020_2020),
    market: ' 1 2 3 ',
    asset: ' 4 5 ',
    settled: amount,
    pendingAmends: [amount],
    clientOrderId: '6 7',
  });
  assert.throws(() => BigInt(hold.split(' ')[3]!), SyntaxError);
  const client = textOf(CLIENT_ORDERS, {
    orderId: orderId(Number(0x10_2020_2020_2020n)),
    market: ' 1 ',
    requestDigest: ' 2 ',
    closedAtUs: null,
  });
  assert.throws(() => orderId(Number(client.split(' ')[0])), { code: 'UNIT_OUT_OF_RANGE' });
});
