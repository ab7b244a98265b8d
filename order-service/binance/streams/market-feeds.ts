/**
 * All market streams. Nothing is done for a market, or a stream, that nobody listens to: a batch of
 * events costs one look-up then.
 *
 *   events ─▶ `changed` ─▶ trade, aggTrade, bookTicker    at once
 *                     └──▶ depth deltas ─▶ every 100 or 1000 ms
 *   read models ─▶ candles, tickers                       every second
 */

import type { Timer } from '../../../ports/clock/clock.ts';
import { Side } from '../../../proto/messages.ts';
import type { MarketChange, TradeState } from '../../market-data/market-change.ts';
import type { MarketView } from '../../market-data/market-view.ts';
import { priceText, quantityText } from '../decimals.ts';
import { type DialectTime, timeOf } from '../dialect-time.ts';
import { aggregateTradeJson, bestJson, depthJson } from '../market-shapes.ts';
import type { DialectContext } from '../method.ts';
import type { Listed } from '../symbols.ts';
import { aggregated } from './aggregated-trades.ts';
import { DepthDelta } from './depth-delta.ts';
import { KlineProgress } from './kline-progress.ts';
import { type AllFeed, SlowFeeds } from './slow-feeds.ts';
import { type Delivery, StreamFeed, type StreamListener } from './stream-feed.ts';
import { type NamedStream, type StreamKind, streamNamed } from './stream-name.ts';

const TICK_MS = 100;
const TICKS_PER_SECOND = 10;

/** A stream of one market, with what it must remember. */
interface MarketFeed {
  readonly feed: StreamFeed;
  readonly of: StreamKind;
  readonly listed: Listed;
  readonly delta: DepthDelta | null;
  readonly kline: KlineProgress | null;
  /** Partial depth: the book is not as it was told. */
  isStale: boolean;
  /** Best prices as they were told. */
  best: string;
}

export class MarketFeeds {
  readonly #context: DialectContext;
  readonly #byMarket = new Map<string, Map<string, MarketFeed>>();
  readonly #ofAll = new Map<string, AllFeed>();
  readonly #slow: SlowFeeds;
  /** Of symbols that are not known: right after a start, their markets may be on their way. */
  readonly #unlisted = new Map<string, Set<StreamListener>>();
  #listedCount = 0;
  #timer: Timer | null = null;
  #ticks = 0;

  constructor(context: DialectContext) {
    this.#context = context;
    this.#slow = new SlowFeeds(context);
  }

  /** A name that is none of ours is taken, and says nothing unless its market comes. */
  add(name: string, listener: StreamListener): void {
    const named = streamNamed(name);
    if (named === null) return;
    const feed = this.#feedOf(name, named);
    if (feed !== null) feed.listeners.add(listener);
    else this.#unlisted.set(name, (this.#unlisted.get(name) ?? new Set()).add(listener));
    if (this.#timer === null) this.#wait();
  }

  /** Once their market is listed. */
  #addUnlisted(): void {
    const listedCount = this.#context.symbols.all().length;
    if (listedCount === this.#listedCount) return;
    this.#listedCount = listedCount;
    const unlisted = [...this.#unlisted];
    this.#unlisted.clear();
    for (const [name, listeners] of unlisted) {
      for (const listener of listeners) this.add(name, listener);
    }
  }

  remove(name: string, listener: StreamListener): void {
    const unlisted = this.#unlisted.get(name);
    unlisted?.delete(listener);
    if (unlisted?.size === 0) this.#unlisted.delete(name);
    const all = this.#ofAll.get(name);
    all?.feed.remove(listener);
    if (all?.feed.listeners.size === 0) this.#ofAll.delete(name);
    for (const [market, feeds] of this.#byMarket) {
      const found = feeds.get(name);
      if (found === undefined) continue;
      found.feed.remove(listener);
      if (found.feed.listeners.size === 0) feeds.delete(name);
      if (feeds.size === 0) this.#byMarket.delete(market);
    }
  }

  close(): void {
    this.#timer?.cancel();
    this.#byMarket.clear();
    this.#ofAll.clear();
    this.#unlisted.clear();
  }

  changed(view: MarketView, change: MarketChange): void {
    const feeds = this.#byMarket.get(view.market);
    if (feeds === undefined) return;
    const isBookChanged = change.bids.length + change.asks.length > 0;
    for (const market of feeds.values()) {
      if (isBookChanged) this.#bookChanged(market, change);
      if (change.trades.length > 0) this.#traded(market, change.trades);
    }
  }

  #feedOf(name: string, named: NamedStream): StreamFeed | null {
    if (named.scope === 'all') {
      const { of } = named;
      const all = this.#ofAll.get(name) ?? { feed: new StreamFeed(name, 'latest'), of };
      this.#ofAll.set(name, all);
      return all.feed;
    }
    const listed = this.#context.symbols.find(named.symbol);
    if (listed === null) return null;
    const { market } = listed.view;
    const feeds = this.#byMarket.get(market) ?? new Map<string, MarketFeed>();
    this.#byMarket.set(market, feeds);
    const known = feeds.get(name);
    if (known !== undefined) return known.feed;
    const feed = this.#newFeed(name, named.of, listed);
    feeds.set(name, feed);
    return feed.feed;
  }

  #newFeed(name: string, of: StreamKind, listed: Listed): MarketFeed {
    const nowMs = this.#nowMs();
    return {
      feed: new StreamFeed(name, deliveryOf(of)),
      of,
      listed,
      delta: of.kind === 'depth' ? new DepthDelta(listed.view.sequence) : null,
      kline:
        of.kind === 'kline'
          ? new KlineProgress(this.#context, listed, { interval: of.interval, nowMs })
          : null,
      isStale: true,
      best: '',
    };
  }

  #bookChanged(market: MarketFeed, change: MarketChange): void {
    market.isStale = true;
    market.delta?.add(change);
    if (market.of.kind === 'book-ticker') tellBest(market);
  }

