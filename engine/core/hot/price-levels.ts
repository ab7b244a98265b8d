/**
 * The price levels of a book, both sides.
 *
 *   price      base          base + 1      …      base + 2^20 - 1       any other price
 *            ┌─────────────┬─────────────┬─────┬──────────────────┐    ┌─────────────┐
 *   level    │ 0           │ 1           │  …  │ 2^20 - 1         │    │ 2^20 + k    │ …
 *            │ head  tail  │             │     │                  │    │ head  tail  │
 *            │ total lots  │             │     │                  │    │ total lots  │
 *            └─────────────┴─────────────┴─────┴──────────────────┘    └─────────────┘
 *   found by   a tree of bits per side (level-bitmap.ts)                  sorted, per side (far-levels.ts)
 *
 * A price is at most one side's level (a book is never crossed), so both sides share the window. Whether a level of
 * the window is open its bit says, which stays in the cache; its memory, 16 MB of address space of which touched pages
 * cost memory, means nothing while it is closed (docs/adr/0055). The best price of each side is kept; when its
 * level empties, the next one is a search in the bits. The window starts around the first price and moves on `anchor`.
 * openLevel, closeLevel, best: O(1) in the window, O(far levels) outside it.
 */
import { AccountOrders } from './account-orders.ts';
import { FarLevels } from './far-levels.ts';
import { LevelBitmap } from './level-bitmap.ts';
import type { OrderSlotsOptions } from './order-slots.ts';
import { betterMask } from './side-prices.ts';

/** Positions within a level, of the view of int32 (4 a level). */
export const LevelWord = { head: 0, tail: 1 } as const;
/** Position within a level, of the view of doubles (2 a level). */
export const LevelWide = { total: 1 } as const;

/** What stands for no level; no price is 0. */
export const Absent = { level: -1, price: 0 } as const;

// Local constants: see README.md, "constants".
const { level: NO_LEVEL, price: NO_PRICE } = Absent;
const { head: LEVEL_HEAD, tail: LEVEL_TAIL } = LevelWord;
const { total: LEVEL_TOTAL } = LevelWide;
const better = betterMask;

export const WINDOW_TICKS_MAX = 2 ** 20;
const WINDOW_TICKS_MIN = 32;
/** Of a position in the tree of bits. */
const SIDE_SHIFT = 20;
const ASKS = 1 << SIDE_SHIFT;
const LEVEL_MASK = ASKS - 1;
const FAR_LEVELS_MIN = 16_384;
const LEVEL_BYTES = 16;

export interface PriceLevelsOptions extends OrderSlotsOptions {
  readonly minPriceTicks: number;
  readonly maxPriceTicks: number;
  /** A power of two, 2^5 … 2^20. */
  readonly windowTicks: number;
}

export class PriceLevels extends AccountOrders {
  /** Both are replaced when far levels grow: read them again after `openLevel`. */
  levelInts: Int32Array;
  levelDoubles: Float64Array;
  /** By side index (0 buy, 1 sell); Absent.price when the side is empty. Longer than that, see README.md. */
  readonly bestPrice = new Int32Array(32);
  readonly bestLevel = new Int32Array(32).fill(NO_LEVEL);
  /** Far levels opened since the window was last anchored. */
  farOpened = 0;
  readonly windowTicks: number;
  private readonly minPriceTicks: number;
  private readonly maxPriceTicks: number;
  private basePrice = 0;
  private readonly near = new LevelBitmap();
  private readonly farBids = new FarLevels();
  private readonly farAsks = new FarLevels();
  /** Whether any is open. */
  private hasFar = false;
  /** Free far levels, linked by HEAD; 0 ends the list (level 0 is never far). */
  private farFree = 0;
  private farFresh: number;
  /** [0]: levels that are open. */
  private readonly levelCounts = new Int32Array(32);

  constructor(options: PriceLevelsOptions) {
    super(options);
    const { minPriceTicks, maxPriceTicks } = options;
    let windowTicks = WINDOW_TICKS_MIN;
    const range = maxPriceTicks - minPriceTicks + 1;
    while (windowTicks < options.windowTicks && windowTicks < range) windowTicks *= 2;
    this.windowTicks = windowTicks;
    this.minPriceTicks = minPriceTicks;
    this.maxPriceTicks = maxPriceTicks;
    const buffer = new ArrayBuffer((windowTicks + FAR_LEVELS_MIN) * LEVEL_BYTES);
    this.levelInts = new Int32Array(buffer);
    this.levelDoubles = new Float64Array(buffer);
    this.farFresh = windowTicks;
    this.anchor(minPriceTicks);
  }

  get levelCount(): number {
    return this.levelCounts[0]!;
  }

  get farLevelCount(): number {
    return this.farBids.count + this.farAsks.count;
  }

  isInWindow(price: number): boolean {
    return price - this.basePrice >= 0 && price - this.basePrice < this.windowTicks;
  }

  /** At least a quarter of the window away from its edges, or as near as the market's range allows. */
  isInMiddle(price: number): boolean {
    const distance = price - (this.basePrice + this.windowTicks / 2);
    return Math.abs(distance) <= this.windowTicks / 4 || this.baseAround(price) === this.basePrice;
  }

  /** Puts `price` in the middle of the window, as far as the market's range lets it. No level is open. */
  anchor(price: number): void {
    this.basePrice = this.baseAround(price);
    this.farOpened = 0;
  }

