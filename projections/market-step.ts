/** What a projection makes of the batches of one step: rows that it writes, or orders as they stand. */
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import { StreamError } from '../ports/event-log/stream-error.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import type { EventBatch } from '../proto/messages.ts';
import type { OrdersFold, RowAddress, RowsFold } from './projection.ts';
import { StepOrders } from './step-orders.ts';
import { StepRows } from './step-rows.ts';

export interface MarketStep {
  /** A promise when it has to wait for rows; most often nothing does. */
  fold(batch: EventBatch, units: MarketUnits | null): Promise<void> | null;
  /** What the step writes, which ends at the cursor; must be stored before the next one begins. */
  end(cursor: EventCursor): readonly ViewWrite[];
}

export class RowsStep implements MarketStep {
  readonly #fold: RowsFold;
  readonly #market: string;
  readonly #rows: StepRows;
  readonly #row = (address: RowAddress): unknown => this.#rows.row(address);
  #added: ViewWrite[] = [];

  constructor(fold: RowsFold, options: { readonly market: string; readonly views: ViewStore }) {
    this.#fold = fold;
    this.#market = options.market;
    this.#rows = new StepRows(options.views);
  }

  fold(batch: EventBatch, units: MarketUnits | null): Promise<void> | null {
    const { rowsForEvents } = this.#fold;
    if (rowsForEvents === null) {
      // Who never asks would only fill the memory: a trade alone is a dozen rows.
      this.#foldEvents(batch, units, this.#added);
      return null;
    }
    const loading = this.#rows.load(rowsForEvents(batch, this.#market));
    if (loading !== null) return loading.then(() => this.#rows.write(this.#folded(batch, units)));
    this.#rows.write(this.#folded(batch, units));
    return null;
  }

  #folded(batch: EventBatch, units: MarketUnits | null): readonly ViewWrite[] {
    const writes: ViewWrite[] = [];
    this.#foldEvents(batch, units, writes);
    return writes;
  }

  #foldEvents(batch: EventBatch, units: MarketUnits | null, writes: ViewWrite[]): void {
    const row = this.#row;
    this.#fold.foldEvents(batch, { market: this.#market, units, row }, writes);
  }

  end(): readonly ViewWrite[] {
    const writes = this.#added;
    this.#added = [];
    for (const write of this.#rows.endStep()) writes.push(write);
    return writes;
  }
}

export class OrdersStep implements MarketStep {
  readonly #fold: OrdersFold;
  readonly #views: ViewStore;
  readonly #cursor: EventCursor | null;
  readonly #orders: StepOrders;
  #isLoaded = false;

  constructor(
    fold: OrdersFold,
    options: {
      readonly market: string;
      readonly views: ViewStore;
      readonly cursor: EventCursor | null;
    },
  ) {
    this.#fold = fold;
    this.#views = options.views;
    this.#cursor = options.cursor;
    this.#orders = new StepOrders(options.market);
  }

  fold(batch: EventBatch, units: MarketUnits | null): Promise<void> | null {
    if (!this.#isLoaded) return this.#begin(batch, units);
    const loading = this.#orders.load(batch, this.#views);
    if (loading !== null) return loading.then(() => this.#folded(batch, units));
    this.#folded(batch, units);
    return null;
  }

  async #begin(batch: EventBatch, units: MarketUnits | null): Promise<void> {
    await this.#loadOpen();
    await this.#orders.load(batch, this.#views);
    this.#folded(batch, units);
  }

  #folded(batch: EventBatch, units: MarketUnits | null): void {
    this.#fold.foldEvents(batch, this.#orders, units);
  }

  async #loadOpen(): Promise<void> {
    const at = this.#cursor?.sequence ?? null;
    if (!(await this.#orders.open.load(this.#views, at))) {
      const { market } = this.#orders;
      throw new StreamError('EVENT_GAP', `${market}: the journal of open orders is not at ${at}`);
    }
    this.#isLoaded = true;
  }

  end(cursor: EventCursor): readonly ViewWrite[] {
    return this.#orders.endStep(cursor.sequence);
  }
}
