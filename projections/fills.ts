/** Each account's side of each trade: tables fills and order-fills, two views of the same rows. */
import { AddedRows, RowNumbers } from '../ports/view-store/added-rows.ts';
import { NumberCell, TextCell, WordCell } from '../ports/view-store/cells.ts';
import { type FillRow, type Liquidity, PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import { type EventBatch, Side, type TradeExecuted } from '../proto/messages.ts';
import type { AddingFold, Projection } from './projection.ts';

export const fillsProjection: Projection = {
  name: PROJECTION.fills,
  due: 'soon',
  events: { kind: 'adds', of: (market) => new FillsFold(market) },
  ledger: null,
};

const LIQUIDITY: readonly Liquidity[] = ['maker', 'taker'];
const MAKER = 0;
const TAKER = 1;

/** Places in a row of numbers. */
const ACCOUNT_ID = 0;
const ORDER_ID = 1;
const TRADE_ID = 2;
const SEQUENCE = 3;
const LIQUIDITY_WORD = 4;
const SIDE = 5;
const PRICE_TICKS = 6;
const QUANTITY_LOTS = 7;
const FEE_MINOR = 8;
const EXECUTED_AT_US = 9;
const WIDTH = 10;

class FillsFold implements AddingFold {
  readonly added: readonly AddedRows[];
  readonly #rows = new RowNumbers(WIDTH);

  constructor(market: string) {
    const fields = {
      accountId: new NumberCell(ACCOUNT_ID),
      orderId: new NumberCell(ORDER_ID),
      market: new TextCell(market),
      tradeId: new NumberCell(TRADE_ID),
      sequence: new NumberCell(SEQUENCE),
      liquidity: new WordCell(LIQUIDITY_WORD, LIQUIDITY),
      side: new NumberCell(SIDE),
      priceTicks: new NumberCell(PRICE_TICKS),
      quantityLots: new NumberCell(QUANTITY_LOTS),
      feeMinor: new NumberCell(FEE_MINOR),
      executedAtUs: new NumberCell(EXECUTED_AT_US),
    } satisfies Record<keyof FillRow, unknown>;
    const { accountId, liquidity, orderId, sequence } = fields;
    const ofAccount = [accountId, fields.market, sequence, liquidity];
    const ofOrder = [accountId, orderId, sequence];
    this.added = [
      new AddedRows(TABLE.fills, this.#rows, { key: ofAccount, by: accountId, fields }),
      new AddedRows(TABLE.orderFills, this.#rows, { key: ofOrder, by: orderId, fields }),
    ];
  }

  foldEvents(batch: EventBatch): void {
    const { events } = batch;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index]!;
      if (event.kind !== 'TradeExecuted') continue;
      this.#maker(this.#common(event, batch, index), event);
      this.#taker(this.#common(event, batch, index), event);
    }
  }

  #common(event: TradeExecuted, batch: EventBatch, index: number): number {
    const at = this.#rows.next();
    const { numbers } = this.#rows;
    numbers[at + TRADE_ID] = event.tradeId;
    numbers[at + SEQUENCE] = batch.firstSequence + index;
    numbers[at + PRICE_TICKS] = event.priceTicks;
    numbers[at + QUANTITY_LOTS] = event.quantityLots;
    numbers[at + EXECUTED_AT_US] = batch.timestampUs;
    return at;
  }

  #maker(at: number, event: TradeExecuted): void {
    const { numbers } = this.#rows;
    numbers[at + ACCOUNT_ID] = event.makerAccountId;
    numbers[at + ORDER_ID] = event.makerOrderId;
    numbers[at + LIQUIDITY_WORD] = MAKER;
    numbers[at + SIDE] = event.takerSide === Side.buy ? Side.sell : Side.buy;
    numbers[at + FEE_MINOR] = event.makerFeeMinor;
  }

  #taker(at: number, event: TradeExecuted): void {
    const { numbers } = this.#rows;
    numbers[at + ACCOUNT_ID] = event.takerAccountId;
    numbers[at + ORDER_ID] = event.takerOrderId;
    numbers[at + LIQUIDITY_WORD] = TAKER;
    numbers[at + SIDE] = event.takerSide;
    numbers[at + FEE_MINOR] = event.takerFeeMinor;
  }

  clear(): void {
    this.#rows.clear();
  }
}
