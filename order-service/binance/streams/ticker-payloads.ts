/** Ticker streams: the same numbers as the REST tickers, under the one-letter names of streams. */
import { timeOfMs } from '../dialect-time.ts';
import {
  averagePriceText,
  changeJson,
  fullTickerJson,
  miniTickerJson,
  type TickerSpan,
} from '../market-shapes.ts';
import type { Listed } from '../symbols.ts';
import type { TickerWindow } from './stream-name.ts';

export function miniTickerPayload(listed: Listed, ticker: TickerSpan): object {
  const mini = miniTickerJson(listed, ticker);
  return {
    e: '24hrMiniTicker',
    E: timeOfMs(ticker.closeMs),
    s: mini.symbol,
    c: mini.lastPrice,
    o: mini.openPrice,
    h: mini.highPrice,
    l: mini.lowPrice,
    v: mini.volume,
    q: mini.quoteVolume,
  };
}

export function tickerPayload(listed: Listed, ticker: TickerSpan): object {
  const full = fullTickerJson(listed, ticker);
  return {
    ...windowPart(listed, ticker, '24hrTicker'),
    x: full.prevClosePrice,
    Q: full.lastQty,
    b: full.bidPrice,
    B: full.bidQty,
    a: full.askPrice,
    A: full.askQty,
  };
}

export const windowTickerPayload = (
  listed: Listed,
  ticker: TickerSpan,
  window: TickerWindow,
): object => windowPart(listed, ticker, `${window}Ticker`);

function windowPart(listed: Listed, ticker: TickerSpan, event: string): object {
  const mini = miniTickerJson(listed, ticker);
  const { priceChange, priceChangePercent, weightedAvgPrice } = changeJson(listed, ticker.span);
  return {
    e: event,
    E: timeOfMs(ticker.closeMs),
    s: mini.symbol,
    p: priceChange,
    P: priceChangePercent,
    w: weightedAvgPrice,
    c: mini.lastPrice,
    o: mini.openPrice,
    h: mini.highPrice,
    l: mini.lowPrice,
    v: mini.volume,
    q: mini.quoteVolume,
    O: mini.openTime,
    C: mini.closeTime,
    F: mini.firstId,
    L: mini.lastId,
    n: mini.count,
  };
}

export const averagePricePayload = (listed: Listed, ticker: TickerSpan): object => ({
  e: 'avgPrice',
  E: timeOfMs(ticker.closeMs),
  s: listed.symbol,
  i: '5m',
  w: averagePriceText(listed, ticker.span),
  T: timeOfMs(ticker.closeMs),
});
