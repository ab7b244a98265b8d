/** One projection's fold of one topic: records in, writes out, with the rows that the fold needs. */

import { CommandStream } from '../ports/event-log/command-stream.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import type { AddedRows } from '../ports/view-store/added-rows.ts';
import { type MarketRow, marketTable } from '../ports/view-store/tables.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert, assertNever } from '../proto/assert.ts';
import { type MarketUnits, marketUnits } from '../proto/market-units.ts';
import { type Hash64, offset, sequence } from '../proto/units.ts';
import { AddsStep, type MarketStep, OrdersStep, RowsStep } from './market-step.ts';
import type { EventsFold, Projection } from './projection.ts';
import type { EventsReader, SharedEvents } from './shared-events.ts';
import { StepRows } from './step-rows.ts';

export interface FoldedRecords {
  readonly recordCount: number;
  readonly cursor: EventCursor;
  readonly writes: readonly ViewWrite[];
  readonly added: readonly AddedRows[];
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

const NO_HASH = '0'.repeat(16) as Hash64;

export class MarketTopicFold implements TopicFold {
  readonly #options: TopicFoldOptions;
  readonly #market: string;
  readonly #events: EventsReader;
  readonly #step: MarketStep;
  /** undefined: not looked up yet. */
  #units: MarketUnits | null | undefined;

  constructor(market: string, options: TopicFoldOptions & { readonly shared: SharedEvents }) {
    const { cursor, projection, shared, views } = options;
    this.#options = options;
    this.#market = market;
    this.#events = shared.reader(cursor);
    this.#step = stepOf(projection.events, { market, views, cursor });
  }

  async next(timeoutMs: number): Promise<FoldedRecords | null> {
    const streamed = await this.#events.next(timeoutMs);
    const last = streamed[streamed.length - 1];
    if (last === undefined) return null;
    const definitions: ViewWrite[] = [];
    for (const { batch, definition } of streamed) {
      if (definition !== null) {
        this.#units = marketUnits(definition);
        const table = marketTable(this.#options.projection.name);
        definitions.push({ table, key: [this.#market], value: definition });
      } else if (this.#units === undefined) this.#units = await this.#storedUnits();
      const folding = this.#step.fold(batch, this.#units);
      if (folding !== null) await folding;
    }
    const { writes, added } = this.#step.end(last.cursor);
    const { length: recordCount } = streamed;
    return { recordCount, cursor: last.cursor, writes: [...writes, ...definitions], added };
  }

  async #storedUnits(): Promise<MarketUnits | null> {
    const { projection, views } = this.#options;
    const row = await views.get(marketTable(projection.name), [this.#market]);
    return row === undefined ? null : marketUnits(row as MarketRow);
  }
}

function stepOf(
  fold: EventsFold,
  options: {
    readonly market: string;
    readonly views: ViewStore;
    readonly cursor: EventCursor | null;
  },
): MarketStep {
  switch (fold.kind) {
    case 'orders':
      return new OrdersStep(fold, options);
    case 'rows':
      return new RowsStep(fold, options);
    case 'adds':
      return new AddsStep(fold, options.market);
    default:
      return assertNever(fold);
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
    return { recordCount: streamed.length, cursor, writes: this.#rows.endStep(), added: [] };
  }
}