  #traded({ of, feed, listed }: MarketFeed, trades: readonly TradeState[]): void {
    if (of.kind === 'trade') {
      for (const trade of trades) feed.publish(tradePayload(listed, trade, this.#now()));
    } else if (of.kind === 'agg-trade') {
      for (const row of aggregated(trades)) {
        const { symbol } = listed;
        const { a, ...rest } = aggregateTradeJson(listed, row);
        feed.publish({ e: 'aggTrade', E: this.#now(), s: symbol, a, ...rest });
      }
    }
  }

  #wait(): void {
    this.#timer = this.#context.service.ports.clock.setTimer(TICK_MS, () => {
      this.#timer = null;
      this.#tick();
      // With nobody left there is nothing to wait for.
      if (this.#byMarket.size + this.#ofAll.size + this.#unlisted.size > 0) this.#wait();
    });
  }

  #tick(): void {
    this.#ticks += 1;
    if (this.#unlisted.size > 0) this.#addUnlisted();
    const isSecond = this.#ticks % TICKS_PER_SECOND === 0;
    const now = this.#now();
    for (const feeds of this.#byMarket.values()) {
      for (const market of feeds.values()) {
        market.feed.catchUp();
        const { of } = market;
        const isDue = isSecond || ('speedMs' in of && of.speedMs === TICK_MS);
        if (isDue) tellBook(market, now);
      }
    }
    for (const { feed } of this.#ofAll.values()) feed.catchUp();
    if (!isSecond) return;
    const all = [...this.#byMarket.values()].flatMap((feeds) => [...feeds.values()]);
    this.#slow.tell(all, [...this.#ofAll.values()], this.#nowMs());
  }

  #now(): DialectTime {
    return timeOf(this.#context.service.ports.clock.nowUs());
  }

  #nowMs(): number {
    return this.#now().toJSON();
  }
}

/** Deltas and trades are every one of them needed; of states the latest will do. */
function deliveryOf(of: StreamKind): Delivery {
  return of.kind === 'depth' || of.kind === 'trade' || of.kind === 'agg-trade' ? 'every' : 'latest';
}

function tellBook(market: MarketFeed, now: DialectTime): void {
  const { of, feed, listed, delta } = market;
  if (delta !== null) {
    const update = delta.take(listed, now);
    if (update !== null) feed.publish(update);
  } else if (of.kind === 'partial-depth' && market.isStale) {
    market.isStale = false;
    feed.publish(depthJson(listed, of.levels));
  }
}

function tellBest(market: MarketFeed): void {
  const { symbol, units, view } = market.listed;
  const { bidPrice, bidQty, askPrice, askQty } = bestJson(units, view);
  const best = `${bidPrice} ${bidQty} ${askPrice} ${askQty}`;
  if (best === market.best) return;
  market.best = best;
  const prices = { b: bidPrice, B: bidQty, a: askPrice, A: askQty };
  market.feed.publish({ u: view.sequence, s: symbol, ...prices });
}

function tradePayload({ symbol, units }: Listed, trade: TradeState, now: DialectTime): object {
  return {
    e: 'trade',
    E: now,
    s: symbol,
    t: trade.tradeId,
    p: priceText(units, trade.priceTicks),
    q: quantityText(units, trade.quantityLots),
    T: timeOf(trade.executedAtUs),
    m: trade.takerSide === Side.sell,
    M: true,
  };
}
