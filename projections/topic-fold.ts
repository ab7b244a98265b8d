/** One projection's fold of one topic: records in, writes out, with the rows that the fold needs. */

import { CommandStream } from '../ports/event-log/command-stream.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import {
  type MarketRow,
  marketTable,
  openOrdersIn,
  orderKey,
  TABLE,
} from '../ports/view-store/tables.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import { limits } from '../proto/limits.ts';
import { type MarketUnits, marketUnits } from '../proto/market-units.ts';
import type { EventBatch, MarketDefinition } from '../proto/messages.ts';
import { type AccountId, type Hash64, type OrderId, offset, sequence } from '../proto/units.ts';
import { type Projection, type RowAddress, rowName } from './projection.ts';
import type { EventsReader, SharedEvents } from './shared-events.ts';

export interface FoldedRecords {
  readonly recordCount: number;
  readonly cursor: EventCursor;
  readonly writes: readonly ViewWrite[];
}

export interface TopicFold {
  /** Folds what arrives within the time; null: nothing did. Must be stored before the next call. */
  next(timeoutMs: number): Promise<FoldedRecords | null>;
}

export interface TopicFoldOptions {
  readonly projection: Projection;
  readonly topic: string;
  readonly log: EventLog;
  readonly views: ViewStore;
  /** What is stored; the fold goes on behind it. */
  readonly cursor: EventCursor | null;
}

const ROWS_KEPT = 20_000;
const NO_ORDERS: ReadonlyMap<AccountId, readonly OrderId[]> = new Map();
const NO_HASH = '0'.repeat(16) as Hash64;

/** The newest rows as this fold wrote or read them: nobody else writes them. */
class RowCache {
  readonly #rows = new Map<string, unknown>();
  readonly #views: ViewStore;
  /** Of this step, which are not stored yet. */
  #unstored: ViewWrite[] = [];

  constructor(views: ViewStore) {
    this.#views = views;
  }

