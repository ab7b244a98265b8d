/**
 * The orders of a book: 64 bytes each in one buffer, seen as doubles and as int32. One cache line holds
 * all of an order; slots come from a free list, and slot 0 stands for "none", so that new memory needs
 * no initialisation.
 *
 *   double  0          1          2          3
 *         │ order id │ quantity │ remaining│ priority │
 *   int32   8      9          10      11      12        13             14                15
 *         │ next │ previous │ level │ price │ account │ account next │ account previous │ fee, side │
 *           └── in its level ──┘              └────── list of its account's orders ─────┘   fee·2 + side
 *
 * `allocateSlot`, `releaseSlot` O(1). Memory that was never touched costs none, so there is room for all that the
 * market admits from the start: the arrays never change, and code of a market's own has them as constants.
 */
import { assert } from '../../../proto/assert.ts';
import { FIRST_LINE } from './cache-lines.ts';
import { reservedMemory } from './reserved-memory.ts';

/** Positions within a slot, of the view of doubles. */
export const SlotWide = { orderId: 0, quantity: 1, remaining: 2, priority: 3 } as const;

/** Positions within a slot, of the view of int32. */
export const SlotWord = {
  /** Links the free list too. */
  next: 8,
  previous: 9,
  level: 10,
  price: 11,
  account: 12,
  accountNext: 13,
  accountPrevious: 14,
  /** Maker fee (ppm) × 2 + side index (0 buy, 1 sell); below 0: it shows a part of itself (icebergs.ts). */
  feeSide: 15,
} as const;

/** What is counted and linked; in a typed array, since a field of an object is checked and shifted at each use. */
const RESTING = 0;
const FREE_SLOT = 1;
/** Slots from here on were never used. */
const FRESH_SLOT = 2;

// Local constants: see README.md, "constants".
const { next: SLOT_NEXT } = SlotWord;

const SLOT_BYTES = 64;

export interface OrderSlotsOptions {
  readonly maxRestingOrders: number;
  /** Rows of an image that may become the slots where they are, if there is room for all slots behind them. */
  readonly rows?: Uint8Array | undefined;
}

/** Of `slots` slots, slot 0 first; the rows of an image come behind slot 0. */
function slotMemory(
  slots: number,
  rows: Uint8Array | undefined,
): { readonly buffer: ArrayBufferLike; readonly at: number } {
  const at = (rows?.byteOffset ?? 0) - SLOT_BYTES;
  const isPlaced = at >= FIRST_LINE && (at - FIRST_LINE) % SLOT_BYTES === 0;
  if (rows === undefined || !isPlaced || rows.buffer.byteLength - at < slots * SLOT_BYTES) {
    return { buffer: reservedMemory(FIRST_LINE + slots * SLOT_BYTES), at: FIRST_LINE };
  }
  return { buffer: rows.buffer, at };
}

export class OrderSlots {
  readonly slotDoubles: Float64Array;
  readonly slotInts: Int32Array;
  private readonly slotCounts = new Int32Array(32);
  /** Slot 0 included. */
  protected readonly slotsMax: number;

  constructor({ maxRestingOrders, rows }: OrderSlotsOptions) {
    this.slotsMax = maxRestingOrders + 1;
    const { buffer, at } = slotMemory(this.slotsMax, rows);
    this.slotCounts[FRESH_SLOT] = 1;
    this.slotInts = new Int32Array(buffer, at, (this.slotsMax * SLOT_BYTES) / 4);
    this.slotDoubles = new Float64Array(buffer, at, (this.slotsMax * SLOT_BYTES) / 8);
  }

  get restingOrders(): number {
    return this.slotCounts[RESTING]!;
  }

  /** Slots 1 … orders, when none was ever given. */
  allocateFirstSlots(orders: number): void {
    const { slotCounts: counts } = this;
    assert(counts[FRESH_SLOT] === 1, 'an empty book is loaded');
    assert(orders < this.slotsMax, `${orders} orders are within what the market admits`);
    counts[FRESH_SLOT] = 1 + orders;
    counts[RESTING] = orders;
  }

  /** The rows of an image are slots 1 …, when none was ever given; what stands beside them in memory is no slot's. */
  takeRows(rows: Uint8Array): void {
    const orders = rows.length / SLOT_BYTES;
    this.allocateFirstSlots(orders);
    const { buffer, byteOffset, byteLength } = this.slotInts;
    const slots = new Uint8Array(buffer, byteOffset, byteLength);
    const isThere = rows.buffer === buffer && rows.byteOffset === byteOffset + SLOT_BYTES;
    if (!isThere) slots.set(rows, SLOT_BYTES);
    slots.fill(0, 0, SLOT_BYTES);
    const end = (orders + 1) * SLOT_BYTES;
    slots.fill(0, end, Math.min(end + SLOT_BYTES, slots.length));
  }

  allocateSlot(): number {
    const { slotCounts: counts } = this;
    counts[RESTING] = counts[RESTING]! + 1;
    const slot = counts[FREE_SLOT]!;
    if (slot !== 0) {
      counts[FREE_SLOT] = this.slotInts[(slot << 4) + SLOT_NEXT]!;
      return slot;
    }
    const fresh = counts[FRESH_SLOT]!;
    counts[FRESH_SLOT] = fresh + 1;
    return fresh;
  }

  releaseSlot(slot: number): void {
    const { slotCounts: counts } = this;
    counts[RESTING] = counts[RESTING]! - 1;
    this.slotInts[(slot << 4) + SLOT_NEXT] = counts[FREE_SLOT]!;
    counts[FREE_SLOT] = slot;
  }

  /** Every slot ever used is either in use (`used` of them) or in the free list once. */
  checkSlots(): void {
    const seen = new Set<number>();
    for (
      let slot = this.slotCounts[FREE_SLOT]!;
      slot !== 0;
      slot = this.slotInts[(slot << 4) + SLOT_NEXT]!
    ) {
      assert(slot < this.slotCounts[FRESH_SLOT]! && !seen.has(slot), `slot ${slot} is free once`);
      seen.add(slot);
    }
    assert(
      seen.size + this.restingOrders === this.slotCounts[FRESH_SLOT]! - 1,
      'free and used slots are all slots',
    );
  }
}
