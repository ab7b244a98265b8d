/** Public market data. */
import { CANDLE_INTERVALS } from '../../ports/view-store/candle-intervals.ts';
import type { TradeRow } from '../../ports/view-store/tables.ts';
import type { ViewKey } from '../../ports/view-store/view-store.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { DoorLimits } from '../limits.ts';
import { readCandles } from '../market-data/candle-reads.ts';
import type { Page, PageRequest } from '../market-data/history.ts';
import type { TradeState } from '../market-data/market-change.ts';
import type { MarketView } from '../market-data/market-view.ts';
import { tickerJson } from '../market-data/ticker.ts';
import type { OrderService } from '../order-service.ts';
import { bookJson, candleJson, marketJson, tradeJson } from '../presentation.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { cursorOf, keyUnder } from './cursor.ts';
import { cursorText, limitText, minSequence, momentText, ofMarket } from './fields.ts';
import { waitForSequence } from './min-sequence.ts';
import { reachedMoment } from './past-moment.ts';
import * as schemas from './reply-schemas.ts';
import { answer, type Route, type RouteResult, route } from './route.ts';
import { integerText, oneOf, optional, shape } from './shape.ts';

const tag = 'market data';

export interface DefinedMarket {
  readonly view: MarketView;
  readonly units: MarketUnits;
}

export function definedMarket(service: OrderService, market: string): DefinedMarket | Refusal {
  const view = service.markets.view(market);
  const units = view?.units ?? null;
  if (view === null || units === null) return service.markets.absence(market);
  return { view, units };
}

export function marketRoutes(service: OrderService, doors: DoorLimits): readonly Route[] {
  return [
    listRoute(service),
    bookRoute(service, doors),
    tradesRoute(service, doors),
    candlesRoute(service, doors),
    tickerRoute(service),
  ];
}

function listRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/markets',
    summary: 'All markets with their units and limits',
    tag,
    scope: null,
    query: shape({ min_sequence: optional(minSequence) }),
    replies: { 200: schemas.object({ markets: schemas.listOf(schemas.market) }) },
    errors: ['UNKNOWN_MARKET', 'SEQUENCE_NOT_REACHED', 'INVALID_COMBINATION'],
    handle: async ({ query }) => {
      const late = await waitForSequence(service, 'live', query.min_sequence, null);
      if (late !== null) return late;
      const markets = service.markets
        .views()
        .flatMap((view) => (view.units === null ? [] : [marketJson(view.units, view)]));
      return answer(200, { markets });
    },
  });
}

function bookRoute(service: OrderService, doors: DoorLimits): Route {
  const depth = integerText({ least: 1, most: doors.bookDepthMax, what: 'levels per side' });
  return route({
    method: 'GET',
    path: '/v1/markets/{market}/book',
    summary: 'Price levels, best first, at one sequence: now, or `at` a moment of the past',
    tag,
    scope: null,
    params: ofMarket,
    query: shape({
      depth: optional(depth),
      min_sequence: optional(minSequence),
      at: optional(momentText),
    }),
    replies: { 200: schemas.book },
    errors: ['UNKNOWN_MARKET', 'MOMENT_OUT_OF_REACH', 'OVERLOADED', 'NOT_READY'],
    handle: async ({ params, query }) => {
      const found = definedMarket(service, params.market);
      if (isRefusal(found)) return found;
      const late = await waitForSequence(service, 'live', query.min_sequence, params.market);
      if (late !== null) return late;
      const { depth: levels = 50, at } = query;
      if (at === undefined) return answer(200, bookJson(found.units, found.view, levels));
      const moment = await reachedMoment(service, { views: ['live'], market: params.market, at });
      if (isRefusal(moment)) return moment;
      const past = await service.past.viewAt(params.market, moment);
      if (isRefusal(past)) return past;
      return answer(200, bookJson(past.units ?? found.units, past, levels));
    },
  });
}

function tradesRoute(service: OrderService, doors: DoorLimits): Route {
  return route({
    method: 'GET',
    path: '/v1/markets/{market}/trades',
    summary: 'Trades, latest first: up to now, or up to `at`',
    tag,
    scope: null,
    params: ofMarket,
    query: shape({
      limit: limitText(doors.pageRowsMax),
      cursor: optional(cursorText),
      min_sequence: optional(minSequence),
      at: optional(momentText),
    }),
    replies: { 200: schemas.page('trades', schemas.trade) },
    errors: ['UNKNOWN_MARKET', 'INVALID_COMBINATION', 'MOMENT_OUT_OF_REACH'],
    handle: async ({ params, query }) => {
      const { market } = params;
      const found = definedMarket(service, market);
      if (isRefusal(found)) return found;
      const { limit = 100, cursor } = query;
      const late = await waitForSequence(service, 'live', query.min_sequence, market);
      if (late !== null) return late;
      if (query.at !== undefined) {
        if (cursor !== undefined) return refuse('INVALID_COMBINATION', 'a page goes on without at');
        return tradesAt(service, found, { at: query.at, limit });
      }
      const after = keyUnder(cursor, [market], ['number']);
      return isRefusal(after) ? after : tradesPage(service, found, { limit, after });
    },
  });
}

