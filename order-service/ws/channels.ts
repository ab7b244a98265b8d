/**
 * Who listens to what. Every batch of events becomes at most one message per channel and market,
 * written once for all its listeners.
 *
 *   book     snapshot at sequence S, then absolute sizes of changed levels; conflated for whoever
 *            is behind (sizes are absolute, so only the latest of a level matters)
 *   ticker   the last day in figures, once a second
 *   trades, account   never gapped: whoever is too far behind is disconnected
 */
import { crc32 } from 'node:zlib';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { AccountId, PriceTicks, Sequence } from '../../proto/units.ts';
import type { BookLevels, Level } from '../market-data/book-levels.ts';
import type { MarketChange } from '../market-data/market-change.ts';
import type { MarketView } from '../market-data/market-view.ts';
import type { OrderState } from '../market-data/order-state.ts';
import { tickerJson } from '../market-data/ticker.ts';
import type { OrderService } from '../order-service.ts';
import { bookJson, levelJson, orderJson, tradeJson } from '../presentation.ts';

/** A connection, as the channels see it. */
export interface Listener {
  /** Too far behind for the book's every change. */
  readonly isBehind: boolean;
  send(text: string): void;
}

/** One connection's book of one market; the prices that it has missed. */
interface BookListener {
  readonly listener: Listener;
  readonly missedBids: Set<PriceTicks>;
  readonly missedAsks: Set<PriceTicks>;
}

type ChannelName = 'book' | 'trades' | 'ticker' | 'account';

const CHECKSUM_LEVELS = 10;

export class Channels {
  readonly #books = new Map<string, Map<Listener, BookListener>>();
  readonly #trades = new Map<string, Set<Listener>>();
  readonly #tickers = new Map<string, Set<Listener>>();
  readonly #accounts = new Map<AccountId, Set<Listener>>();

  /** Sends the snapshot at once; the changes after it follow. */
  addBook(listener: Listener, view: MarketView, depth: number): void {
    const units = view.units;
    if (units === null) return;
    const listeners = this.#books.get(view.market) ?? new Map<Listener, BookListener>();
    this.#books.set(view.market, listeners);
    listeners.set(listener, { listener, missedBids: new Set(), missedAsks: new Set() });
    listener.send(JSON.stringify({ type: 'book_snapshot', ...bookJson(units, view, depth) }));
  }

