/** The orders that rest in a market's book, and what its price levels show of them. */
import { Side } from '../../proto/messages.ts';
import type { OrderId, PriceTicks } from '../../proto/units.ts';
import { BookLevels } from './book-levels.ts';
import { lotsInView, type OrderState } from './order-state.ts';

export class RestingBook {
  readonly bids = new BookLevels(Side.buy);
  readonly asks = new BookLevels(Side.sell);
  /** When each came to rest: of one level, the lesser stands before. A Map iterates in that order. */
  readonly #places = new Map<OrderId, number>();
  #lastPlace = 0;

  levels(side: Side): BookLevels {
    return side === Side.buy ? this.bids : this.asks;
  }

  /** Each level's orders in the order of their queue. */
  orderIds(): Iterable<OrderId> {
    return this.#places.keys();
  }

  /** It goes behind all others of its price. */
  add(order: OrderState): void {
    this.#lastPlace += 1;
    this.#places.set(order.orderId, this.#lastPlace);
    this.levels(order.side).add(order.priceTicks, lotsInView(order));
  }

  /** It leaves with what it shows; nothing happens to one that does not rest. */
  remove(order: OrderState): void {
    if (!this.#places.delete(order.orderId) || lotsInView(order) === 0) return;
    this.levels(order.side).remove(order.priceTicks, lotsInView(order));
  }

  /** Its level has nothing of it any more. */
  forget(orderId: OrderId): void {
    this.#places.delete(orderId);
  }

  /** Of one account's open orders: who stands first at the best price of that side. */
  firstAtBest(side: Side, ofAccount: Iterable<OrderState>): OrderState | null {
    const best: PriceTicks | null = this.levels(side).best();
    let first: OrderState | null = null;
    let firstPlace = Number.POSITIVE_INFINITY;
    for (const order of ofAccount) {
      const place = this.#places.get(order.orderId);
      if (place === undefined || place > firstPlace) continue;
      if (order.side !== side || order.priceTicks !== best) continue;
      first = order;
      firstPlace = place;
    }
    return first;
  }
}
