/** An account store in memory that shows everything it holds, table by table. */
import { endOfPrefix } from '../../ports/account-store/account-storage.ts';
import type { SettlementStep } from '../../ports/account-store/account-store.ts';
import { KeyValueAccountStore } from '../../ports/account-store/key-value-account-store.ts';
import { MemoryAccountStorage } from '../../ports/account-store/memory-account-store.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';

/** All that settlement writes. */
const TABLES = [
  'account',
  'api-key',
  'applied',
  'asset',
  'balance',
  'client',
  'closed',
  'cursor',
  'fee-tier',
  'hold',
  'issued',
  'ledger-session',
  'market',
  'over',
  'withdrawal',
];

/** What the steps make of an empty store. */
export async function wholeStoreOf(
  steps: readonly SettlementStep[],
): Promise<ReadonlyMap<string, string>> {
  const storage = new MemoryAccountStorage();
  await new KeyValueAccountStore({ storage, crashPoints: noCrashPoints }).apply(steps);
  return storage.read((reader) => {
    const prefixes = TABLES.map((table) => `${table}/`);
    const entries = prefixes.flatMap((each) => [...reader.range(each, endOfPrefix(each))]);
    return new Map(entries.map(([key, value]) => [key, value.toString('latin1')]));
  });
}
