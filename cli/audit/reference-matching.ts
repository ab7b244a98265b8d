/** What an order that came takes from the book, by price-time priority. */
import { DoneReason, type SelfTradePrevention, Side } from '../../proto/messages.ts';
import { baseOf, costOf, feeOf } from './market-arithmetic.ts';
import { type RestingOrder, reaches } from './reference-book.ts';
import { takeOut } from './reference-cancels.ts';
import type { Emit, ReferenceMarket } from './reference-market.ts';
import { definedMarket } from './reference-refusals.ts';
import { lotsToBeHad, preventedTrade } from './reference-self-trades.ts';

/** The order that came and takes from the book, while it does. */
export interface Taker {
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

function opposite(side: Side): Side {
  return side === Side.buy ? Side.sell : Side.buy;
}

/** All or nothing: enough stands within the limit. */
export function canFillWhole(market: ReferenceMarket, taker: Taker): boolean {
  const makers = market.book.within(opposite(taker.side), taker.priceTicks);
  return lotsToBeHad(taker, makers) >= taker.remainingLots;
}

/** It bought something, and what is left of the budget is below one lot at the best price. */
export function budgetBuysNoMore(
  market: ReferenceMarket,
  taker: Taker,
  firstTradeId: number,
): boolean {
  if (taker.budget === 0n) return true;
  if (market.nextTradeId === firstTradeId) return false;
  const makerSide = opposite(taker.side);
  const best = market.book.best(makerSide);
  return best !== undefined && reaches(makerSide, best.priceTicks, taker.priceTicks);
}

/** Self-trade prevention: nothing more of it trades or rests. */
export function endTaker(taker: Taker, emit: Emit): void {
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

/** Neither of the two has these lots any more. */
function useUp(taker: Taker, maker: RestingOrder, lots: number, cost: bigint): void {
  maker.remainingLots -= lots;
  if (taker.budget === null) taker.remainingLots -= lots;
  else taker.budget -= cost;
}

/** Both lose the lots of the trade; returns whether the taker could not have taken more of them. */
function decrement(
  market: ReferenceMarket,
  taker: Taker,
  maker: RestingOrder,
  lots: number,
  emit: Emit,
): boolean {
  const { arithmetic } = definedMarket(market);
  const lotCost = costOf(arithmetic, maker.priceTicks, 1);
  useUp(taker, maker, lots, lotCost * BigInt(lots));
  emit({
    kind: 'TradePrevented',
    makerOrderId: maker.orderId,
    takerOrderId: taker.orderId,
    accountId: taker.accountId,
    takerSide: taker.side,
    priceTicks: maker.priceTicks,
    quantityLots: lots,
    makerRemainingLots: maker.remainingLots,
    takerRemainingLots: taker.remainingLots,
    takerLimitTicks: taker.budget === null ? taker.priceTicks : null,
  });
  if (maker.remainingLots === 0) takeOut(market, maker, DoneReason.expiredInMatch, emit);
  return taker.budget === null ? taker.remainingLots === 0 : taker.budget < lotCost;
}

export function match(market: ReferenceMarket, taker: Taker, emit: Emit): 'done' | 'prevented' {
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
    else if (prevented.ends === 'smaller') {
      if (decrement(market, taker, maker, lots, emit)) return 'prevented';
    } else {
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
  useUp(taker, maker, lots, cost);
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
  market.triggers.noteTrade(maker.priceTicks);
}
