/** Candles without gaps, and what traded within a span of time: made of table `candles`. */
import {
  type CandleInterval,
  candleOpenAfterMs,
  candleOpenMs,
} from '../../ports/view-store/candle-intervals.ts';
import { type CandleRow, candleKey } from '../../ports/view-store/market-tables.ts';
import { TABLE } from '../../ports/view-store/tables.ts';
import type { ViewStore } from '../../ports/view-store/view-store.ts';
import type { PriceTicks, TradeId } from '../../proto/units.ts';

export interface CandlesWanted {
  readonly market: string;
  readonly interval: CandleInterval;
  /** Of candles that begin at this moment or later; null: the newest. */
  readonly fromMs: number | null;
  /** The last moment at which one may begin. */
  readonly toMs: number;
  readonly limit: number;
}

/** Ascending; where nothing traded, the close before stands still. None before the first trade. */
export async function readCandles(
  views: ViewStore,
  wanted: CandlesWanted,
): Promise<readonly CandleRow[]> {
  const { interval, limit, market } = wanted;
  const lastMs = candleOpenMs(interval, wanted.toMs);
  const first = await oldestCandle(views, market, interval);
  if (first === null || lastMs < first.openMs) return [];
  const earliest = Math.max(firstOpenOf(wanted, lastMs), first.openMs);
  const endMs = Math.min(lastMs, candleOpenAfterMs(interval, earliest, limit - 1));
  const rows = await candlesBetween(views, { market, interval, fromMs: earliest, toMs: endMs });
  let before = await newestCandleBefore(views, { market, interval, beforeMs: earliest });
  const candles: CandleRow[] = [];
  let index = 0;
  for (let openMs = earliest; openMs <= endMs; openMs = candleOpenAfterMs(interval, openMs, 1)) {
    const row: CandleRow | undefined = rows[index];
    if (row?.openMs === openMs) {
      before = row;
      index += 1;
      candles.push(row);
    } else if (before !== null) candles.push(stillCandle(before, openMs));
  }
  return candles;
}

function firstOpenOf({ interval, fromMs, limit }: CandlesWanted, lastMs: number): number {
  if (fromMs === null) return candleOpenAfterMs(interval, lastMs, 1 - limit);
  const openMs = candleOpenMs(interval, fromMs);
  return openMs < fromMs ? candleOpenAfterMs(interval, openMs, 1) : openMs;
}

/** The candle that holds the moment, standing still if need be; null: nothing traded before. */
export async function candleAt(
  views: ViewStore,
  market: string,
  interval: CandleInterval,
  atMs: number,
): Promise<CandleRow | null> {
  const openMs = candleOpenMs(interval, atMs);
  const row = await newestCandleBefore(views, { market, interval, beforeMs: openMs + 1 });
  if (row === null || row.openMs === openMs) return row;
  return stillCandle(row, openMs);
}

export function stillCandle(before: CandleRow, openMs: number): CandleRow {
  const price = before.closeTicks;
  return {
    openMs,
    openTicks: price,
    highTicks: price,
    lowTicks: price,
    closeTicks: price,
    volumeLots: 0n,
    volumeTickLots: 0n,
    takerBuyLots: 0n,
    takerBuyTickLots: 0n,
    tradeCount: 0,
    firstTradeId: -1 as TradeId,
    lastTradeId: -1 as TradeId,
  };
}

/** What traded in a span of whole minutes. */
export interface SpanStatistics {
  readonly openMs: number;
  readonly openTicks: PriceTicks;
  readonly highTicks: PriceTicks;
  readonly lowTicks: PriceTicks;
  readonly closeTicks: PriceTicks;
  /** The close before the span began; null: nothing traded before. */
  readonly previousTicks: PriceTicks | null;
  readonly volumeLots: bigint;
  readonly volumeTickLots: bigint;
  readonly tradeCount: number;
  readonly firstTradeId: TradeId;
  readonly lastTradeId: TradeId;
}

