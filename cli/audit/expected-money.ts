/**
 * What every account must own and have on hold, folded in bigint from what the logs say happened.
 *
 *   total(account, asset) = deposits − withdrawals ± trades − fees        (account 0 earns the fees)
 *   need(open order)      = what it may still have to pay
 *   available             = total − Σ need
 */
import {
  type EventBody,
  type OrderAccepted,
  RejectReason,
  Side,
  type TradeExecuted,
  type TradePrevented,
} from '../../proto/messages.ts';
import { baseOf, costOf, type MarketArithmetic } from './market-arithmetic.ts';

export const FEE_ACCOUNT = 0;

/** One order that is open as far as a market's events tell. */
export interface OpenOrder {
  readonly orderId: number;
  readonly accountId: number;
  readonly side: Side;
  readonly market: string;
  priceTicks: number;
  remainingLots: number;
  /** Quote minor units left of an order by quote amount; null for one by quantity. */
  budget: bigint | null;
}

export class AccountTotals {
  readonly #amounts = new Map<string, bigint>();

  add(accountId: number, asset: string, amount: bigint): void {
    const key = `${accountId}/${asset}`;
    this.#amounts.set(key, (this.#amounts.get(key) ?? 0n) + amount);
  }

  get(accountId: number, asset: string): bigint {
    return this.#amounts.get(`${accountId}/${asset}`) ?? 0n;
  }

  entries(): { readonly accountId: number; readonly asset: string; readonly amount: bigint }[] {
    return [...this.#amounts].map(([key, amount]) => {
      const slash = key.indexOf('/');
      return { accountId: Number(key.slice(0, slash)), asset: key.slice(slash + 1), amount };
    });
  }
}

/** Folds the events of one market into shared totals and the market's own open orders. */
export class MarketMoney {
  readonly openOrders = new Map<number, OpenOrder>();
  /** Of the orders with a hold: those that need none any more, whatever is on its way for them. */
  readonly overWithHold = new Set<number>();
  readonly #totals: AccountTotals;
  readonly #market: string;
  readonly #held: ReadonlySet<number>;

  constructor(market: string, totals: AccountTotals, held: ReadonlySet<number>) {
    this.#market = market;
    this.#totals = totals;
    this.#held = held;
  }

  /** Returns what cannot be (a trade of an order that is not open); null when all is well. */
  apply(event: EventBody, arithmetic: MarketArithmetic): string | null {
    switch (event.kind) {
      case 'OrderAccepted':
        return this.#open(event, arithmetic);
      case 'TradeExecuted':
        return this.#trade(event, arithmetic);
      case 'TradePrevented':
        return this.#prevent(event, arithmetic);
      case 'OrderAmended': {
        const order = this.openOrders.get(event.orderId);
        if (order === undefined) return `order ${event.orderId} is amended but not open`;
        order.priceTicks = event.priceTicks;
        order.remainingLots = event.remainingLots;
        return null;
      }
      case 'OrderDone':
        if (this.#close(event.orderId)) return null;
        return `order ${event.orderId} is done but was not open`;
      case 'OrderRejected':
        // Under a used id, an open order may be refused another time: the hold is that one's.
        if (event.reason === RejectReason.duplicateOrderId) return null;
        if (!this.openOrders.has(event.orderId)) this.#close(event.orderId);
        return null;
      default:
        return null;
    }
  }

  #open(event: OrderAccepted, arithmetic: MarketArithmetic): string | null {
    if (this.openOrders.has(event.orderId)) return `order ${event.orderId} is accepted twice`;
    this.overWithHold.delete(event.orderId);
    this.openOrders.set(event.orderId, {
      orderId: event.orderId,
      accountId: event.accountId,
      side: event.side,
      market: this.#market,
      priceTicks: event.priceTicks,
      remainingLots: lotsAtMost(event, arithmetic),
      budget: event.quoteBudgetMinor > 0 ? BigInt(event.quoteBudgetMinor) : null,
    });
    return null;
  }

