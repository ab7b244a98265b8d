/** From the decimal strings of a request to ticks and lots of its market. */
import { lotSize, parsePrice, parseQuantity, tickSize } from '../proto/decimal.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import type { Lots, PriceTicks } from '../proto/units.ts';
import { type Refusal, refuse } from './refusal.ts';

/** A form that no market accepts: also with at most 8 decimal places, as the API promises. */
export const DECIMAL = /^(0|[1-9]\d{0,17})(\.\d{1,8})?$/;

/** A text that is no longer has at most eight places behind its point, whatever its form. */
const SHORT_CHARACTERS_MAX = 10;

/** What is left to the reading of the number: the form of a text that has few characters. */
const mayBeRead = (text: string): boolean =>
  text.length <= SHORT_CHARACTERS_MAX || DECIMAL.test(text);

export function readPrice(units: MarketUnits, text: string): PriceTicks | Refusal {
  const price = mayBeRead(text) ? parsePrice(units, text) : malformed;
  if (price.ok) return price.ticks;
  switch (price.problem) {
    case 'malformed':
      return refuse('INVALID_FIELD', 'price must be a decimal string like "30000.50"');
    case 'off-tick':
      return refuse('PRICE_OFF_TICK', `price ${text} is not a multiple of ${tickSize(units)}`);
    case 'out-of-range':
      return refuse('PRICE_OUT_OF_RANGE', `price ${text} is outside the market's limits`);
  }
}

export function readQuantity(units: MarketUnits, text: string): Lots | Refusal {
  const quantity = mayBeRead(text) ? parseQuantity(units, text) : malformed;
  if (quantity.ok) return quantity.lots;
  switch (quantity.problem) {
    case 'malformed':
      return refuse('INVALID_FIELD', 'quantity must be a decimal string like "0.25"');
    case 'off-lot':
      return refuse('QUANTITY_OFF_LOT', `quantity ${text} is not a multiple of ${lotSize(units)}`);
    case 'out-of-range':
      return refuse('QUANTITY_OUT_OF_RANGE', `quantity ${text} is outside the market's limits`);
  }
}

const malformed = { ok: false, problem: 'malformed' } as const;
