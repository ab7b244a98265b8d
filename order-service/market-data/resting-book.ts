/** The orders that rest in a market's book, and what its price levels show of them. */
import { Side } from '../../proto/messages.ts';
import type { PriceTicks } from '../../proto/units.ts';
import { BookLevels } from './book-levels.ts';
import { type KeptOrder, lotsInView } from './order-state.ts';

export class RestingBook {
  readonly bids = new BookLevels(Side.buy);
  readonly asks = new BookLevels(Side.sell);
  #lastRested = 0;

  levels(side: Side): BookLevels {
    return side === Side.buy ? this.bids : this.asks;
  }

  /** It goes behind all others of its price. */
  add(order: KeptOrder): void {
    this.#lastRested += 1;
    order.restedAs = this.#lastRested;
    this.levels(order.side).add(order.priceTicks, lotsInView(order));
  }

  /** It leaves with what it shows; nothing happens to one that does not rest. */
  remove(order: KeptOrder): void {
    if (order.restedAs === 0) return;
    order.restedAs = 0;
    const lots = lotsInView(order);
    if (lots > 0) this.levels(order.side).remove(order.priceTicks, lots);
  }

  /** Its level has nothing of it any more. */
  forget(order: KeptOrder): void {
    order.restedAs = 0;
  }

  /** Of one account's open orders: who stands first at the best price of that side. */
  firstAtBest(side: Side, ofAccount: Iterable<KeptOrder>): KeptOrder | null {
    const best: PriceTicks | null = this.levels(side).best();
    let first: KeptOrder | null = null;
    for (const order of ofAccount) {
      if (order.restedAs === 0 || order.side !== side || order.priceTicks !== best) continue;
      if (first === null || order.restedAs < first.restedAs) first = order;
    }
    return first;
  }
}
