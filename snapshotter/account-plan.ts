/** What a lost account store would be rebuilt from, were it lost now. */
import type { Ports } from '../ports/ports.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import { accountSnapshots } from '../settlement/account-snapshots.ts';
import { settledTopics } from '../settlement/events-in.ts';

export interface AccountPlan {
  /** null: from the beginning of the logs. */
  readonly snapshot: Pick<SnapshotEntry, 'key' | 'offset' | 'bytes'> | null;
  /** Newer ones that are of no use; a key of null: the store did not answer. */
  readonly rejected: readonly { readonly key: string | null; readonly reason: string }[];
  /** Records behind it. */
  readonly records: number;
}

/** Throws EventLogError, DecodeError SCHEMA_TOO_NEW. */
export async function accountPlan(ports: Pick<Ports, 'log' | 'snapshots'>): Promise<AccountPlan> {
  let records = 0;
  for (const topic of await settledTopics(ports.log))
    records += (await ports.log.bounds(topic)).end;
  const rejected: { key: string | null; reason: string }[] = [];
  const search = {
    ...ports,
    onRejected: (key: string | null, reason: string) => {
      rejected.push({ key, reason });
    },
  };
  for await (const { entry } of accountSnapshots(search)) {
    const { bytes, key, offset } = entry;
    return { snapshot: { key, offset, bytes }, rejected, records: records - offset };
  }
  return { snapshot: null, rejected, records };
}

/** "accounts: snapshot at 1,200,000 + 38,112 records" */
export function sentenceOfAccounts({ records, snapshot }: AccountPlan): string {
  const start =
    snapshot === null
      ? 'no snapshot: from the beginning, '
      : `snapshot at ${snapshot.offset.toLocaleString('en-US')} + `;
  return `accounts, if their store is lost: ${start}${records.toLocaleString('en-US')} records`;
}
