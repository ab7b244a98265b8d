import type { CrashPoints } from '../crash-points/crash-points.ts';
import {
  type ObjectArrival,
  type ObjectBucket,
  ObjectError,
  type ObjectErrorCode,
} from '../objects/object-bucket.ts';
import { ACCOUNTS, newestFirst, snapshotEntryOf, snapshotKey } from './snapshot-names.ts';
import {
  type SnapshotEntry,
  type SnapshotStore,
  SnapshotStoreError,
  type SnapshotStoreErrorCode,
} from './snapshot-store.ts';

/** Snapshots as objects of any bucket: what a listing says is sorted and sifted here. */
export class BucketSnapshotStore implements SnapshotStore {
  readonly #bucket: ObjectBucket;
  readonly #crashPoints: CrashPoints;

  constructor(options: { readonly bucket: ObjectBucket; readonly crashPoints: CrashPoints }) {
    this.#bucket = options.bucket;
    this.#crashPoints = options.crashPoints;
  }

  async put(
    name: Parameters<SnapshotStore['put']>[0],
    bytes: Uint8Array,
    readBack?: ObjectArrival,
  ): Promise<SnapshotEntry> {
    const key = snapshotKey(name);
    await mapped(key, () => this.#bucket.putNew(key, bytes));
    this.#crashPoints.reach('CP11-written-before-verify');
    const written = await this.get(key, readBack);
    if (Buffer.compare(written, bytes) !== 0) {
      throw new SnapshotStoreError('SNAPSHOT_READBACK_DIFFERS', `${key}: not what was written`);
    }
    const { market, offset, timestampUs } = name;
    return { key, market, offset, timestampUs, bytes: bytes.length };
  }

  async get(key: string, arrival?: ObjectArrival): Promise<Uint8Array> {
    const [market = '', file = '', ...more] = key.split('/');
    if (more.length > 0 || snapshotEntryOf(market, file, 0) === null) {
      throw new SnapshotStoreError('SNAPSHOT_NOT_FOUND', `${key} is not a snapshot's name`);
    }
    return mapped(key, () => this.#bucket.get(key, arrival));
  }

  async list(market: string): Promise<readonly SnapshotEntry[]> {
    const objects = await mapped(market, () => this.#bucket.list(market));
    const entries = objects.flatMap(({ key, bytes }) => {
      const entry = snapshotEntryOf(market, key.slice(market.length + 1), bytes);
      return entry === null ? [] : [entry];
    });
    return entries.sort(newestFirst);
  }

  async markets(): Promise<readonly string[]> {
    const folders = await mapped('the list of markets', () => this.#bucket.folders());
    return folders.filter((name) => name !== ACCOUNTS).sort();
  }

  async remove(key: string): Promise<void> {
    await mapped(key, () => this.#bucket.remove(key));
  }

  async close(): Promise<void> {
    await this.#bucket.close();
  }
}

const CODES = {
  OBJECT_EXISTS: 'SNAPSHOT_EXISTS',
  OBJECT_NOT_FOUND: 'SNAPSHOT_NOT_FOUND',
  BUCKET_MISSING: 'SNAPSHOT_BUCKET_MISSING',
  BUCKET_DENIED: 'SNAPSHOT_STORE_DENIED',
  BUCKET_FULL: 'SNAPSHOT_STORE_FULL',
  BUCKET_UNAVAILABLE: 'SNAPSHOT_STORE_UNAVAILABLE',
} as const satisfies Record<ObjectErrorCode, SnapshotStoreErrorCode>;

async function mapped<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw snapshotStoreError(error, what);
  }
}

export function snapshotStoreError(error: unknown, what: string): SnapshotStoreError {
  const message = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof ObjectError ? CODES[error.code] : ('SNAPSHOT_STORE_UNAVAILABLE' as const);
  return new SnapshotStoreError(code, message.includes(what) ? message : `${what}: ${message}`, {
    cause: error,
  });
}
