/** Folding the accounts from the newest snapshot that will do, else from the beginning of the logs. */
import { AccountStoreError } from '../ports/account-store/account-store.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import { StreamError } from '../ports/event-log/stream-error.ts';
import type { SnapshotEntry, SnapshotStore } from '../ports/snapshot-store/snapshot-store.ts';
import { AccountFold, type AccountFoldOptions } from './account-fold.ts';
import { accountSnapshots, type SnapshotSearch } from './account-snapshots.ts';

export interface StartingFoldOptions extends AccountFoldOptions {
  /** Absent: all from the beginning. */
  readonly snapshots?: Pick<SnapshotSearch, 'onRejected'> & { readonly store: SnapshotStore };
}

/**
 * What `use` makes of the first fold with which it does not fail as `isNoContinuation` says. Throws
 * what it throws with the fold of all logs.
 */
export async function foldedFrom<Result>(
  options: StartingFoldOptions,
  use: (fold: AccountFold, from: SnapshotEntry | null) => Promise<Result>,
): Promise<Result> {
  const { log, snapshots } = options;
  if (snapshots !== undefined) {
    const search = { log, snapshots: snapshots.store, onRejected: snapshots.onRejected };
    for await (const { entry, snapshot } of accountSnapshots(search)) {
      try {
        return await use(new AccountFold(options, snapshot), entry);
      } catch (error) {
        if (!isNoContinuation(error)) throw error;
        snapshots.onRejected(entry.key, String(error));
      }
    }
  }
  return use(new AccountFold(options, null), null);
}

/** The logs go on otherwise than behind the snapshot, or it says what cannot be. */
export function isNoContinuation(error: unknown): boolean {
  if (error instanceof StreamError) return error.code !== 'HISTORY_CHANGED';
  if (error instanceof EventLogError) return error.code === 'LOG_OFFSET_OUT_OF_RANGE';
  return error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_BROKEN';
}
