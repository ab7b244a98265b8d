/** What becomes of an order: placing, waiting, amending, canceling. */
import {
  type AmendOrder,
  type CancelAllOrders,
  type CancelOrder,
  DoneReason,
  OrderType,
  type PlaceOrder,
  RejectReason,
  TimeInForce,
} from '../../proto/messages.ts';
import type { RestingOrder } from './reference-book.ts';
import type { Emit, ReferenceMarket } from './reference-market.ts';
import { budgetBuysNoMore, canFillWhole, match, type Taker } from './reference-matching.ts';
import { amendRefusal, placeRefusal, statusRefusal } from './reference-refusals.ts';
import { hasTrigger, type TriggeredOrder } from './reference-triggers.ts';

export function placeOrder(
  market: ReferenceMarket,
  order: PlaceOrder,
  sessionId: number,
  emit: Emit,
): void {
  const idIsNew = market.sessions.takeOrderId(sessionId, order.orderId);
  const reason = placeRefusal(market, order, idIsNew);
  const { orderId, accountId, clientOrderId } = order;
  if (reason !== null) {
    emit({ kind: 'OrderRejected', orderId, accountId, reason, clientOrderId });
    return;
  }
  const { makerFeePpm, takerFeePpm, ...accepted } = order;
  emit({ ...accepted, kind: 'OrderAccepted' });
  if (hasTrigger(order)) market.triggers.wait(order);
  else enter(market, order, emit);
}

/** After a command: whoever waited for one of its trade prices, one after the other. */
export function enterTriggered(market: ReferenceMarket, emit: Emit): void {
  for (;;) {
    const order = market.triggers.takeNext();
    if (order === undefined) return;
    emit({
      kind: 'OrderTriggered',
      orderId: order.orderId,
      accountId: order.accountId,
      side: order.side,
      type: order.type,
      timeInForce: order.timeInForce,
      priceTicks: order.priceTicks,
      quantityLots: order.quantityLots,
      quoteBudgetMinor: order.quoteBudgetMinor,
      triggerTicks: order.trigger.priceTicks,
    });
    enter(market, order, emit);
  }
}

/** It trades, then rests or ends. */
function enter(market: ReferenceMarket, order: PlaceOrder, emit: Emit): void {
  const { orderId, accountId, side, takerFeePpm } = order;
  const taker: Taker = {
    orderId,
    accountId,
    side,
    priceTicks: order.priceTicks,
    takerFeePpm,
    remainingLots: order.quantityLots,
    budget: order.quoteBudgetMinor > 0 ? BigInt(order.quoteBudgetMinor) : null,
  };
  const mayTrade = order.timeInForce !== TimeInForce.fok || canFillWhole(market, taker);
  if (mayTrade) match(market, taker, emit);
  finishPlaced(market, order, taker, emit);
}

function finishPlaced(market: ReferenceMarket, order: PlaceOrder, taker: Taker, emit: Emit): void {
  const { orderId, accountId, side, priceTicks } = taker;
  if (taker.budget !== null) {
    emit({
      kind: 'OrderDone',
      orderId,
      accountId,
      side,
      reason: budgetBuysNoMore(market, taker, order.quoteBudgetMinor)
        ? DoneReason.filled
        : DoneReason.expired,
      wasResting: false,
      priceTicks,
      remainingLots: 0,
      remainingQuoteMinor: taker.budget,
    });
    return;
  }
  const { remainingLots } = taker;
  if (remainingLots === 0) return;
  if (order.type === OrderType.limit && order.timeInForce === TimeInForce.gtc) {
    rest(market, { ...order, remainingLots }, emit);
    return;
  }
  emit({
    kind: 'OrderDone',
    orderId,
    accountId,
    side,
    reason: DoneReason.expired,
    wasResting: false,
    priceTicks,
    remainingLots,
    remainingQuoteMinor: 0,
  });
}

