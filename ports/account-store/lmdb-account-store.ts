import type { RootDatabase } from 'lmdb';
import { AssertionFailed } from '../../proto/assert.ts';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import {
  Environment,
  type EnvironmentError,
  environmentError,
} from '../embedded/lmdb-environment.ts';
import { type AccountReader, type AccountStorage, StagedChanges } from './account-storage.ts';
import {
  type AccountStore,
  AccountStoreError,
  type AccountStoreErrorCode,
} from './account-store.ts';
import { KeyValueAccountStore } from './key-value-account-store.ts';
import { RowBytes } from './row-bytes.ts';
import type { RowCell } from './row-cells.ts';
import { writeText } from './row-keys.ts';

const CODES = {
  full: 'ACCOUNT_STORE_FULL',
  damaged: 'ACCOUNT_STORE_BROKEN',
  unavailable: 'ACCOUNT_STORE_UNAVAILABLE',
} as const satisfies Record<EnvironmentError['problem'], AccountStoreErrorCode>;

/** What a transaction is given to begin with; a rebuild's goes. */
const SPARE_BYTES_MAX = 256 * 1024;

interface Staged<T> {
  readonly changes: StagedChanges;
  readonly bytes: RowBytes;
  readonly result: T;
}

/**
 * Keys as builds before wrote them with lmdb-js's ordered binary, of text only: its characters. A row
 * of a busy table writes its own, into lmdb-js's buffer, without a string between.
 */
const KEYS = {
  writeKey: (key: string | RowCell, target: Uint8Array, at: number): number =>
    typeof key === 'string' ? writeText(key, target, at) : key.writeKey(target, at),
  readKey: (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to),
};

/** lmdb-js hands keys to the encoder of keys and to nobody else. */
const keyOf = (key: string | RowCell): string => key as string;

/**
 * Keys and values in LMDB, shared by all processes. Never waits for the disk: everything here
 * can be derived from the logs again.
 */
export class LmdbAccountStorage implements AccountStorage {
  readonly #environment: Environment<Uint8Array, string>;
  readonly #database: RootDatabase<Uint8Array, string>;
  readonly #reader: AccountReader;
  /** Of the last transaction: a buffer costs more than what most of them put into it. */
  #spare: RowBytes | null = null;

  constructor(options: { readonly folder: string; readonly mapBytesMax?: number }) {
    this.#environment = new Environment({
      ...options,
      noSync: true,
      database: { encoding: 'binary', keyEncoder: KEYS },
    });
    const { database } = this.#environment;
    this.#database = database;
    this.#reader = {
      get: (key) => database.getBinaryFast(key)?.toString(),
      load(cell, into) {
        const bytes = database.getBinaryFast(keyOf(cell));
        if (bytes === undefined) return false;
        into.append(bytes, bytes.length);
        return true;
      },
      *range(from, to) {
        for (const { key, value } of database.getRange({ start: from, end: to })) {
          yield [key, value as Buffer] as const;
        }
      },
    };
  }

  read<T>(action: (reader: AccountReader) => T): T {
    try {
      // Otherwise the moment would be that of the first read in this turn of the event loop.
      this.#database.resetReadTxn();
      return action(this.#reader);
    } catch (error) {
      throw accountStoreError(error);
    }
  }

  write<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T {
    return this.#write(() => this.#stage(action), onMidWrite);
  }

  /**
   * The write lock is held for reading again what the action read, and for writing: the rest would
   * keep every admission waiting (the half of settlement's transactions, November 2026).
   */
  writePrepared<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T {
    const prepared = this.#prepare(action);
    return this.#write(
      () => (prepared?.changes.holdsOn(this.#reader) === true ? prepared : this.#stage(action)),
      onMidWrite,
    );
  }

  /** null: it failed. Whether that stands is for the one that holds the lock to find out. */
  #prepare<T>(action: (changes: StagedChanges) => T): Staged<T> | null {
    try {
      this.#database.resetReadTxn();
      const staged = this.#stage(action);
      staged.changes.seal();
      return staged;
    } catch {
      return null;
    }
  }

  #stage<T>(action: (changes: StagedChanges) => T): Staged<T> {
    const bytes = this.#spare ?? new RowBytes();
    this.#spare = null;
    const changes = new StagedChanges(this.#reader, bytes);
    return { changes, bytes, result: action(changes) };
  }

  #write<T>(stage: () => Staged<T>, onMidWrite?: () => void): T {
    try {
      return this.#environment.write(() => {
        const { changes, bytes, result } = stage();
        // Their promises are already settled: the transaction is synchronous.
        changes.writeTo({
          put: (key, value) => {
            void this.#database.put(keyOf(key), value);
            onMidWrite?.();
          },
          remove: (key) => {
            void this.#database.remove(keyOf(key));
            onMidWrite?.();
          },
        });
        if (bytes.length <= SPARE_BYTES_MAX) this.#spare = bytes;
        bytes.shorten(0);
        return result;
      });
    } catch (error) {
      throw accountStoreError(error);
    }
  }

  clear(): void {
    try {
      this.#environment.write(() => this.#database.clearSync());
    } catch (error) {
      throw accountStoreError(error);
    }
  }

  async close(): Promise<void> {
    await this.#environment.close();
  }
}

/** Of the rules, on a row that no build wrote: trying again does not mend it. */
const NO_ERROR_OF_LMDB = [RangeError, SyntaxError, TypeError, URIError] as const;

/** Errors of the rules pass as they are, those of LMDB get their code. */
function accountStoreError(error: unknown): unknown {
  if (error instanceof AccountStoreError || error instanceof AssertionFailed) return error;
  if (NO_ERROR_OF_LMDB.some((kind) => error instanceof kind)) {
    return new AccountStoreError('ACCOUNT_STORE_BROKEN', String(error), { cause: error });
  }
  const cause = environmentError(error);
  return new AccountStoreError(CODES[cause.problem], cause.message, { cause });
}

/** Opens `<data>/accounts`. Throws AccountStoreError. */
export function openLmdbAccountStore(options: {
  readonly folder: string;
  readonly crashPoints: CrashPoints;
  readonly mapBytesMax?: number;
}): AccountStore {
  try {
    return new KeyValueAccountStore({
      storage: new LmdbAccountStorage(options),
      crashPoints: options.crashPoints,
    });
  } catch (error) {
    throw accountStoreError(error);
  }
}