  #close(orderId: number): boolean {
    if (this.#held.has(orderId)) this.overWithHold.add(orderId);
    return this.openOrders.delete(orderId);
  }

  #trade(event: TradeExecuted, arithmetic: MarketArithmetic): string | null {
    const cost = costOf(arithmetic, event.priceTicks, event.quantityLots);
    const base = baseOf(arithmetic, event.quantityLots);
    const takerBuys = event.takerSide === Side.buy;
    const [buyer, seller] = takerBuys
      ? [event.takerAccountId, event.makerAccountId]
      : [event.makerAccountId, event.takerAccountId];
    const [buyerFee, sellerFee] = takerBuys
      ? [BigInt(event.takerFeeMinor), BigInt(event.makerFeeMinor)]
      : [BigInt(event.makerFeeMinor), BigInt(event.takerFeeMinor)];
    const { baseAsset, quoteAsset } = arithmetic;
    this.#totals.add(buyer, quoteAsset, -cost);
    this.#totals.add(buyer, baseAsset, base - buyerFee);
    this.#totals.add(seller, baseAsset, -base);
    this.#totals.add(seller, quoteAsset, cost - sellerFee);
    this.#totals.add(FEE_ACCOUNT, baseAsset, buyerFee);
    this.#totals.add(FEE_ACCOUNT, quoteAsset, sellerFee);
    const maker = this.#reduce(event.makerOrderId, event.quantityLots, cost);
    const taker = this.#reduce(event.takerOrderId, event.quantityLots, cost);
    return maker ?? taker;
  }

  #reduce(orderId: number, lots: number, cost: bigint): string | null {
    const order = this.openOrders.get(orderId);
    const fault = this.#use(orderId, lots, cost);
    if (order?.budget === null && order.remainingLots === 0) this.#close(orderId);
    return fault;
  }

  /** Two orders of one account lose the lots that they would have traded; an OrderDone ends them. */
  #prevent(event: TradePrevented, arithmetic: MarketArithmetic): string | null {
    const { accountId, quantityLots } = event;
    const orderIds = [event.makerOrderId, event.takerOrderId];
    const stranger = orderIds.find((id) => this.openOrders.get(id)?.accountId !== accountId);
    if (stranger !== undefined) return `order ${stranger} is no open one of account ${accountId}`;
    const cost = costOf(arithmetic, event.priceTicks, quantityLots);
    const faults = orderIds.map((orderId) => this.#use(orderId, quantityLots, cost));
    return faults.find((fault) => fault !== null) ?? null;
  }

  #use(orderId: number, lots: number, cost: bigint): string | null {
    const order = this.openOrders.get(orderId);
    if (order === undefined) return `order ${orderId} trades but is not open`;
    if (order.budget !== null) {
      order.budget -= cost;
      if (order.side === Side.sell) order.remainingLots -= lots;
      return order.budget < 0n ? `order ${orderId} spends more than its budget` : null;
    }
    order.remainingLots -= lots;
    return order.remainingLots < 0 ? `order ${orderId} trades more than it asked for` : null;
  }
}

/** A sell by quote amount has no quantity: it sells at most what brings the amount at its worst price. */
function lotsAtMost(event: OrderAccepted, arithmetic: MarketArithmetic): number {
  if (event.quoteBudgetMinor === 0 || event.side === Side.buy) return event.quantityLots;
  return Number(BigInt(event.quoteBudgetMinor) / costOf(arithmetic, event.priceTicks, 1));
}

/** What this order must have on hold, and in which asset. */
export function needOf(
  order: OpenOrder,
  arithmetic: MarketArithmetic,
): { readonly asset: string; readonly amount: bigint } {
  if (order.side === Side.sell) {
    return { asset: arithmetic.baseAsset, amount: baseOf(arithmetic, order.remainingLots) };
  }
  const amount = order.budget ?? costOf(arithmetic, order.priceTicks, order.remainingLots);
  return { asset: arithmetic.quoteAsset, amount };
}
