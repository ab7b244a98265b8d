/**
 * The orders of one market that may be asked for at once: all open ones, by id and by account, and
 * the latest that are over (until the views have them).
 */
import { LatestEntries } from '../../ports/latest-entries.ts';
import type { OrderRejected, RejectReason } from '../../proto/messages.ts';
import type { AccountId, OrderId, Sequence, TimestampUs } from '../../proto/units.ts';
import { isWaiting, type OrderState } from './order-state.ts';

/** An order that never was one: what its refusal says. */
export interface RejectedOrder {
  readonly status: 'rejected';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly market: string;
  readonly clientOrderId: string;
  readonly reason: RejectReason;
  readonly sequence: Sequence;
  readonly createdAtUs: TimestampUs;
}

export const rejectedOrder = (
  event: OrderRejected,
  at: { readonly market: string; readonly sequence: Sequence; readonly timestampUs: TimestampUs },
): RejectedOrder => ({
  status: 'rejected',
  orderId: event.orderId,
  accountId: event.accountId,
  market: at.market,
  clientOrderId: event.clientOrderId,
  reason: event.reason,
  sequence: at.sequence,
  createdAtUs: at.timestampUs,
});

export type OrderRecord = OrderState | RejectedOrder;

export const isRejected = (order: OrderRecord): order is RejectedOrder =>
  order.status === 'rejected' && 'reason' in order;

export class OrderIndex {
  readonly #open = new Map<OrderId, OrderState>();
  readonly #byAccount = new Map<AccountId, Map<OrderId, OrderState>>();
  /** In order of closing. */
  readonly #over: LatestEntries<OrderId, OrderRecord>;

  constructor(options: { readonly overKept: number }) {
    this.#over = new LatestEntries({ kept: options.overKept });
  }

  addOpen(order: OrderState): void {
    this.#open.set(order.orderId, order);
    let ofAccount = this.#byAccount.get(order.accountId);
    if (ofAccount === undefined) {
      ofAccount = new Map();
      this.#byAccount.set(order.accountId, ofAccount);
    }
    ofAccount.set(order.orderId, order);
  }

  /** The order is over. */
  close(order: OrderRecord): void {
    if (this.#open.delete(order.orderId)) {
      const ofAccount = this.#byAccount.get(order.accountId);
      ofAccount?.delete(order.orderId);
      if (ofAccount?.size === 0) this.#byAccount.delete(order.accountId);
    }
    this.#over.set(order.orderId, order);
  }

  findOpen(orderId: OrderId): OrderState | null {
    return this.#open.get(orderId) ?? null;
  }

  find(orderId: OrderId): OrderRecord | null {
    return this.#open.get(orderId) ?? this.#over.get(orderId) ?? null;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Who has open orders. */
  accounts(): readonly AccountId[] {
    return [...this.#byAccount.keys()];
  }

  openCountOf(accountId: AccountId): number {
    return this.#byAccount.get(accountId)?.size ?? 0;
  }

  /** How many orders of the account wait for a trigger. O(its open orders). */
  waitingCountOf(accountId: AccountId): number {
    return [...this.openOf(accountId)].filter(isWaiting).length;
  }

  openOf(accountId: AccountId): Iterable<OrderState> {
    return this.#byAccount.get(accountId)?.values() ?? [];
  }
}
