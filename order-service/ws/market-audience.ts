/**
 * Who follows the book, and who the trades, of one market. A few are told of every change at once. Of
 * many, each is told less often, the more they are: what changes meanwhile is gathered, so that at most
 * about MESSAGES_PER_SECOND leave for a channel, however many listen. Sizes are absolute, so that only
 * the latest of a level is told; of trades none is left out.
 *
 *   change ─▶ few? ── yes ─▶ everyone, now
 *               └─── no ──▶ gathered ── due ─▶ everyone, a slice every SLICE_MS
 */
import type { Clock } from '../../ports/clock/clock.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { PriceTicks, Sequence } from '../../proto/units.ts';
import type { BookLevels, Level } from '../market-data/book-levels.ts';
import type { MarketChange, TradeState } from '../market-data/market-change.ts';
import type { MarketView } from '../market-data/market-view.ts';
import { levelJson, tradeJson } from '../presentation.ts';

/** A connection, as the channels see it. */
export interface Listener {
  /** Too far behind for the book's every change. */
  readonly isBehind: boolean;
  /** A text that many get may come as its UTF-8 bytes, which are made once. */
  send(text: string | Buffer): void;
}

interface BookListener {
  readonly listener: Listener;
  /** The prices that it has missed. */
  readonly missedBids: Set<PriceTicks>;
  readonly missedAsks: Set<PriceTicks>;
}

interface TradesListener {
  readonly listener: Listener;
  /** It is told of what comes behind this. */
  after: Sequence;
}

const FEW = 50;
const MESSAGES_PER_SECOND = 5_000;
/** Spread over the time that it may take: at once, a thousand would keep orders waiting for 50 ms. */
const SLICE = 16;
const SLICE_MS = (SLICE * 1000) / MESSAGES_PER_SECOND;

export class MarketAudience {
  readonly #books = new Map<Listener, BookListener>();
  readonly #trades = new Map<Listener, TradesListener>();
  readonly #gatheredBids = new Set<PriceTicks>();
  readonly #gatheredAsks = new Set<PriceTicks>();
  #gatheredTrades: TradeState[] = [];
  readonly #clock: Pick<Clock, 'setTimer'>;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #isTelling = false;

  constructor(clock: Pick<Clock, 'setTimer'>) {
    this.#clock = clock;
  }

  addBook(listener: Listener): void {
    this.#books.set(listener, { listener, missedBids: new Set(), missedAsks: new Set() });
  }

  addTrades(listener: Listener, after: Sequence): void {
    this.#trades.set(listener, { listener, after });
  }

  removeBook(listener: Listener): void {
    this.#books.delete(listener);
  }

  removeTrades(listener: Listener): void {
    this.#trades.delete(listener);
  }

  remove(listener: Listener): void {
    this.#books.delete(listener);
    this.#trades.delete(listener);
  }

