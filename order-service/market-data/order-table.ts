/**
 * Values by order id, of which a busy market adds and removes thousands a second.
 *
 *   keys    │ id │ 0 │ id │ id │ 0 │ …      0: free; an id lies at its slot or right behind others
 *   values  │ ●  │   │ ●  │ ●  │   │ …
 *
 * At most half full, so that a look-up meets one or two keys. What lies behind a removed one moves up:
 * there are no marks of what was, however many come and go. A `Map` keeps a number of this size as an
 * object of its own, and is built anew each time that half of it was deleted.
 */
import { assert } from '../../proto/assert.ts';
import type { OrderId } from '../../proto/units.ts';

const SLOTS_MIN = 64;
const FREE = 0;
/** Knuth's: neighbours lie far apart, so that the ids of two sessions do not pile up on each other. */
const SPREAD = 0x9e37_79b1;
const BITS = 32;

export class OrderTable<Value extends object> {
  #keys = new Float64Array(SLOTS_MIN);
  #values: (Value | undefined)[] = new Array(SLOTS_MIN).fill(undefined);
  #mask = SLOTS_MIN - 1;
  #shift = BITS - Math.log2(SLOTS_MIN);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(orderId: OrderId): Value | undefined {
    return this.#values[this.#find(orderId)];
  }

  /** In the place of what was there. */
  set(orderId: OrderId, value: Value): void {
    assert(orderId > FREE, 'an order id is positive');
    const at = this.#find(orderId);
    this.#values[at] = value;
    if (this.#keys[at] === orderId) return;
    this.#keys[at] = orderId;
    this.#size += 1;
    if (2 * this.#size > this.#keys.length) this.#grow();
  }

  delete(orderId: OrderId): void {
    const keys = this.#keys;
    const values = this.#values;
    const mask = this.#mask;
    let hole = this.#find(orderId);
    if (keys[hole] !== orderId) return;
    this.#size -= 1;
    for (let at = (hole + 1) & mask; keys[at] !== FREE; at = (at + 1) & mask) {
      const home = this.#slotOf(keys[at]!);
      // It may not move before its own slot.
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      keys[hole] = keys[at]!;
      values[hole] = values[at];
      hole = at;
    }
    keys[hole] = FREE;
    values[hole] = undefined;
  }

  /** In no order. */
  *values(): Iterable<Value> {
    for (const value of this.#values) if (value !== undefined) yield value;
  }

  /** Where it lies, or would lie. */
  #find(orderId: number): number {
    const keys = this.#keys;
    const mask = this.#mask;
    let at = this.#slotOf(orderId);
    for (;;) {
      const key = keys[at]!;
      if (key === orderId || key === FREE) return at;
      at = (at + 1) & mask;
    }
  }

  #slotOf(orderId: number): number {
    const high = Math.floor(orderId / 2 ** BITS);
    return Math.imul((orderId | 0) ^ Math.imul(high, SPREAD), SPREAD) >>> this.#shift;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(2 * keys.length);
    this.#values = new Array(2 * keys.length).fill(undefined);
    this.#mask = 2 * keys.length - 1;
    this.#shift -= 1;
    for (let slot = 0; slot < keys.length; slot += 1) {
      if (keys[slot] === FREE) continue;
      const at = this.#find(keys[slot]!);
      this.#keys[at] = keys[slot]!;
      this.#values[at] = values[slot];
    }
  }
}
