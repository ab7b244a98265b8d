/** An account's orders of one market in the order of their acceptance: table order-history. */
import { AddedRows, RowNumbers } from '../ports/view-store/added-rows.ts';
import { NumberCell, TextCell } from '../ports/view-store/cells.ts';
import type { OrderHistoryRow } from '../ports/view-store/market-tables.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { EventBatch } from '../proto/messages.ts';
import type { AddingFold, Projection } from './projection.ts';

export const orderHistoryProjection: Projection = {
  name: PROJECTION.orderHistory,
  due: 'later',
  events: { kind: 'adds', of: (market) => new OrderHistoryFold(market) },
  ledger: null,
};

/** Places in a row of numbers. */
const ACCOUNT_ID = 0;
const SEQUENCE = 1;
const ORDER_ID = 2;
const CREATED_AT_US = 3;
const WIDTH = 4;

class OrderHistoryFold implements AddingFold {
  readonly added: readonly AddedRows[];
  readonly #rows = new RowNumbers(WIDTH);

  constructor(market: string) {
    const fields = {
      orderId: new NumberCell(ORDER_ID),
      createdAtUs: new NumberCell(CREATED_AT_US),
    } satisfies Record<keyof OrderHistoryRow, unknown>;
    const by = new NumberCell(ACCOUNT_ID);
    const key = [by, new TextCell(market), new NumberCell(SEQUENCE)];
    this.added = [new AddedRows(TABLE.orderHistory, this.#rows, { key, by, fields })];
  }

  foldEvents(batch: EventBatch): void {
    const { events } = batch;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index]!;
      if (event.kind !== 'OrderAccepted') continue;
      const at = this.#rows.next();
      const { numbers } = this.#rows;
      numbers[at + ACCOUNT_ID] = event.accountId;
      numbers[at + SEQUENCE] = batch.firstSequence + index;
      numbers[at + ORDER_ID] = event.orderId;
      numbers[at + CREATED_AT_US] = batch.timestampUs;
    }
  }

  clear(): void {
    this.#rows.clear();
  }
}
