/** What happens between the preparation of a step and its write. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, orderId } from '../../proto/units.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { available, changeBalance, holdOf, putHold } from './account-balances.ts';
import { balancesOf } from './account-queries.ts';
import type { StagedChanges } from './account-storage.ts';
import { AccountStoreError } from './account-store.ts';
import { moneyOf } from './account-tables.ts';
import { LmdbAccountStorage } from './lmdb-account-store.ts';

const OWNER = { accountId: accountId(7), asset: 'USD' };
const ORDER = orderId(1);
const HOLD = { ...OWNER, market: 'BTC-USD', pendingAmends: [], clientOrderId: '' };

const takes = (amount: bigint) => (changes: StagedChanges) =>
  changeBalance(changes, OWNER, { available: -amount, held: amount });

/** An account with 100, and a step that runs beside another writer when it is staged first. */
function desk() {
  const storage = new LmdbAccountStorage({ folder: temporaryFolder() });
  storage.write((changes) => {
    changeBalance(changes, OWNER, { available: 100n, held: 0n });
    putHold(changes, ORDER, { ...HOLD, settled: moneyOf(0n) });
  });
  let runs = 0;
  return {
    runs: () => runs,
    balance: () => storage.read((reader) => balancesOf(reader, OWNER.accountId))[0],
    step: <T>(action: (changes: StagedChanges) => T, beside: (changes: StagedChanges) => void) =>
      storage.writePrepared((changes) => {
        runs += 1;
        const result = action(changes);
        if (runs === 1) storage.write(beside);
        return result;
      }),
    close: () => storage.close(),
  };
}

test('moves of money follow upon those of a writer who came between, and are reckoned once', async () => {
  const { runs, balance, step, close } = desk();
  step(takes(30n), takes(60n));
  assert.deepEqual(balance(), { asset: 'USD', available: 10n, held: 90n });
  assert.equal(runs(), 1);
  await close();
});

test('money that a writer who came between took is not there any more, not even on the way', async () => {
  const { runs, balance, step, close } = desk();
  const takeAndGiveBack = (changes: StagedChanges) => {
    takes(50n)(changes);
    takes(-50n)(changes);
  };
  assert.throws(
    () => step(takeAndGiveBack, takes(60n)),
    (error) => error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_BROKEN',
  );
  assert.equal(runs(), 2);
  assert.deepEqual(balance(), { asset: 'USD', available: 40n, held: 60n });
  await close();
});

test('whatever else a writer who came between changed is read again', async () => {
  const { runs, step, close } = desk();
  const amended = { ...HOLD, settled: moneyOf(0n), pendingAmends: [moneyOf(5n)] };
  const seen = step(
    (changes) => holdOf(changes, ORDER)?.pendingAmends,
    (changes) => putHold(changes, ORDER, amended),
  );
  assert.deepEqual(seen, [5n]);
  assert.equal(runs(), 2);
  await close();
});

test('a balance that is only read is read again, too: the rules may have gone by it', async () => {
  const { runs, step, close } = desk();
  assert.equal(
    step((changes) => available(changes, OWNER), takes(60n)),
    40n,
  );
  assert.equal(runs(), 2);
  await close();
});

test('what fails while it is prepared is judged by what stands there in the end', async () => {
  const { balance, step, close } = desk();
  let isFirst = true;
  const takesLater = (changes: StagedChanges) => {
    if (isFirst) {
      isFirst = false;
      throw new Error('a moment of the past');
    }
    takes(1n)(changes);
  };
  step(takesLater, () => {});
  assert.deepEqual(balance(), { asset: 'USD', available: 99n, held: 1n });
  await close();
});
