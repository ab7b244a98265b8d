/** Orders that end as they rest or wait: canceled by their owner, or for another reason. */
import {
  type CancelAllOrders,
  type CancelOrder,
  DoneReason,
  RejectReason,
} from '../../proto/messages.ts';
import { type RestingOrder, shownOf } from './reference-book.ts';
import type { Emit, ReferenceMarket } from './reference-market.ts';
import { quoteAmountOf, statusRefusal } from './reference-refusals.ts';
import type { TriggeredOrder } from './reference-triggers.ts';

export function cancelOrder(market: ReferenceMarket, command: CancelOrder, emit: Emit): void {
  const { orderId, accountId } = command;
  const status = statusRefusal(market, 'cancel');
  if (status !== null) {
    emit({ kind: 'CancelRejected', orderId, accountId, reason: status });
    return;
  }
  const waiting = market.triggers.find(orderId);
  if (waiting?.accountId === accountId) {
    endWaiting(market, waiting, emit);
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
    ...shownOf(order.part?.shown, remainingLots),
  });
}

function endWaiting(market: ReferenceMarket, order: TriggeredOrder, emit: Emit): void {
  const { orderId, accountId, side, priceTicks, quantityLots } = order;
  market.triggers.remove(order);
  emit({
    kind: 'OrderDone',
    orderId,
    accountId,
    side,
    reason: DoneReason.canceled,
    wasResting: false,
    priceTicks,
    remainingLots: quantityLots,
    remainingQuoteMinor: quoteAmountOf(order),
    ...shownOf(order.displayLots, quantityLots),
  });
}

export function cancelAllOrders(
  market: ReferenceMarket,
  command: CancelAllOrders,
  emit: Emit,
): void {
  const { accountId, side } = command;
  const status = statusRefusal(market, 'cancel');
  const count = status === null ? endAll(market, { accountId, side }, emit) : 0;
  emit({ kind: 'OrdersCanceled', accountId, count });
}

/** Those in the book in order of entry, then those that wait; how many. */
export function endAll(
  market: ReferenceMarket,
  { accountId, side }: Pick<CancelAllOrders, 'accountId' | 'side'>,
  emit: Emit,
): number {
  const orders = market.book.ordersOf(accountId, side);
  const waiting = market.triggers.ordersOf(accountId, side);
  for (const order of orders) takeOut(market, order, DoneReason.canceled, emit);
  for (const order of waiting) endWaiting(market, order, emit);
  return orders.length + waiting.length;
}
