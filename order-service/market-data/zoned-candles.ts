/**
 * Candles as another time zone begins them: a day from its midnight on, a month from its first. What is
 * stored begins with UTC, so each is added up from whole days, hours and minutes of that:
 *
 *   UTC        │   day   │   day   │          stored
 *   zone   │ 1h 1h 1h 1h │ 1h …              a day, eight hours ahead: 24 hours
 */
import {
  type CandleInterval,
  candleOpenAfterMs,
  candleOpenMs,
} from '../../ports/view-store/candle-intervals.ts';
import type { CandleRow } from '../../ports/view-store/market-tables.ts';
import type { ViewStore } from '../../ports/view-store/view-store.ts';
import {
  type CandlesWanted,
  candlesBetween,
  newestCandleBefore,
  oldestCandle,
  readCandles,
  stillCandle,
} from './candle-reads.ts';

/** The largest first. */
const STORED = ['1d', '1h', '1m'] as const;
type Stored = (typeof STORED)[number];

export interface ZonedCandle {
  readonly row: CandleRow;
  /** Its last millisecond. */
  readonly closeMs: number;
}

/** `offsetMs`: how far the zone is ahead of UTC, in whole minutes. As `readCandles` otherwise. */
export async function readZonedCandles(
  views: ViewStore,
  wanted: CandlesWanted,
  offsetMs: number,
): Promise<readonly ZonedCandle[]> {
  const { interval, market, limit, fromMs, toMs } = wanted;
  const openOf = (atMs: number) => candleOpenMs(interval, atMs + offsetMs) - offsetMs;
  const after = (openMs: number, count: number) =>
    candleOpenAfterMs(interval, openMs + offsetMs, count) - offsetMs;
  const closing = (row: CandleRow) => ({ row, closeMs: after(row.openMs, 1) - 1 });
  if (isAlike(interval, offsetMs)) return (await readCandles(views, wanted)).map(closing);
  const first = await oldestCandle(views, market, '1m');
  if (first === null || toMs < first.openMs) return [];
  const lastMs = openOf(toMs);
  const asked = fromMs === null ? after(lastMs, 1 - limit) : openOf(fromMs);
  const begin = fromMs !== null && asked < fromMs ? after(asked, 1) : asked;
  const earliest = Math.max(begin, openOf(first.openMs));
  const endMs = Math.min(lastMs, after(earliest, limit - 1));
  let before = await newestCandleBefore(views, { market, interval: '1m', beforeMs: earliest });
  const candles: ZonedCandle[] = [];
  for (let openMs = earliest; openMs <= endMs; openMs = after(openMs, 1)) {
    const span = { market, fromMs: openMs, toMs: after(openMs, 1) - 1 };
    const rows = await rowsWithin(views, span, STORED);
    const row = rows.length > 0 ? sumOf(rows, openMs) : before && stillCandle(before, openMs);
    if (row === null) continue;
    before = row;
    candles.push(closing(row));
  }
  return candles;
}

/** Whether candles of the zone begin when those of UTC do. Weeks and months begin with a day. */
function isAlike(interval: CandleInterval, offsetMs: number): boolean {
  if (offsetMs === 0) return true;
  return interval !== '1w' && candleOpenMs(interval, -offsetMs) === -offsetMs;
}

/** Larger ones within, smaller ones at the edges. */
async function rowsWithin(
  views: ViewStore,
  span: { readonly market: string; readonly fromMs: number; readonly toMs: number },
  [interval, ...smaller]: readonly Stored[],
): Promise<readonly CandleRow[]> {
  const { market, fromMs, toMs } = span;
  if (interval === undefined || fromMs > toMs) return [];
  const openMs = candleOpenMs(interval, fromMs);
  const firstMs = openMs < fromMs ? candleOpenAfterMs(interval, openMs, 1) : openMs;
  const endMs = candleOpenMs(interval, toMs + 1);
  if (firstMs >= endMs) return rowsWithin(views, span, smaller);
  return [
    ...(await rowsWithin(views, { market, fromMs, toMs: firstMs - 1 }, smaller)),
    ...(await candlesBetween(views, { market, interval, fromMs: firstMs, toMs: endMs - 1 })),
    ...(await rowsWithin(views, { market, fromMs: endMs, toMs }, smaller)),
  ];
}

/** `rows`: ascending, at least one. */
function sumOf(rows: readonly CandleRow[], openMs: number): CandleRow {
  const [first, last] = [rows[0]!, rows[rows.length - 1]!];
  const sum = (of: (row: CandleRow) => bigint) => rows.reduce((total, row) => total + of(row), 0n);
  const prices = { openTicks: first.openTicks, closeTicks: last.closeTicks };
  return {
    openMs,
    ...prices,
    highTicks: rows.reduce((high, row) => (row.highTicks > high.highTicks ? row : high)).highTicks,
    lowTicks: rows.reduce((low, row) => (row.lowTicks < low.lowTicks ? row : low)).lowTicks,
    volumeLots: sum((row) => BigInt(row.volumeLots)),
    volumeTickLots: sum((row) => BigInt(row.volumeTickLots)),
    takerBuyLots: sum((row) => BigInt(row.takerBuyLots)),
    takerBuyTickLots: sum((row) => BigInt(row.takerBuyTickLots)),
    tradeCount: rows.reduce((total, row) => total + row.tradeCount, 0),
    firstTradeId: first.firstTradeId,
    lastTradeId: last.lastTradeId,
  };
}
