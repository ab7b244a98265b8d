/** Which rows of table orders a batch of events is about. */
import { orderKey, TABLE } from '../ports/view-store/tables.ts';
import type { EventBatch } from '../proto/messages.ts';
import type { AccountId, OrderId } from '../proto/units.ts';
import { type RowAddress, rowAddress } from './projection.ts';

export const orderAddress = (accountId: AccountId, orderId: OrderId): RowAddress =>
  rowAddress(TABLE.orders, orderKey(accountId, orderId));

/** Not those that the batch itself accepts: nobody has seen them before. */
export function ordersOfEvents(batch: EventBatch): readonly RowAddress[] {
  const fresh = new Set<OrderId>();
  const asked: RowAddress[] = [];
  const ask = (accountId: AccountId, orderId: OrderId) => {
    if (!fresh.has(orderId)) asked.push(orderAddress(accountId, orderId));
  };
  for (const event of batch.events) {
    switch (event.kind) {
      case 'OrderAccepted':
        fresh.add(event.orderId);
        break;
      case 'TradeExecuted':
        ask(event.makerAccountId, event.makerOrderId);
        ask(event.takerAccountId, event.takerOrderId);
        break;
      case 'TradePrevented':
        ask(event.accountId, event.makerOrderId);
        ask(event.accountId, event.takerOrderId);
        break;
      case 'OrderAmended':
      case 'OrderDone':
      case 'OrderTriggered':
      case 'OrderReplenished':
        ask(event.accountId, event.orderId);
        break;
      default:
    }
  }
  return asked;
}