  changed(units: MarketUnits, view: MarketView, change: MarketChange): void {
    if (this.#books.size + this.#trades.size === 0) return;
    if (this.#gathers) {
      for (const { priceTicks } of change.bids) this.#gatheredBids.add(priceTicks);
      for (const { priceTicks } of change.asks) this.#gatheredAsks.add(priceTicks);
      if (this.#trades.size > 0) this.#gatheredTrades.push(...change.trades);
      return;
    }
    if (change.bids.length + change.asks.length > 0 && this.#books.size > 0) {
      const bytes = Buffer.from(bookUpdate(units, view.market, change.sequence, change));
      for (const book of this.#books.values()) tellBook(book, bytes, change);
    }
    if (change.trades.length === 0 || this.#trades.size === 0) return;
    const bytes = Buffer.from(tradesMessage(units, view.market, change));
    for (const trades of this.#trades.values()) {
      trades.after = change.sequence;
      trades.listener.send(bytes);
    }
  }

  /** Every now and then: what was gathered, and what those who were behind have missed. */
  tick(units: MarketUnits, view: MarketView, nowMs: number): void {
    if (this.#isTelling) return;
    this.#catchUp(units, view);
    const most = Math.max(this.#books.size, this.#trades.size);
    const everyMs = most <= FEW ? 0 : (most * 1000) / MESSAGES_PER_SECOND;
    if (!this.#hasGathered || nowMs - this.#toldAtMs < everyMs) return;
    this.#toldAtMs = nowMs;
    this.#tell(units, view);
  }

  get #hasGathered(): boolean {
    const { size } = this.#gatheredBids;
    return size + this.#gatheredAsks.size + this.#gatheredTrades.length > 0;
  }

  /** Also while what was gathered is on its way, or waits: nothing overtakes it. */
  get #gathers(): boolean {
    const areMany = this.#books.size > FEW || this.#trades.size > FEW;
    return areMany || this.#isTelling || this.#hasGathered;
  }

  #tell(units: MarketUnits, view: MarketView): void {
    const { market, sequence } = view;
    const bids = sizesOf(view.bids, this.#gatheredBids);
    const asks = sizesOf(view.asks, this.#gatheredAsks);
    const trades = this.#gatheredTrades;
    this.#gatheredBids.clear();
    this.#gatheredAsks.clear();
    this.#gatheredTrades = [];
    const changed = { bids, asks };
    const isBookNews = bids.length + asks.length > 0;
    const bookBytes = isBookNews ? Buffer.from(bookUpdate(units, market, sequence, changed)) : null;
    const tradesBytes =
      trades.length > 0 ? Buffer.from(tradesMessage(units, market, { trades, sequence })) : null;
    const turns: (() => void)[] = [];
    // Both channels of a connection in one turn, so that they leave in one write.
    for (const listener of new Set([...this.#books.keys(), ...this.#trades.keys()])) {
      const [book, each] = [this.#books.get(listener), this.#trades.get(listener)];
      turns.push(() => {
        if (bookBytes !== null && book !== undefined && this.#books.get(listener) === book) {
          tellBook(book, bookBytes, changed);
        }
        if (tradesBytes === null || each === undefined) return;
        if (this.#trades.get(listener) !== each) return;
        // Of one that came meanwhile some may be before its time.
        const news = trades.filter((trade) => trade.sequence > each.after);
        each.after = sequence;
        if (news.length === trades.length) listener.send(tradesBytes);
        else if (news.length > 0) {
          listener.send(tradesMessage(units, market, { trades: news, sequence }));
        }
      });
    }
    this.#isTelling = true;
    this.#takeTurns(turns, 0);
  }

  /** Orders are read between the slices. */
  #takeTurns(turns: readonly (() => void)[], from: number): void {
    for (const turn of turns.slice(from, from + SLICE)) turn();
    if (from + SLICE < turns.length) {
      this.#clock.setTimer(SLICE_MS, () => this.#takeTurns(turns, from + SLICE));
    } else this.#isTelling = false;
  }

  /** Whoever was behind and is not any more gets what it missed. */
  #catchUp(units: MarketUnits, view: MarketView): void {
    for (const { listener, missedBids, missedAsks } of this.#books.values()) {
      if (listener.isBehind || missedBids.size + missedAsks.size === 0) continue;
      const bids = sizesOf(view.bids, missedBids);
      const asks = sizesOf(view.asks, missedAsks);
      listener.send(bookUpdate(units, view.market, view.sequence, { bids, asks }));
      missedBids.clear();
      missedAsks.clear();
    }
  }
}

interface ChangedLevels {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

function tellBook(book: BookListener, bytes: Buffer, { bids, asks }: ChangedLevels): void {
  const { listener, missedBids, missedAsks } = book;
  // What was missed is sent first, by `#catchUp`: sequences only grow.
  if (listener.isBehind || missedBids.size + missedAsks.size > 0) {
    for (const { priceTicks } of bids) missedBids.add(priceTicks);
    for (const { priceTicks } of asks) missedAsks.add(priceTicks);
  } else listener.send(bytes);
}

const sizesOf = (levels: BookLevels, prices: ReadonlySet<PriceTicks>): readonly Level[] =>
  [...prices].map((priceTicks) => ({ priceTicks, lots: levels.size(priceTicks) }));

function bookUpdate(
  units: MarketUnits,
  market: string,
  sequence: Sequence,
  { bids, asks }: ChangedLevels,
): string {
  return JSON.stringify({
    type: 'book_update',
    market,
    sequence,
    bids: bids.map((level) => levelJson(units, level)),
    asks: asks.map((level) => levelJson(units, level)),
  });
}

export function tradesMessage(
  units: MarketUnits,
  market: string,
  { trades, sequence }: Pick<MarketChange, 'trades' | 'sequence'>,
): string {
  const shown = trades.map((trade) => tradeJson(units, trade));
  return JSON.stringify({ type: 'trades', market, sequence, trades: shown });
}
