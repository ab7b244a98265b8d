/**
 * Spans of time that candles are made of. All begin with the epoch of Unix time, except weeks, which
 * begin on Mondays, and months, which are those of the calendar; UTC throughout.
 */
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** The first Monday of Unix time: it began on a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const MONTHS_PER_YEAR = 12;
const FIRST_YEAR = 1970;

const FIXED_MS = {
  '1s': SECOND_MS,
  '1m': MINUTE_MS,
  '3m': 3 * MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '8h': 8 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': DAY_MS,
  '3d': 3 * DAY_MS,
  '1w': WEEK_MS,
} as const;

export type CandleInterval = keyof typeof FIXED_MS | '1M';

export const CANDLE_INTERVALS = [...Object.keys(FIXED_MS), '1M'] as readonly CandleInterval[];

/** When the candle begins that holds this moment. */
export function candleOpenMs(interval: CandleInterval, atMs: number): number {
  if (interval === '1M') return monthOpenMs(monthOf(atMs));
  const spanMs = FIXED_MS[interval];
  const originMs = interval === '1w' ? FIRST_MONDAY_MS - WEEK_MS : 0;
  return Math.floor((atMs - originMs) / spanMs) * spanMs + originMs;
}

/** The beginning of the candle that is `count` behind (or, negative, before) the one at `openMs`. */
export function candleOpenAfterMs(interval: CandleInterval, openMs: number, count: number): number {
  if (interval === '1M') return monthOpenMs(monthOf(openMs) + count);
  return openMs + count * FIXED_MS[interval];
}

/** The last millisecond of the candle. */
export const candleCloseMs = (interval: CandleInterval, openMs: number): number =>
  candleOpenAfterMs(interval, openMs, 1) - 1;

/** Months since January 1970. */
function monthOf(atMs: number): number {
  const date = new Date(atMs);
  return (date.getUTCFullYear() - FIRST_YEAR) * MONTHS_PER_YEAR + date.getUTCMonth();
}

const monthOpenMs = (month: number): number => Date.UTC(FIRST_YEAR, month);
