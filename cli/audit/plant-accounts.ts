/** Faults put into an account store on purpose: below its rules, where those would refuse them. */
import {
  BALANCES,
  CURSORS,
  HOLDS,
  type MovedBalance,
} from '../../ports/account-store/account-rows.ts';
import {
  type AccountStorage,
  endOfPrefix,
  type StagedChanges,
} from '../../ports/account-store/account-storage.ts';
import { lastWord, type StoredHold } from '../../ports/account-store/account-tables.ts';
import { assert } from '../../proto/assert.ts';
import { decodeEventBatch } from '../../proto/codec.ts';
import { eventTopic, marketOfTopic } from '../../proto/topics.ts';
import {
  type AccountId,
  accountId,
  money,
  type OrderId,
  orderId,
  sequence,
} from '../../proto/units.ts';
import { type LogRecords, PlantError } from './plant-log.ts';

export const ACCOUNT_FAULTS = [
  'changed-balance',
  'changed-hold',
  'orphan-hold',
  'changed-fee',
  'forgotten-transaction',
] as const;
export type AccountFault = (typeof ACCOUNT_FAULTS)[number];

/** No order of any session has it. */
const ORPHAN_ORDER_ID = orderId(1);

/** Throws PlantError when nothing in the store suits the fault. */
export function plantInAccounts(fault: AccountFault, storage: AccountStorage): void {
  storage.write((changes) => {
    if (fault === 'changed-balance') return changeBalance(changes);
    if (fault === 'changed-fee') return changeFee(changes);
    if (fault === 'forgotten-transaction') return changes.remove(firstKey(changes, 'applied/'));
    const purse = firstPurse(changes, ({ available }) => available > 0n);
    if (fault === 'changed-hold') return changeHold(changes);
    openOrphan(changes, purse);
  });
}

/** One asset of one account. */
interface Purse {
  readonly accountId: AccountId;
  readonly asset: string;
}

function firstPurse(changes: StagedChanges, suits: (balance: MovedBalance) => boolean): Purse {
  for (const [key] of changes.range('balance/', endOfPrefix('balance/'))) {
    const [, account, asset] = key.split('/');
    const purse = { accountId: accountId(Number(account)), asset: decodeURIComponent(asset!) };
    if (suits(balanceOf(changes, purse))) return purse;
  }
  throw new PlantError('the account store has no balance that suits');
}

function balanceOf(changes: StagedChanges, { accountId: account, asset }: Purse): MovedBalance {
  const balance = changes.row(BALANCES, account, asset);
  assert(balance !== null, `account ${account} has a balance in ${asset}`);
  return balance;
}

function firstHold(changes: StagedChanges): {
  readonly orderId: OrderId;
  readonly hold: StoredHold;
} {
  for (const [key] of changes.range('hold/', endOfPrefix('hold/'))) {
    const order = orderId(Number(lastWord(key)));
    const hold = changes.row(HOLDS, order, '');
    if (hold !== null) return { orderId: order, hold };
  }
  throw new PlantError('the account store has no hold');
}

function firstKey(changes: StagedChanges, prefix: string): string {
  const [first] = changes.range(prefix, endOfPrefix(prefix));
  if (first === undefined) throw new PlantError(`the account store has no ${prefix}…`);
  return first[0];
}

/** An account pays a rate that nobody gave it. */
function changeFee(changes: StagedChanges): void {
  const key = firstKey(changes, 'account/');
  const account = JSON.parse(changes.get(key)!);
  changes.put(key, JSON.stringify({ ...account, takerFeePpm: (account.takerFeePpm ?? 0) + 1 }));
}

/** One minor unit out of nothing. */
function changeBalance(changes: StagedChanges): void {
  const purse = firstPurse(changes, () => true);
  const balance = balanceOf(changes, purse);
  balance.available = money(balance.available + 1n);
  changes.putRow(BALANCES, purse.accountId, purse.asset, balance);
}

/** One minor unit more on hold; available shrinks by it, so that every sum still fits. */
function changeHold(changes: StagedChanges): void {
  const { orderId: order, hold } = firstHold(changes);
  hold.settled = money(hold.settled + 1n);
  changes.putRow(HOLDS, order, '', hold);
  moveToHeld(changes, hold);
}

function moveToHeld(changes: StagedChanges, purse: Purse): void {
  const balance = balanceOf(changes, purse);
  balance.available = money(balance.available - 1n);
  balance.held = money(balance.held + 1n);
  changes.putRow(BALANCES, purse.accountId, purse.asset, balance);
}

/** A hold of one minor unit for an order that never was. */
function openOrphan(changes: StagedChanges, purse: Purse): void {
  const { hold } = firstHold(changes);
  const orphan = { ...hold, ...purse, settled: money(1n), pendingAmends: [], clientOrderId: '' };
  changes.putRow(HOLDS, ORPHAN_ORDER_ID, '', orphan);
  moveToHeld(changes, purse);
}

/**
 * After a fault was planted in the logs: makes the store's cursors name the new event hashes and
 * sequences, so that they do not give the fault away.
 */
export function followPlantedLogs(storage: AccountStorage, logs: LogRecords): void {
  storage.write((changes) => {
    for (const [topic, records] of logs) {
      const market = marketOfTopic(topic);
      if (market === null || topic !== eventTopic(market)) continue;
      const stored = changes.row(CURSORS, 0, topic);
      if (stored === null) continue;
      for (const bytes of records) {
        const batch = decodeEventBatch(bytes);
        if (batch.inputOffset !== stored.cursor.inputOffset) continue;
        const last = sequence(batch.firstSequence + batch.events.length - 1);
        const cursor = { ...stored.cursor, sequence: last, eventHash: batch.eventHash };
        changes.putRow(CURSORS, 0, topic, { topic, cursor });
        break;
      }
    }
  });
}
