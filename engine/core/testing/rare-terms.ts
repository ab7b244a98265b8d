/** Terms of a drawn order that few orders have. */
import type { Random } from './random.ts';

/** A buy spends, a sell brings; seldom they say the wrong one, or both. */
export function quoteAmount(random: Random, side: 'buy' | 'sell', price: number): object {
  const amount = random.between(1, 60 * price) * 100 + random.below(100);
  const isSpent = (side === 'buy') !== random.oneIn(20);
  if (isSpent) return { quoteBudgetMinor: amount };
  return { quoteBudgetMinor: random.oneIn(20) ? amount : 0, quoteTargetMinor: amount };
}

/** Of an order that waits, too. */
export const seldomPart = (random: Random): object =>
  random.oneIn(3) ? { displayLots: random.between(1, 9) } : {};

/** An end, or a part to show, or both. */
export function rareTerm(random: Random, nowUs: number): object {
  const part = { displayLots: random.between(1, 9) };
  if (!random.oneIn(3)) return random.oneIn(3) ? part : {};
  const goodTillUs = nowUs + random.between(-20, 3_000);
  return random.oneIn(3) ? { goodTillUs, ...part } : { goodTillUs };
}

/** The order takes the place of another one, seldom counting on what that one holds. */
export function replacement(random: Random, orderId: number, priceTicks: number): object {
  const replaces = { orderId, rule: random.oneIn(2) ? 1 : 2 };
  if (!random.oneIn(3)) return { replaces };
  return { replaces: { ...replaces, held: { priceTicks, lots: random.between(1, 20) } } };
}
