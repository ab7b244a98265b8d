/**
 * One candle stream: the candle as it grows, once a second, and each one's end with `x: true`. The
 * end is told when the read model has everything that this service had seen a moment after it.
 */
import {
  type CandleInterval,
  candleCloseMs,
  candleOpenAfterMs,
  candleOpenMs,
} from '../../../ports/view-store/candle-intervals.ts';
import type { CandleRow } from '../../../ports/view-store/market-tables.ts';
import { candleAt } from '../../market-data/candle-reads.ts';
import { priceText, quoteText } from '../decimals.ts';
import { endOfMs, timeOfMs } from '../dialect-time.ts';
import { volumeText } from '../market-shapes.ts';
import type { DialectContext } from '../method.ts';
import type { Listed } from '../symbols.ts';

/** A batch that was stamped within the candle has arrived by then. */
const GRACE_MS = 500;
const CLOSES_AT_ONCE_MAX = 5;

export class KlineProgress {
  readonly #context: DialectContext;
  readonly #listed: Listed;
  readonly #interval: CandleInterval;
  #openMs: number;
  /** The event that the read model must have before the candle counts as complete. */
  #closesAt: number | null = null;

  constructor(
    context: DialectContext,
    listed: Listed,
    options: { readonly interval: CandleInterval; readonly nowMs: number },
  ) {
    this.#context = context;
    this.#listed = listed;
    this.#interval = options.interval;
    this.#openMs = candleOpenMs(options.interval, options.nowMs);
  }

  /** What there is to tell now, oldest first. */
  async take(nowMs: number): Promise<readonly object[]> {
    const told: object[] = [];
    while (
      told.length < CLOSES_AT_ONCE_MAX &&
      candleCloseMs(this.#interval, this.#openMs) < nowMs
    ) {
      if (!(await this.#isComplete(nowMs))) return told;
      const row = await this.#row();
      if (row !== null) told.push(this.#payload(row, nowMs, 'closed'));
      this.#openMs = candleOpenAfterMs(this.#interval, this.#openMs, 1);
      this.#closesAt = null;
    }
    const row = await this.#row();
    if (row !== null) told.push(this.#payload(row, nowMs, 'open'));
    return told;
  }

  async #isComplete(nowMs: number): Promise<boolean> {
    if (nowMs < candleCloseMs(this.#interval, this.#openMs) + GRACE_MS) return false;
    const { view } = this.#listed;
    this.#closesAt ??= view.sequence;
    return (await this.#context.service.history.sequence('candles', view.market)) >= this.#closesAt;
  }

  #row(): Promise<CandleRow | null> {
    const { views } = this.#context.service.ports;
    return candleAt(views, this.#listed.view.market, this.#interval, this.#openMs);
  }

  #payload(row: CandleRow, nowMs: number, state: 'open' | 'closed'): object {
    const { symbol, units } = this.#listed;
    return {
      e: 'kline',
      E: timeOfMs(nowMs),
      s: symbol,
      k: {
        t: timeOfMs(row.openMs),
        T: endOfMs(candleCloseMs(this.#interval, row.openMs)),
        s: symbol,
        i: this.#interval,
        f: row.firstTradeId,
        L: row.lastTradeId,
        o: priceText(units, row.openTicks),
        c: priceText(units, row.closeTicks),
        h: priceText(units, row.highTicks),
        l: priceText(units, row.lowTicks),
        v: volumeText(this.#listed, row.volumeLots),
        n: row.tradeCount,
        x: state === 'closed',
        q: quoteText(units, row.volumeTickLots),
        V: volumeText(this.#listed, row.takerBuyLots),
        Q: quoteText(units, row.takerBuyTickLots),
        B: '0',
      },
    };
  }
}
