/** What one taker order traded at one price in one go: table agg-trades. */
import { AddedRows, RowNumbers } from '../ports/view-store/added-rows.ts';
import { NumberCell, TextCell } from '../ports/view-store/cells.ts';
import type { AggregateTradeRow } from '../ports/view-store/market-tables.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { EventBatch, TradeExecuted } from '../proto/messages.ts';
import { lots } from '../proto/units.ts';
import type { AddingFold, Projection } from './projection.ts';

export const aggregateTradesProjection: Projection = {
  name: PROJECTION.aggregateTrades,
  due: 'later',
  events: { kind: 'adds', of: (market) => new AggregateTradesFold(market) },
  ledger: null,
};

/** Places in a row of numbers. */
const FIRST_TRADE_ID = 0;
const LAST_TRADE_ID = 1;
const PRICE_TICKS = 2;
const QUANTITY_LOTS = 3;
const TAKER_SIDE = 4;
const EXECUTED_AT_US = 5;
const WIDTH = 6;

class AggregateTradesFold implements AddingFold {
  readonly added: readonly AddedRows[];
  readonly #rows = new RowNumbers(WIDTH);

  constructor(market: string) {
    const fields = {
      market: new TextCell(market),
      firstTradeId: new NumberCell(FIRST_TRADE_ID),
      lastTradeId: new NumberCell(LAST_TRADE_ID),
      priceTicks: new NumberCell(PRICE_TICKS),
      quantityLots: new NumberCell(QUANTITY_LOTS),
      takerSide: new NumberCell(TAKER_SIDE),
      executedAtUs: new NumberCell(EXECUTED_AT_US),
    } satisfies Record<keyof AggregateTradeRow, unknown>;
    const key = [fields.market, fields.firstTradeId];
    this.added = [new AddedRows(TABLE.aggregateTrades, this.#rows, { key, by: null, fields })];
  }

  /** A taker trades within one batch, so no row of before is ever added to. */
  foldEvents(batch: EventBatch): void {
    let before: TradeExecuted | null = null;
    let at = 0;
    for (const event of batch.events) {
      if (event.kind !== 'TradeExecuted') continue;
      const isMore =
        before?.takerOrderId === event.takerOrderId && before.priceTicks === event.priceTicks;
      before = event;
      if (isMore) this.#more(at, event);
      else at = this.#first(event, batch);
    }
  }

  #first(event: TradeExecuted, batch: EventBatch): number {
    const at = this.#rows.next();
    const { numbers } = this.#rows;
    numbers[at + FIRST_TRADE_ID] = event.tradeId;
    numbers[at + LAST_TRADE_ID] = event.tradeId;
    numbers[at + PRICE_TICKS] = event.priceTicks;
    numbers[at + QUANTITY_LOTS] = event.quantityLots;
    numbers[at + TAKER_SIDE] = event.takerSide;
    numbers[at + EXECUTED_AT_US] = batch.timestampUs;
    return at;
  }

  #more(at: number, event: TradeExecuted): void {
    const { numbers } = this.#rows;
    numbers[at + LAST_TRADE_ID] = event.tradeId;
    numbers[at + QUANTITY_LOTS] = lots(numbers[at + QUANTITY_LOTS]! + event.quantityLots);
  }

  clear(): void {
    this.#rows.clear();
  }
}
