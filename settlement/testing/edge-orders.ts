/** What the edge of a test knows of its orders: those by quantity that may still trade. */

import type { MarketUnits } from '../../proto/market-units.ts';
import {
  type Event,
  OrderType,
  type PlaceOrder,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from '../../proto/messages.ts';
import {
  type AccountId,
  lots,
  type MinorUnits,
  type Money,
  minorUnits,
  money,
  priceTicks,
} from '../../proto/units.ts';

export interface EdgeOrder {
  readonly id: number;
  readonly market: string;
  readonly accountId: AccountId;
  readonly side: Side;
  price: number;
  total: number;
  remaining: number;
}

export class EdgeOrders {
  readonly #orders = new Map<number, EdgeOrder>();

  add(order: EdgeOrder): void {
    this.#orders.set(order.id, order);
  }

  remove(id: number): void {
    this.#orders.delete(id);
  }

  pick(choice: number): EdgeOrder | undefined {
    const all = [...this.#orders.values()];
    return all[choice % Math.max(1, all.length)];
  }

  learn(event: Event): void {
    if (event.kind === 'TradeExecuted' || event.kind === 'TradePrevented') {
      this.#reduce(event.makerOrderId, event.makerRemainingLots);
      this.#reduce(event.takerOrderId, event.takerRemainingLots);
    } else if (event.kind === 'OrderDone' || event.kind === 'OrderRejected') {
      this.remove(event.orderId);
    } else if (event.kind === 'OrderAmended') {
      const order = this.#orders.get(event.orderId);
      if (order === undefined) return;
      order.price = event.priceTicks;
      order.total = event.quantityLots;
      order.remaining = event.remainingLots;
    }
  }

  #reduce(id: number, remaining: number): void {
    const order = this.#orders.get(id);
    if (order === undefined) return;
    order.remaining = remaining;
    if (remaining === 0) this.remove(id);
  }
}

/** What so many lots cost a buyer in quote, a seller in base. */
export const costOf = (units: MarketUnits, side: Side, price: number, quantity: number): bigint =>
  side === Side.buy
    ? BigInt(price * quantity * units.quoteMinorPerTickLot)
    : BigInt(quantity * units.baseMinorPerLot);

/** What the amend may need on top of the hold, however much trades before it takes effect. */
export function amendNeed(
  units: MarketUnits,
  order: EdgeOrder,
  to: { readonly price: number; readonly total: number },
): Money {
  const { price, side, total } = order;
  const extraAt = (filled: number): bigint =>
    costOf(units, side, to.price, to.total - filled) - costOf(units, side, price, total - filled);
  const filled = order.total - order.remaining;
  const most = Math.max(filled, Math.min(order.total, to.total));
  return money([extraAt(filled), extraAt(most), 0n].reduce((a, b) => (a > b ? a : b)));
}

/** Every second order has a mode. */
export function selfTradePrevention(choice: number): {
  readonly selfTradePrevention?: SelfTradePrevention;
} {
  const modes = Object.values(SelfTradePrevention);
  const mode = modes[choice % (2 * modes.length)];
  return mode === undefined ? {} : { selfTradePrevention: mode };
}

type RareTerms = Pick<
  PlaceOrder,
  'selfTradePrevention' | 'trigger' | 'quoteBudgetMinor' | 'quoteTargetMinor' | 'displayLots'
>;

/** Every second order has a mode, every ninth waits for a price near those of the others, every fourth shows a part. */
export function rareTerms(
  choice: number,
  order: Pick<PlaceOrder, 'side' | 'type' | 'timeInForce'> & { readonly budget: number },
): RareTerms {
  let terms: RareTerms = { ...selfTradePrevention(choice), ...quoteAmount(order) };
  const rests = order.type === OrderType.limit && order.timeInForce === TimeInForce.gtc;
  if (rests && choice % 4 === 0) terms = { ...terms, displayLots: lots(1 + (choice % 3)) };
  if (choice % 9 !== 0 || 'quoteTargetMinor' in terms) return terms;
  const kind = choice % 2 === 0 ? TriggerKind.stopLoss : TriggerKind.takeProfit;
  return { ...terms, trigger: { kind, priceTicks: priceTicks(85 + ((choice * 7) % 31)) } };
}

/** A buy spends it, a sell brings it; 0: by quantity. */
function quoteAmount({ side, budget }: { readonly side: Side; readonly budget: number }): {
  readonly quoteBudgetMinor: MinorUnits;
  readonly quoteTargetMinor?: MinorUnits;
} {
  if (side === Side.buy || budget === 0) return { quoteBudgetMinor: minorUnits(budget) };
  return { quoteBudgetMinor: minorUnits(0), quoteTargetMinor: minorUnits(budget) };
}
