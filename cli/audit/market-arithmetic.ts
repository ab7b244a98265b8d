/**
 * The checker's own arithmetic of a market, in bigint throughout and from the decimal strings of the
 * definition, so that no rounding or overflow of the engine's integers can be repeated here.
 */
import type { MarketDefinition } from '../../proto/messages.ts';

export interface MarketArithmetic {
  readonly baseAsset: string;
  readonly quoteAsset: string;
  /** Quote minor units that one lot costs per tick of its price. */
  readonly quotePerTickLot: bigint;
  /** Base minor units of one lot. */
  readonly basePerLot: bigint;
}

/** A decimal string as numerator over a power of ten; null when it is not a plain decimal. */
export function parseDecimal(
  text: string,
): { readonly units: bigint; readonly scale: number } | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[2] ?? '';
  return { units: BigInt(`${match[1]}${fraction}`), scale: fraction.length };
}

/** units × 10^(to − from), or null when that is not whole. */
function rescale(units: bigint, from: number, to: number): bigint | null {
  if (to >= from) return units * 10n ** BigInt(to - from);
  const divisor = 10n ** BigInt(from - to);
  return units % divisor === 0n ? units / divisor : null;
}

/** null when a tick of a lot, or a lot, is not a whole number of minor units (above zero). */
export function arithmeticOf(definition: MarketDefinition): MarketArithmetic | null {
  const tick = parseDecimal(definition.tickSize);
  const lot = parseDecimal(definition.lotSize);
  if (tick === null || lot === null) return null;
  const quotePerTickLot = rescale(
    tick.units * lot.units,
    tick.scale + lot.scale,
    definition.quoteScale,
  );
  const basePerLot = rescale(lot.units, lot.scale, definition.baseScale);
  if (quotePerTickLot === null || basePerLot === null) return null;
  if (quotePerTickLot <= 0n || basePerLot <= 0n) return null;
  return {
    baseAsset: definition.baseAsset,
    quoteAsset: definition.quoteAsset,
    quotePerTickLot,
    basePerLot,
  };
}

export function costOf(market: MarketArithmetic, priceTicks: number, lots: number): bigint {
  return BigInt(priceTicks) * BigInt(lots) * market.quotePerTickLot;
}

export function baseOf(market: MarketArithmetic, lots: number): bigint {
  return BigInt(lots) * market.basePerLot;
}

/** Rounded down: the exchange never takes a fraction of a minor unit that it did not earn. */
export function feeOf(amount: bigint, ppm: number): bigint {
  return (amount * BigInt(ppm)) / 1_000_000n;
}

/** A decimal string of quote units per base unit in ticks; null when it is not whole ticks. */
export function ticksOf(definition: MarketDefinition, price: string): bigint | null {
  return wholeSteps(price, definition.tickSize);
}

/** A decimal string of base units in lots; null when it is not whole lots. */
export function lotsOf(definition: MarketDefinition, quantity: string): bigint | null {
  return wholeSteps(quantity, definition.lotSize);
}

function wholeSteps(value: string, step: string): bigint | null {
  const a = parseDecimal(value);
  const b = parseDecimal(step);
  if (a === null || b === null || b.units === 0n) return null;
  const scale = Math.max(a.scale, b.scale);
  const steps = a.units * 10n ** BigInt(scale - a.scale);
  const each = b.units * 10n ** BigInt(scale - b.scale);
  return steps % each === 0n ? steps / each : null;
}
