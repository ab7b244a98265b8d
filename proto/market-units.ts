/**
 * From a market's definition to the integers that its arithmetic needs.
 *
 * Bigint is used here, once per definition, because tick × lot × 10^scale must be exact before it is
 * known to be small. Everything derived is a safe integer.
 */
import { AssertionFailed, assert } from './assert.ts';
import { parseDecimal, powerOfTen } from './decimal.ts';
import { limits } from './limits.ts';
import type { MarketDefinition } from './messages.ts';
import { BAND_PPM_MAX, PRICE_TICKS_MAX, SCALE_MAX } from './ranges.ts';
import type { Lots, MinorUnits, Ppm, PriceTicks } from './units.ts';

export interface MarketUnits {
  readonly market: string;
  readonly definition: MarketDefinition;
  /** Quote minor units of one lot at one tick: notional = price × quantity × this. */
  readonly quoteMinorPerTickLot: number;
  /** Base minor units of one lot. */
  readonly baseMinorPerLot: number;
  /** Decimal places of a printed price; the tick size is tickUnits × 10^-priceDecimals. */
  readonly priceDecimals: number;
  readonly tickUnits: number;
  /** Decimal places of a printed quantity; the lot size is lotUnits × 10^-quantityDecimals. */
  readonly quantityDecimals: number;
  readonly lotUnits: number;
}

const MARKET_NAME = /^[A-Z0-9]{1,10}-[A-Z0-9]{1,10}$/;
const PPM_ONE = 1_000_000;
const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Why a definition cannot be traded, in a sentence; null when it can. */
export function definitionProblem(definition: MarketDefinition): string | null {
  return nameProblem(definition) ?? boundsProblem(definition) ?? sizeProblem(definition);
}

/** Of a valid definition (an assert otherwise; ask `definitionProblem` first). */
export function marketUnits(definition: MarketDefinition): MarketUnits {
  const problem = definitionProblem(definition);
  assert(problem === null, `market ${definition.market}: ${problem}`);
  const tick = parseStep(definition.tickSize);
  const lot = parseStep(definition.lotSize);
  assert(tick !== null && lot !== null, 'sizes were checked');
  return {
    market: definition.market,
    definition,
    quoteMinorPerTickLot: Number(wholeProduct(tick, lot, definition.quoteScale)),
    baseMinorPerLot: Number(wholeProduct(lot, ONE, definition.baseScale)),
    priceDecimals: tick.decimals,
    tickUnits: Number(tick.units),
    quantityDecimals: lot.decimals,
    lotUnits: Number(lot.units),
  };
}

/** What `lots` cost at `priceTicks`, in quote minor units. */
export function notionalMinor(units: MarketUnits, priceTicks: PriceTicks, lots: Lots): MinorUnits {
  const notional = priceTicks * lots * units.quoteMinorPerTickLot;
  if (!Number.isSafeInteger(notional)) {
    throw new AssertionFailed(`${priceTicks} × ${lots} is beyond 2^53`);
  }
  return notional as MinorUnits;
}

/**
 * floor(amount × ppm / 10^6) without ever leaving the safe integers: the amount's millions and its
 * remainder are charged apart. Both divisions are of exact multiples.
 */
export function feeMinor(amountMinor: MinorUnits, ppm: Ppm): MinorUnits {
  const rest = amountMinor % PPM_ONE;
  const millions = (amountMinor - rest) / PPM_ONE;
  const restFee = rest * ppm;
  return (millions * ppm + (restFee - (restFee % PPM_ONE)) / PPM_ONE) as MinorUnits;
}

function nameProblem(d: MarketDefinition): string | null {
  if (!MARKET_NAME.test(d.market)) return 'the market name is not BASE-QUOTE';
  if (d.market !== `${d.baseAsset}-${d.quoteAsset}`) return 'the market name is not its assets';
  if (d.baseAsset === d.quoteAsset) return 'base and quote are the same asset';
  if (!isInteger(d.baseScale, 0, SCALE_MAX)) return 'the base scale is not 0 … 18';
  if (!isInteger(d.quoteScale, 0, SCALE_MAX)) return 'the quote scale is not 0 … 18';
  return null;
}

