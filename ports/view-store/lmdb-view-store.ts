import { asBinary, type Key, type RootDatabase } from 'lmdb';
import { Environment, environmentError } from '../embedded/lmdb-environment.ts';
import { type EventCursor, isSame } from '../event-log/event-cursor.ts';
import type { AddedRows } from './added-rows.ts';
import { isPaged } from './paged-tables.ts';
import { RowBytes } from './row-bytes.ts';
import { isPlainOrder, loaded, stored, writePlainOrder } from './row-layout.ts';
import { Pages, rowsOfPage } from './row-pages.ts';
import { TABLE } from './tables.ts';
import { compareKeys } from './view-key.ts';
import type { RangeBounds, ViewKey, ViewRow, ViewStep, ViewStore } from './view-store.ts';

type Applied = Awaited<ReturnType<ViewStore['apply']>>;

/** Sort before all tables, whose names begin with a letter. */
const CURSORS = '!cursor';
const OWNERS = '!table';

interface WaitingStep {
  readonly step: ViewStep;
  readonly resolve: (applied: Applied) => void;
  readonly reject: (error: unknown) => void;
}

/** Behind every string and number in LMDB's order of keys. */
const LAST = new Uint8Array([0xff]);
const KEYS_PER_REMOVAL = 10_000;

/**
 * Read models in LMDB: keys are tuples that begin with the table, values are MessagePack; rows of some
 * tables stand in pages (row-pages.ts), under the key of the first. Never
 * waits for the disk: a view can be folded from the log again.
 */
export class LmdbViewStore implements ViewStore {
  readonly #environment: Environment<unknown, Key[]>;
  readonly #database: RootDatabase<unknown, Key[]>;
  /** Tables whose owner is known to be written down. */
  readonly #owned = new Set<string>();
  readonly #waiting: WaitingStep[] = [];
  readonly #bytes = new RowBytes();
  readonly #pagesAdded = new Pages();

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

