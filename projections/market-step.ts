/** What a projection makes of the batches of one step: rows that it adds or writes, or orders as they stand. */
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import { StreamError } from '../ports/event-log/stream-error.ts';
import type { AddedRows } from '../ports/view-store/added-rows.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import type { EventBatch } from '../proto/messages.ts';
import type { AddingFold, AddsFold, OrdersFold, RowAddress, RowsFold } from './projection.ts';
import { StepOrders } from './step-orders.ts';
import { StepRows } from './step-rows.ts';

/** What a step writes. */
export interface StepWrites {
  readonly writes: readonly ViewWrite[];
  readonly added: readonly AddedRows[];
}

export interface MarketStep {
  /** A promise when it has to wait for rows; most often nothing does. */
  fold(batch: EventBatch, units: MarketUnits | null): Promise<void> | null;
  /** What the step writes, which ends at the cursor; must be stored before the next one begins. */
  end(cursor: EventCursor): StepWrites;
}

export class AddsStep implements MarketStep {
  readonly #fold: AddingFold;
  #isEnded = false;

  constructor(fold: AddsFold, market: string) {
    this.#fold = fold.of(market);
  }

  fold(batch: EventBatch, units: MarketUnits | null): null {
    if (this.#isEnded) this.#fold.clear();
    this.#isEnded = false;
    this.#fold.foldEvents(batch, units);
    return null;
  }

  end(): StepWrites {
    this.#isEnded = true;
    return { writes: [], added: this.#fold.added };
  }
}

export class RowsStep implements MarketStep {
  readonly #fold: RowsFold;
  readonly #market: string;
  readonly #rows: StepRows;
  readonly #row = (address: RowAddress): unknown => this.#rows.row(address);

  constructor(fold: RowsFold, options: { readonly market: string; readonly views: ViewStore }) {
    this.#fold = fold;
    this.#market = options.market;
    this.#rows = new StepRows(options.views);
  }

  fold(batch: EventBatch, units: MarketUnits | null): Promise<void> | null {
    const loading = this.#rows.load(this.#fold.rowsForEvents(batch, this.#market));
    if (loading !== null) return loading.then(() => this.#folded(batch, units));
    this.#folded(batch, units);
    return null;
  }

  #folded(batch: EventBatch, units: MarketUnits | null): void {
    const writes: ViewWrite[] = [];
    this.#fold.foldEvents(batch, { market: this.#market, units, row: this.#row }, writes);
    this.#rows.write(writes);
  }

  end(): StepWrites {
    return { writes: this.#rows.endStep(), added: [] };
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

  end(cursor: EventCursor): StepWrites {
    return { writes: this.#orders.endStep(cursor.sequence), added: [] };
  }
}
