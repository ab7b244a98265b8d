/** Holds moved one event at a time (open, spend, release, close), where the checker only sums needs. */
import { type Event, Side } from '../../../proto/messages.ts';
import { baseOf, costOf, type MarketArithmetic } from '../market-arithmetic.ts';
import type { MemoryAccounts } from './memory-stores.ts';

export function settleEvent(
  accounts: MemoryAccounts,
  market: string,
  event: Event,
  arithmetic: MarketArithmetic,
): void {
  const { baseAsset, quoteAsset } = arithmetic;
  const hold = (orderId: number) => accounts.holds.get(orderId);
  if (event.kind === 'OrderAccepted') {
    const sells = event.side === Side.sell;
    const byPrice = costOf(arithmetic, event.priceTicks, event.quantityLots);
    const quote = event.quoteBudgetMinor > 0 ? BigInt(event.quoteBudgetMinor) : byPrice;
    accounts.setHold({
      orderId: event.orderId,
      accountId: event.accountId,
      market,
      asset: sells ? baseAsset : quoteAsset,
      amount: sells ? baseOf(arithmetic, event.quantityLots) : quote,
      clientOrderId: event.clientOrderId,
    });
    return;
  }
  if (event.kind === 'OrderDone') {
    accounts.closeHold(event.orderId);
    return;
  }
  if (event.kind === 'OrderAmended') {
    const amount =
      event.side === Side.sell
        ? baseOf(arithmetic, event.remainingLots)
        : costOf(arithmetic, event.priceTicks, event.remainingLots);
    accounts.setHold({ ...hold(event.orderId)!, amount });
    return;
  }
  if (event.kind === 'TradePrevented') {
    const base = baseOf(arithmetic, event.quantityLots);
    const quote = (ticks: number) => costOf(arithmetic, ticks, event.quantityLots);
    const { makerOrderId, takerOrderId, priceTicks, takerLimitTicks } = event;
    const takerBuys = event.takerSide === Side.buy;
    const lost = [
      [makerOrderId, takerBuys ? base : quote(priceTicks)],
      [takerOrderId, takerBuys ? quote(takerLimitTicks ?? priceTicks) : base],
    ] as const;
    for (const [orderId, amount] of lost) {
      const order = hold(orderId)!;
      accounts.setHold({ ...order, amount: order.amount - amount });
    }
    return;
  }
  if (event.kind !== 'TradeExecuted') return;
  const cost = costOf(arithmetic, event.priceTicks, event.quantityLots);
  const base = baseOf(arithmetic, event.quantityLots);
  const takerBuys = event.takerSide === Side.buy;
  accounts.spendHold(event.takerOrderId, takerBuys ? cost : base);
  accounts.spendHold(event.makerOrderId, takerBuys ? base : cost);
  if (takerBuys && event.takerLimitTicks !== null) {
    const taker = hold(event.takerOrderId)!;
    const better = costOf(arithmetic, event.takerLimitTicks - event.priceTicks, event.quantityLots);
    accounts.setHold({ ...taker, amount: taker.amount - better });
  }
  const credit = (accountId: number, asset: string, amount: bigint) => {
    accounts.balance(accountId, asset).available += amount;
  };
  const [takerFee, makerFee] = [BigInt(event.takerFeeMinor), BigInt(event.makerFeeMinor)];
  const [takerAsset, makerAsset] = takerBuys ? [baseAsset, quoteAsset] : [quoteAsset, baseAsset];
  credit(event.takerAccountId, takerAsset, (takerBuys ? base : cost) - takerFee);
  credit(event.makerAccountId, makerAsset, (takerBuys ? cost : base) - makerFee);
  credit(0, takerAsset, takerFee);
  credit(0, makerAsset, makerFee);
  if (event.makerRemainingLots === 0) accounts.closeHold(event.makerOrderId);
  if (event.takerRemainingLots === 0 && event.takerLimitTicks !== null) {
    accounts.closeHold(event.takerOrderId);
  }
}