/** The latest are at hand; what is older, or before this service began, is in the views. */
async function tradesPage(
  service: OrderService,
  { view, units }: DefinedMarket,
  { limit, after }: PageRequest,
): Promise<RouteResult> {
  const { market } = view;
  const page = (trades: readonly TradeState[], next: ViewKey | null) =>
    answer(200, {
      trades: trades.map((trade) => tradeJson(units, trade)),
      next: next === null ? null : cursorOf(next),
    });
  const live = after === null ? view.trades.newest(limit) : [];
  const firstLive = live[live.length - 1];
  const from = firstLive === undefined ? after : [market, firstLive.tradeId];
  if (firstLive?.tradeId === 1) return page(live, null);
  if (live.length === limit) return page(live, from);
  const wanted = { limit: limit - live.length, after: from };
  const past = await olderTrades(service, view, wanted);
  if (past !== null) return page([...live, ...past.rows], past.next);
  if (live.length > 0) return page(live, from);
  const late = await waitForSequence(service, 'trades', String(view.sequence), market);
  if (late !== null) return late;
  const { rows, next } = await service.history.trades(market, wanted);
  return page(rows, next);
}

/** Ids have no gaps, so it shows when the views have yet to come to the trade before; null: they do. */
async function olderTrades(
  { history }: OrderService,
  { market, sequence }: MarketView,
  page: PageRequest,
): Promise<Page<TradeRow> | null> {
  const { after } = page;
  const found = await history.trades(market, page);
  if (after === null || found.rows[0]?.tradeId === Number(after[1]) - 1) return found;
  return (await history.sequence('trades', market)) < sequence
    ? null
    : history.trades(market, page);
}

/** The first page; `next` leads further back, as ever. */
async function tradesAt(
  service: OrderService,
  { view: { market }, units }: DefinedMarket,
  { at, limit }: { readonly at: string; readonly limit: number },
): Promise<RouteResult> {
  const moment = await reachedMoment(service, { views: ['trades'], market, at });
  if (isRefusal(moment)) return moment;
  const newest = await service.history.tradeAt(market, moment);
  const { rows, next } = await service.history.trades(market, {
    limit,
    after: [market, newest + 1],
  });
  return answer(200, {
    trades: rows.map((trade) => tradeJson(units, trade)),
    next: next === null ? null : cursorOf(next),
  });
}

const MS_MAX = 4_102_444_800_000;
const US_PER_MS = 1_000;
const moment = (what: string) => optional(integerText({ least: 0, most: MS_MAX, what }));

function candlesRoute(service: OrderService, doors: DoorLimits): Route {
  return route({
    method: 'GET',
    path: '/v1/markets/{market}/candles',
    summary: 'Candles, oldest first: from a moment on, or the latest; without gaps between them',
    tag,
    scope: null,
    params: ofMarket,
    query: shape({
      interval: optional(oneOf(...CANDLE_INTERVALS)),
      from: moment('milliseconds since 1970: candles that begin then or later'),
      to: moment('milliseconds since 1970: candles that begin then at the latest'),
      limit: limitText(doors.pageRowsMax),
      min_sequence: optional(minSequence),
    }),
    replies: { 200: schemas.candles },
    errors: ['UNKNOWN_MARKET'],
    handle: async ({ params, query }) => {
      const { market } = params;
      const found = definedMarket(service, market);
      if (isRefusal(found)) return found;
      const late = await waitForSequence(service, 'candles', query.min_sequence, market);
      if (late !== null) return late;
      const { interval = '1m', from = null, to, limit = 100 } = query;
      const sequence = await service.history.sequence('candles', market);
      const { views, clock } = service.ports;
      const nowMs = Math.floor(clock.nowUs() / US_PER_MS);
      const rows = await readCandles(views, {
        market,
        interval,
        fromMs: from,
        toMs: Math.min(to ?? nowMs, nowMs),
        limit,
      });
      const candles = rows.map((row) => candleJson(found.units, interval, { row, nowMs }));
      return answer(200, { market, interval, sequence, candles });
    },
  });
}

function tickerRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/markets/{market}/ticker',
    summary: 'The last day in figures, and the best prices now',
    tag,
    scope: null,
    params: ofMarket,
    query: shape({ min_sequence: optional(minSequence) }),
    replies: { 200: schemas.ticker },
    errors: ['UNKNOWN_MARKET'],
    handle: async ({ params, query }) => {
      const found = definedMarket(service, params.market);
      if (isRefusal(found)) return found;
      const late = await waitForSequence(service, 'candles', query.min_sequence, params.market);
      if (late !== null) return late;
      const { views, clock } = service.ports;
      const at = { views, nowUs: clock.nowUs() };
      return answer(200, await tickerJson(found.units, found.view, at));
    },
  });
}
