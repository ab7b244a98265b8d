import { type CrashPoints, noCrashPoints } from '../crash-points/crash-points.ts';
import { type AccountReader, type AccountStorage, StagedChanges } from './account-storage.ts';
import type { AccountStore } from './account-store.ts';
import { KeyValueAccountStore } from './key-value-account-store.ts';

/** Key-value pairs in memory, by the first word of the key, so that a range sorts little. */
export class MemoryAccountStorage implements AccountStorage, AccountReader {
  readonly #tables = new Map<string, Map<string, string>>();

  get(key: string): string | undefined {
    return this.#table(key).get(key);
  }

  range(from: string, to: string): readonly (readonly [string, string])[] {
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
    for (const [key, value] of changes.entries()) {
      if (value === null) this.#table(key).delete(key);
      else this.#table(key).set(key, value);
    }
    return result;
  }

  /** Nobody comes between. */
  writePrepared<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T {
    return this.write(action, onMidWrite);
  }

  clear(): void {
    this.#tables.clear();
  }

  async close(): Promise<void> {}

  #table(key: string): Map<string, string> {
    const name = key.slice(0, key.indexOf('/'));
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const table = new Map<string, string>();
    this.#tables.set(name, table);
    return table;
  }
}

/** For the simulation and for tests; the same rules as the embedded store, shared by its users. */
export function memoryAccountStore(crashPoints: CrashPoints = noCrashPoints): AccountStore {
  return new KeyValueAccountStore({ storage: new MemoryAccountStorage(), crashPoints });
}
