/** Numbers as this dialect prints them: decimal strings with eight decimal places at least. */
import { formatDecimal, formatPrice, formatQuantity } from '../../proto/decimal.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { Lots, PriceTicks } from '../../proto/units.ts';

const PLACES = 8;
export const ZERO = '0.00000000';

export function eightPlaces(text: string): string {
  const point = text.indexOf('.');
  if (point < 0) return `${text}.${'0'.repeat(PLACES)}`;
  return text.padEnd(point + 1 + PLACES, '0');
}

export const priceText = (units: MarketUnits, ticks: PriceTicks): string =>
  eightPlaces(formatPrice(units, ticks));

export const quantityText = (units: MarketUnits, lots: Lots): string =>
  eightPlaces(formatQuantity(units, lots));

export const moneyText = (amount: bigint | number, scale: number): string =>
  eightPlaces(formatDecimal(amount, scale));

/** Of a sum of ticks × lots: what was paid. */
export const quoteText = (units: MarketUnits, tickLots: bigint | number): string =>
  moneyText(BigInt(tickLots) * BigInt(units.quoteMinorPerTickLot), units.definition.quoteScale);

export function feeText(
  units: MarketUnits,
  side: 'buyer' | 'seller',
  feeMinor: number,
): { readonly commission: string; readonly commissionAsset: string } {
  const { baseAsset, baseScale, quoteAsset, quoteScale } = units.definition;
  return side === 'buyer'
    ? { commission: moneyText(feeMinor, baseScale), commissionAsset: baseAsset }
    : { commission: moneyText(feeMinor, quoteScale), commissionAsset: quoteAsset };
}

/** Parts per million as a rate: 1000 is 0.00100000. */
export const rateText = (ppm: number): string => eightPlaces(formatDecimal(ppm, 6));
