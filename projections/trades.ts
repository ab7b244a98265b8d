/** The public tape: table trades. */
import { AddedRows, RowNumbers } from '../ports/view-store/added-rows.ts';
import { NumberCell, TextCell } from '../ports/view-store/cells.ts';
import { PROJECTION, TABLE, type TradeRow } from '../ports/view-store/tables.ts';
import type { EventBatch } from '../proto/messages.ts';
import type { AddingFold, Projection } from './projection.ts';

export const tradesProjection: Projection = {
  name: PROJECTION.trades,
  due: 'later',
  events: { kind: 'adds', of: (market) => new TradesFold(market) },
  ledger: null,
};

/** Places in a row of numbers. */
const TRADE_ID = 0;
const SEQUENCE = 1;
const TAKER_SIDE = 2;
const PRICE_TICKS = 3;
const QUANTITY_LOTS = 4;
const MAKER_ORDER_ID = 5;
const TAKER_ORDER_ID = 6;
const EXECUTED_AT_US = 7;
const WIDTH = 8;

class TradesFold implements AddingFold {
  readonly added: readonly AddedRows[];
  readonly #rows = new RowNumbers(WIDTH);

  constructor(market: string) {
    const fields = {
      market: new TextCell(market),
      tradeId: new NumberCell(TRADE_ID),
      sequence: new NumberCell(SEQUENCE),
      takerSide: new NumberCell(TAKER_SIDE),
      priceTicks: new NumberCell(PRICE_TICKS),
      quantityLots: new NumberCell(QUANTITY_LOTS),
      makerOrderId: new NumberCell(MAKER_ORDER_ID),
      takerOrderId: new NumberCell(TAKER_ORDER_ID),
      executedAtUs: new NumberCell(EXECUTED_AT_US),
    } satisfies Record<keyof TradeRow, unknown>;
    const key = [fields.market, fields.tradeId];
    this.added = [new AddedRows(TABLE.trades, this.#rows, { key, by: null, fields })];
  }

  foldEvents(batch: EventBatch): void {
    const { events } = batch;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index]!;
      if (event.kind !== 'TradeExecuted') continue;
      const at = this.#rows.next();
      const { numbers } = this.#rows;
      numbers[at + TRADE_ID] = event.tradeId;
      numbers[at + SEQUENCE] = batch.firstSequence + index;
      numbers[at + TAKER_SIDE] = event.takerSide;
      numbers[at + PRICE_TICKS] = event.priceTicks;
      numbers[at + QUANTITY_LOTS] = event.quantityLots;
      numbers[at + MAKER_ORDER_ID] = event.makerOrderId;
      numbers[at + TAKER_ORDER_ID] = event.takerOrderId;
      numbers[at + EXECUTED_AT_US] = batch.timestampUs;
    }
  }

  clear(): void {
    this.#rows.clear();
  }
}