  addTrades(listener: Listener, market: string): void {
    addTo(this.#trades, market, listener);
  }

  addTicker(listener: Listener, market: string): void {
    addTo(this.#tickers, market, listener);
  }

  /** To whoever keeps up: the next one says it all again. */
  async tellTickers({ ports, markets }: OrderService): Promise<void> {
    for (const [market, listeners] of this.#tickers) {
      const view = markets.view(market);
      if (view === null || view.units === null) continue;
      const at = { views: ports.views, nowUs: ports.clock.nowUs() };
      const text = JSON.stringify({
        type: 'ticker',
        ...(await tickerJson(view.units, view, at)),
      });
      for (const listener of listeners) if (!listener.isBehind) listener.send(text);
    }
  }

  addAccount(listener: Listener, accountId: AccountId): void {
    addTo(this.#accounts, accountId, listener);
  }

  remove(listener: Listener, channel: ChannelName, market: string): void {
    if (channel === 'book') this.#books.get(market)?.delete(listener);
    else if (channel === 'trades') this.#trades.get(market)?.delete(listener);
    else if (channel === 'ticker') this.#tickers.get(market)?.delete(listener);
    else removeFrom(this.#accounts, listener);
  }

  removeAll(listener: Listener): void {
    removeFrom(this.#books, listener);
    removeFrom(this.#trades, listener);
    removeFrom(this.#tickers, listener);
    removeFrom(this.#accounts, listener);
  }

  changed(view: MarketView, change: MarketChange): void {
    const { units } = view;
    if (units === null) return;
    this.#bookChanged(units, view, change);
    this.#traded(units, view.market, change);
    if (this.#accounts.size > 0 && change.orders.size > 0) this.#ordersChanged(units, change);
  }

  /** Whoever was behind and is not any more gets what it missed. */
  catchUp(view: MarketView): void {
    const { units } = view;
    const listeners = this.#books.get(view.market);
    if (units === null || listeners === undefined) return;
    for (const book of listeners.values()) {
      if (book.listener.isBehind || book.missedBids.size + book.missedAsks.size === 0) continue;
      book.listener.send(
        bookUpdate(units, view.market, view.sequence, {
          bids: sizesOf(view.bids, book.missedBids),
          asks: sizesOf(view.asks, book.missedAsks),
        }),
      );
      book.missedBids.clear();
      book.missedAsks.clear();
    }
  }

  #bookChanged(units: MarketUnits, view: MarketView, change: MarketChange): void {
    const listeners = this.#books.get(view.market);
    if (listeners === undefined || listeners.size === 0) return;
    if (change.bids.length + change.asks.length === 0) return;
    let text: string | null = null;
    for (const { listener, missedBids, missedAsks } of listeners.values()) {
      // What was missed is sent first, by `catchUp`: sequences only grow.
      if (listener.isBehind || missedBids.size + missedAsks.size > 0) {
        for (const { priceTicks } of change.bids) missedBids.add(priceTicks);
        for (const { priceTicks } of change.asks) missedAsks.add(priceTicks);
        continue;
      }
      text ??= bookUpdate(units, view.market, change.sequence, change);
      listener.send(text);
    }
  }

  #traded(units: MarketUnits, market: string, change: MarketChange): void {
    const listeners = this.#trades.get(market);
    if (change.trades.length === 0 || listeners === undefined || listeners.size === 0) return;
    const text = tradesMessage(units, market, change);
    for (const listener of listeners) listener.send(text);
  }

  #ordersChanged(units: MarketUnits, change: MarketChange): void {
    for (const order of change.orders) {
      const listeners = this.#accounts.get(order.accountId);
      if (listeners === undefined) continue;
      const text = accountMessage(units, order, change);
      for (const listener of listeners) listener.send(text);
    }
  }
}

function addTo<Key>(listeners: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const known = listeners.get(key);
  if (known === undefined) listeners.set(key, new Set([listener]));
  else known.add(listener);
}

function removeFrom<Key>(
  listeners: Map<Key, { readonly size: number; delete(listener: Listener): boolean }>,
  listener: Listener,
): void {
  for (const [key, known] of listeners) {
    if (known.delete(listener) && known.size === 0) listeners.delete(key);
  }
}

const sizesOf = (levels: BookLevels, prices: ReadonlySet<PriceTicks>): readonly Level[] =>
  [...prices].map((priceTicks) => ({ priceTicks, lots: levels.size(priceTicks) }));

function bookUpdate(
  units: MarketUnits,
  market: string,
  sequence: Sequence,
  changed: { readonly bids: readonly Level[]; readonly asks: readonly Level[] },
): string {
  return JSON.stringify({
    type: 'book_update',
    market,
    sequence,
    bids: changed.bids.map((level) => levelJson(units, level)),
    asks: changed.asks.map((level) => levelJson(units, level)),
  });
}

export function tradesMessage(
  units: MarketUnits,
  market: string,
  change: Pick<MarketChange, 'trades' | 'sequence'>,
): string {
  const trades = change.trades.map((trade) => tradeJson(units, trade));
  return JSON.stringify({ type: 'trades', market, sequence: change.sequence, trades });
}

/** The order as it stands after the batch, with the fills of this batch only. */
function accountMessage(units: MarketUnits, order: OrderState, change: MarketChange): string {
  const fills = order.fills.filter((fill) => fill.sequence > change.after);
  return JSON.stringify({
    type: 'order',
    market: order.market,
    sequence: order.sequence,
    order: orderJson(units, { ...order, fills }),
  });
}

/** CRC-32 of `price:quantity` of the best ten bids, then of the best ten asks, joined by commas. */
export function bookChecksum(units: MarketUnits, view: MarketView): number {
  const levels = [...view.bids.top(CHECKSUM_LEVELS), ...view.asks.top(CHECKSUM_LEVELS)];
  return crc32(levels.map((level) => levelJson(units, level).join(':')).join(','));
}
