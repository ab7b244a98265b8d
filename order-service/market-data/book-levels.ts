/**
 * Total resting quantity per price of one side.
 *
 *   sizes:  price ──▶ lots           prices: ascending array; the best is at one end
 *
 * A change of a level that exists is O(1); a new or vanished level moves part of a flat array, which
 * for the few thousand levels of a real book costs less than any tree.
 */
import { assert } from '../../proto/assert.ts';
import { Side } from '../../proto/messages.ts';
import type { Lots, PriceTicks } from '../../proto/units.ts';

export interface Level {
  readonly priceTicks: PriceTicks;
  readonly lots: Lots;
}

const NO_LEVELS: readonly Level[] = [];

/** What stands at one price, and whether that was told. */
interface Size {
  readonly priceTicks: PriceTicks;
  lots: number;
  isChanged: boolean;
}

export class BookLevels {
  readonly #side: Side;
  /** Levels that are gone stay, without lots, until that is told. */
  readonly #sizes = new Map<PriceTicks, Size>();
  readonly #prices: number[] = [];
  /** Those that changed since they were last taken. */
  #changed: Size[] = [];

  constructor(side: Side) {
    this.#side = side;
  }

  add(priceTicks: PriceTicks, lots: Lots): void {
    let size = this.#sizes.get(priceTicks);
    if (size === undefined) {
      size = { priceTicks, lots: 0, isChanged: false };
      this.#sizes.set(priceTicks, size);
    }
    if (size.lots === 0) this.#prices.splice(this.#indexOf(priceTicks), 0, priceTicks);
    size.lots += lots;
    this.#note(size);
  }

  remove(priceTicks: PriceTicks, lots: Lots): void {
    const size = this.#sizes.get(priceTicks);
    assert(size !== undefined && size.lots >= lots, 'a level holds what is removed of it');
    size.lots -= lots;
    if (size.lots === 0) this.#prices.splice(this.#indexOf(priceTicks), 1);
    this.#note(size);
  }

  best(): PriceTicks | null {
    const index = this.#side === Side.buy ? this.#prices.length - 1 : 0;
    return (this.#prices[index] as PriceTicks | undefined) ?? null;
  }

  /** 0: there is no such level. */
  size(priceTicks: PriceTicks): Lots {
    return (this.#sizes.get(priceTicks)?.lots ?? 0) as Lots;
  }

  get levelCount(): number {
    return this.#prices.length;
  }

  /** Best first. */
  top(depth: number): readonly Level[] {
    const levels: Level[] = [];
    const count = Math.min(depth, this.#prices.length);
    for (let index = 0; index < count; index += 1) {
      const at = this.#side === Side.buy ? this.#prices.length - 1 - index : index;
      const priceTicks = this.#prices[at]! as PriceTicks;
      levels.push({ priceTicks, lots: this.size(priceTicks) });
    }
    return levels;
  }

  /** Levels that changed since the last call, with their size now; 0 lots: gone. */
  takeChanges(): readonly Level[] {
    if (this.#changed.length === 0) return NO_LEVELS;
    const levels = this.#changed.map(({ priceTicks, lots }) => ({
      priceTicks,
      lots: lots as Lots,
    }));
    for (const size of this.#changed) {
      size.isChanged = false;
      if (size.lots === 0) this.#sizes.delete(size.priceTicks);
    }
    this.#changed = [];
    return levels;
  }

  #note(size: Size): void {
    if (size.isChanged) return;
    size.isChanged = true;
    this.#changed.push(size);
  }

  /** Where the price stands, or would stand. */
  #indexOf(priceTicks: number): number {
    let [low, high] = [0, this.#prices.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#prices[middle]! < priceTicks) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
