import type { Key, RootDatabase } from 'lmdb';
import { Environment, environmentError } from '../embedded/lmdb-environment.ts';
import type { EventCursor } from '../event-log/event-cursor.ts';
import { loaded, stored } from './row-layout.ts';
import type { ViewKey, ViewStore, ViewWrite } from './view-store.ts';

/** Sort before all tables, whose names begin with a letter. */
const CURSORS = '!cursor';
const OWNERS = '!table';

/** Behind every string and number in LMDB's order of keys. */
const LAST = new Uint8Array([0xff]);

/**
 * Read models in LMDB: keys are tuples that begin with the table, values are MessagePack. Never
 * waits for the disk: a view can be folded from the log again.
 */
export class LmdbViewStore implements ViewStore {
  readonly #environment: Environment<unknown, Key[]>;
  readonly #database: RootDatabase<unknown, Key[]>;
  /** Tables whose owner is known to be written down. */
  readonly #owned = new Set<string>();

  constructor(options: {
    /** `<data>/views`; created when it is not there. */
    readonly folder: string;
    readonly mapBytesMax?: number;
  }) {
    this.#environment = new Environment({
      ...options,
      noSync: true,
      database: { encoding: 'msgpack', keyEncoding: 'ordered-binary' },
    });
    this.#database = this.#environment.database;
  }

  async apply(step: {
    readonly projection: string;
    readonly cursors: Readonly<Record<string, EventCursor>>;
    readonly writes: readonly ViewWrite[];
  }): Promise<void> {
    const database = this.#database;
    this.#atomically(() => {
      let owned = '';
      for (const { table, key, value } of step.writes) {
        if (table !== owned) this.#own(step.projection, table);
        owned = table;
        // Promises of a synchronous transaction are already settled.
        if (value === undefined) void database.remove([table, ...key]);
        else void database.put([table, ...key], stored(table, value));
      }
      for (const [topic, cursor] of Object.entries(step.cursors)) {
        void database.put([CURSORS, step.projection, topic], cursor);
      }
    });
  }

  async cursor(projection: string, topic: string): Promise<EventCursor | null> {
    return (this.#get([CURSORS, projection, topic]) as EventCursor | undefined) ?? null;
  }

  async get(table: string, key: ViewKey): Promise<unknown> {
    return loaded(table, this.#get([table, ...key]));
  }

  async range(
    table: string,
    bounds: {
      readonly from: ViewKey;
      readonly to: ViewKey;
      readonly limit: number;
      readonly reverse?: boolean;
    },
  ): Promise<readonly { readonly key: ViewKey; readonly value: unknown }[]> {
    try {
      this.#database.resetReadTxn();
      const entries = this.#database.getRange({
        start: [table, ...bounds.from],
        end: [table, ...bounds.to],
        limit: bounds.limit,
        reverse: bounds.reverse === true,
      });
      return [...entries].map(({ key, value }) => ({
        key: key.slice(1) as ViewKey,
        value: loaded(table, value),
      }));
    } catch (error) {
      throw environmentError(error);
    }
  }

  async drop(projection: string): Promise<void> {
    this.#atomically(() => {
      for (const key of this.#keysUnder([OWNERS, projection])) {
        for (const entry of this.#keysUnder([key[2]!])) void this.#database.remove(entry);
        void this.#database.remove(key);
      }
      for (const key of this.#keysUnder([CURSORS, projection])) void this.#database.remove(key);
    });
    this.#owned.clear();
  }

  async close(): Promise<void> {
    await this.#environment.close();
  }

  #own(projection: string, table: string): void {
    const owner = `${projection} ${table}`;
    if (this.#owned.has(owner)) return;
    void this.#database.put([OWNERS, projection, table], true);
    this.#owned.add(owner);
  }

  #keysUnder(prefix: Key[]): Key[][] {
    return [...this.#database.getKeys({ start: prefix, end: [...prefix, LAST] })];
  }

  #get(key: Key[]): unknown {
    try {
      this.#database.resetReadTxn();
      return this.#database.get(key);
    } catch (error) {
      throw environmentError(error);
    }
  }

  #atomically(action: () => void): void {
    try {
      this.#environment.write(action);
    } catch (error) {
      // What the failed transaction wrote down is not there.
      this.#owned.clear();
      throw environmentError(error);
    }
  }
}
