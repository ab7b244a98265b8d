/** Terms of a drawn order that few orders have. */
import type { Random } from './random.ts';

/** A buy spends, a sell brings; seldom they say the wrong one, or both. */
export function quoteAmount(random: Random, side: 'buy' | 'sell', price: number): object {
  const amount = random.between(1, 60 * price) * 100 + random.below(100);
  const isSpent = (side === 'buy') !== random.oneIn(20);
  if (isSpent) return { quoteBudgetMinor: amount };
  return { quoteBudgetMinor: random.oneIn(20) ? amount : 0, quoteTargetMinor: amount };
}

/** An end, or a part to show; seldom both, which no market takes. */
export function rareTerm(random: Random, nowUs: number): object {
  const part = { displayLots: random.between(1, 9) };
  if (!random.oneIn(4)) return random.oneIn(3) ? part : {};
  const goodTillUs = nowUs + random.between(-20, 3_000);
  return random.oneIn(9) ? { goodTillUs, ...part } : { goodTillUs };
}
