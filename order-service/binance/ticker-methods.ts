/** Tickers: what traded in the last day, in any window, and the best prices now. */
import { readSpan, type SpanStatistics } from '../market-data/candle-reads.ts';
import { type DialectError, errors, isDialectError } from './dialect-error.ts';
import { endOfMs } from './dialect-time.ts';
import { symbolsWanted } from './exchange-info.ts';
import {
  averagePriceText,
  bestJson,
  changeJson,
  fullTickerJson,
  lastPriceText,
  miniTickerJson,
  type TickerSpan,
} from './market-shapes.ts';
import type { DialectContext, DialectMethod, MethodCall, MethodResult } from './method.ts';
import { listedOf } from './order-search.ts';
import type { RequestParams } from './request-params.ts';
import type { Listed } from './symbols.ts';

const US_PER_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const AVERAGE_MINUTES = 5;
/** A flood of the same question is answered from what was read a moment ago. */
const READ_AGAIN_MS = 100;
const KEPT_MAX = 1_000;

export const tickerMethods: readonly DialectMethod[] = [
  {
    rest: 'GET /api/v3/ticker/24hr',
    socket: ['ticker.24hr'],
    security: 'none',
    weight: (params) => (isOne(params) ? 2 : 80),
    handle: (context, call) => tickers(context, call, async () => dayTicker(context, call)),
  },
  {
    rest: 'GET /api/v3/ticker/tradingDay',
    socket: ['ticker.tradingDay'],
    security: 'none',
    weight: 4,
    handle: (context, call) =>
      named(call) ?? tickers(context, call, async () => tradingDayTicker(context, call)),
  },
  {
    rest: 'GET /api/v3/ticker',
    socket: ['ticker'],
    security: 'none',
    weight: 4,
    handle: (context, call) =>
      named(call) ?? tickers(context, call, async () => windowTicker(context, call)),
  },
  {
    rest: 'GET /api/v3/ticker/price',
    socket: ['ticker.price'],
    security: 'none',
    weight: (params) => (isOne(params) ? 2 : 4),
    handle: (context, call) =>
      tickers(context, call, async () => async (listed) => ({
        symbol: listed.symbol,
        price: lastPriceText(listed, (await rollingSpan(context, listed, DAY_MS)).span),
      })),
  },
  {
    rest: 'GET /api/v3/ticker/bookTicker',
    socket: ['ticker.book'],
    security: 'none',
    weight: (params) => (isOne(params) ? 2 : 4),
    handle: (context, call) =>
      tickers(context, call, async () => async (listed) => ({
        symbol: listed.symbol,
        ...bestJson(listed.units, listed.view),
      })),
  },
  {
    rest: 'GET /api/v3/avgPrice',
    socket: ['avgPrice'],
    security: 'none',
    weight: 2,
    handle: averagePrice,
  },
];

const isOne = (params: RequestParams): boolean => params.text('symbol') !== undefined;

/** Some tickers are of named symbols only. */
function named({ params }: MethodCall): DialectError | null {
  const isNamed = isOne(params) || params.text('symbols') !== undefined;
  return isNamed ? null : errors.eitherMandatory('symbol', 'symbols');
}

type Show = (listed: Listed) => Promise<object>;

/** An object for a symbol, a list otherwise. */
async function tickers(
  context: DialectContext,
  { params }: MethodCall,
  showing: () => Promise<Show | DialectError>,
): Promise<MethodResult> {
  const wanted = symbolsWanted(context, params.optionalSymbol(), params.list('symbols'));
  if (isDialectError(wanted)) return wanted;
  const show = await showing();
  if (isDialectError(show)) return show;
  const shown: object[] = [];
  for (const listed of wanted) shown.push(await show(listed));
  return isOne(params) ? shown[0]! : shown;
}

const isMini = (params: RequestParams): boolean =>
  params.oneOf('type', ['FULL', 'MINI'], errors.tickerType) === 'MINI';

function dayTicker(context: DialectContext, { params }: MethodCall): Show {
  const shape = isMini(params) ? miniTickerJson : fullTickerJson;
  return async (listed) => shape(listed, await rollingSpan(context, listed, DAY_MS));
}

function windowTicker(context: DialectContext, { params }: MethodCall): Show | DialectError {
  const windowMs = windowOf(params.text('windowSize') ?? '1d');
  if (windowMs === null) return errors.value('windowSize');
  const mini = isMini(params);
  return async (listed) => {
    const ticker = await rollingSpan(context, listed, windowMs);
    return shownWindow(listed, ticker, mini ? 'MINI' : 'FULL');
  };
}

function tradingDayTicker(context: DialectContext, { params }: MethodCall): Show {
  const mini = isMini(params);
  const zoneMs = params.zoneMinutes('timeZone') * MINUTE_MS;
  return async (listed) => {
    const nowMs = Math.floor(context.service.ports.clock.nowUs() / US_PER_MS);
    const openMs = nowMs - ((nowMs + zoneMs) % DAY_MS);
    const { market } = listed.view;
    const span = await readSpan(context.service.ports.views, {
      market,
      fromMs: openMs,
      toMs: nowMs,
    });
    const ticker = { span, openMs, closeMs: openMs + DAY_MS - 1 };
    return shownWindow(listed, ticker, mini ? 'MINI' : 'FULL');
  };
}

const shownWindow = (listed: Listed, ticker: TickerSpan, type: 'MINI' | 'FULL'): object =>
  type === 'MINI'
    ? miniTickerJson(listed, ticker)
    : { ...miniTickerJson(listed, ticker), ...changeJson(listed, ticker.span) };

/** 1m … 59m, 1h … 23h, 1d … 7d. */
function windowOf(text: string): number | null {
  const match = /^([1-9]\d?)([mhd])$/.exec(text);
  if (match === null) return null;
  const count = Number(match[1]);
  if (match[2] === 'm') return count <= 59 ? count * MINUTE_MS : null;
  if (match[2] === 'h') return count <= 23 ? count * HOUR_MS : null;
  return count <= 7 ? count * DAY_MS : null;
}

interface Kept {
  readonly ticker: TickerSpan;
  readonly untilMs: number;
}

const kept = new WeakMap<DialectContext, Map<string, Kept>>();

/** The window up to now, from a whole minute on. */
export async function rollingSpan(
  context: DialectContext,
  listed: Listed,
  windowMs: number,
): Promise<TickerSpan> {
  const { clock, views } = context.service.ports;
  const spans = kept.get(context) ?? new Map<string, Kept>();
  kept.set(context, spans);
  const { market } = listed.view;
  const name = `${market} ${windowMs}`;
  const known = spans.get(name);
  if (known !== undefined && known.untilMs > clock.monotonicMs()) return known.ticker;
  const closeMs = Math.floor(clock.nowUs() / US_PER_MS);
  const openMs = closeMs - windowMs - ((closeMs - windowMs) % MINUTE_MS);
  const span: SpanStatistics | null = await readSpan(views, {
    market,
    fromMs: openMs,
    toMs: closeMs,
  });
  const ticker = { span, openMs, closeMs };
  if (spans.size >= KEPT_MAX) spans.clear();
  spans.set(name, { ticker, untilMs: clock.monotonicMs() + READ_AGAIN_MS });
  return ticker;
}

async function averagePrice(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const listed = listedOf(context, call.params.symbol());
  if (isDialectError(listed)) return listed;
  const { span, closeMs } = await rollingSpan(context, listed, AVERAGE_MINUTES * MINUTE_MS);
  return {
    mins: AVERAGE_MINUTES,
    price: averagePriceText(listed, span),
    closeTime: endOfMs(closeMs),
  };
}
