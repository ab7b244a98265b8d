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
import type { Clock } from '../../ports/clock/clock.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { AccountId } from '../../proto/units.ts';
import type { MarketChange } from '../market-data/market-change.ts';
import type { MarketView } from '../market-data/market-view.ts';
import type { OrderState } from '../market-data/order-state.ts';
import { tickerJson } from '../market-data/ticker.ts';
import type { OrderService } from '../order-service.ts';
import { orderText } from '../order-text.ts';
import { bookJson, levelJson } from '../presentation.ts';
import { type Listener, MarketAudience } from './market-audience.ts';

type ChannelName = 'book' | 'trades' | 'ticker' | 'account';

const CHECKSUM_LEVELS = 10;

export class Channels {
  readonly #audiences = new Map<string, MarketAudience>();
  readonly #tickers = new Map<string, Set<Listener>>();
  readonly #accounts = new Map<AccountId, Set<Listener>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends the snapshot at once; the changes after it follow. */
  addBook(listener: Listener, view: MarketView, depth: number): void {
    const units = view.units;
    if (units === null) return;
    this.#audienceOf(view.market).addBook(listener);
    listener.send(JSON.stringify({ type: 'book_snapshot', ...bookJson(units, view, depth) }));
  }

  /** From what the view has now on. */
  addTrades(listener: Listener, view: MarketView): void {
    this.#audienceOf(view.market).addTrades(listener, view.sequence);
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
      const ticker = await tickerJson(view.units, view, at);
      const bytes = Buffer.from(JSON.stringify({ type: 'ticker', ...ticker }));
      for (const listener of listeners) if (!listener.isBehind) listener.send(bytes);
    }
  }

  addAccount(listener: Listener, accountId: AccountId): void {
    addTo(this.#accounts, accountId, listener);
  }

  remove(listener: Listener, channel: ChannelName, market: string): void {
    if (channel === 'book') this.#audiences.get(market)?.removeBook(listener);
    else if (channel === 'trades') this.#audiences.get(market)?.removeTrades(listener);
    else if (channel === 'ticker') this.#tickers.get(market)?.delete(listener);
    else removeFrom(this.#accounts, listener);
  }

  removeAll(listener: Listener): void {
    for (const audience of this.#audiences.values()) audience.remove(listener);
    removeFrom(this.#tickers, listener);
    removeFrom(this.#accounts, listener);
  }

  changed(view: MarketView, change: MarketChange): void {
    const { units } = view;
    if (units === null) return;
    this.#audiences.get(view.market)?.changed(units, view, change);
    if (this.#accounts.size > 0 && change.orders.length > 0) this.#ordersChanged(units, change);
  }

  /** Every now and then: what is told later, and to whoever was behind. */
  tick(view: MarketView, nowMs: number): void {
    if (view.units !== null) this.#audiences.get(view.market)?.tick(view.units, view, nowMs);
  }

  #audienceOf(market: string): MarketAudience {
    const known = this.#audiences.get(market);
    if (known !== undefined) return known;
    const audience = new MarketAudience(this.#clock);
    this.#audiences.set(market, audience);
    return audience;
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

/** The order as it stands after the batch, with the fills of this batch only. */
function accountMessage(units: MarketUnits, order: OrderState, change: MarketChange): string {
  const fills = order.fills.filter((fill) => fill.sequence > change.after);
  const head = JSON.stringify({ type: 'order', market: order.market, sequence: order.sequence });
  return `${head.slice(0, -1)},"order":${orderText(units, { ...order, fills })}}`;
}

/** CRC-32 of `price:quantity` of the best ten bids, then of the best ten asks, joined by commas. */
export function bookChecksum(units: MarketUnits, view: MarketView): number {
  const levels = [...view.bids.top(CHECKSUM_LEVELS), ...view.asks.top(CHECKSUM_LEVELS)];
  return crc32(levels.map((level) => levelJson(units, level).join(':')).join(','));
}
