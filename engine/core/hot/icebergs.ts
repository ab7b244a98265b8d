/**
 * Of the orders that show a part of themselves: how much at a time, and how much now. By slot, beside the
 * slots, whose line is full; there, the sign of `feeSide` tells who is one of them.
 *
 *   double  slot · 4    + 1     + 2
 *           │ display │ shown │ entered │ – │
 *
 * `entered` is the priority with which it came: each part has a new one, and it is the same order.
 *
 * Memory comes with the first of them, and costs only where one stood.
 */
import { assert } from '../../../proto/assert.ts';
import { OrderSlots, SlotWide } from './order-slots.ts';

// Local constants: see README.md, "constants".
const { priority: SLOT_PRIORITY, remaining: SLOT_REMAINING } = SlotWide;

/** In `feeSide` of a slot: it shows a part of itself. Whoever reads the fee leaves it out. */
export const ICEBERG_SIGN = -(2 ** 31);
/** Of the fee, once the side is shifted out: below 2^20, as it is at most 10^6. */
export const FEE_MASK = 0xfffff;

const SLOTS_MIN = 1024;
/** More than it: room for as many as the market admits, as for the slots. */
const SLOTS_COPIED_MAX = 65_536;

export class Icebergs extends OrderSlots {
  private shownDoubles = new Float64Array(0);

  /** False: there never was one. */
  get hasIcebergs(): boolean {
    return this.shownDoubles.length > 0;
  }

  /** The order that came into `slot`, with its lots and its priority. */
  protected addIceberg(slot: number, display: number): void {
    if (slot << 2 >= this.shownDoubles.length) this.growIcebergs(slot);
    this.shownDoubles[slot << 2] = display;
    const { slotDoubles: doubles } = this;
    const remaining = doubles[(slot << 3) + SLOT_REMAINING]!;
    this.shownDoubles[(slot << 2) + 1] = Math.min(display, remaining);
    this.shownDoubles[(slot << 2) + 2] = doubles[(slot << 3) + SLOT_PRIORITY]!;
  }

  /** The priority that the order in `slot` had before it showed any other part. */
  enteredOf(slot: number): number {
    return this.shownDoubles[(slot << 2) + 2]!;
  }

  displayOf(slot: number): number {
    return this.shownDoubles[slot << 2]!;
  }

  shownOf(slot: number): number {
    return this.shownDoubles[(slot << 2) + 1]!;
  }

  show(slot: number, lots: number): void {
    this.shownDoubles[(slot << 2) + 1] = lots;
  }

  /** The next part of `remaining` lots. */
  replenish(slot: number, remaining: number): void {
    this.shownDoubles[(slot << 2) + 1] = Math.min(this.displayOf(slot), remaining);
  }

  private growIcebergs(slot: number): void {
    assert(slot < this.slotsMax, `slot ${slot} is within what the market admits`);
    let slots = SLOTS_MIN;
    while (slots <= slot) slots *= 2;
    const room = slots > SLOTS_COPIED_MAX ? this.slotsMax : Math.min(slots, this.slotsMax);
    const lots = new Float64Array(room * 4);
    lots.set(this.shownDoubles);
    this.shownDoubles = lots;
  }
}
