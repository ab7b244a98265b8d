/**
 * The embedded store against the one in memory: the same calls to both, whatever they are, have the same
 * outcomes and leave the same contents. Between them LMDB's is closed and opened again, and some of its
 * rows are made what a build of before would have written of them (up to commit ca3325c), so that rows of
 * both forms meet in one transaction.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TimestampUs } from '../../proto/units.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import {
  accountCalls,
  asText,
  contentsOf,
  countOutcome,
  OrderIdsOnce,
  outcomeOf,
} from '../testing/account-calls.ts';
import { AccountBench } from '../testing/account-fixture.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readRow, readRows } from './account-queries.ts';
import { BALANCES, CLIENT_ORDERS, CLOSED, HOLDS } from './account-rows.ts';
import { keys, type StoredClientOrder, type StoredHold, word } from './account-tables.ts';
import { LmdbAccountStorage, openLmdbAccountStore } from './lmdb-account-store.ts';
import { memoryAccountStore } from './memory-account-store.ts';

const SEED = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = 25;

// --- rows of before ----------------------------------------------------------------------------------

const oldHold = (hold: StoredHold): string =>
  `${hold.accountId} ${word(hold.market)} ${word(hold.asset)} ${hold.settled} ` +
  `${hold.pendingAmends.join(',')} ${word(hold.clientOrderId)}`;

const oldClient = (order: StoredClientOrder, closedAtUs: number | null): string =>
  `${order.orderId} ${word(order.market)} ${word(order.requestDigest)} ${closedAtUs ?? '-'}`;

/** Which rows: those whose number leaves no rest by 3, 2 or 1. Tells how many. */
function age(storage: LmdbAccountStorage, oneOf: number): number {
  const isAged = (number: number): boolean => number % oneOf === 0;
  return storage.write((changes) => {
    let aged = 0;
    const put = (key: string, text: string) => {
      changes.put(key, text);
      aged += 1;
    };
    storage.read((reader) => {
      for (const { key, row } of readRows(reader, BALANCES, 'balance/')) {
        if (isAged(Number(key.split('/')[1]))) put(key, `${row.available} ${row.held}`);
      }
      for (const { key, row } of readRows(reader, HOLDS, 'hold/')) {
        if (isAged(Number(key.split('/')[1]))) put(key, oldHold(row));
      }
      for (const { key, row } of readRows(reader, CLIENT_ORDERS, 'client/')) {
        if (isAged(row.orderId)) put(key, oldClient(row, row.closedAtUs));
      }
      for (const { key, row } of readRows(reader, CLOSED, 'closed/').filter(isOfToday)) {
        const closedAtUs = Number(key.split('/')[1]) as TimestampUs;
        if (!isAged(row[0]!.orderId)) continue;
        changes.remove(key);
        for (const { orderId, accountId, clientOrderId } of row) {
          changes.remove(`ended/${String(orderId).padStart(16, '0')}`);
          const client = readRow(reader, CLIENT_ORDERS, accountId, clientOrderId);
          if (client?.orderId !== orderId) continue;
          const clientKey = keys.client(accountId, clientOrderId);
          put(clientKey, oldClient(client, closedAtUs));
          put(keys.oldClosed(closedAtUs, clientKey), '');
        }
      }
    });
    return aged;
  });
}

const isOfToday = ({ row }: { readonly row: readonly unknown[] }): boolean => row.length > 0;

// --- the test ------------------------------------------------------------------------------------------

/** LMDB's store, which is closed and opened between its calls. */
class Embedded {
  readonly #folder = temporaryFolder();
  bench = new AccountBench(this.#open());

  #open() {
    return openLmdbAccountStore({ folder: this.#folder, crashPoints: noCrashPoints });
  }

  async reopened(between: (storage: LmdbAccountStorage) => void): Promise<void> {
    await this.bench.store.close();
    const storage = new LmdbAccountStorage({ folder: this.#folder });
    between(storage);
    await storage.close();
    this.bench = this.bench.on(this.#open());
  }
}

const nights = fc.oneof(
  { weight: 8, arbitrary: fc.constant('none' as const) },
  { weight: 1, arbitrary: fc.constant('reopen' as const) },
  { weight: 3, arbitrary: fc.constantFrom(1, 2, 3) },
);

test('LMDB and memory agree, call by call, over restarts and rows of two forms', async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const seen = { admitted: 0, refused: 0, settled: 0, broken: 0, aged: 0, reopened: 0 };
  const tape = fc.array(fc.tuple(accountCalls, nights), {
    minLength: 10,
    maxLength: 40,
    size: 'max',
  });
  const property = fc.asyncProperty(tape, async (played) => {
    const embedded = new Embedded();
    const memory = await new AccountBench(memoryAccountStore()).open();
    await embedded.bench.open();
    for (const bench of [embedded.bench, memory]) {
      await bench.fund({ 7: 100, 8: 2n ** 53n, 9: 2n ** 62n });
    }
    const once = new OrderIdsOnce();
    for (const [call, night] of played) {
      if (!(await once.allows(call, memory))) continue;
      const outcome = await outcomeOf(memory, call);
      const text = JSON.stringify([call, night], asText);
      assert.deepEqual(await outcomeOf(embedded.bench, call), outcome, text);
      if (night !== 'none') {
        await embedded.reopened((storage) => {
          if (night !== 'reopen') seen.aged += age(storage, night);
        });
        seen.reopened += 1;
      }
      assert.deepEqual(await contentsOf(embedded.bench), await contentsOf(memory), text);
      countOutcome(seen, call, outcome);
    }
    await embedded.bench.store.close();
  });
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
  for (const [what, times] of Object.entries(seen)) assert.ok(times > 50, `${what}: ${times}`);
});