function boundsProblem(d: MarketDefinition): string | null {
  if (!isInteger(d.minPriceTicks, 1, PRICE_TICKS_MAX)) return 'the least price is not a price';
  if (!isInteger(d.maxPriceTicks, 1, PRICE_TICKS_MAX)) return 'the greatest price is not a price';
  if (d.minPriceTicks > d.maxPriceTicks) return 'the least price is above the greatest';
  if (!isInteger(d.minQuantityLots, 1)) return 'the least quantity is not a quantity';
  if (!isInteger(d.maxQuantityLots, 1)) return 'the greatest quantity is not a quantity';
  if (d.minQuantityLots > d.maxQuantityLots) return 'the least quantity is above the greatest';
  if (!isInteger(d.minNotionalMinor, 0)) return 'the least notional is not money';
  if (!isInteger(d.maxNotionalMinor, 1)) return 'the greatest notional is not money';
  if (d.minNotionalMinor > d.maxNotionalMinor) return 'the least notional is above the greatest';
  if (!isInteger(d.maxRestingOrders, 1, limits.restingOrdersMax)) {
    return `the book's size is not 1 … ${limits.restingOrdersMax}`;
  }
  if (BigInt(d.maxRestingOrders) * BigInt(d.maxQuantityLots) > SAFE_MAX) {
    // Else the total of a price level could lose lots.
    return 'a full book holds more than 2^53 - 1 lots';
  }
  if (d.maxOpenOrders !== undefined && !isInteger(d.maxOpenOrders, 1, d.maxRestingOrders)) {
    return "an account's open orders are not 1 … as many as the book holds";
  }
  if (!isInteger(d.priceStepTicks ?? 1, 1, PRICE_TICKS_MAX)) return 'the price step is no ticks';
  if (!isInteger(d.quantityStepLots ?? 1, 1)) return 'the quantity step is no lots';
  if (!isInteger(d.makerFeePpm, 0, PPM_ONE - 1)) return 'the maker fee is not below 1';
  if (!isInteger(d.takerFeePpm, 0, PPM_ONE - 1)) return 'the taker fee is not below 1';
  if (!isInteger(d.bidBandPpm ?? 1, 1, BAND_PPM_MAX)) return 'the band of bids is not up to 100';
  // A sell band of all and more would refuse nothing.
  if (!isInteger(d.askBandPpm ?? 1, 1, PPM_ONE - 1)) return 'the band of asks is not below 1';
  return null;
}

function sizeProblem(d: MarketDefinition): string | null {
  const tick = parseStep(d.tickSize);
  if (tick === null) return 'the tick size is not a positive decimal';
  const lot = parseStep(d.lotSize);
  if (lot === null) return 'the lot size is not a positive decimal';
  const quotePerTickLot = wholeProduct(tick, lot, d.quoteScale);
  if (quotePerTickLot === null) return 'a lot at one tick is not whole quote minor units';
  const basePerLot = wholeProduct(lot, ONE, d.baseScale);
  if (basePerLot === null) return 'a lot is not whole base minor units';
  const maxLots = BigInt(d.maxQuantityLots);
  if (BigInt(d.maxPriceTicks) * maxLots * quotePerTickLot > SAFE_MAX) {
    return 'the greatest order costs more than 2^53 - 1 quote minor units';
  }
  if (maxLots * basePerLot > SAFE_MAX) {
    return 'the greatest order is more than 2^53 - 1 base minor units';
  }
  return null;
}

/** A decimal as units × 10^-decimals, with the fewest decimals that hold it. */
interface Step {
  readonly units: bigint;
  readonly decimals: number;
}

const ONE: Step = { units: 1n, decimals: 0 };

/** Null when malformed, zero, or with more digits than a safe integer holds. */
function parseStep(text: string): Step | null {
  let units = parseDecimal(text, { scale: SCALE_MAX });
  if (units === null || units === 0n) return null;
  let decimals = SCALE_MAX;
  while (decimals > 0 && units % 10n === 0n) {
    units /= 10n;
    decimals -= 1;
  }
  return units > SAFE_MAX ? null : { units, decimals };
}

/** a × b × 10^scale; null when that is not a positive integer. */
function wholeProduct(a: Step, b: Step, scale: number): bigint | null {
  const product = a.units * b.units * powerOfTen(scale);
  const divisor = powerOfTen(a.decimals) * powerOfTen(b.decimals);
  return product % divisor === 0n ? product / divisor : null;
}

function isInteger(value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
