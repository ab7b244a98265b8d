import { mkdirSync, realpathSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { ABORT, type Key, open, type RootDatabase, type RootDatabaseOptions } from 'lmdb';
import { FileReserve } from './file-reserve.ts';
import { lmdbFileProblem } from './lmdb-file-check.ts';
import { type EnvironmentFiles, NewestTransaction } from './newest-transaction.ts';

const DAMAGE =
  /MDB_CORRUPTED|MDB_PAGE_NOTFOUND|MDB_INVALID|MDB_VERSION_MISMATCH|MDB_INCOMPATIBLE|MDB_CURSOR_FULL/;

/** What went wrong in LMDB, in words that each port turns into its own error code. */
export type EnvironmentProblem = 'full' | 'damaged' | 'unavailable';

export class EnvironmentError extends Error {
  readonly problem: EnvironmentProblem;

  constructor(problem: EnvironmentProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EnvironmentError';
    this.problem = problem;
  }
}

const GIB = 2 ** 30;

/** Address space, not disk: the file grows as it is written. The same in all processes. */
const MAP_BYTES_MAX = 256 * GIB;

/** Reader slots: the processes of one exchange and the tools that look at it, with room to spare. */
const READERS_MAX = 510;

/** With less than this left on the disk, a write that fails half-way failed for want of space. */
const FREE_BYTES_MIN = 4 * 1024 * 1024;

const EIO = 5;

/** Starts from an older state than the newest, one behind another, before it is no coincidence. */
const STALE_STARTS_MAX = 100;

export interface EnvironmentOptions {
  readonly folder: string;
  /** true: a commit returns before it is on disk (survives kill -9, not a power cut). */
  readonly noSync: boolean;
  readonly database: Pick<RootDatabaseOptions, 'encoding' | 'keyEncoding' | 'keyEncoder'>;
  readonly mapBytesMax?: number;
  /** Of another thread of this process that has the environment open until after we close ours. */
  readonly files?: EnvironmentFiles;
}

interface Writing {
  readonly action: () => unknown;
  isDone: boolean;
  value: unknown;
}

/** What lmdb-js can do but does not declare. */
interface Undeclared {
  sync(done: (error: unknown) => void): void;
}

/**
 * An LMDB environment in a folder, created when it is not there, shared by any number of processes.
 * All its transactions are synchronous: lmdb-js's asynchronous ones write from a thread of their
 * own, where the guard of newest-transaction.ts cannot stand.
 */
export class Environment<Value, EnvironmentKey extends Key> {
  /** For reading, and for writing inside `write`. */
  readonly database: RootDatabase<Value, EnvironmentKey>;
  readonly #folder: string;
  readonly #newest: NewestTransaction;
  /** Only where a commit waits for the disk. */
  readonly #reserve: FileReserve | null;
  /** What `#inTransaction` is to do. */
  #writing: Writing | null = null;
  /** A write or sync failed in the disk; nobody knows what the disk holds now. */
  #failed: EnvironmentError | null = null;

  /** Throws EnvironmentError. */
  constructor(options: EnvironmentOptions) {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const folder = realpathSync(options.folder);
    this.#folder = folder;
    const problem = lmdbFileProblem(join(folder, 'data.mdb'));
    if (problem !== null) {
      throw new EnvironmentError('damaged', `${join(folder, 'data.mdb')}: ${problem}`);
    }
    try {
      this.database = open({ ...options.database, ...settings(options), path: folder });
      this.#newest = new NewestTransaction(folder, options.files);
      const bytesMax = options.mapBytesMax ?? MAP_BYTES_MAX;
      this.#reserve = options.noSync
        ? null
        : new FileReserve(join(folder, 'data.mdb'), { bytesMax });
      this.heal();
    } catch (error) {
      throw environmentError(error);
    }
  }

  /**
   * Runs the action in a write transaction; when it throws, nothing is written. After an error of
   * the disk (but for a full one) nothing is written any more: trying again would hide the damage.
   */
  write<T>(action: () => T): T {
    if (this.#failed !== null) throw this.#failed;
    try {
      return this.#write(action);
    } catch (error) {
      if (numberOf(error) !== EIO && !/Input\/output error/.test(messageOf(error))) throw error;
      // A disk that becomes full in the middle of a write shows as a short write.
      const { bavail, bsize } = statfsSync(this.#folder);
      if (bavail * bsize < FREE_BYTES_MIN) {
        throw new EnvironmentError('full', 'no space left on the disk', { cause: error });
      }
      this.#failed = new EnvironmentError('unavailable', messageOf(error), { cause: error });
      throw this.#failed;
    }
  }

  #write<T>(action: () => T): T {
    const writing: Writing = { action, isDone: false, value: undefined };
    for (let stale = 0; stale < STALE_STARTS_MAX; stale += 1) {
      this.#writing = writing;
      this.database.transactionSync(this.#inTransaction);
      if (writing.isDone) return writing.value as T;
    }
    throw new EnvironmentError('damaged', 'transactions start from an old state again and again');
  }

  /** One function for all writes: see docs/adr/0054. */
  readonly #inTransaction = () => {
    if (!this.#isNewest()) return ABORT;
    const writing = this.#writing!;
    writing.value = writing.action();
    writing.isDone = true;
    this.#reserve?.keep(this.#newest.usedBytes());
    return undefined;
  };

  /** Undoes what this or another process did to the shared state by opening the environment. */
  heal(): void {
    if (this.#newest.shared() === this.#newest.read()) return;
    this.database.transactionSync(() => {
      this.#isNewest();
      return ABORT;
    });
    this.database.resetReadTxn();
  }

  /** Forces what was committed to disk, beside the event loop. */
  flush(done: (error: unknown) => void): void {
    (this.database as unknown as Undeclared).sync(done);
  }

  /** What another thread of this process needs to open the environment too. */
  get files(): EnvironmentFiles {
    return this.#newest.files;
  }

  async close(): Promise<void> {
    await this.database.close();
    this.#reserve?.close();
    this.#newest.close();
  }

  /** With the write lock held, before anything else. False: put right, to be begun anew. */
  #isNewest(): boolean {
    const newest = this.#newest.read();
    if (this.database.getWriteTxnId() === newest + 1) return true;
    this.#newest.share(newest);
    return false;
  }
}

function settings(options: EnvironmentOptions): RootDatabaseOptions {
  return {
    noSubdir: false,
    noSync: options.noSync,
    // With it a reader would see a transaction before it is on disk.
    overlappingSync: false,
    // The full size from the start: growing the map under other processes is where it gets delicate.
    mapSize: options.mapBytesMax ?? MAP_BYTES_MAX,
    maxReaders: READERS_MAX,
    // Data of other records left in unused parts of a page would end up in backups.
    noMemInit: false,
  };
}

/** LMDB speaks in numbers and message texts; this is the one place that reads them. */
export function environmentError(error: unknown): EnvironmentError {
  if (error instanceof EnvironmentError) return error;
  return new EnvironmentError(problemIn(error), messageOf(error), { cause: error });
}

const ENOSPC = 28;
const MDB_MAP_FULL = -30792;

function problemIn(error: unknown): EnvironmentProblem {
  const message = messageOf(error);
  const number = numberOf(error);
  if (number === ENOSPC || number === MDB_MAP_FULL) return 'full';
  if (/No space left|MDB_MAP_FULL|Disk quota/.test(message)) return 'full';
  return DAMAGE.test(message) ? 'damaged' : 'unavailable';
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const numberOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
