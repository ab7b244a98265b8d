/**
 * Decimal strings ⇄ integers. A number as text never becomes a float: bigint begins here and ends
 * where the result is known to be a safe integer.
 */
import { AssertionFailed, assert } from './assert.ts';
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

/** Digits of a text that is read as a number: what they say is exact below 2^53. */
const SHORT_CHARACTERS_MAX = 15;
const NUMBER_POWERS = Array.from({ length: FRACTION_DIGITS_MAX + 1 }, (_, index) => 10 ** index);
const [POINT, ZERO, NINE] = [46, 48, 57] as const;

/**
 * What `parseDecimal` says of a text that most prices and quantities are like, without its bigint:
 * few digits, not more of them behind the point than `scale`. null: it is not such a text, or the
 * value is not a safe integer.
 */
function shortDecimal(text: string, scale: number): number | null {
  const { length } = text;
  if (length === 0 || length > SHORT_CHARACTERS_MAX) return null;
  let [digits, point] = [0, -1];
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= ZERO && unit <= NINE) digits = digits * 10 + (unit - ZERO);
    else if (unit === POINT && point === -1 && at > 0) point = at;
    else return null;
  }
  const wholeDigits = point === -1 ? length : point;
  const fractionDigits = point === -1 ? 0 : length - point - 1;
  if (wholeDigits > 1 && text.charCodeAt(0) === ZERO) return null;
  if (fractionDigits > scale || (point !== -1 && fractionDigits === 0)) return null;
  const value = digits * NUMBER_POWERS[scale - fractionDigits]!;
  return value <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** `value` units of 10^-scale, with exactly `scale` decimal places. A number must be safe. */
export function formatDecimal(value: bigint | number, scale: number): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new AssertionFailed(`no safe integer: ${value}`);
  }
  const text = String(value);
  if (scale === 0) return text === '-0' ? '0' : text;
  // Most values have no sign.
  if (value >= 0) {
    const wholeDigits = text.length - scale;
    return wholeDigits > 0
      ? `${text.slice(0, wholeDigits)}.${text.slice(wholeDigits)}`
      : `0.${'0'.repeat(-wholeDigits)}${text}`;
  }
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
  const { minPriceTicks, maxPriceTicks, priceStepTicks = 1 } = units.definition;
  const { tickUnits, priceDecimals: decimals } = units;
  const ticks = stepsOf(text, { units: tickUnits, decimals, multiple: priceStepTicks });
  if (ticks === 'malformed') return { ok: false, problem: 'malformed' };
  if (ticks === 'between-steps') return { ok: false, problem: 'off-tick' };
  if (ticks < minPriceTicks || ticks > maxPriceTicks) {
    return { ok: false, problem: 'out-of-range' };
  }
  return { ok: true, ticks: ticks as PriceTicks };
}

/** Out of range: 0, or beyond the limits of one order in this market. */
export function parseQuantity(units: MarketUnits, text: string): ParsedQuantity {
  const { minQuantityLots, maxQuantityLots, quantityStepLots = 1 } = units.definition;
  const { lotUnits, quantityDecimals: decimals } = units;
  const lots = stepsOf(text, { units: lotUnits, decimals, multiple: quantityStepLots });
  if (lots === 'malformed') return { ok: false, problem: 'malformed' };
  if (lots === 'between-steps') return { ok: false, problem: 'off-lot' };
  if (lots < minQuantityLots || lots > maxQuantityLots) {
    return { ok: false, problem: 'out-of-range' };
  }
  return { ok: true, lots: lots as Lots };
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

/**
 * How many steps of `stepUnits` x 10^-decimals the text says, if they are so many times `multiple`.
 * Beyond 2^53 the number is rounded: no limit is near there.
 */
function stepsOf(
  text: string,
  step: { readonly units: number; readonly decimals: number; readonly multiple: number },
): number | 'malformed' | 'between-steps' {
  const short = shortDecimal(text, step.decimals);
  if (short !== null) {
    const steps = short / step.units;
    return short % step.units === 0 && steps % step.multiple === 0 ? steps : 'between-steps';
  }
  const value = parseDecimal(text, { scale: FRACTION_DIGITS_MAX });
  if (value === null) return 'malformed';
  const stepUnits = BigInt(step.units) * powerOfTen(FRACTION_DIGITS_MAX - step.decimals);
  return value % (stepUnits * BigInt(step.multiple)) === 0n
    ? Number(value / stepUnits)
    : 'between-steps';
}

/** Exact also where the product is beyond 2^53 (the lots of a whole level). */
function formatSteps(steps: number, stepUnits: number, decimals: number): string {
  const product = steps * stepUnits;
  if (Number.isSafeInteger(product)) return formatDecimal(product, decimals);
  return formatDecimal(BigInt(steps) * BigInt(stepUnits), decimals);
}
