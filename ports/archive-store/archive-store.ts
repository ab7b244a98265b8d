import type { ArchiveSegment } from '../../proto/messages.ts';
import type { Offset } from '../../proto/units.ts';

/** `{topic}/{first, 16 digits, zero-padded}-{last}`, the same in a directory and in S3. */
export interface ArchiveEntry {
  readonly key: string;
  readonly topic: string;
  readonly first: Offset;
  readonly last: Offset;
  readonly bytes: number;
}

export type ArchiveStoreErrorCode =
  /** Another history stands under the name of this stretch. Fatal: one of the two is not our log. */
  | 'ARCHIVE_CONFLICT'
  /** Bytes are not what was written. */
  | 'ARCHIVE_DAMAGED'
  | 'ARCHIVE_NOT_FOUND'
  | 'ARCHIVE_BUCKET_MISSING'
  | 'ARCHIVE_DENIED'
  | 'ARCHIVE_FULL'
  | 'ARCHIVE_UNAVAILABLE';

export class ArchiveStoreError extends Error {
  readonly code: ArchiveStoreErrorCode;

  constructor(code: ArchiveStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ArchiveStoreError';
    this.code = code;
  }
}

/**
 * Stretches of logs, kept for years: immutable, each verifiable by itself. Stretches of a topic may
 * overlap, after a crash or with two writers: they hold the same records.
 */
export interface ArchiveStore {
  /**
   * Writes a stretch, durably, reads it back and compares. Idempotent: the same stretch twice is one
   * object; a damaged object of that name is replaced; a whole one with other records is
   * ARCHIVE_CONFLICT.
   */
  put(segment: ArchiveSegment): Promise<ArchiveEntry>;

  /**
   * The stretch, every checksum of it verified, and its name compared with what it says of itself.
   * Throws ARCHIVE_NOT_FOUND, ARCHIVE_DAMAGED, and DecodeError SCHEMA_TOO_NEW.
   */
  get(entry: ArchiveEntry): Promise<ArchiveSegment>;

  /** By first record, then by last. Objects with a foreign name are left out. */
  list(topic: string): Promise<readonly ArchiveEntry[]>;

  /** Those that have an archive, in alphabetical order. */
  topics(): Promise<readonly string[]>;

  close(): Promise<void>;
}