/** Minutes at the edges, hours within: at most some 140 rows for a day. null: nothing traded, ever. */
export async function readSpan(
  views: ViewStore,
  span: { readonly market: string; readonly fromMs: number; readonly toMs: number },
): Promise<SpanStatistics | null> {
  const { market } = span;
  const openMs = candleOpenMs('1m', span.fromMs);
  const hourMs = candleOpenMs('1h', openMs);
  const firstHourMs = hourMs < openMs ? candleOpenAfterMs('1h', hourMs, 1) : hourMs;
  const lastHourMs = candleOpenMs('1h', span.toMs);
  const rows: CandleRow[] = [];
  const add = async (interval: CandleInterval, fromMs: number, toMs: number) => {
    if (fromMs <= toMs)
      rows.push(...(await candlesBetween(views, { market, interval, fromMs, toMs })));
  };
  await add('1m', openMs, Math.min(firstHourMs - 1, span.toMs));
  await add('1h', firstHourMs, lastHourMs - 1);
  await add('1m', Math.max(firstHourMs, lastHourMs), span.toMs);
  const before = await newestCandleBefore(views, { market, interval: '1m', beforeMs: openMs });
  return statisticsOf(rows, openMs, before?.closeTicks ?? null);
}

function statisticsOf(
  rows: readonly CandleRow[],
  openMs: number,
  previousTicks: PriceTicks | null,
): SpanStatistics | null {
  const [first, last] = [rows[0], rows[rows.length - 1]];
  if (first === undefined || last === undefined) {
    return previousTicks === null ? null : stillSpan(openMs, previousTicks);
  }
  let [high, low] = [first.highTicks, first.lowTicks];
  let [volumeLots, volumeTickLots, tradeCount] = [0n, 0n, 0];
  for (const row of rows) {
    if (row.highTicks > high) high = row.highTicks;
    if (row.lowTicks < low) low = row.lowTicks;
    volumeLots += BigInt(row.volumeLots);
    volumeTickLots += BigInt(row.volumeTickLots);
    tradeCount += row.tradeCount;
  }
  return {
    openMs,
    openTicks: first.openTicks,
    highTicks: high,
    lowTicks: low,
    closeTicks: last.closeTicks,
    previousTicks,
    volumeLots,
    volumeTickLots,
    tradeCount,
    firstTradeId: first.firstTradeId,
    lastTradeId: last.lastTradeId,
  };
}

const stillSpan = (openMs: number, priceTicks: PriceTicks): SpanStatistics => ({
  openMs,
  openTicks: priceTicks,
  highTicks: priceTicks,
  lowTicks: priceTicks,
  closeTicks: priceTicks,
  previousTicks: priceTicks,
  volumeLots: 0n,
  volumeTickLots: 0n,
  tradeCount: 0,
  firstTradeId: -1 as TradeId,
  lastTradeId: -1 as TradeId,
});

const ROWS_MAX = 2_000;

export async function candlesBetween(
  views: ViewStore,
  span: {
    readonly market: string;
    readonly interval: CandleInterval;
    readonly fromMs: number;
    readonly toMs: number;
  },
): Promise<readonly CandleRow[]> {
  const { market, interval, fromMs, toMs } = span;
  const entries = await views.range(TABLE.candles, {
    from: candleKey(market, interval, Math.max(0, fromMs)),
    to: candleKey(market, interval, toMs + 1),
    limit: ROWS_MAX,
  });
  return entries.map(({ value }) => value as CandleRow);
}

export async function newestCandleBefore(
  views: ViewStore,
  at: { readonly market: string; readonly interval: CandleInterval; readonly beforeMs: number },
): Promise<CandleRow | null> {
  const { market, interval, beforeMs } = at;
  if (beforeMs < 1) return null;
  const [entry] = await views.range(TABLE.candles, {
    from: candleKey(market, interval, beforeMs - 1),
    to: [market, interval],
    limit: 1,
    reverse: true,
  });
  return (entry?.value as CandleRow | undefined) ?? null;
}

export async function oldestCandle(
  views: ViewStore,
  market: string,
  interval: CandleInterval,
): Promise<CandleRow | null> {
  const [entry] = await views.range(TABLE.candles, {
    from: [market, interval],
    to: candleKey(market, interval, Number.MAX_SAFE_INTEGER),
    limit: 1,
  });
  return (entry?.value as CandleRow | undefined) ?? null;
}
