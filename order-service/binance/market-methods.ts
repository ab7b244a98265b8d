/** Public market data: time, book, trades, candles. */
import { CANDLE_INTERVALS, type CandleInterval } from '../../ports/view-store/candle-intervals.ts';
import { readZonedCandles } from '../market-data/zoned-candles.ts';
import { errors, isDialectError } from './dialect-error.ts';
import { timeOf } from './dialect-time.ts';
import { aggregateTradeJson, candleJson, depthJson, tradeJson } from './market-shapes.ts';
import type { DialectContext, DialectMethod, MethodCall, MethodResult } from './method.ts';
import { listedOf, viewReached } from './order-search.ts';
import type { RequestParams } from './request-params.ts';
import { timeWindowOf } from './time-window.ts';

const US_PER_MS = 1_000;
const MS_PER_MINUTE = 60_000;
const DEPTH = 100;
const DEPTH_MAX = 5_000;

export const marketMethods: readonly DialectMethod[] = [
  {
    rest: 'GET /api/v3/ping',
    socket: ['ping'],
    security: 'none',
    weight: 1,
    handle: () => ({}),
  },
  {
    rest: 'GET /api/v3/time',
    socket: ['time'],
    security: 'none',
    weight: 1,
    handle: ({ service }) => ({ serverTime: timeOf(service.ports.clock.nowUs()) }),
  },
  {
    rest: 'GET /api/v3/depth',
    socket: ['depth'],
    security: 'none',
    weight: depthWeight,
    handle: (context, { params }) => {
      const listed = listedOf(context, params.symbol());
      const levels = params.limit(DEPTH_MAX, DEPTH);
      return isDialectError(listed) ? listed : depthJson(listed, levels);
    },
  },
  {
    rest: 'GET /api/v3/trades',
    socket: ['trades.recent'],
    security: 'none',
    weight: 25,
    handle: (context, call) => trades(context, call, 'newest'),
  },
  {
    rest: 'GET /api/v3/historicalTrades',
    socket: ['trades.historical'],
    security: 'none',
    weight: 25,
    handle: (context, call) => trades(context, call, 'from an id'),
  },
  {
    rest: 'GET /api/v3/aggTrades',
    socket: ['trades.aggregate'],
    security: 'none',
    weight: 4,
    handle: aggregateTrades,
  },
  {
    rest: 'GET /api/v3/klines',
    socket: ['klines'],
    security: 'none',
    weight: 2,
    handle: candles,
  },
  {
    rest: 'GET /api/v3/uiKlines',
    socket: ['uiKlines'],
    security: 'none',
    weight: 2,
    handle: candles,
  },
];

function depthWeight(params: RequestParams): number {
  const levels = params.limit(DEPTH_MAX, DEPTH);
  if (levels <= 100) return 5;
  if (levels <= 500) return 25;
  return levels <= 1_000 ? 50 : 250;
}

async function trades(
  context: DialectContext,
  { params }: MethodCall,
  which: 'newest' | 'from an id',
): Promise<MethodResult> {
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const limit = params.pageRows();
  const fromId = which === 'newest' ? undefined : params.integer('fromId');
  if (fromId === undefined) {
    // The latest are at hand, unless there were more before this service began.
    const live = listed.view.trades.newest(limit);
    const oldest = live[live.length - 1];
    if (live.length === limit || oldest?.tradeId === 1) {
      return [...live].reverse().map((trade) => tradeJson(listed, trade));
    }
  }
  await viewReached(context, 'trades', listed);
  const page = { fromId: fromId ?? null, limit };
  const rows = await context.service.history.tradesFrom(listed.view.market, page);
  return rows.map((row) => tradeJson(listed, row));
}

async function aggregateTrades(
  context: DialectContext,
  { params }: MethodCall,
): Promise<MethodResult> {
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const window = timeWindowOf(params, 'any');
  if (isDialectError(window)) return window;
  const fromId = params.integer('fromId') ?? null;
  if (fromId !== null && window.isBounded) return errors.combination;
  const limit = params.pageRows();
  await viewReached(context, 'agg-trades', listed);
  const page = { ...window, fromId, limit };
  const rows = await context.service.history.aggregateTrades(listed.view.market, page);
  return rows.map((row) => aggregateTradeJson(listed, row));
}

export const isInterval = (text: string): text is CandleInterval =>
  (CANDLE_INTERVALS as readonly string[]).includes(text);

async function candles(context: DialectContext, { params }: MethodCall): Promise<MethodResult> {
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const interval = params.mandatory('interval');
  if (!isInterval(interval)) return errors.interval;
  const window = timeWindowOf(params, 'any');
  if (isDialectError(window)) return window;
  const zoneMs = params.zoneMinutes('timeZone') * MS_PER_MINUTE;
  const limit = params.pageRows();
  await viewReached(context, 'candles', listed);
  const { views, clock } = context.service.ports;
  const nowUs: number = clock.nowUs();
  const wanted = {
    market: listed.view.market,
    interval,
    fromMs: window.fromUs === null ? null : Math.floor(window.fromUs / US_PER_MS),
    toMs: Math.floor(Math.min(window.toUs ?? nowUs, nowUs) / US_PER_MS),
    limit,
  };
  const rows = await readZonedCandles(views, wanted, zoneMs);
  return rows.map((candle) => candleJson(listed, candle));
}
