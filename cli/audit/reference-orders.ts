/** What becomes of an order: placing, waiting, amending. */
import {
  type AmendOrder,
  DoneReason,
  OrderType,
  type PlaceOrder,
  RejectReason,
  TimeInForce,
} from '../../proto/messages.ts';
import { type RestingOrder, shownOf } from './reference-book.ts';
import type { Emit, ReferenceMarket } from './reference-market.ts';
import {
  budgetBuysNoMore,
  canFillWhole,
  endTaker,
  match,
  type Taker,
} from './reference-matching.ts';
import { amendRefusal, placeRefusal, quoteAmountOf, statusRefusal } from './reference-refusals.ts';
import { endReplaced } from './reference-replacements.ts';
import { hasTrigger } from './reference-triggers.ts';

export function placeOrder(
  market: ReferenceMarket,
  order: PlaceOrder,
  sessionId: number,
  emit: Emit,
): void {
  const idIsNew = market.sessions.takeOrderId(sessionId, order.orderId);
  const reason = endReplaced(market, order, emit) ?? placeRefusal(market, order, idIsNew);
  const { orderId, accountId, clientOrderId } = order;
  if (reason !== null) {
    emit({ kind: 'OrderRejected', orderId, accountId, reason, clientOrderId });
    return;
  }
  const { makerFeePpm, takerFeePpm, quoteTargetMinor, replaces, ...accepted } = order;
  if (order.goodTillUs !== undefined) market.acceptedExpiring += 1;
  emit({ ...accepted, kind: 'OrderAccepted', quoteBudgetMinor: quoteAmountOf(order) });
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
      quoteBudgetMinor: quoteAmountOf(order),
      triggerTicks: order.trigger.priceTicks,
      ...(order.displayLots !== undefined && { displayLots: order.displayLots }),
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
    selfTradePrevention: order.selfTradePrevention,
    display: order.displayLots,
    remainingLots: order.quantityLots,
    budget: quoteAmountOf(order) > 0 ? BigInt(quoteAmountOf(order)) : null,
  };
  const firstTradeId = market.nextTradeId;
  const mayTrade = order.timeInForce !== TimeInForce.fok || canFillWhole(market, taker);
  if (mayTrade && match(market, taker, emit) === 'prevented') endTaker(taker, emit);
  else finishPlaced(market, { order, taker, firstTradeId }, emit);
}

function finishPlaced(
  market: ReferenceMarket,
  placed: { readonly order: PlaceOrder; readonly taker: Taker; readonly firstTradeId: number },
  emit: Emit,
): void {
  const { order, taker, firstTradeId } = placed;
  const { orderId, accountId, side, priceTicks } = taker;
  if (taker.budget !== null) {
    emit({
      kind: 'OrderDone',
      orderId,
      accountId,
      side,
      reason: budgetBuysNoMore(market, taker, firstTradeId)
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
    const { goodTillUs: us } = order;
    const accepted = market.acceptedExpiring;
    const goodTill = us === undefined ? {} : { goodTill: { us, accepted } };
    const display = order.displayLots;
    const part = display === undefined ? {} : partOf(display, remainingLots);
    rest(market, { ...order, ...goodTill, ...part, remainingLots }, emit);
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
    ...(order.goodTill && { goodTill: order.goodTill }),
    ...(order.part && { part: order.part }),
  });
  const display = order.part && { displayLots: order.part.display };
  emit({ kind: 'OrderRested', orderId, accountId, side, priceTicks, remainingLots, ...display });
}

const partOf = (display: number, lots: number) => ({
  part: { display, shown: Math.min(display, lots) },
});

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
  const blocked = market.blockedAccounts.has(accountId) ? RejectReason.accountBlocked : null;
  const reason =
    statusRefusal(market, 'order') ??
    blocked ??
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
  const most = keptPriority ? order.part?.shown : order.part?.display;
  emit({ kind: 'OrderAmended', ...amended, keptPriority, ...shownOf(most, remainingLots) });
  if (keptPriority) {
    order.quantityLots = quantityLots;
    order.remainingLots = remainingLots;
    if (order.part) order.part.shown = Math.min(order.part.shown, remainingLots);
    return;
  }
  const { takerFeePpm, selfTradePrevention } = amend;
  const display = order.part?.display;
  const taker: Taker = { ...amended, takerFeePpm, selfTradePrevention, display, budget: null };
  if (match(market, taker, emit) === 'prevented') {
    endTaker(taker, emit);
    return;
  }
  if (taker.remainingLots === 0) return;
  const { goodTill } = order;
  const rested = {
    ...amended,
    ...(goodTill && { goodTill }),
    ...(display !== undefined && partOf(display, taker.remainingLots)),
    remainingLots: taker.remainingLots,
  };
  rest(market, { ...rested, makerFeePpm: amend.makerFeePpm }, emit);
}
