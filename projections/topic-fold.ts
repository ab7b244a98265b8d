/** One projection's fold of one topic: records in, writes out, with the rows that the fold needs. */

import { CommandStream } from '../ports/event-log/command-stream.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { type MarketRow, marketTable } from '../ports/view-store/tables.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import { type MarketUnits, marketUnits } from '../proto/market-units.ts';
import type { EventBatch, MarketDefinition } from '../proto/messages.ts';
import { type AccountId, type Hash64, type OrderId, offset, sequence } from '../proto/units.ts';
import type { Projection } from './projection.ts';
import type { EventsReader, SharedEvents } from './shared-events.ts';
import { StepRows } from './step-rows.ts';

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

const NO_ORDERS: ReadonlyMap<AccountId, readonly OrderId[]> = new Map();
const NO_HASH = '0'.repeat(16) as Hash64;

export class MarketTopicFold implements TopicFold {
  readonly #options: TopicFoldOptions;
  readonly #market: string;
  readonly #events: EventsReader;
  readonly #rows: StepRows;
  /** undefined: not looked up yet. */
  #units: MarketUnits | null | undefined;

  constructor(market: string, options: TopicFoldOptions & { readonly shared: SharedEvents }) {
    this.#options = options;
    this.#market = market;
    this.#events = options.shared.reader(options.cursor);
    this.#rows = new StepRows(options.views);
  }

  async next(timeoutMs: number): Promise<FoldedRecords | null> {
    const streamed = await this.#events.next(timeoutMs);
    const last = streamed[streamed.length - 1];
    if (last === undefined) return null;
    const added: ViewWrite[] = [];
    for (const { batch } of streamed) added.push(...(await this.#fold(batch)));
    const writes = [...this.#rows.endStep(), ...added];
    return { recordCount: streamed.length, cursor: last.cursor, writes };
  }

  /** Answers what is only added; what is written again and again is among the rows of the step. */
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
    const added = asks === null ? writes : [];
    if (definition === undefined) return added;
    const table = marketTable(projection.name);
    return [...added, { table, key: [this.#market], value: definition }];
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

export class LedgerTopicFold implements TopicFold {
  readonly #options: TopicFoldOptions;
  readonly #stream: CommandStream;
  readonly #rows: StepRows;

  constructor(options: TopicFoldOptions) {
    const { cursor, log, topic, views } = options;
    this.#options = options;
    this.#stream = new CommandStream({ log, topic, from: cursor?.nextLogOffset ?? offset(0) });
    this.#rows = new StepRows(views);
  }

  async next(timeoutMs: number): Promise<FoldedRecords | null> {
    const { projection, topic } = this.#options;
    assert(projection.ledger !== null, `${projection.name} does not fold the ledger`);
    const streamed = await this.#stream.next(timeoutMs, 'soon');
    const last = streamed[streamed.length - 1];
    if (last === undefined) return null;
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
    }
    const next = offset(last.offset + 1);
    const cursor: EventCursor = {
      nextLogOffset: next,
      inputOffset: last.offset,
      sequence: sequence(next),
      eventHash: NO_HASH,
    };
    return { recordCount: streamed.length, cursor, writes: this.#rows.endStep() };
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
