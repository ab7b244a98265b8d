/**
 * Snapshots of the accounts, as a rebuild finds them:
 *
 *   listing, newest first ──▶ read ──▶ checksum ──▶ do the logs hold what it was cut behind?
 *                              └────────────── bad: say so, try the one before ──┘
 */

import { type EventLog, EventLogError } from '../ports/event-log/event-log.ts';
import { sha256 } from '../ports/objects/sha256.ts';
import type { Ports } from '../ports/ports.ts';
import { ACCOUNTS } from '../ports/snapshot-store/snapshot-names.ts';
import { type SnapshotEntry, SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import type { AccountSnapshot } from '../proto/account-snapshot-messages.ts';
import { DecodeError, decodeAccountSnapshot } from '../proto/codec.ts';
import { offset } from '../proto/units.ts';
import { recordCrc } from './account-fold.ts';

export interface FoundSnapshot {
  readonly entry: SnapshotEntry;
  readonly snapshot: AccountSnapshot;
}

export interface SnapshotSearch extends Pick<Ports, 'log' | 'snapshots'> {
  /** Told of each that is of no use, and of a store that does not answer (`key` is null then). */
  readonly onRejected: (key: string | null, reason: string) => void;
}

/** Its place among the others: how many records it is the sum of. */
export const placeOf = ({ topics }: Pick<AccountSnapshot, 'topics'>) =>
  offset(topics.reduce((sum, { nextLogOffset }) => sum + nextLogOffset, 0));

/** Those that verify and belong to these logs, newest first. Throws DecodeError SCHEMA_TOO_NEW, EventLogError. */
export async function* accountSnapshots(search: SnapshotSearch): AsyncGenerator<FoundSnapshot> {
  for (const entry of await listed(search)) {
    const found = await opened(search, entry);
    if (typeof found === 'string') search.onRejected(entry.key, found);
    else yield { entry, snapshot: found };
  }
}

/** Whoever trades must not wait for S3: with the store away, the logs alone tell everything. */
async function listed({ onRejected, snapshots }: SnapshotSearch) {
  try {
    return await snapshots.list(ACCOUNTS);
  } catch (error) {
    if (!isAway(error)) throw error;
    onRejected(null, String(error));
    return [];
  }
}

/** The snapshot, or why it is of no use. */
async function opened(search: SnapshotSearch, entry: SnapshotEntry) {
  let snapshot: AccountSnapshot;
  try {
    snapshot = readAccountSnapshot(entry, await search.snapshots.get(entry.key));
  } catch (error) {
    if (error instanceof DecodeError && error.code === 'SCHEMA_TOO_NEW') throw error;
    const isLost = error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_NOT_FOUND';
    if (!(error instanceof DecodeError || isLost || isAway(error))) throw error;
    return String(error);
  }
  return (await notOfTheseLogs(search.log, snapshot)) ?? snapshot;
}

/** Throws DecodeError, for a foreign place too. */
export function readAccountSnapshot(entry: SnapshotEntry, bytes: Uint8Array): AccountSnapshot {
  const snapshot = decodeAccountSnapshot(bytes, { sha256 });
  const place = placeOf(snapshot);
  if (place === entry.offset) return snapshot;
  throw new DecodeError('UNDECODABLE', `${entry.key} was cut at ${place}`);
}

const isAway = (error: unknown): boolean =>
  error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_STORE_UNAVAILABLE';

/** The sentence that says so, or null. */
async function notOfTheseLogs(log: EventLog, { topics }: AccountSnapshot): Promise<string | null> {
  const known = new Set(await log.topics());
  for (const { lastRecordCrc32c, nextLogOffset, topic } of topics) {
    if (!known.has(topic)) return `there is no ${topic}`;
    try {
      const crc = await recordCrc(log, topic, nextLogOffset);
      if (crc === null) return `${topic} ends before ${nextLogOffset}`;
      if (crc !== lastRecordCrc32c) return `${topic} has another record at ${nextLogOffset - 1}`;
    } catch (error) {
      if (!(error instanceof EventLogError) || error.code !== 'LOG_OFFSET_OUT_OF_RANGE')
        throw error;
      return `${topic} has forgotten the record at ${nextLogOffset - 1}`;
    }
  }
  return null;
}