  /** So that `row` knows them. */
  async load(addresses: readonly RowAddress[]): Promise<void> {
    for (const address of addresses) {
      const name = rowName(address);
      if (this.#rows.has(name)) continue;
      this.#rows.set(name, await this.#views.get(address.table, address.key));
    }
  }

  /** The account's open orders of the market, as they stand now; with their rows. */
  async loadOpen(accountId: AccountId, market: string): Promise<readonly OrderId[]> {
    const limit = limits.openOrdersPerAccountMax;
    const stored = await this.#views.range(TABLE.openOrders, {
      ...openOrdersIn(accountId, market),
      limit,
    });
    const open = new Set(stored.map(({ key }) => key[2] as OrderId));
    for (const { table, key, value } of this.#unstored) {
      const isOwn = table === TABLE.openOrders && key[0] === accountId && key[1] === market;
      if (!isOwn) continue;
      if (value === undefined) open.delete(key[2] as OrderId);
      else open.add(key[2] as OrderId);
    }
    const ids = [...open];
    await this.load(ids.map((id) => ({ table: TABLE.orders, key: orderKey(accountId, id) })));
    return ids;
  }

  row(address: RowAddress): unknown {
    const name = rowName(address);
    assert(this.#rows.has(name), `row ${name} was not loaded`);
    return this.#rows.get(name);
  }

  /** Those of this step are not stored yet, so they must be found here when they are asked for. */
  write(writes: readonly ViewWrite[]): void {
    for (const write of writes) this.#unstored.push(write);
    for (const write of writes) {
      const name = rowName(write);
      // Moved to the end: the front of the map is what was not touched for longest.
      this.#rows.delete(name);
      this.#rows.set(name, write.value);
    }
  }

  /** Between two steps only: what is dropped must be stored. */
  trim(): void {
    this.#unstored = [];
    for (const name of this.#rows.keys()) {
      if (this.#rows.size <= ROWS_KEPT) return;
      this.#rows.delete(name);
    }
  }
}

export class MarketTopicFold implements TopicFold {
  readonly #options: TopicFoldOptions;
  readonly #market: string;
  readonly #events: EventsReader;
  readonly #rows: RowCache;
  /** undefined: not looked up yet. */
  #units: MarketUnits | null | undefined;

  constructor(market: string, options: TopicFoldOptions & { readonly shared: SharedEvents }) {
    this.#options = options;
    this.#market = market;
    this.#events = options.shared.reader(options.cursor);
    this.#rows = new RowCache(options.views);
  }

  async next(timeoutMs: number): Promise<FoldedRecords | null> {
    const streamed = await this.#events.next(timeoutMs);
    const last = streamed[streamed.length - 1];
    if (last === undefined) return null;
    this.#rows.trim();
    const writes: ViewWrite[] = [];
    for (const { batch } of streamed) writes.push(...(await this.#fold(batch)));
    const isOften = this.#options.projection.rewrites === 'most rows';
    return {
      recordCount: streamed.length,
      cursor: last.cursor,
      writes: isOften ? lastWrites(writes) : writes,
    };
  }

  async #fold(batch: EventBatch): Promise<readonly ViewWrite[]> {
    const { projection } = this.#options;
    const definition = definitionOf(batch);
    if (definition !== undefined) this.#units = marketUnits(definition);
    else if (this.#units === undefined) this.#units = await this.#storedUnits();
    const asks = projection.rowsForEvents;
    if (asks !== null) await this.#rows.load(asks(batch, this.#market));
    const open = await this.#openOrders(projection.openOrdersForEvents?.(batch) ?? []);
    const writes = projection.foldEvents(batch, {
      market: this.#market,
      units: this.#units,
      openOrders: (accountId) => {
        const ids = open.get(accountId);
        assert(ids !== undefined, `open orders of account ${accountId} were not loaded`);
        return ids;
      },
      row: (address) => this.#rows.row(address),
    });
    // Who never asks would only fill the memory: a trade alone is a dozen rows.
    if (asks !== null) this.#rows.write(writes);
    if (definition === undefined) return writes;
    const table = marketTable(projection.name);
    return [...writes, { table, key: [this.#market], value: definition }];
  }

  async #openOrders(
    accounts: readonly AccountId[],
  ): Promise<ReadonlyMap<AccountId, readonly OrderId[]>> {
    if (accounts.length === 0) return NO_ORDERS;
    const open = new Map<AccountId, readonly OrderId[]>();
    for (const account of accounts) {
      open.set(account, await this.#rows.loadOpen(account, this.#market));
    }
    return open;
  }

  async #storedUnits(): Promise<MarketUnits | null> {
    const { projection, views } = this.#options;
    const row = await views.get(marketTable(projection.name), [this.#market]);
    return row === undefined ? null : marketUnits(row as MarketRow);
  }
}

function lastWrites(writes: readonly ViewWrite[]): readonly ViewWrite[] {
  return [...new Map(writes.map((write) => [rowName(write), write])).values()];
}

export class LedgerTopicFold implements TopicFold {
  readonly #options: TopicFoldOptions;
  readonly #stream: CommandStream;
  readonly #rows: RowCache;

  constructor(options: TopicFoldOptions) {
    const { cursor, log, topic, views } = options;
    this.#options = options;
    this.#stream = new CommandStream({ log, topic, from: cursor?.nextLogOffset ?? offset(0) });
    this.#rows = new RowCache(views);
  }

  async next(timeoutMs: number): Promise<FoldedRecords | null> {
    const { projection, topic } = this.#options;
    assert(projection.ledger !== null, `${projection.name} does not fold the ledger`);
    const streamed = await this.#stream.next(timeoutMs, 'soon');
    const last = streamed[streamed.length - 1];
    if (last === undefined) return null;
    this.#rows.trim();
    const writes: ViewWrite[] = [];
    for (const record of streamed) {
      // A poison record has no effect (settlement says so loudly).
      if (record.kind === 'poison') continue;
      await this.#rows.load(projection.ledger.rowsForCommands(record.batch));
      const folded = projection.ledger.foldCommands(record.batch, {
        topic,
        offset: record.offset,
        row: (address) => this.#rows.row(address),
      });
      this.#rows.write(folded);
      writes.push(...folded);
    }
    const next = offset(last.offset + 1);
    const cursor: EventCursor = {
      nextLogOffset: next,
      inputOffset: last.offset,
      sequence: sequence(next),
      eventHash: NO_HASH,
    };
    return { recordCount: streamed.length, cursor, writes };
  }
}

/** The last one; changes leave alone what amounts are counted in, so it may stand for the whole batch. */
function definitionOf({ events }: EventBatch): MarketDefinition | undefined {
  let definition: MarketDefinition | undefined;
  for (const event of events) {
    if (event.kind === 'MarketDefined' || event.kind === 'MarketChanged') {
      definition = event.definition;
    }
  }
  return definition;
}
