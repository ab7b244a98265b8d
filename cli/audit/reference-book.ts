/**
 * A book so plain that it can be checked by eye: one sorted list per side, best order last.
 *
 *   bids  [ 99 late, 99 early, 100 late, 100 early ]  ◀ takers take from here
 *   asks  [ 102 late, 102 early, 101 late, 101 early ]  ◀
 *
 * Price-time priority is nothing but this order: better price first; at one price, earlier entry
 * first. An insertion costs O(n), which a checker can afford.
 */
import { assert } from '../../proto/assert.ts';
import { Side } from '../../proto/messages.ts';

export interface RestingOrder {
  readonly orderId: number;
  readonly accountId: number;
  readonly side: Side;
  priceTicks: number;
  /** The total, filled part included. */
  quantityLots: number;
  remainingLots: number;
  makerFeePpm: number;
  /** Rises with each entry into the book. */
  entry: number;
  /** Of an order that ends at a time: log time, and how many such orders were accepted before it. */
  readonly goodTill?: { readonly us: number; readonly accepted: number };
}

/** Below zero: `a` trades later than `b`. */
function laterFirst(a: RestingOrder, b: RestingOrder): number {
  if (a.priceTicks !== b.priceTicks) {
    return a.side === Side.buy ? a.priceTicks - b.priceTicks : b.priceTicks - a.priceTicks;
  }
  return b.entry - a.entry;
}

export class ReferenceBook {
  readonly #sides = { [Side.buy]: [] as RestingOrder[], [Side.sell]: [] as RestingOrder[] };
  readonly #byId = new Map<number, RestingOrder>();
  #lastEntry = 0;

  get size(): number {
    return this.#byId.size;
  }

  find(orderId: number): RestingOrder | undefined {
    return this.#byId.get(orderId);
  }

  /** The order of this side that trades next. */
  best(side: Side): RestingOrder | undefined {
    return this.#sides[side].at(-1);
  }

  /** Orders of this side that a taker with this limit meets, in that order. */
  *within(side: Side, limitTicks: number): Generator<RestingOrder> {
    const orders = this.#sides[side];
    for (let at = orders.length - 1; at >= 0; at -= 1) {
      const order = orders[at]!;
      if (!reaches(side, order.priceTicks, limitTicks)) return;
      yield order;
    }
  }

  add(order: Omit<RestingOrder, 'entry'>): void {
    assert(!this.#byId.has(order.orderId), `order ${order.orderId} rests already`);
    this.#lastEntry += 1;
    const resting: RestingOrder = { ...order, entry: this.#lastEntry };
    const orders = this.#sides[order.side];
    orders.splice(positionOf(orders, resting), 0, resting);
    this.#byId.set(order.orderId, resting);
  }

  remove(order: RestingOrder): void {
    const orders = this.#sides[order.side];
    const at = positionOf(orders, order);
    assert(orders[at] === order, `order ${order.orderId} does not stand where it should`);
    orders.splice(at, 1);
    this.#byId.delete(order.orderId);
  }

  /** Those whose time is over: by time, then by acceptance. */
  over(nowUs: number): RestingOrder[] {
    const at = ({ goodTill }: RestingOrder) => goodTill ?? { us: Infinity, accepted: 0 };
    return [...this.#byId.values()]
      .filter((order) => at(order).us <= nowUs)
      .sort((a, b) => at(a).us - at(b).us || at(a).accepted - at(b).accepted);
  }

  /** In order of entry into the book. */
  ordersOf(accountId: number, side: Side | null): RestingOrder[] {
    return [...this.#byId.values()]
      .filter((order) => order.accountId === accountId && (side === null || order.side === side))
      .sort((a, b) => a.entry - b.entry);
  }
}

/** Whether an order of `makerSide` at this price may trade with a taker of that limit. */
export function reaches(makerSide: Side, makerTicks: number, takerLimitTicks: number): boolean {
  return makerSide === Side.sell ? makerTicks <= takerLimitTicks : makerTicks >= takerLimitTicks;
}

function positionOf(orders: readonly RestingOrder[], order: RestingOrder): number {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (laterFirst(orders[middle]!, order) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
