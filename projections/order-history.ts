/** An account's orders of one market in the order of their acceptance: table order-history. */
import { type OrderHistoryRow, orderHistoryKey } from '../ports/view-store/market-tables.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import type { EventBatch } from '../proto/messages.ts';
import { sequence } from '../proto/units.ts';
import type { MarketContext, Projection } from './projection.ts';

export const orderHistoryProjection: Projection = {
  name: PROJECTION.orderHistory,
  due: 'later',
  events: { kind: 'rows', rowsForEvents: null, foldEvents },
  ledger: null,
};

function foldEvents(batch: EventBatch, { market }: MarketContext, writes: ViewWrite[]): void {
  const { events } = batch;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]!;
    if (event.kind !== 'OrderAccepted') continue;
    const row: OrderHistoryRow = { orderId: event.orderId, createdAtUs: batch.timestampUs };
    const key = orderHistoryKey(event.accountId, market, sequence(batch.firstSequence + index));
    writes.push({ table: TABLE.orderHistory, key, value: row });
  }
}
