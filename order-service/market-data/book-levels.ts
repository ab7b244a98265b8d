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

export class BookLevels {
  readonly #side: Side;
  readonly #sizes = new Map<number, number>();
  readonly #prices: number[] = [];
  /** Prices whose size changed since they were last taken. */
  readonly #changed = new Set<number>();

  constructor(side: Side) {
    this.#side = side;
  }

  add(priceTicks: PriceTicks, lots: Lots): void {
    const size = this.#sizes.get(priceTicks);
    if (size === undefined) this.#prices.splice(this.#indexOf(priceTicks), 0, priceTicks);
    this.#sizes.set(priceTicks, (size ?? 0) + lots);
    this.#changed.add(priceTicks);
  }

  remove(priceTicks: PriceTicks, lots: Lots): void {
    const size = (this.#sizes.get(priceTicks) ?? 0) - lots;
    assert(size >= 0, `level ${priceTicks} holds less than ${lots} lots`);
    if (size === 0) {
      this.#sizes.delete(priceTicks);
      this.#prices.splice(this.#indexOf(priceTicks), 1);
    } else {
      this.#sizes.set(priceTicks, size);
    }
    this.#changed.add(priceTicks);
  }

  best(): PriceTicks | null {
    const index = this.#side === Side.buy ? this.#prices.length - 1 : 0;
    return (this.#prices[index] as PriceTicks | undefined) ?? null;
  }

  /** 0: there is no such level. */
  size(priceTicks: PriceTicks): Lots {
    return (this.#sizes.get(priceTicks) ?? 0) as Lots;
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
      const price = this.#prices[at]!;
      levels.push({ priceTicks: price as PriceTicks, lots: this.#sizes.get(price)! as Lots });
    }
    return levels;
  }

  /** Levels that changed since the last call, with their size now; 0 lots: gone. */
  takeChanges(): readonly Level[] {
    if (this.#changed.size === 0) return [];
    const levels: Level[] = [];
    for (const price of this.#changed) {
      levels.push({
        priceTicks: price as PriceTicks,
        lots: (this.#sizes.get(price) ?? 0) as Lots,
      });
    }
    this.#changed.clear();
    return levels;
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
