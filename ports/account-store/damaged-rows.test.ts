/**
 * Rows that are not what any build wrote: cut off, too long, empty, of a form to come. Whoever meets one
 * says which it is, and that the store is broken; nobody goes on with a number that was never written.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, timestampUs } from '../../proto/units.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import {
  AccountBench,
  amendOf,
  DAY_US,
  NOW,
  order,
  orderOf,
  TOPIC,
  usd,
} from '../testing/account-fixture.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { endOfPrefix } from './account-storage.ts';
import { KeyValueAccountStore } from './key-value-account-store.ts';
import { LmdbAccountStorage, openLmdbAccountStore } from './lmdb-account-store.ts';
import { MemoryAccountStorage } from './memory-account-store.ts';

const BUSY = ['balance', 'client', 'closed', 'cursor', 'ended', 'hold'];
const LATER = NOW + 2 * DAY_US;

/** Order 1 is open and has an amend on its way, order 2 is over. */
async function filled() {
  const storage = new MemoryAccountStorage();
  const store = new KeyValueAccountStore({ storage, crashPoints: noCrashPoints });
  const bench = await new AccountBench(store).open();
  await bench.fund({ 7: 100 });
  await bench.admit(7, orderOf(1, 30), amendOf(1, 5), orderOf(2, 10));
  await bench.settle([{ kind: 'close-hold', orderId: order(2), nowUs: NOW }], TOPIC);
  return { storage, store, bench };
}

const rowsOf = (storage: MemoryAccountStorage): Map<string, Buffer> =>
  new Map(BUSY.flatMap((table) => [...storage.range(`${table}/`, endOfPrefix(`${table}/`))]));

/** What reads each row, one way or another. */
const CALLS: readonly ((bench: AccountBench) => Promise<unknown>)[] = [
  (bench) => bench.admit(7, orderOf(3, 1, { clientOrderId: 'client-1' })),
  (bench) => bench.admit(7, orderOf(4, 1, { clientOrderId: 'client-2', nowUs: LATER })),
  (bench) => bench.admit(7, amendOf(1, 1)),
  (bench) => bench.settle([{ kind: 'spend-hold', orderId: order(1), amount: usd(1) }], TOPIC),
  (bench) => bench.settle([{ kind: 'close-hold', orderId: order(1), nowUs: NOW }], TOPIC),
  (bench) => bench.store.orderIdOf(accountId(7), 'client-1'),
  (bench) => bench.store.hold(order(1)),
  (bench) => bench.store.balances(accountId(7)),
  (bench) => bench.store.cursor(TOPIC),
  (bench) => bench.store.sweepClientOrderIds(timestampUs(LATER)),
  (bench) => bench.store.inspect(),
];

function damagesOf(key: string, bytes: Buffer): readonly Buffer[] {
  const cut = Array.from({ length: bytes.length }, (_, count) => bytes.subarray(0, count));
  const longer = [Buffer.from([0]), Buffer.from(' '), bytes].map((more) =>
    Buffer.concat([bytes, more]),
  );
  // Without a mark a row begins with a number, and any number is one.
  const isMarked = !/^(cursor|closed|ended)/.test(key);
  const ofLater = Buffer.from(bytes);
  ofLater[0] = 2;
  // The orders that one transaction found over follow one another to the end of their row.
  const isSame = (each: Buffer) => key.startsWith('closed') && each.equals(longer[2]!);
  const isBlank = (each: Buffer) => key.startsWith('cursor') && each.equals(longer[1]!);
  const all = [...cut, ...longer, ...(isMarked ? [ofLater] : [])];
  return all.filter((each) => !isSame(each) && !isBlank(each));
}

async function meet(key: string, bytes: Buffer): Promise<number> {
  let refusals = 0;
  for (const call of CALLS) {
    const { storage, bench } = await filled();
    storage.put(key, bytes);
    const before = rowsOf(storage);
    try {
      await call(bench);
    } catch (error) {
      const { code, message } = error as { readonly code?: unknown; readonly message: string };
      assert.equal(code, 'ACCOUNT_STORE_BROKEN', `${key} ${bytes.toString('hex')}: ${error}`);
      assert.ok(message.includes(key), message);
      assert.deepEqual(rowsOf(storage), before);
      refusals += 1;
    }
  }
  return refusals;
}

test('a row of today that is cut off, too long or of a form to come is refused by its key', async () => {
  const keys = [...rowsOf((await filled()).storage).keys()];
  assert.deepEqual([...new Set(keys.map((key) => key.split('/')[0]))], BUSY);
  for (const [key, bytes] of rowsOf((await filled()).storage)) {
    for (const damaged of damagesOf(key, bytes)) {
      const where = `${key} as ${damaged.toString('hex')}`;
      assert.ok((await meet(key, damaged)) > 0, `${where}: nobody noticed`);
    }
  }
});

test('a row of before that is no such row is refused by its key, and is never a 0', async () => {
  const [balance, hold] = ['balance/0000000007/USD', 'hold/0000000000000001'];
  const client = 'client/0000000007/client-1';
  const texts: readonly (readonly [key: string, text: string])[] = [
    ...['', '5', ' ', '5 ', ' 5', '5 5 5', '0x5 5', '5.0 5', '9223372036854775808 0'].map(
      (text) => [balance, text] as const,
    ),
    ...[
      '',
      '7 BTC-USD USD 5',
      '7 BTC-USD USD 5   ',
      '-7 BTC-USD USD 5  c',
      '7 BTC-USD USD  5 c',
    ].map((text) => [hold, text] as const),
    ...['', '1', '1 BTC-USD d', 'x BTC-USD d -', '1 BTC-USD d x', '1 BTC-USD d - -'].map(
      (text) => [client, text] as const,
    ),
  ];
  for (const [key, text] of texts) {
    assert.ok((await meet(key, Buffer.from(text))) > 0, `${key} as '${text}': nobody noticed`);
  }
});

test('in LMDB, too, what cannot be read is broken for good and not away for now', async () => {
  const folder = temporaryFolder();
  const storage = new LmdbAccountStorage({ folder });
  storage.write((changes) => {
    changes.put('balance/0000000007/USD', '\x02 of a build to come');
    changes.put('account/0000000007', '{"accountId":7,');
    changes.put('issued/USD', 'much');
  });
  await storage.close();
  const store = openLmdbAccountStore({ folder, crashPoints: noCrashPoints });
  const broken = { code: 'ACCOUNT_STORE_BROKEN' };
  await assert.rejects(store.balances(accountId(7)), {
    ...broken,
    message: 'the row balance/0000000007/USD cannot be read',
  });
  await assert.rejects(store.account(accountId(7)), broken);
  await assert.rejects(store.issued('USD'), broken);
  await assert.rejects(store.inspect(), broken);
  await store.close();
});
