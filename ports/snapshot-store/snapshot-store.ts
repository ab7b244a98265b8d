import type { Offset, TimestampUs } from '../../proto/units.ts';
import type { ObjectArrival } from '../objects/object-bucket.ts';

export interface SnapshotName {
  /** Or what stands in its place: `ACCOUNTS` of snapshot-names.ts. */
  readonly market: string;
  readonly offset: Offset;
  readonly timestampUs: TimestampUs;
}

/** `{market}/{offset, 16 digits, zero-padded}-{timestamp in µs}.pb`, the same in a directory and in S3. */
export interface SnapshotEntry extends SnapshotName {
  readonly key: string;
  readonly bytes: number;
}

export type SnapshotStoreErrorCode =
  | 'SNAPSHOT_EXISTS'
  | 'SNAPSHOT_NOT_FOUND'
  /** The bucket named in the configuration does not exist. */
  | 'SNAPSHOT_BUCKET_MISSING'
  /** Wrong credentials, or a bucket that this process may not read or write. */
  | 'SNAPSHOT_STORE_DENIED'
  | 'SNAPSHOT_STORE_FULL'
  | 'SNAPSHOT_STORE_UNAVAILABLE'
  /** What was read back right after writing is not what was written. */
  | 'SNAPSHOT_READBACK_DIFFERS';

export class SnapshotStoreError extends Error {
  readonly code: SnapshotStoreErrorCode;

  constructor(code: SnapshotStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SnapshotStoreError';
    this.code = code;
  }
}

/** Immutable objects; what they hold is the caller's (and verifies itself, see proto/codec.ts). */
export interface SnapshotStore {
  /**
   * Writes a new object, durably, reads it back and compares. A key is written once:
   * SNAPSHOT_EXISTS otherwise. A crash in the middle leaves no object under the key. What is read back may go to who
   * else wants to look at it, as with `get`.
   */
  put(name: SnapshotName, bytes: Uint8Array, readBack?: ObjectArrival): Promise<SnapshotEntry>;

  /** The caller's own bytes: it may write into them. Throws SNAPSHOT_NOT_FOUND. */
  get(key: string, arrival?: ObjectArrival): Promise<Uint8Array>;

  /** Newest (highest offset, then latest timestamp) first. Objects with a foreign name are left out. */
  list(market: string): Promise<readonly SnapshotEntry[]>;

  /** With snapshots of their own; those of the accounts lie beside them. */
  markets(): Promise<readonly string[]>;

  /** Idempotent. */
  remove(key: string): Promise<void>;
}
