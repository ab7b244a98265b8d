/** Streams that are read from the read models once a second: candles and tickers. */

import { assertNever } from '../../../proto/assert.ts';
import type { DialectContext } from '../method.ts';
import type { Listed } from '../symbols.ts';
import { DAY_MS, rollingSpan } from '../ticker-methods.ts';
import type { KlineProgress } from './kline-progress.ts';
import type { StreamFeed } from './stream-feed.ts';
import type { AllKind, StreamKind } from './stream-name.ts';
import {
  averagePricePayload,
  miniTickerPayload,
  tickerPayload,
  windowTickerPayload,
} from './ticker-payloads.ts';

const HOUR_MS = 3_600_000;
const WINDOWS_MS = { '1h': HOUR_MS, '4h': 4 * HOUR_MS, '1d': DAY_MS } as const;
const AVERAGE_MS = 300_000;

export interface AllFeed {
  readonly feed: StreamFeed;
  readonly of: AllKind;
}

export interface SlowFeed {
  readonly feed: StreamFeed;
  readonly of: StreamKind;
  readonly listed: Listed;
  readonly kline: KlineProgress | null;
}

export class SlowFeeds {
  readonly #context: DialectContext;
  /** A second that is not told yet is not told twice. */
  #isTelling = false;

  constructor(context: DialectContext) {
    this.#context = context;
  }

  tell(markets: readonly SlowFeed[], ofAll: readonly AllFeed[], nowMs: number): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#tell(markets, ofAll, nowMs)
      .catch((error: unknown) => {
        this.#context.service.log.warn({ err: error }, 'tickers cannot be read');
      })
      .finally(() => {
        this.#isTelling = false;
      });
  }

  async #tell(
    markets: readonly SlowFeed[],
    ofAll: readonly AllFeed[],
    nowMs: number,
  ): Promise<void> {
    for (const market of markets) {
      for (const payload of await this.#payloads(market, nowMs)) market.feed.publish(payload);
    }
    for (const { feed, of } of ofAll) {
      const rows: object[] = [];
      for (const listed of this.#context.symbols.all()) rows.push(await this.#row(listed, of));
      feed.publish(rows);
    }
  }

  async #row(listed: Listed, of: AllKind): Promise<object> {
    const windowMs = of.kind === 'window-ticker' ? WINDOWS_MS[of.window] : DAY_MS;
    const span = await rollingSpan(this.#context, listed, windowMs);
    switch (of.kind) {
      case 'ticker':
        return tickerPayload(listed, span);
      case 'mini-ticker':
        return miniTickerPayload(listed, span);
      case 'window-ticker':
        return windowTickerPayload(listed, span, of.window);
      default:
        return assertNever(of);
    }
  }

  async #payloads({ of, listed, kline }: SlowFeed, nowMs: number): Promise<readonly object[]> {
    switch (of.kind) {
      case 'kline':
        return (await kline?.take(nowMs)) ?? [];
      case 'ticker':
      case 'mini-ticker':
      case 'window-ticker':
        return [await this.#row(listed, of)];
      case 'average-price':
        return [averagePricePayload(listed, await rollingSpan(this.#context, listed, AVERAGE_MS))];
      default:
        return [];
    }
  }
}
