/** Faults put into an account store on purpose: below its rules, where those would refuse them. */
import {
  type AccountStorage,
  endOfPrefix,
  type StagedChanges,
} from '../../ports/account-store/account-storage.ts';
import {
  decodeBalance,
  decodeHold,
  encodeBalance,
  encodeHold,
  keys,
} from '../../ports/account-store/account-tables.ts';
import { decodeEventBatch } from '../../proto/codec.ts';
import { eventTopic, marketOfTopic } from '../../proto/topics.ts';
import { accountId, money, orderId } from '../../proto/units.ts';
import { type LogRecords, PlantError } from './plant-log.ts';

export const ACCOUNT_FAULTS = ['changed-balance', 'changed-hold', 'orphan-hold'] as const;
export type AccountFault = (typeof ACCOUNT_FAULTS)[number];

/** No order of any session has it. */
const ORPHAN_ORDER_ID = orderId(1);

/** Throws PlantError when nothing in the store suits the fault. */
export function plantInAccounts(fault: AccountFault, storage: AccountStorage): void {
  storage.write((changes) => {
    if (fault === 'changed-balance') return changeBalance(changes);
    const balance = firstEntry(changes, 'balance/', (text) => decodeBalance(text).available > 0n);
    const hold = firstEntry(changes, 'hold/', () => true);
    if (fault === 'changed-hold') return changeHold(changes, hold);
    openOrphan(changes, balance, hold);
  });
}

type Entry = readonly [key: string, value: string];

function firstEntry(
  changes: StagedChanges,
  prefix: string,
  suits: (value: string) => boolean,
): Entry {
  const found = changes.range(prefix, endOfPrefix(prefix)).find(([, value]) => suits(value));
  if (found === undefined) throw new PlantError(`the account store has no ${prefix} that suits`);
  return found;
}

/** One minor unit out of nothing. */
function changeBalance(changes: StagedChanges): void {
  const [key, text] = firstEntry(changes, 'balance/', () => true);
  const { available, held } = decodeBalance(text);
  changes.put(key, encodeBalance({ available: money(available + 1n), held }));
}

/** One minor unit more on hold; available shrinks by it, so that every sum still fits. */
function changeHold(changes: StagedChanges, [key, text]: Entry): void {
  const hold = decodeHold(text);
  changes.put(key, encodeHold({ ...hold, settled: money(hold.settled + 1n) }));
  moveToHeld(changes, keys.balance(hold.accountId, hold.asset));
}

function moveToHeld(changes: StagedChanges, key: string): void {
  const { available, held } = decodeBalance(changes.get(key));
  changes.put(key, encodeBalance({ available: money(available - 1n), held: money(held + 1n) }));
}

/** A hold of one minor unit for an order that never was. */
function openOrphan(changes: StagedChanges, [balanceKey]: Entry, [, holdText]: Entry): void {
  const [, account, asset] = balanceKey.split('/');
  const owner = accountId(Number(account));
  const orphan = {
    ...decodeHold(holdText),
    accountId: owner,
    asset: decodeURIComponent(asset!),
    settled: money(1n),
    pendingAmends: [],
    clientOrderId: '',
  };
  changes.put(keys.hold(ORPHAN_ORDER_ID), encodeHold(orphan));
  moveToHeld(changes, balanceKey);
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
      const key = keys.cursor(topic);
      const text = changes.get(key);
      if (text === undefined) continue;
      const stored = JSON.parse(text) as { cursor: { inputOffset: number } };
      for (const bytes of records) {
        const batch = decodeEventBatch(bytes);
        if (batch.inputOffset !== stored.cursor.inputOffset) continue;
        const sequence = batch.firstSequence + batch.events.length - 1;
        const cursor = { ...stored.cursor, sequence, eventHash: batch.eventHash };
        changes.put(key, JSON.stringify({ topic, cursor }));
        break;
      }
    }
  });
}
