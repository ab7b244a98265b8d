import { DecodeError, decodeArchiveSegment, encodeArchiveSegment } from '../../proto/codec.ts';
import type { ArchiveSegment } from '../../proto/messages.ts';
import { offset } from '../../proto/units.ts';
import { type ObjectBucket, ObjectError, type ObjectErrorCode } from '../objects/object-bucket.ts';
import { sha256 } from '../objects/sha256.ts';
import { archiveEntryOf, archiveKey, inOrder } from './archive-names.ts';
import {
  type ArchiveEntry,
  type ArchiveStore,
  ArchiveStoreError,
  type ArchiveStoreErrorCode,
} from './archive-store.ts';

/** Stretches of logs as objects of any bucket. */
export class BucketArchiveStore implements ArchiveStore {
  readonly #bucket: ObjectBucket;

  constructor(bucket: ObjectBucket) {
    this.#bucket = bucket;
  }

  async put(segment: ArchiveSegment): Promise<ArchiveEntry> {
    const { topic, first, records } = segment;
    const bytes = encodeArchiveSegment(segment, { sha256 });
    const last = offset(first + records.length - 1);
    const key = archiveKey({ topic, first, last });
    const entry = { key, topic, first, last, bytes: bytes.length };
    if (!(await this.#putNew(key, bytes))) {
      if (await this.#holds(entry, bytes)) return entry;
      await mapped(key, () => this.#bucket.remove(key));
      await mapped(key, () => this.#bucket.putNew(key, bytes));
    }
    const written = await mapped(key, () => this.#bucket.get(key));
    if (Buffer.compare(written, bytes) !== 0) {
      throw new ArchiveStoreError('ARCHIVE_DAMAGED', `${key}: not what was written`);
    }
    return entry;
  }

  async get(entry: ArchiveEntry): Promise<ArchiveSegment> {
    const { key, topic, first, last } = entry;
    const bytes = await mapped(key, () => this.#bucket.get(key));
    const segment = decoded(key, bytes);
    if (
      segment.topic !== topic ||
      segment.first !== first ||
      segment.records.length !== last - first + 1
    ) {
      throw new ArchiveStoreError(
        'ARCHIVE_DAMAGED',
        `${key} holds ${segment.records.length} records of ${segment.topic} from ${segment.first} on`,
      );
    }
    return segment;
  }

  async list(topic: string): Promise<readonly ArchiveEntry[]> {
    const objects = await mapped(topic, () => this.#bucket.list(topic));
    const entries = objects.flatMap(({ key, bytes }) => {
      const entry = archiveEntryOf(topic, key.slice(topic.length + 1), bytes);
      return entry === null ? [] : [entry];
    });
    return entries.sort(inOrder);
  }

  async topics(): Promise<readonly string[]> {
    return [...(await mapped('the list of topics', () => this.#bucket.folders()))].sort();
  }

  async close(): Promise<void> {
    await this.#bucket.close();
  }

  async #putNew(key: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#bucket.putNew(key, bytes);
      return true;
    } catch (error) {
      if (error instanceof ObjectError && error.code === 'OBJECT_EXISTS') return false;
      throw archiveStoreError(error, key);
    }
  }

  /** Whether the object of that name is this one; false: it is damaged. */
  async #holds(entry: ArchiveEntry, bytes: Uint8Array): Promise<boolean> {
    const { key } = entry;
    const there = await mapped(key, () => this.#bucket.get(key));
    if (Buffer.compare(there, bytes) === 0) return true;
    try {
      await this.get(entry);
    } catch (error) {
      if (error instanceof ArchiveStoreError && error.code === 'ARCHIVE_DAMAGED') return false;
      throw error;
    }
    throw new ArchiveStoreError('ARCHIVE_CONFLICT', `${key} holds other records than the log`);
  }
}

function decoded(key: string, bytes: Uint8Array): ArchiveSegment {
  try {
    return decodeArchiveSegment(bytes, { sha256 });
  } catch (error) {
    if (error instanceof DecodeError && error.code !== 'SCHEMA_TOO_NEW') {
      throw new ArchiveStoreError('ARCHIVE_DAMAGED', `${key}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

const CODES = {
  OBJECT_EXISTS: 'ARCHIVE_CONFLICT',
  OBJECT_NOT_FOUND: 'ARCHIVE_NOT_FOUND',
  BUCKET_MISSING: 'ARCHIVE_BUCKET_MISSING',
  BUCKET_DENIED: 'ARCHIVE_DENIED',
  BUCKET_FULL: 'ARCHIVE_FULL',
  BUCKET_UNAVAILABLE: 'ARCHIVE_UNAVAILABLE',
} as const satisfies Record<ObjectErrorCode, ArchiveStoreErrorCode>;

async function mapped<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw archiveStoreError(error, what);
  }
}

export function archiveStoreError(error: unknown, what: string): ArchiveStoreError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof ObjectError ? CODES[error.code] : ('ARCHIVE_UNAVAILABLE' as const);
  return new ArchiveStoreError(code, message.includes(what) ? message : `${what}: ${message}`, {
    cause: error,
  });
}
