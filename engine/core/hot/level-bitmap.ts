/**
 * Which levels of a window hold orders: four levels of 32-bit words, each bit of an upper word saying
 * that the word below it is not 0.
 *
 *   top       1 word      ┌ · · 1 · ┐
 *   upper    32 words     │ 0 │ … │ ·1·· │ …
 *   lower  1024 words       …       │ 1··1 │ …
 *   base  32768 words                 │ 1 bit per price │     32^4 = 2^20 prices
 *
 * Highest, lowest, next above, next below: at most 4 words down (and 4 up), with Math.clz32. A smaller
 * window has the same four levels with shorter arrays.
 */
const NONE = -1;

/** Position of the lowest bit of a word that is not 0. */
const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);
const highestBit = (word: number): number => 31 - Math.clz32(word);

export class LevelBitmap {
  private readonly base: Int32Array;
  private readonly lower: Int32Array;
  private readonly upper: Int32Array;
  private top = 0;

  /** `size` is a power of two, 2^5 … 2^20. */
  constructor(size: number) {
    this.base = new Int32Array(size >>> 5);
    this.lower = new Int32Array(Math.max(1, size >>> 10));
    this.upper = new Int32Array(Math.max(1, size >>> 15));
  }

  set(index: number): void {
    const word = this.base[index >>> 5]!;
    this.base[index >>> 5] = word | (1 << (index & 31));
    // Whoever made the word other than 0 has set the bits above.
    if (word !== 0) return;
    this.lower[index >>> 10] = this.lower[index >>> 10]! | (1 << ((index >>> 5) & 31));
    this.upper[index >>> 15] = this.upper[index >>> 15]! | (1 << ((index >>> 10) & 31));
    this.top |= 1 << (index >>> 15);
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
    this.top &= ~(1 << (index >>> 15));
  }

  has(index: number): boolean {
    return ((this.base[index >>> 5]! >>> (index & 31)) & 1) === 1;
  }

  /** -1 when there is none; so below. */
  lowest(): number {
    return this.top === 0 ? NONE : this.lowestUnder(lowestBit(this.top), 3);
  }

  highest(): number {
    return this.top === 0 ? NONE : this.highestUnder(highestBit(this.top), 3);
  }

  /** The lowest one above `index`. */
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
    word = this.top & ((-1 << (index & 31)) << 1);
    return word === 0 ? NONE : this.lowestUnder(lowestBit(word), 3);
  }

  /** The highest one below `index`. */
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
    word = this.top & ~(-1 << (index & 31));
    return word === 0 ? NONE : this.highestUnder(highestBit(word), 3);
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
