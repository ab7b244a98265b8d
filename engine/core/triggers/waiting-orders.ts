/**
 * The orders that wait for a trigger, in the order in which a moving price reaches them.
 *
 *   price falls to low  ─▶ │ 95 │ 96 │ 98 late │ 98 early │     falling: stop-loss sells, take-profit buys
 *   price rises to high ─▶ │ 107 │ 104 │ 103 late │ 103 early │  rising: stop-loss buys, take-profit sells
 *                                                     ▲ enters next: the last of its array
 *
 * Finding is O(1), entering and leaving O(log n) and a move of the array's tail, at most
 * `limits.waitingOrdersMax` places; an account's orders are found by account.
 */
import { assert } from '../../../proto/assert.ts';
import {
  type OrderTrigger,
  Side,
  TriggerKind,
  type WaitingOrder,
} from '../../../proto/messages.ts';

export interface WaitingOrders {
  readonly count: number;
  find(orderId: number): WaitingOrder | undefined;
  add(order: WaitingOrder): void;
  remove(order: WaitingOrder): void;
  /**
   * Who enters first of those that trades between these prices reach: who waits for the falling price
   * before who waits for the rising one, the trigger that is reached first, who was placed first.
   */
  reachedFirst(lowTicks: number, highTicks: number): WaitingOrder | undefined;
  /** In order of placing. */
  ofAccount(accountId: number): readonly WaitingOrder[];
  /** In order of placing. */
  all(): readonly WaitingOrder[];
  /** Throws AssertionFailed when the structures contradict each other. */
  checkInvariants(): void;
}

export type WaitingOrdersFactory = () => WaitingOrders;

/** Whether it waits for a price at or below its trigger; else for one at or above it. */
export function awaitsFall(side: number, triggerKind: number): boolean {
  return (triggerKind === TriggerKind.stopLoss) === (side === Side.sell);
}

export function isReached(
  side: number,
  { kind, priceTicks }: OrderTrigger,
  range: { readonly lowTicks: number; readonly highTicks: number },
): boolean {
  return awaitsFall(side, kind) ? range.lowTicks <= priceTicks : range.highTicks >= priceTicks;
}

export const sortedWaitingOrders: WaitingOrdersFactory = () => new SortedWaitingOrders();

class SortedWaitingOrders implements WaitingOrders {
  readonly #falling: WaitingOrder[] = [];
  readonly #rising: WaitingOrder[] = [];
  readonly #byId = new Map<number, WaitingOrder>();
  /** Each account's own, in order of placing. */
  readonly #byAccount = new Map<number, Set<WaitingOrder>>();

  get count(): number {
    return this.#byId.size;
  }

  find(orderId: number): WaitingOrder | undefined {
    return this.#byId.get(orderId);
  }

  add(order: WaitingOrder): void {
    assert(!this.#byId.has(order.orderId), `order ${order.orderId} waits once`);
    const orders = this.#listOf(order);
    orders.splice(positionOf(orders, order), 0, order);
    this.#byId.set(order.orderId, order);
    const own = this.#byAccount.get(order.accountId);
    if (own === undefined) this.#byAccount.set(order.accountId, new Set([order]));
    else own.add(order);
  }

  remove(order: WaitingOrder): void {
    const orders = this.#listOf(order);
    const at = positionOf(orders, order);
    assert(orders[at] === order, `order ${order.orderId} waits in its place`);
    if (at === orders.length - 1) orders.pop();
    else orders.splice(at, 1);
    this.#byId.delete(order.orderId);
    const own = this.#byAccount.get(order.accountId);
    own?.delete(order);
    if (own?.size === 0) this.#byAccount.delete(order.accountId);
  }

  reachedFirst(lowTicks: number, highTicks: number): WaitingOrder | undefined {
    const falling = this.#falling.at(-1);
    if (falling !== undefined && lowTicks <= falling.trigger.priceTicks) return falling;
    const rising = this.#rising.at(-1);
    return rising !== undefined && highTicks >= rising.trigger.priceTicks ? rising : undefined;
  }

  ofAccount(accountId: number): readonly WaitingOrder[] {
    return [...(this.#byAccount.get(accountId) ?? [])];
  }

  all(): readonly WaitingOrder[] {
    return [...this.#byId.values()];
  }

  checkInvariants(): void {
    assert(this.#falling.length + this.#rising.length === this.count, 'each waits in one array');
    for (const orders of [this.#falling, this.#rising]) {
      for (const [index, order] of orders.entries()) {
        assert(orders === this.#listOf(order), `order ${order.orderId} waits for its direction`);
        assert(this.#byId.get(order.orderId) === order, `order ${order.orderId} is found`);
        const before = orders[index - 1];
        assert(before === undefined || entersLater(before, order), 'who enters next is last');
      }
    }
    let placement = -1;
    for (const order of this.#byId.values()) {
      assert(order.placement > placement, 'in order of placing');
      placement = order.placement;
    }
    let owned = 0;
    for (const own of this.#byAccount.values()) owned += own.size;
    assert(owned === this.count, 'each has its account');
  }

  #listOf(order: WaitingOrder): WaitingOrder[] {
    return awaitsFall(order.side, order.trigger.kind) ? this.#falling : this.#rising;
  }
}

/** Of two that wait for the same direction. */
function entersLater(a: WaitingOrder, b: WaitingOrder): boolean {
  const [at, bt] = [a.trigger.priceTicks, b.trigger.priceTicks];
  if (at === bt) return a.placement > b.placement;
  return awaitsFall(a.side, a.trigger.kind) ? at < bt : at > bt;
}

/** Where it stands, or would stand: behind all that enter later. */
function positionOf(orders: readonly WaitingOrder[], order: WaitingOrder): number {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entersLater(orders[middle]!, order)) low = middle + 1;
    else high = middle;
  }
  return low;
}
