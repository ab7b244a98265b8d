/** What becomes of an order: placing, matching, amending, by price-time priority. */
import {
  type AmendOrder,
  DoneReason,
  OrderType,
  type PlaceOrder,
  RejectReason,
  type SelfTradePrevention,
  Side,
  TimeInForce,
} from '../../proto/messages.ts';
import { baseOf, costOf, feeOf } from './market-arithmetic.ts';
import { type RestingOrder, reaches } from './reference-book.ts';
import { takeOut } from './reference-cancels.ts';
import type { Emit, ReferenceMarket } from './reference-market.ts';
import {
  amendRefusal,
  definedMarket,
  placeRefusal,
  quoteAmountOf,
  statusRefusal,
} from './reference-refusals.ts';
import { lotsToBeHad, preventedTrade } from './reference-self-trades.ts';

/** The order that came and takes from the book, while it does. */
interface Taker {
  readonly orderId: number;
  readonly accountId: number;
  readonly side: Side;
  readonly priceTicks: number;
  readonly takerFeePpm: number;
  readonly selfTradePrevention: SelfTradePrevention | undefined;
  remainingLots: number;
  /** Quote minor units still to spend; null for an order by quantity. */
  budget: bigint | null;
}

export function placeOrder(
  market: ReferenceMarket,
  order: PlaceOrder,
  sessionId: number,
  emit: Emit,
): void {
  const idIsNew = market.sessions.takeOrderId(sessionId, order.orderId);
  const reason = placeRefusal(market, order, idIsNew);
  const { orderId, accountId, side, clientOrderId } = order;
  if (reason !== null) {
    emit({ kind: 'OrderRejected', orderId, accountId, reason, clientOrderId });
    return;
  }
  const { makerFeePpm, takerFeePpm, quoteTargetMinor, ...accepted } = order;
  emit({ ...accepted, kind: 'OrderAccepted', quoteBudgetMinor: quoteAmountOf(order) });
  const taker: Taker = {
    orderId,
    accountId,
    side,
    priceTicks: order.priceTicks,
    takerFeePpm,
    selfTradePrevention: order.selfTradePrevention,
    remainingLots: order.quantityLots,
    budget: quoteAmountOf(order) > 0 ? BigInt(quoteAmountOf(order)) : null,
  };
  const mayTrade = order.timeInForce !== TimeInForce.fok || canFillWhole(market, taker);
  if (mayTrade && match(market, taker, emit) === 'prevented') endTaker(taker, emit);
  else finishPlaced(market, order, taker, emit);
}

function finishPlaced(market: ReferenceMarket, order: PlaceOrder, taker: Taker, emit: Emit): void {
  const { orderId, accountId, side, priceTicks } = taker;
  if (taker.budget !== null) {
    emit({
      kind: 'OrderDone',
      orderId,
      accountId,
      side,
      reason: budgetBuysNoMore(market, taker, quoteAmountOf(order))
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

function opposite(side: Side): Side {
  return side === Side.buy ? Side.sell : Side.buy;
}

/** All or nothing: enough stands within the limit. */
function canFillWhole(market: ReferenceMarket, taker: Taker): boolean {
  const makers = market.book.within(opposite(taker.side), taker.priceTicks);
  return lotsToBeHad(taker, makers) >= taker.remainingLots;
}

/** It bought something, and what is left of the budget is below one lot at the best price. */
function budgetBuysNoMore(market: ReferenceMarket, taker: Taker, asked: number): boolean {
  if (taker.budget === 0n) return true;
  if (taker.budget === BigInt(asked)) return false;
  const makerSide = opposite(taker.side);
  const best = market.book.best(makerSide);
  return best !== undefined && reaches(makerSide, best.priceTicks, taker.priceTicks);
}

/** Self-trade prevention: nothing more of it trades or rests. */
function endTaker(taker: Taker, emit: Emit): void {
  const { orderId, accountId, side, priceTicks, remainingLots, budget } = taker;
  emit({
    kind: 'OrderDone',
    orderId,
    accountId,
    side,
    reason: DoneReason.expiredInMatch,
    wasResting: false,
    priceTicks,
    remainingLots,
    remainingQuoteMinor: budget ?? 0,
  });
}

function match(market: ReferenceMarket, taker: Taker, emit: Emit): 'done' | 'prevented' {
  const makerSide = opposite(taker.side);
  const { arithmetic } = definedMarket(market);
  for (;;) {
    const maker = market.book.best(makerSide);
    if (maker === undefined || !reaches(makerSide, maker.priceTicks, taker.priceTicks))
      return 'done';
    let lots = Math.min(taker.remainingLots, maker.remainingLots);
    if (taker.budget !== null) {
      const affordable = taker.budget / costOf(arithmetic, maker.priceTicks, 1);
      const standing = BigInt(maker.remainingLots);
      lots = Number(affordable < standing ? affordable : standing);
    }
    if (lots === 0) return 'done';
    const prevented = preventedTrade(taker, maker);
    if (prevented === null) trade(market, taker, maker, lots, emit);
    else {
      if (prevented.ends !== 'taker') takeOut(market, maker, DoneReason.expiredInMatch, emit);
      if (prevented.ends !== 'maker') return 'prevented';
    }
  }
}

function trade(
  market: ReferenceMarket,
  taker: Taker,
  maker: RestingOrder,
  lots: number,
  emit: Emit,
): void {
  const { arithmetic } = definedMarket(market);
  const cost = costOf(arithmetic, maker.priceTicks, lots);
  const base = baseOf(arithmetic, lots);
  const [makerReceives, takerReceives] = taker.side === Side.buy ? [cost, base] : [base, cost];
  maker.remainingLots -= lots;
  if (taker.budget === null) taker.remainingLots -= lots;
  else taker.budget -= cost;
  if (maker.remainingLots === 0) market.book.remove(maker);
  emit({
    kind: 'TradeExecuted',
    tradeId: market.nextTradeId,
    makerOrderId: maker.orderId,
    takerOrderId: taker.orderId,
    makerAccountId: maker.accountId,
    takerAccountId: taker.accountId,
    takerSide: taker.side,
    priceTicks: maker.priceTicks,
    quantityLots: lots,
    makerFeeMinor: feeOf(makerReceives, maker.makerFeePpm),
    takerFeeMinor: feeOf(takerReceives, taker.takerFeePpm),
    makerRemainingLots: maker.remainingLots,
    takerRemainingLots: taker.remainingLots,
    takerLimitTicks: taker.budget === null ? taker.priceTicks : null,
  });
  market.nextTradeId += 1;
}

export function amendOrder(market: ReferenceMarket, amend: AmendOrder, emit: Emit): void {
  const { orderId, accountId } = amend;
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
  emit({ kind: 'OrderAmended', ...amended, keptPriority });
  if (keptPriority) {
    order.quantityLots = quantityLots;
    order.remainingLots = remainingLots;
    return;
  }
  const { takerFeePpm, selfTradePrevention } = amend;
  const taker: Taker = { ...amended, takerFeePpm, selfTradePrevention, budget: null };
  if (match(market, taker, emit) === 'prevented') {
    endTaker(taker, emit);
    return;
  }
  if (taker.remainingLots === 0) return;
  const rested = { ...amended, remainingLots: taker.remainingLots };
  rest(market, { ...rested, makerFeePpm: amend.makerFeePpm }, emit);
}
