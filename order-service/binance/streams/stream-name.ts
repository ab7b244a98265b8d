/** What a stream is called, and what that means. Names are lower case; unknown ones are no error. */
import type { CandleInterval } from '../../../ports/view-store/candle-intervals.ts';
import { isInterval } from '../market-methods.ts';

export type DepthSpeedMs = 100 | 1_000;
export type PartialLevels = 5 | 10 | 20;
export type TickerWindow = '1h' | '4h' | '1d';

export type StreamKind =
  | { readonly kind: 'depth'; readonly speedMs: DepthSpeedMs }
  | {
      readonly kind: 'partial-depth';
      readonly levels: PartialLevels;
      readonly speedMs: DepthSpeedMs;
    }
  | { readonly kind: 'trade' }
  | { readonly kind: 'agg-trade' }
  | { readonly kind: 'book-ticker' }
  | { readonly kind: 'kline'; readonly interval: CandleInterval }
  | { readonly kind: 'ticker' }
  | { readonly kind: 'mini-ticker' }
  | { readonly kind: 'window-ticker'; readonly window: TickerWindow }
  | { readonly kind: 'average-price' };

export type NamedStream =
  | { readonly scope: 'symbol'; readonly symbol: string; readonly of: StreamKind }
  | { readonly scope: 'all'; readonly of: AllKind };

/** Of every market in one message. */
export type AllKind =
  | { readonly kind: 'ticker' }
  | { readonly kind: 'mini-ticker' }
  | { readonly kind: 'window-ticker'; readonly window: TickerWindow };

const PLAIN: Readonly<Record<string, StreamKind>> = {
  depth: { kind: 'depth', speedMs: 1_000 },
  'depth@100ms': { kind: 'depth', speedMs: 100 },
  'depth@1000ms': { kind: 'depth', speedMs: 1_000 },
  trade: { kind: 'trade' },
  aggTrade: { kind: 'agg-trade' },
  bookTicker: { kind: 'book-ticker' },
  ticker: { kind: 'ticker' },
  miniTicker: { kind: 'mini-ticker' },
  ticker_1h: { kind: 'window-ticker', window: '1h' },
  ticker_4h: { kind: 'window-ticker', window: '4h' },
  ticker_1d: { kind: 'window-ticker', window: '1d' },
  avgPrice: { kind: 'average-price' },
};
/** Some clients name a speed; it is a second for all. */
const ALL = /^!(ticker|miniTicker|ticker_1h|ticker_4h|ticker_1d)@arr(@[1-9]000ms)?$/;
const PARTIAL = /^depth(5|10|20)(@100ms|@1000ms)?$/;

/** null: no stream of ours. */
export function streamNamed(name: string): NamedStream | null {
  const [, ofAll] = ALL.exec(name) ?? [];
  if (ofAll !== undefined) return { scope: 'all', of: PLAIN[ofAll] as AllKind };
  const at = name.indexOf('@');
  if (at <= 0) return null;
  const of = kindNamed(name.slice(at + 1));
  return of === null ? null : { scope: 'symbol', symbol: name.slice(0, at).toUpperCase(), of };
}

function kindNamed(text: string): StreamKind | null {
  if (Object.hasOwn(PLAIN, text)) return PLAIN[text] ?? null;
  const partial = PARTIAL.exec(text);
  if (partial !== null) {
    const levels = Number(partial[1]) as PartialLevels;
    return { kind: 'partial-depth', levels, speedMs: partial[2] === '@100ms' ? 100 : 1_000 };
  }
  const interval = text.startsWith('kline_') ? text.slice('kline_'.length) : '';
  return isInterval(interval) ? { kind: 'kline', interval } : null;
}
