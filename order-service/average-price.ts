import type { MarketUnits } from '../proto/market-units.ts';
import type { OrderState } from './market-data/order-state.ts';

/** Digits of an average behind those of a tick. */
export const AVERAGE_EXTRA_DIGITS = 8;
const EXTRA = 10 ** AVERAGE_EXTRA_DIGITS;

/**
 * Of its fills, in units of 10^-(price decimals + 8), to the nearest, halves up; null: there are none.
 * A bigint where a product is beyond 2^53.
 */
export function scaledAverage(
  { tickUnits }: MarketUnits,
  { filledLots, filledTickLots }: Pick<OrderState, 'filledLots' | 'filledTickLots'>,
): number | bigint | null {
  if (filledLots === 0 || filledTickLots === 0) return null;
  const rest = filledTickLots % filledLots;
  const whole = ((filledTickLots - rest) / filledLots) * tickUnits * EXTRA;
  const dividend = rest * tickUnits * EXTRA + Math.floor(filledLots / 2);
  // The quotient is at most one tick.
  if (dividend <= Number.MAX_SAFE_INTEGER && whole + tickUnits * EXTRA <= Number.MAX_SAFE_INTEGER) {
    return whole + (dividend - (dividend % filledLots)) / filledLots;
  }
  const scaled = BigInt(filledTickLots) * BigInt(tickUnits) * BigInt(EXTRA);
  const lots = BigInt(filledLots);
  return (scaled + lots / 2n) / lots;
}