  /** What several projections make of the same records is stored at once, in one transaction. */
  apply(step: ViewStep): Promise<Applied> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ step, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#applyWaiting());
    });
  }

  #applyWaiting(): void {
    const waiting = this.#waiting.splice(0);
    if (waiting.length === 0) return;
    try {
      const applied = this.#atomically(() => waiting.map(({ step }) => this.#write(step)));
      for (const [index, { resolve }] of waiting.entries()) resolve(applied[index]!);
    } catch (error) {
      // Each is told what is its own.
      if (waiting.length === 1) waiting[0]!.reject(error);
      else for (const each of waiting) this.#applyAlone(each);
    }
  }

  #applyAlone({ step, resolve, reject }: WaitingStep): void {
    try {
      resolve(this.#atomically(() => this.#write(step)));
    } catch (error) {
      reject(error);
    }
  }

  /** Inside a transaction. */
  #write(step: ViewStep): Applied {
    for (const [topic, cursor] of Object.entries(step.after ?? {})) {
      const stored = this.#database.get([CURSORS, step.projection, topic]) as
        | EventCursor
        | undefined;
      if (!isSame(stored ?? null, cursor)) return 'moved';
    }
    let owned = '';
    for (const { table, key, value } of step.writes) {
      if (table !== owned) this.#own(step.projection, table);
      owned = table;
      this.#put(table, key, value);
    }
    for (const added of step.added ?? []) {
      if (added.count === 0) continue;
      this.#own(step.projection, added.table);
      this.#add(added);
    }
    for (const [topic, cursor] of Object.entries(step.cursors)) {
      this.#put(CURSORS, [step.projection, topic], cursor);
    }
    return 'stored';
  }

  #put(table: string, key: ViewKey, value: unknown): void {
    const stored = value === undefined ? undefined : this.#stored(table, value);
    // Promises of a synchronous transaction are already settled.
    if (stored === undefined) void this.#database.remove([table, ...key]);
    else void this.#database.put([table, ...key], stored);
  }

  #stored(table: string, value: unknown): unknown {
    if (table !== TABLE.orders || !isPlainOrder(value)) return stored(table, value);
    this.#bytes.begin();
    writePlainOrder(value, this.#bytes);
    return asBinary(this.#bytes.written());
  }

  /** Page by page, out of one buffer and with one array for a key: a put keeps neither. */
  #add(added: AddedRows): void {
    const pages = this.#pagesAdded;
    const key: (string | number)[] = [added.table];
    pages.lay(added);
    for (let page = 0; page < pages.count; page += 1) {
      const at = added.at(pages.firstRow(page));
      for (const [index, cell] of added.key.entries())
        key[index + 1] = cell.read(added.numbers, at);
      this.#bytes.begin();
      pages.write(page, added, this.#bytes);
      void this.#database.put(key, asBinary(this.#bytes.written()));
    }
  }

  async cursor(projection: string, topic: string): Promise<EventCursor | null> {
    return (this.#get([CURSORS, projection, topic]) as EventCursor | undefined) ?? null;
  }

  async get(table: string, key: ViewKey): Promise<unknown> {
    if (!isPaged(table)) return loaded(table, this.#get([table, ...key]));
    const page = this.#pageBefore(table, key);
    return page.find((row) => compareKeys(row.key, key) === 0)?.value;
  }

  async range(table: string, bounds: RangeBounds): Promise<readonly ViewRow[]> {
    try {
      this.#database.resetReadTxn();
      return isPaged(table) ? this.#rangeOfPages(table, bounds) : this.#range(table, bounds);
    } catch (error) {
      throw environmentError(error);
    }
  }

  #range(table: string, { from, to, limit, reverse = false }: RangeBounds): readonly ViewRow[] {
    const entries = this.#database.getRange({
      start: [table, ...from],
      end: [table, ...to],
      limit,
      reverse,
    });
    return [...entries].map(({ key, value }) => ({
      key: key.slice(1) as ViewKey,
      value: loaded(table, value),
    }));
  }

  /** The page that holds the row, if there is one: the last that begins at the key or before it. */
  #pageBefore(table: string, key: ViewKey): readonly ViewRow[] {
    try {
      this.#database.resetReadTxn();
      for (const page of this.#pages(table, { from: key, to: [], reverse: true })) return page;
      return [];
    } catch (error) {
      throw environmentError(error);
    }
  }

  *#pages(table: string, bounds: Omit<RangeBounds, 'limit'>): Generator<readonly ViewRow[]> {
    const { from, to, reverse = false } = bounds;
    const options = { start: [table, ...from], end: [table, ...to], reverse };
    for (const { key, value } of this.#database.getRange(options)) {
      yield rowsOfPage(table, key.slice(1) as ViewKey, value);
    }
  }

  #rangeOfPages(table: string, bounds: RangeBounds): readonly ViewRow[] {
    const { from, to, limit, reverse = false } = bounds;
    const found: ViewRow[] = [];
    // A page may begin before the bounds and reach into them.
    const pages = reverse
      ? this.#pages(table, { from, to: [], reverse })
      : this.#pagesFrom(table, from, to);
    for (const page of pages) {
      const rows = reverse ? page.toReversed() : page;
      for (const row of rows) {
        if (found.length >= limit) return found;
        const isIn = reverse
          ? compareKeys(row.key, from) <= 0 && compareKeys(row.key, to) > 0
          : compareKeys(row.key, from) >= 0 && compareKeys(row.key, to) < 0;
        if (isIn) found.push(row);
      }
      if (reverse && compareKeys(page[0]!.key, to) <= 0) return found;
    }
    return found;
  }

  *#pagesFrom(table: string, from: ViewKey, to: ViewKey): Generator<readonly ViewRow[]> {
    const before = this.#pageBefore(table, from);
    if (before.length > 0) yield before;
    for (const page of this.#pages(table, { from, to })) {
      if (compareKeys(page[0]!.key, before[0]?.key ?? []) !== 0) yield page;
    }
  }

  async drop(projection: string): Promise<void> {
    // What it wrote before must not come after.
    this.#applyWaiting();
    this.#atomically(() => {
      for (const key of this.#keysUnder([OWNERS, projection])) {
        this.#removeTable(key[2]!);
        void this.#database.remove(key);
      }
      for (const key of this.#keysUnder([CURSORS, projection])) void this.#database.remove(key);
    });
    this.#owned.clear();
  }

  async close(): Promise<void> {
    this.#applyWaiting();
    await this.#environment.close();
  }

  #own(projection: string, table: string): void {
    const owner = `${projection} ${table}`;
    if (this.#owned.has(owner)) return;
    void this.#database.put([OWNERS, projection, table], true);
    this.#owned.add(owner);
  }

  /** A part at a time: the keys of all rows that there ever were may be more than memory holds. */
  #removeTable(table: Key): void {
    for (;;) {
      const keys = this.#keysUnder([table], KEYS_PER_REMOVAL);
      for (const key of keys) void this.#database.remove(key);
      if (keys.length < KEYS_PER_REMOVAL) return;
    }
  }

  #keysUnder(prefix: Key[], limit?: number): Key[][] {
    const bounds = { start: prefix, end: [...prefix, LAST] };
    return [...this.#database.getKeys(limit === undefined ? bounds : { ...bounds, limit })];
  }

  #get(key: Key[]): unknown {
    try {
      this.#database.resetReadTxn();
      return this.#database.get(key);
    } catch (error) {
      throw environmentError(error);
    }
  }

  #atomically<Result>(action: () => Result): Result {
    try {
      return this.#environment.write(action);
    } catch (error) {
      // What the failed transaction wrote down is not there.
      this.#owned.clear();
      throw environmentError(error);
    }
  }
}
