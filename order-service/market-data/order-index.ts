/**
 * The orders of one market that may be asked for at once: all open ones, by id and by account, and
 * the latest that are over (until the views have them).
 */
import type { OrderStatus } from '../../ports/view-store/order-status.ts';
import { assert } from '../../proto/assert.ts';
import type { OrderRejected, RejectReason } from '../../proto/messages.ts';
import type { AccountId, OrderId, Sequence, TimestampUs } from '../../proto/units.ts';
import { AccountOrders } from './account-orders.ts';
import { isWaiting, type KeptOrder, type OrderState } from './order-state.ts';
import { OrderTable } from './order-table.ts';

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

export const isOpen = ({ status }: { readonly status: OrderStatus }): boolean =>
  status === 'open' || status === 'partially_filled';

export class OrderIndex {
  /** All of them: open, or over and kept. */
  readonly #orders = new OrderTable<OrderRecord>();
  readonly #byAccount = new Map<AccountId, AccountOrders>();
  /** In order of closing; once it is full, each takes the place of the oldest. */
  readonly #over: OrderRecord[] = [];
  readonly #overKept: number;
  #oldest = 0;
  #openCount = 0;

  constructor(options: { readonly overKept: number }) {
    this.#overKept = options.overKept;
  }

  addOpen(order: KeptOrder): void {
    this.#orders.set(order.orderId, order);
    this.#openCount += 1;
    let ofAccount = this.#byAccount.get(order.accountId);
    if (ofAccount === undefined) {
      ofAccount = new AccountOrders();
      this.#byAccount.set(order.accountId, ofAccount);
    }
    ofAccount.add(order);
  }

  /** An open order is over, as its status says by now. */
  close(order: KeptOrder): void {
    assert(!isOpen(order), 'an order that is closed is over');
    this.#openCount -= 1;
    const ofAccount = this.#byAccount.get(order.accountId);
    assert(ofAccount !== undefined, 'its account has an open order');
    ofAccount.remove(order);
    if (ofAccount.count === 0) this.#byAccount.delete(order.accountId);
    this.#keep(order);
  }

  /** It never was open. */
  addRejected(order: RejectedOrder): void {
    this.#orders.set(order.orderId, order);
    this.#keep(order);
  }

  findOpen(orderId: OrderId): KeptOrder | null {
    const order = this.#orders.get(orderId);
    return order !== undefined && isOpen(order) ? (order as KeptOrder) : null;
  }

  find(orderId: OrderId): OrderRecord | null {
    return this.#orders.get(orderId) ?? null;
  }

  get openCount(): number {
    return this.#openCount;
  }

  /** Who has open orders. */
  accounts(): readonly AccountId[] {
    return [...this.#byAccount.keys()];
  }

  openCountOf(accountId: AccountId): number {
    return this.#byAccount.get(accountId)?.count ?? 0;
  }

  /** How many orders of the account wait for a trigger. O(its open orders). */
  waitingCountOf(accountId: AccountId): number {
    return [...this.openOf(accountId)].filter(isWaiting).length;
  }

  openOf(accountId: AccountId): Iterable<KeptOrder> {
    return this.#byAccount.get(accountId) ?? [];
  }

  /** Of one account behind another. */
  *open(): Iterable<KeptOrder> {
    for (const ofAccount of this.#byAccount.values()) yield* ofAccount;
  }

  #keep(order: OrderRecord): void {
    if (this.#over.length < this.#overKept) {
      this.#over.push(order);
      return;
    }
    const forgotten = this.#overKept === 0 ? order : this.#over[this.#oldest]!;
    if (this.#orders.get(forgotten.orderId) === forgotten) this.#orders.delete(forgotten.orderId);
    if (this.#overKept === 0) return;
    this.#over[this.#oldest] = order;
    this.#oldest = (this.#oldest + 1) % this.#overKept;
  }
}
