/**
 * What a load leaves in the books, for it to go on for ever: of each account and market so many orders
 * may rest, and the oldest of them makes room for the next. Without that half of a flow stays where
 * nobody takes it, until an account has as many open orders as it may have and the rest is refused.
 */

/** Half of what a market of the demonstration allows an account; 90,000 orders of the flow in all. */
export const RESTING_MAX = 5_000;

interface Ring {
  readonly ids: string[];
  /** Of the oldest, once it is full. */
  oldest: number;
}

export class RestingOrders {
  readonly #most: number;
  readonly #rings = new Map<string, Ring>();

  constructor(most = RESTING_MAX) {
    this.#most = most;
  }

  /** One more rests there. Returns the order that has to go; null: there is room. */
  add(at: { readonly account: number; readonly market: string }, id: string): string | null {
    const place = `${at.account} ${at.market}`;
    const ring = this.#rings.get(place) ?? { ids: [], oldest: 0 };
    this.#rings.set(place, ring);
    if (ring.ids.length < this.#most) {
      ring.ids.push(id);
      return null;
    }
    const leaving = ring.ids[ring.oldest]!;
    ring.ids[ring.oldest] = id;
    ring.oldest = (ring.oldest + 1) % this.#most;
    return leaving;
  }
}
