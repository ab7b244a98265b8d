/**
 * Decimal strings ⇄ integers. A number as text never becomes a float: bigint begins here and ends
 * where the result is known to be a safe integer.
 */
import { assert } from './assert.ts';
import type { MarketUnits } from './market-units.ts';
import type { Lots, Money, PriceTicks } from './units.ts';

/** No sign, exponent, space, leading zero or bare point. The fraction's length is checked apart. */
const DECIMAL = /^(0|[1-9]\d{0,17})(?:\.(\d{1,18}))?$/;
const FRACTION_DIGITS_MAX = 18;
const INT64_MAX = 2n ** 63n - 1n;

const powersOfTen = Array.from(
  { length: FRACTION_DIGITS_MAX + 1 },
  (_, index) => 10n ** BigInt(index),
);

export function powerOfTen(exponent: number): bigint {
  const power = powersOfTen[exponent];
  assert(power !== undefined, `no power of ten: ${exponent}`);
  return power;
}

/** In units of 10^-scale; null when malformed, or with more decimal places than the scale. */
export function parseDecimal(text: string, { scale }: { readonly scale: number }): bigint | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const fraction = match[2] ?? '';
  if (fraction.length > scale) return null;
  return BigInt(match[1] + fraction.padEnd(scale, '0'));
}

/** `value` units of 10^-scale, with exactly `scale` decimal places. A number must be safe. */
export function formatDecimal(value: bigint | number, scale: number): string {
  assert(typeof value === 'bigint' || Number.isSafeInteger(value), `no safe integer: ${value}`);
  const text = String(value);
  if (scale === 0) return text === '-0' ? '0' : text;
  // Most values: nothing to pad, and no sign.
  if (value > 0 && text.length > scale) return `${text.slice(0, -scale)}.${text.slice(-scale)}`;
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.slice(sign.length).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export type ParsedPrice =
  | { readonly ok: true; readonly ticks: PriceTicks }
  | { readonly ok: false; readonly problem: 'malformed' | 'off-tick' | 'out-of-range' };

export type ParsedQuantity =
  | { readonly ok: true; readonly lots: Lots }
  | { readonly ok: false; readonly problem: 'malformed' | 'off-lot' | 'out-of-range' };

/** Out of range: 0, or beyond the limits of one order in this market. */
export function parsePrice(units: MarketUnits, text: string): ParsedPrice {
  const value = parseDecimal(text, { scale: FRACTION_DIGITS_MAX });
  if (value === null) return { ok: false, problem: 'malformed' };
  const ticks = wholeSteps(value, units.tickUnits, units.priceDecimals);
  const { minPriceTicks, maxPriceTicks, priceStepTicks = 1 } = units.definition;
  if (ticks === null || ticks % BigInt(priceStepTicks) !== 0n) {
    return { ok: false, problem: 'off-tick' };
  }
  if (ticks < BigInt(minPriceTicks) || ticks > BigInt(maxPriceTicks)) {
    return { ok: false, problem: 'out-of-range' };
  }
  return { ok: true, ticks: Number(ticks) as PriceTicks };
}

/** Out of range: 0, or beyond the limits of one order in this market. */
export function parseQuantity(units: MarketUnits, text: string): ParsedQuantity {
  const value = parseDecimal(text, { scale: FRACTION_DIGITS_MAX });
  if (value === null) return { ok: false, problem: 'malformed' };
  const lots = wholeSteps(value, units.lotUnits, units.quantityDecimals);
  const { minQuantityLots, maxQuantityLots, quantityStepLots = 1 } = units.definition;
  if (lots === null || lots % BigInt(quantityStepLots) !== 0n) {
    return { ok: false, problem: 'off-lot' };
  }
  if (lots < BigInt(minQuantityLots) || lots > BigInt(maxQuantityLots)) {
    return { ok: false, problem: 'out-of-range' };
  }
  return { ok: true, lots: Number(lots) as Lots };
}

export function formatPrice(units: MarketUnits, ticks: PriceTicks): string {
  return formatSteps(ticks, units.tickUnits, units.priceDecimals);
}

export function formatQuantity(units: MarketUnits, lots: Lots): string {
  return formatSteps(lots, units.lotUnits, units.quantityDecimals);
}

/** What a price of a new order is a multiple of. */
export function tickSize(units: MarketUnits): string {
  const { priceStepTicks, tickSize: finest } = units.definition;
  return priceStepTicks === undefined ? finest : formatPrice(units, priceStepTicks as PriceTicks);
}

/** What a quantity of a new order is a multiple of. */
export function lotSize(units: MarketUnits): string {
  const { quantityStepLots, lotSize: finest } = units.definition;
  return quantityStepLots === undefined ? finest : formatQuantity(units, quantityStepLots as Lots);
}

/** Money of an asset with so many decimal places; null when malformed or more than an int64. */
export function parseMoney(text: string, scale: number): Money | null {
  const value = parseDecimal(text, { scale });
  return value === null || value > INT64_MAX ? null : (value as Money);
}

export function formatMoney(money: Money, scale: number): string {
  return formatDecimal(money, scale);
}

/** How many steps of `stepUnits` x 10^-decimals a value in 10^-18 is; null when not whole. */
function wholeSteps(value: bigint, stepUnits: number, decimals: number): bigint | null {
  const step = BigInt(stepUnits) * powerOfTen(FRACTION_DIGITS_MAX - decimals);
  return value % step === 0n ? value / step : null;
}

/** Exact also where the product is beyond 2^53 (the lots of a whole level). */
function formatSteps(steps: number, stepUnits: number, decimals: number): string {
  const product = steps * stepUnits;
  if (Number.isSafeInteger(product)) return formatDecimal(product, decimals);
  return formatDecimal(BigInt(steps) * BigInt(stepUnits), decimals);
}
