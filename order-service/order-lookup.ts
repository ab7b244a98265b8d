/** Finds an account's own orders, wherever they stand by now; someone else's do not exist. */
import type { AccountStore } from '../ports/account-store/account-store.ts';
import type { AccountId, Lots, OrderId } from '../proto/units.ts';
import type { History } from './market-data/history.ts';
import type { MarketView } from './market-data/market-view.ts';
import { isRejected, type OrderRecord } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';

export interface OrderLookupOptions {
  readonly views: () => readonly MarketView[];
  readonly history: History;
  readonly accounts: AccountStore;
}

export class OrderLookup {
  readonly #options: OrderLookupOptions;

  constructor(options: OrderLookupOptions) {
    this.#options = options;
  }

  /** Open or over; null: not this account's. */
  async find(accountId: AccountId, orderId: OrderId): Promise<OrderRecord | null> {
    const live = this.live(orderId);
    if (live !== null) return live.accountId === accountId ? live : null;
    return this.#options.history.order(accountId, orderId);
  }

  live(orderId: OrderId): OrderRecord | null {
    for (const view of this.#options.views()) {
      const order = view.orders.find(orderId);
      if (order !== null) return order;
    }
    return null;
  }

  async findByClientId(accountId: AccountId, clientOrderId: string): Promise<OrderRecord | null> {
    const reserved = await this.#options.accounts.orderIdOf(accountId, clientOrderId);
    const orderId =
      reserved?.orderId ?? (await this.#options.history.orderIdOf(accountId, clientOrderId));
    return orderId === null ? null : this.find(accountId, orderId);
  }

  /** Latest ids first. */
  open(accountId: AccountId, market: string | null): readonly OrderState[] {
    const found: OrderState[] = [];
    for (const view of this.#options.views()) {
      if (market === null || view.market === market) found.push(...view.orders.openOf(accountId));
    }
    return found.sort((left, right) => right.orderId - left.orderId);
  }

  /** Fills in what a view that began at a snapshot does not know of an order. */
  async whole(order: OrderRecord): Promise<OrderRecord> {
    if (isRejected(order) || order.isWhole) return order;
    const { accountId, orderId } = order;
    const past = await this.#options.history.order(accountId, orderId);
    if (past === null || isRejected(past)) {
      const hold = await this.#options.accounts.hold(orderId);
      return { ...order, clientOrderId: hold?.clientOrderId ?? order.clientOrderId };
    }
    const { clientOrderId, type, timeInForce, postOnly, trigger, createdAtUs } = past;
    const { selfTradePrevention } = past;
    // The views may be behind: what was triggered stays so.
    const triggeredAtUs = order.triggeredAtUs === 0 ? past.triggeredAtUs : order.triggeredAtUs;
    const known = {
      ...order,
      ...usedLots(order, past),
      ...{ clientOrderId, type, timeInForce, postOnly, trigger, triggeredAtUs, createdAtUs },
      ...(selfTradePrevention && { selfTradePrevention }),
    };
    if (past.filledLots < known.filledLots) return known;
    return { ...known, fills: past.fills, filledTickLots: past.filledTickLots, isWhole: true };
  }
}

/** Of a snapshot's order one knows what is used up; the views know how much of it self-trade prevention took. */
function usedLots(
  order: OrderState,
  past: OrderState,
): Pick<OrderState, 'filledLots' | 'preventedLots' | 'status'> {
  const used = order.filledLots + order.preventedLots;
  const prevented = Math.min(used, Math.max(order.preventedLots, past.preventedLots));
  const filledLots = (used - prevented) as Lots;
  const isUntouched = order.status === 'partially_filled' && filledLots === 0;
  return {
    filledLots,
    preventedLots: prevented as Lots,
    status: isUntouched ? 'open' : order.status,
  };
}
