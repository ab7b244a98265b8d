/**
 * What changed in a book since it was last told: price → size now. Updates are numbered by the
 * market's events, and each begins right behind the one before it:
 *
 *   told ─────────▶ U = u(previous) + 1 … u ─────────▶ U = u + 1 … u'      no gap, by construction
 */
import type { Sequence } from '../../../proto/units.ts';
import type { Level } from '../../market-data/book-levels.ts';
import type { MarketChange } from '../../market-data/market-change.ts';
import type { DialectTime } from '../dialect-time.ts';
import { levelText } from '../market-shapes.ts';
import type { Listed } from '../symbols.ts';

export class DepthDelta {
  readonly #bids = new Map<number, Level>();
  readonly #asks = new Map<number, Level>();
  #told: Sequence;

  /** From the book as it is at this event. */
  constructor(sequence: Sequence) {
    this.#told = sequence;
  }

  add(change: MarketChange): void {
    for (const level of change.bids) this.#bids.set(level.priceTicks, level);
    for (const level of change.asks) this.#asks.set(level.priceTicks, level);
  }

  /** null: no level changed. */
  take({ symbol, units, view }: Listed, now: DialectTime): object | null {
    if (this.#bids.size + this.#asks.size === 0) return null;
    const update = {
      e: 'depthUpdate',
      E: now,
      s: symbol,
      U: this.#told + 1,
      u: view.sequence,
      b: [...this.#bids.values()].map((level) => levelText(units, level)),
      a: [...this.#asks.values()].map((level) => levelText(units, level)),
    };
    this.#told = view.sequence;
    this.#bids.clear();
    this.#asks.clear();
    return update;
  }
}