  private baseAround(price: number): number {
    const lowest = price - this.windowTicks / 2;
    const highest = this.maxPriceTicks - this.windowTicks + 1;
    return Math.max(this.minPriceTicks, Math.min(lowest, highest));
  }

  /** The level at this price, Absent.level when it is empty. */
  levelAt(side: number, price: number): number {
    const index = price - this.basePrice;
    if (index < 0 || index >= this.windowTicks) return this.far(side).find(price);
    return this.near.has((side << SIDE_SHIFT) | index) ? index : NO_LEVEL;
  }

  /** The level at this price, opened (empty, total 0) when there was none. */
  openLevel(side: number, price: number): number {
    if (this.levelCount === 0 && !this.isInWindow(price)) this.anchor(price);
    const index = price - this.basePrice;
    let level = index;
    if (index >= 0 && index < this.windowTicks) {
      if (!this.near.set((side << SIDE_SHIFT) | index)) return index;
    } else {
      level = this.far(side).find(price);
      if (level !== NO_LEVEL) return level;
      level = this.allocateFar();
      this.hasFar = true;
      this.far(side).insert(price, level);
      this.farOpened += 1;
    }
    this.levelCounts[0] = this.levelCounts[0]! + 1;
    this.levelInts[(level << 2) + LEVEL_HEAD] = 0;
    this.levelInts[(level << 2) + LEVEL_TAIL] = 0;
    this.levelDoubles[(level << 1) + LEVEL_TOTAL] = 0;
    const best = this.bestPrice[side]!;
    if (best === NO_PRICE) {
      this.bestPrice[side] = price;
      this.bestLevel[side] = level;
      return level;
    }
    const bestLevel = this.bestLevel[side]!;
    const mask = better(side, price, best);
    this.bestPrice[side] = best ^ ((best ^ price) & mask);
    this.bestLevel[side] = bestLevel ^ ((bestLevel ^ level) & mask);
    return level;
  }

  /** The level holds no order any more; what its memory holds means nothing then. */
  closeLevel(side: number, price: number, level: number): void {
    this.levelCounts[0] = this.levelCounts[0]! - 1;
    const at = (side << SIDE_SHIFT) | level;
    const isBest = this.bestLevel[side] === level;
    if (level >= this.windowTicks) this.closeFar(side, price, level);
    else if (!isBest) this.near.clear(at);
    else if (this.hasFar) {
      this.near.clear(at);
      this.findBest(side, price);
    } else {
      const next = this.near.clearBest(at);
      const nextLevel = next & LEVEL_MASK;
      this.bestPrice[side] = next < 0 ? NO_PRICE : nextLevel + this.basePrice;
      this.bestLevel[side] = next < 0 ? NO_LEVEL : nextLevel;
    }
  }

  private closeFar(side: number, price: number, level: number): void {
    this.far(side).remove(price);
    this.hasFar = this.farLevelCount !== 0;
    this.levelInts[(level << 2) + LEVEL_HEAD] = this.farFree;
    this.farFree = level;
    if (this.bestLevel[side] === level) this.findBest(side, price);
  }

  /** The best was at `price`. */
  private findBest(side: number, price: number): void {
    const next = this.nextWorsePrice(side, price);
    this.bestPrice[side] = next;
    this.bestLevel[side] = next === NO_PRICE ? NO_LEVEL : this.levelAt(side, next);
  }

  /** The next worse price that has orders, Absent.price when there is none. `price` need not have any. */
  nextWorsePrice(side: number, price: number): number {
    const index = price - this.basePrice;
    const near = side === 0 ? this.nearBelow(index) : this.nearAbove(index);
    const nearPrice = near < 0 ? NO_PRICE : (near & LEVEL_MASK) + this.basePrice;
    return this.hasFar ? this.worseOf(side, price, nearPrice) : nearPrice;
  }

  /** Of the price found in the window and that of the next far level. */
  private worseOf(side: number, price: number, nearPrice: number): number {
    const far = this.far(side);
    if (side === 0) return Math.max(nearPrice, far.nextBelow(price), NO_PRICE);
    const farPrice = far.nextAbove(price);
    if (farPrice < 0) return nearPrice;
    return nearPrice === NO_PRICE ? farPrice : Math.min(nearPrice, farPrice);
  }

  /** Position of the next bid in the window. */
  private nearBelow(index: number): number {
    if (index >= this.windowTicks) return this.near.highest(0);
    return index <= 0 ? NO_LEVEL : this.near.nextBelow(index);
  }

  /** Of the next ask. */
  private nearAbove(index: number): number {
    if (index < 0) return this.near.lowest(1);
    return index >= this.windowTicks ? NO_LEVEL : this.near.nextAbove(ASKS | index);
  }

  private far(side: number): FarLevels {
    return side === 0 ? this.farBids : this.farAsks;
  }

  private allocateFar(): number {
    const level = this.farFree;
    if (level !== 0) {
      this.farFree = this.levelInts[(level << 2) + LEVEL_HEAD]!;
      return level;
    }
    if (this.farFresh * 4 === this.levelInts.length) this.growFar();
    this.farFresh += 1;
    return this.farFresh - 1;
  }

  /** Doubles the far part only: the window's size is fixed. */
  private growFar(): void {
    const levels = this.windowTicks + (this.farFresh - this.windowTicks) * 2;
    const buffer = new ArrayBuffer(levels * LEVEL_BYTES);
    const ints = new Int32Array(buffer);
    ints.set(this.levelInts);
    this.levelInts = ints;
    this.levelDoubles = new Float64Array(buffer);
  }
}
