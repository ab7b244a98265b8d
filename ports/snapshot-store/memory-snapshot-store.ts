import { ACCOUNTS, newestFirst, snapshotEntryOf, snapshotKey } from './snapshot-names.ts';
import { type SnapshotEntry, type SnapshotStore, SnapshotStoreError } from './snapshot-store.ts';

/** For the simulation and for tests. */
export class MemorySnapshotStore implements SnapshotStore {
  readonly #objects = new Map<
    string,
    { readonly entry: SnapshotEntry; readonly bytes: Uint8Array }
  >();

  async put(name: Parameters<SnapshotStore['put']>[0], bytes: Uint8Array): Promise<SnapshotEntry> {
    const key = snapshotKey(name);
    if (this.#objects.has(key)) {
      throw new SnapshotStoreError('SNAPSHOT_EXISTS', `${key} exists`);
    }
    const entry = snapshotEntryOf(name.market, key.slice(name.market.length + 1), bytes.length);
    if (entry === null) throw new SnapshotStoreError('SNAPSHOT_NOT_FOUND', `${key} is no name`);
    this.#objects.set(key, { entry, bytes: bytes.slice() });
    return entry;
  }

  async get(key: string): Promise<Uint8Array> {
    const object = this.#objects.get(key);
    if (object === undefined) {
      throw new SnapshotStoreError('SNAPSHOT_NOT_FOUND', `no snapshot ${key}`);
    }
    return object.bytes.slice();
  }

  async list(market: string): Promise<readonly SnapshotEntry[]> {
    return [...this.#objects.values()]
      .map(({ entry }) => entry)
      .filter((entry) => entry.market === market)
      .sort(newestFirst);
  }

  async markets(): Promise<readonly string[]> {
    const names = new Set([...this.#objects.values()].map(({ entry }) => entry.market));
    return [...names].filter((name) => name !== ACCOUNTS).sort();
  }

  async remove(key: string): Promise<void> {
    this.#objects.delete(key);
  }
}
