/**
 * The levels of one side outside the price window: sorted prices, each with the number of its level.
 *
 *   prices  │ 12 │ 57 │ 90 │ … │ 2,000,000 │        binary search
 *   levels  │  7 │  3 │  4 │ … │         1 │
 *
 * Search O(log n), insertion and removal O(n) as one memory move of 4 bytes a level.
 */
const CAPACITY_MIN = 64;
const NONE = -1;

export class FarLevels {
  private prices = new Int32Array(CAPACITY_MIN);
  private levels = new Int32Array(CAPACITY_MIN);
  count = 0;

  /** The level at this price, -1 when there is none. */
  find(price: number): number {
    const index = this.countBelow(price);
    return index < this.count && this.prices[index] === price ? this.levels[index]! : NONE;
  }

  /** The price must not be in. */
  insert(price: number, level: number): void {
    if (this.count === this.prices.length) this.grow();
    const index = this.countBelow(price);
    this.prices.copyWithin(index + 1, index, this.count);
    this.levels.copyWithin(index + 1, index, this.count);
    this.prices[index] = price;
    this.levels[index] = level;
    this.count += 1;
  }

  /** The price must be in. */
  remove(price: number): void {
    const index = this.countBelow(price);
    this.prices.copyWithin(index, index + 1, this.count);
    this.levels.copyWithin(index, index + 1, this.count);
    this.count -= 1;
  }

  /** The lowest price above, -1 when there is none; so below. */
  nextAbove(price: number): number {
    const index = this.countBelow(price + 1);
    return index < this.count ? this.prices[index]! : NONE;
  }

  nextBelow(price: number): number {
    const index = this.countBelow(price);
    return index > 0 ? this.prices[index - 1]! : NONE;
  }

  private countBelow(price: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.prices[middle]! < price) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const prices = new Int32Array(this.count * 2);
    const levels = new Int32Array(this.count * 2);
    prices.set(this.prices);
    levels.set(this.levels);
    this.prices = prices;
    this.levels = levels;
  }
}
