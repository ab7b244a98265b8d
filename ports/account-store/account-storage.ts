/** Reads of a sorted key-value store, all at one moment. */
export interface AccountReader {
  get(key: string): string | undefined;
  /** Entries with `from <= key < to`, in order of keys. */
  range(from: string, to: string): Iterable<readonly [key: string, value: string]>;
}

/** What the account rules need of a database; the rest they do themselves. */
export interface AccountStorage {
  read<T>(action: (reader: AccountReader) => T): T;
  /**
   * Runs the action and then writes what it staged, all in one atomic step that no other process
   * can come between. When the action throws, nothing is written.
   */
  write<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T;
  clear(): void;
  close(): Promise<void>;
}

/**
 * What a transaction is going to write. Nothing reaches the database before all rules have passed,
 * so there is nothing to undo; and what a batch touches often is read only once.
 */
export class StagedChanges implements AccountReader {
  readonly #reader: AccountReader;
  /** null: removed. */
  readonly #staged = new Map<string, string | null>();
  readonly #seen = new Map<string, string | undefined>();

  constructor(reader: AccountReader) {
    this.#reader = reader;
  }

  get(key: string): string | undefined {
    const staged = this.#staged.get(key);
    if (staged !== undefined) return staged ?? undefined;
    if (this.#seen.has(key)) return this.#seen.get(key);
    const value = this.#reader.get(key);
    this.#seen.set(key, value);
    return value;
  }

  /** As of the beginning of the transaction: call it before staging anything in the range. */
  range(from: string, to: string): readonly (readonly [key: string, value: string])[] {
    return [...this.#reader.range(from, to)];
  }

  put(key: string, value: string): void {
    this.#staged.set(key, value);
  }

  remove(key: string): void {
    this.#staged.set(key, null);
  }

  /** null: to be removed. Without what stands there already, as the hold of an accepted order. */
  *entries(): Iterable<readonly [key: string, value: string | null]> {
    for (const entry of this.#staged) {
      const [key, value] = entry;
      if (this.#seen.has(key) && (this.#seen.get(key) ?? null) === value) continue;
      yield entry;
    }
  }
}

/** The end of the range of all keys that begin with the prefix: behind every character of a key. */
export const endOfPrefix = (prefix: string): string => `${prefix}\x7f`;
