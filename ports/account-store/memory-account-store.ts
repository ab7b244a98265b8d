import { type CrashPoints, noCrashPoints } from '../crash-points/crash-points.ts';
import {
  type AccountReader,
  type AccountStorage,
  type AccountWriter,
  StagedChanges,
} from './account-storage.ts';
import type { AccountStore } from './account-store.ts';
import { KeyValueAccountStore } from './key-value-account-store.ts';
import type { RowBytes } from './row-bytes.ts';
import type { RowCell } from './row-cells.ts';

const KEY_BYTES_MAX = 1024;

/** Key-value pairs in memory, by the first word of the key, so that a range sorts little. */
export class MemoryAccountStorage implements AccountStorage, AccountReader, AccountWriter {
  readonly #tables = new Map<string, Map<string, Buffer>>();
  readonly #key = Buffer.alloc(KEY_BYTES_MAX);

  get(key: string): string | undefined {
    return this.#table(key).get(key)?.toString();
  }

  load(cell: RowCell, into: RowBytes): boolean {
    const key = this.#keyOf(cell);
    const value = this.#table(key).get(key);
    if (value === undefined) return false;
    into.append(value, value.length);
    return true;
  }

  range(from: string, to: string): readonly (readonly [string, Buffer])[] {
    return [...this.#table(from)]
      .filter(([key]) => from <= key && key < to)
      .sort(([left], [right]) => (left < right ? -1 : 1));
  }

  read<T>(action: (reader: AccountReader) => T): T {
    return action(this);
  }

  write<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T {
    const changes = new StagedChanges(this);
    const result = action(changes);
    onMidWrite?.();
    changes.writeTo(this);
    return result;
  }

  /** Nobody comes between. */
  writePrepared<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T {
    return this.write(action, onMidWrite);
  }

  put(name: string | RowCell, value: Uint8Array): void {
    const key = this.#keyOf(name);
    this.#table(key).set(key, Buffer.from(value));
  }

  remove(name: string | RowCell): void {
    const key = this.#keyOf(name);
    this.#table(key).delete(key);
  }

  clear(): void {
    this.#tables.clear();
  }

  async close(): Promise<void> {}

  #keyOf(name: string | RowCell): string {
    if (typeof name === 'string') return name;
    return this.#key.toString('latin1', 0, name.writeKey(this.#key, 0));
  }

  #table(key: string): Map<string, Buffer> {
    const name = key.slice(0, key.indexOf('/'));
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const table = new Map<string, Buffer>();
    this.#tables.set(name, table);
    return table;
  }
}

/** For the simulation and for tests; the same rules as the embedded store, shared by its users. */
export function memoryAccountStore(crashPoints: CrashPoints = noCrashPoints): AccountStore {
  return new KeyValueAccountStore({ storage: new MemoryAccountStorage(), crashPoints });
}
