import type { Sequence } from '../../proto/units.ts';
import type { TradeState } from './market-change.ts';

/** The latest trades of a market. */
export class RecentTrades {
  readonly #kept: number;
  readonly #trades: TradeState[] = [];

  constructor(options: { readonly kept: number }) {
    this.#kept = options.kept;
  }

  add(trade: TradeState): void {
    this.#trades.push(trade);
    // Now and then, not each time: what is cut off moves all the others.
    if (this.#trades.length >= 2 * this.#kept) {
      this.#trades.splice(0, this.#trades.length - this.#kept);
    }
  }

  get last(): TradeState | null {
    return this.#trades[this.#trades.length - 1] ?? null;
  }

  /** Newest first. */
  newest(limit: number): readonly TradeState[] {
    return this.#trades.slice(-limit).reverse();
  }

  /** Oldest first, those behind `after`; null: some of them are further back than what is kept. */
  after(after: Sequence): readonly TradeState[] | null {
    const oldest = this.#trades[0];
    const isCovered = oldest !== undefined && (oldest.tradeId === 1 || oldest.sequence <= after);
    return isCovered ? this.#trades.filter((trade) => trade.sequence > after) : null;
  }
}