function rest(market: ReferenceMarket, order: Omit<RestingOrder, 'entry'>, emit: Emit): void {
  const { orderId, accountId, side, priceTicks, quantityLots, remainingLots, makerFeePpm } = order;
  market.book.add({
    orderId,
    accountId,
    side,
    priceTicks,
    quantityLots,
    remainingLots,
    makerFeePpm,
  });
  emit({ kind: 'OrderRested', orderId, accountId, side, priceTicks, remainingLots });
}

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
  takeOut(market, order, emit);
}

function takeOut(market: ReferenceMarket, order: RestingOrder, emit: Emit): void {
  const { orderId, accountId, side, priceTicks, remainingLots } = order;
  market.book.remove(order);
  emit({
    kind: 'OrderDone',
    orderId,
    accountId,
    side,
    reason: DoneReason.canceled,
    wasResting: true,
    priceTicks,
    remainingLots,
    remainingQuoteMinor: 0,
  });
}

function endWaiting(market: ReferenceMarket, order: TriggeredOrder, emit: Emit): void {
  const { orderId, accountId, side, priceTicks, quantityLots, quoteBudgetMinor } = order;
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
    remainingQuoteMinor: quoteBudgetMinor,
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
  const waiting = status === null ? market.triggers.ordersOf(accountId, side) : [];
  for (const order of orders) takeOut(market, order, emit);
  for (const order of waiting) endWaiting(market, order, emit);
  emit({ kind: 'OrdersCanceled', accountId, count: orders.length + waiting.length });
}

export function amendOrder(market: ReferenceMarket, amend: AmendOrder, emit: Emit): void {
  const { orderId, accountId } = amend;
  const waiting = market.triggers.find(orderId);
  if (waiting?.accountId === accountId) {
    const counted = waiting.quantityLots > 0;
    emit({
      kind: 'AmendRejected',
      orderId,
      accountId,
      reason: statusRefusal(market, 'order') ?? RejectReason.orderWaits,
      priceTicks: counted ? waiting.priceTicks : null,
      remainingLots: waiting.quantityLots,
    });
    return;
  }
  const found = market.book.find(orderId);
  const order = found?.accountId === accountId ? found : undefined;
  const status = statusRefusal(market, 'order');
  const reason =
    status ??
    (order === undefined ? RejectReason.unknownOrder : amendRefusal(market, amend, order));
  if (reason !== null || order === undefined) {
    emit({
      kind: 'AmendRejected',
      orderId,
      accountId,
      reason: reason ?? RejectReason.unknownOrder,
      priceTicks: order?.priceTicks ?? null,
      remainingLots: order?.remainingLots ?? 0,
    });
    return;
  }
  applyAmend(market, amend, order, emit);
}

function applyAmend(
  market: ReferenceMarket,
  amend: AmendOrder,
  order: RestingOrder,
  emit: Emit,
): void {
  const priceTicks = amend.priceTicks ?? order.priceTicks;
  const quantityLots = amend.quantityLots ?? order.quantityLots;
  const keptPriority = priceTicks === order.priceTicks && quantityLots < order.quantityLots;
  const remainingLots = order.remainingLots + quantityLots - order.quantityLots;
  const { orderId, accountId, side } = order;
  const amended = { orderId, accountId, side, priceTicks, quantityLots, remainingLots };
  if (!keptPriority) market.book.remove(order);
  emit({ kind: 'OrderAmended', ...amended, keptPriority });
  if (keptPriority) {
    order.quantityLots = quantityLots;
    order.remainingLots = remainingLots;
    return;
  }
  const taker: Taker = { ...amended, takerFeePpm: amend.takerFeePpm, budget: null };
  match(market, taker, emit);
  if (taker.remainingLots === 0) return;
  const rested = { ...amended, remainingLots: taker.remainingLots };
  rest(market, { ...rested, makerFeePpm: amend.makerFeePpm }, emit);
}
