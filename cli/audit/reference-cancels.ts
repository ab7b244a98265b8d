/** Orders that end as they rest: canceled by their owner, or for another reason. */
import {
  type CancelAllOrders,
  type CancelOrder,
  DoneReason,
  RejectReason,
} from '../../proto/messages.ts';
import type { RestingOrder } from './reference-book.ts';
import type { Emit, ReferenceMarket } from './reference-market.ts';
import { statusRefusal } from './reference-refusals.ts';

export function cancelOrder(market: ReferenceMarket, command: CancelOrder, emit: Emit): void {
  const { orderId, accountId } = command;
  const status = statusRefusal(market, 'cancel');
  if (status !== null) {
    emit({ kind: 'CancelRejected', orderId, accountId, reason: status });
    return;
  }
  const order = market.book.find(orderId);
  if (order === undefined || order.accountId !== accountId) {
    const reason = RejectReason.unknownOrder;
    emit({ kind: 'CancelRejected', orderId, accountId, reason });
    return;
  }
  takeOut(market, order, DoneReason.canceled, emit);
}

/** The order ends as it rests. */
export function takeOut(
  market: ReferenceMarket,
  order: RestingOrder,
  reason: DoneReason,
  emit: Emit,
): void {
  const { orderId, accountId, side, priceTicks, remainingLots } = order;
  market.book.remove(order);
  emit({
    kind: 'OrderDone',
    orderId,
    accountId,
    side,
    reason,
    wasResting: true,
    priceTicks,
    remainingLots,
    remainingQuoteMinor: 0,
  });
}

export function cancelAllOrders(
  market: ReferenceMarket,
  command: CancelAllOrders,
  emit: Emit,
): void {
  const { accountId, side } = command;
  const status = statusRefusal(market, 'cancel');
  const orders = status === null ? market.book.ordersOf(accountId, side) : [];
  for (const order of orders) takeOut(market, order, DoneReason.canceled, emit);
  emit({ kind: 'OrdersCanceled', accountId, count: orders.length });
}
