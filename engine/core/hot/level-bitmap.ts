/**
 * Which levels of a window hold orders: four levels of 32-bit words, each bit of an upper word saying
 * that the word below it is not 0. Each side has a tree of its own.
 *
 *                a side
 *   top         1 word      ┌ · · 1 · ┐
 *   upper      32 words     │ 0 │ … │ ·1·· │ …
 *   lower    1024 words       …       │ 1··1 │ …
 *   base    32768 words                 │ 1 bit per price │     32^4 = 2^20 prices
 *
 * A position is the side's index · 2^20 + the level: so both trees are in the same arrays, which are constants
 * of a market's code (README.md), as one of two objects would not be.
 * Highest, lowest, next above, next below: at most 4 words down (and 4 up), with Math.clz32.
 */
const NONE = -1;

/** Position of the lowest bit of a word that is not 0. */
const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);
const highestBit = (word: number): number => 31 - Math.clz32(word);
/** The highest if `bids` is -1, the lowest if it is 0: without a branch, for nobody foresees the side. */
const bestBit = (word: number, bids: number): number => 31 - Math.clz32(word & (bids | -word));

export class LevelBitmap {
  private readonly base = new Int32Array(2 << 15);
  private readonly lower = new Int32Array(2 << 10);
  private readonly upper = new Int32Array(2 << 5);
  /** Two words; longer, see README.md. */
  private readonly top = new Int32Array(32);

  /** Tells whether it was not set before. */
  set(index: number): boolean {
    const word = this.base[index >>> 5]!;
    const bit = 1 << (index & 31);
    if ((word & bit) !== 0) return false;
    this.base[index >>> 5] = word | bit;
    // Whoever made the word other than 0 has set the bits above.
    if (word !== 0) return true;
    this.lower[index >>> 10] = this.lower[index >>> 10]! | (1 << ((index >>> 5) & 31));
    this.upper[index >>> 15] = this.upper[index >>> 15]! | (1 << ((index >>> 10) & 31));
    this.top[index >>> 20] = this.top[index >>> 20]! | (1 << ((index >>> 15) & 31));
    return true;
  }

  clear(index: number): void {
    const word = this.base[index >>> 5]! & ~(1 << (index & 31));
    this.base[index >>> 5] = word;
    if (word !== 0) return;
    const lower = this.lower[index >>> 10]! & ~(1 << ((index >>> 5) & 31));
    this.lower[index >>> 10] = lower;
    if (lower !== 0) return;
    const upper = this.upper[index >>> 15]! & ~(1 << ((index >>> 10) & 31));
    this.upper[index >>> 15] = upper;
    if (upper !== 0) return;
    this.top[index >>> 20] = this.top[index >>> 20]! & ~(1 << ((index >>> 15) & 31));
  }

  /** Clears the highest of its side, if these are bids (side 0), or else the lowest; tells the next one, -1: none. */
  clearBest(index: number): number {
    const bids = (index >>> 20) - 1;
    const word = this.base[index >>> 5]! & ~(1 << (index & 31));
    this.base[index >>> 5] = word;
    if (word !== 0) return (index & ~31) | bestBit(word, bids);
    const lower = this.lower[index >>> 10]! & ~(1 << ((index >>> 5) & 31));
    this.lower[index >>> 10] = lower;
    if (lower !== 0) return this.bestUnder(((index >>> 10) << 5) | bestBit(lower, bids), bids);
    const upper = this.upper[index >>> 15]! & ~(1 << ((index >>> 10) & 31));
    this.upper[index >>> 15] = upper;
    if (upper === 0) {
      this.top[index >>> 20] = this.top[index >>> 20]! & ~(1 << ((index >>> 15) & 31));
    }
    return bids < 0 ? this.highest(0) : this.lowest(1);
  }

  /** `at` is a word of the base. */
  private bestUnder(at: number, bids: number): number {
    return (at << 5) | bestBit(this.base[at]!, bids);
  }

  has(index: number): boolean {
    return ((this.base[index >>> 5]! >>> (index & 31)) & 1) === 1;
  }

  /** Of a side, by its index; -1 when there is none, and so below. */
  lowest(side: number): number {
    const top = this.top[side]!;
    return top === 0 ? NONE : this.lowestUnder((side << 5) | lowestBit(top), 3);
  }

  highest(side: number): number {
    const top = this.top[side]!;
    return top === 0 ? NONE : this.highestUnder((side << 5) | highestBit(top), 3);
  }

  /** The lowest one above `index`, of its side. */
  nextAbove(index: number): number {
    // A shift by 32 is a shift by 0 in JavaScript, hence twice.
    let word = this.base[index >>> 5]! & ((-1 << (index & 31)) << 1);
    if (word !== 0) return (index & ~31) | lowestBit(word);
    index >>>= 5;
    word = this.lower[index >>> 5]! & ((-1 << (index & 31)) << 1);
    if (word !== 0) return this.lowestUnder((index & ~31) | lowestBit(word), 1);
    index >>>= 5;
    word = this.upper[index >>> 5]! & ((-1 << (index & 31)) << 1);
    if (word !== 0) return this.lowestUnder((index & ~31) | lowestBit(word), 2);
    index >>>= 5;
    word = this.top[index >>> 5]! & ((-1 << (index & 31)) << 1);
    return word === 0 ? NONE : this.lowestUnder((index & ~31) | lowestBit(word), 3);
  }

  /** The highest one below `index`, of its side. */
  nextBelow(index: number): number {
    let word = this.base[index >>> 5]! & ~(-1 << (index & 31));
    if (word !== 0) return (index & ~31) | highestBit(word);
    index >>>= 5;
    word = this.lower[index >>> 5]! & ~(-1 << (index & 31));
    if (word !== 0) return this.highestUnder((index & ~31) | highestBit(word), 1);
    index >>>= 5;
    word = this.upper[index >>> 5]! & ~(-1 << (index & 31));
    if (word !== 0) return this.highestUnder((index & ~31) | highestBit(word), 2);
    index >>>= 5;
    word = this.top[index >>> 5]! & ~(-1 << (index & 31));
    return word === 0 ? NONE : this.highestUnder((index & ~31) | highestBit(word), 3);
  }

  /** `at` is a word of the level `height` above the prices: 1 base, 2 lower, 3 upper. */
  private lowestUnder(at: number, height: 1 | 2 | 3): number {
    if (height === 3) at = (at << 5) | lowestBit(this.upper[at]!);
    if (height >= 2) at = (at << 5) | lowestBit(this.lower[at]!);
    return (at << 5) | lowestBit(this.base[at]!);
  }

  private highestUnder(at: number, height: 1 | 2 | 3): number {
    if (height === 3) at = (at << 5) | highestBit(this.upper[at]!);
    if (height >= 2) at = (at << 5) | highestBit(this.lower[at]!);
    return (at << 5) | highestBit(this.base[at]!);
  }
}
