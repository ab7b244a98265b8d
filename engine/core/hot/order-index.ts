/**
 * Order id → the slot in which the order rests. Ids come in a row, session by session, so the lowest bits of an id are
 * its place among the recent ones; that it is this order is what its slot says, which whoever looks for it needs anyway.
 *
 *   order id ── lowest bits ──▶ recent │ slot │ 0 │ slot │ …        ids that came in a row share lines
 *                                  └─▶ the slot's id is another, or none?
 *                                         └─▶ directory (KeyIndex): whose place a later order took
 *
 * An order that comes takes its place. Who still rests there (an id some million ids older, or of another session) moves
 * into the directory and stays there: it is old. So each order is known in one way, and an order that comes and goes
 * as most do costs one store each. All is there from the start and costs what was touched; nothing is copied to grow.
 * An id travels as a position in a Float64Array, because a double as an argument would be allocated.
 */
import { assert } from '../../../proto/assert.ts';
import { FIRST_LINE } from './cache-lines.ts';
import { KeyIndex } from './key-index.ts';
import { reservedMemory } from './reserved-memory.ts';
import { rowsByRegion } from './rows-by-region.ts';

/** As many places as a market may have orders, within these; the greatest are 16 MB, touched as ids come. */
const RECENT_MIN = 2 ** 10;
const RECENT_MAX = 2 ** 22;
/** Of an id: sessions count in parallel, and the ids of two are 2^45 apart. */
const SPREAD = 1 + 159_568 * 2 ** -45;

/** Of a row, see `putRow`. */
export const ROW_IDS = 16;

/** Without its upper bits, its place among the recent ones. */
const spread = (from: Float64Array, position: number): number => from[position]! * SPREAD;

function recentFor(ordersMax: number): number {
  let size = RECENT_MIN;
  while (size < ordersMax && size < RECENT_MAX) size *= 2;
  return size;
}

/** Whether the greatest is at most `range` more than the least. */
function areWithin(ids: Float64Array, range: number): boolean {
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (let row = 0; row < ids.length; row += 1) {
    least = Math.min(least, ids[row]!);
    greatest = Math.max(greatest, ids[row]!);
  }
  return greatest - least <= range;
}

export class OrderIndex {
  /** By place; 0: none. */
  private readonly recent: Int32Array;
  private readonly mask: number;
  private readonly directory: KeyIndex;
  /** Of the orders, by slot · 8; of slot 0, which is none, 0. */
  private readonly ids: Float64Array;
  /** An id on its way. */
  private readonly single = new Float64Array(1);

  constructor({ ordersMax, ids }: { readonly ordersMax: number; readonly ids: Float64Array }) {
    const size = recentFor(ordersMax);
    this.recent = new Int32Array(reservedMemory(FIRST_LINE + size * 4), FIRST_LINE, size);
    this.mask = size - 1;
    this.directory = new KeyIndex({ keysMax: ordersMax });
    this.ids = ids;
  }

  /** The slot of the order id `from[position]`, 0 when it does not rest. */
  find(from: Float64Array, position: number): number {
    const slot = this.recent[spread(from, position) & this.mask]!;
    return this.ids[slot << 3] === from[position] ? slot : this.lookUp(from, position);
  }

  /** The order in `slot`, whose id stands there and must not be in. */
  insert(slot: number): void {
    const place = spread(this.ids, slot << 3) & this.mask;
    const displaced = this.recent[place]!;
    this.recent[place] = slot;
    if (displaced !== 0) this.directory.insert(this.ids, displaced << 3, displaced << 3);
  }

  /** The order in `slot` must be in. */
  remove(slot: number): void {
    const place = spread(this.ids, slot << 3) & this.mask;
    if (this.recent[place] === slot) this.recent[place] = 0;
    else this.directory.remove(this.ids, slot << 3, slot << 3);
  }

  /** Of an empty index: so many orders are put in. */
  reserve(orders: number): void {
    this.directory.reserve(orders);
  }

  /** The order with the id `from[position]`, while an index is loaded: who finds a place taken goes into the directory. */
  put(from: Float64Array, position: number, slot: number): void {
    const place = spread(from, position) & this.mask;
    if (this.recent[place] === 0) this.recent[place] = slot;
    else this.directory.insert(from, position, slot << 3);
  }

  /**
   * As `put`, of the ids `first` + bit, for every bit of `bits` (sixteen at most, the lowest first), whose slots are
   * `slots[from]` and those behind it; returns how many. Ids in a row have places in a row, as a rule.
   */
  putRow(first: number, bits: number, slots: Int32Array, from: number): number {
    const { recent, single } = this;
    single[0] = first;
    const place = spread(single, 0) & this.mask;
    single[0] = first + ROW_IDS - 1;
    const isRow = (spread(single, 0) & this.mask) === place + ROW_IDS - 1;
    let at = from;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      if (isRow && recent[place + bit] === 0) recent[place + bit] = slots[at]!;
      else {
        single[0] = first + bit;
        this.put(single, 0, slots[at]!);
      }
      at += 1;
    }
    return at - from;
  }

  /** Order id number n is in slot n + 1. Of an empty index. */
  load(ids: Float64Array): void {
    this.reserve(ids.length);
    // Of ids that are far apart many go into the directory, and are best put in region by region.
    const rows = areWithin(ids, this.mask) ? null : rowsByRegion(ids);
    for (let at = 0; at < ids.length; at += 1) {
      const row = rows === null ? at : rows[at]!;
      this.put(ids, row, row + 1);
    }
  }

  /** Every order is found by its id; returns how many there are. */
  checkInvariants(): number {
    let count = 0;
    for (let place = 0; place <= this.mask; place += 1) {
      const slot = this.recent[place]!;
      if (slot === 0) continue;
      assert((spread(this.ids, slot << 3) & this.mask) === place, `slot ${slot} is in its place`);
      assert(this.find(this.ids, slot << 3) === slot, 'an id finds its order');
      count += 1;
    }
    this.directory.checkInvariants(this.ids);
    return count + this.directory.size;
  }

  private lookUp(from: Float64Array, position: number): number {
    if (this.directory.size === 0) return 0;
    return this.directory.find(from, position, this.ids) >> 3;
  }
}
