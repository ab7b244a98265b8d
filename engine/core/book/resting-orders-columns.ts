/** What costs O(orders) in a fast book: out into columns, in from columns, into another window. */
import { assert } from '../../../proto/assert.ts';
import type { RestingOrderColumns } from '../../../proto/messages.ts';
import { Tally } from '../hot/fast-book-events.ts';
import { type OrderSlots, SlotWide, SlotWord } from '../hot/order-slots.ts';
import { Absent, LevelWord, type PriceLevels } from '../hot/price-levels.ts';
import type { RestingOrders } from '../hot/resting-orders.ts';

// Local constants: see README.md, "constants".
const { price: NO_PRICE } = Absent;
const { greatestId: GREATEST_ID } = Tally;
const { head: LEVEL_HEAD } = LevelWord;
const {
  account: SLOT_ACCOUNT,
  feeSide: SLOT_FEE_SIDE,
  next: SLOT_NEXT,
  price: SLOT_PRICE,
} = SlotWord;
const {
  orderId: SLOT_ORDER_ID,
  priority: SLOT_PRIORITY,
  quantity: SLOT_QUANTITY,
  remaining: SLOT_REMAINING,
} = SlotWide;

/** Every slot in canonical order: bids from the best down, asks from the best up, queue order within. */
export function canonicalSlots({ slots, levels }: RestingOrders): Int32Array {
  const order = new Int32Array(slots.count);
  let count = 0;
  for (const side of [0, 1]) {
    let price = levels.bestPrice[side]!;
    while (price !== NO_PRICE) {
      const level = levels.find(side, price);
      let slot = levels.ints[level * 4 + LEVEL_HEAD]!;
      while (slot !== 0) {
        order[count] = slot;
        count += 1;
        slot = slots.ints[slot * 16 + SLOT_NEXT]!;
      }
      price = levels.nextWorse(side, price);
    }
  }
  assert(count === slots.count, 'every order stands in a level');
  return order;
}

export function readColumns(resting: RestingOrders): RestingOrderColumns {
  const { ints, doubles } = resting.slots;
  const order = canonicalSlots(resting);
  const count = order.length;
  const columns: RestingOrderColumns = {
    orderId: new Float64Array(count),
    accountId: new Uint32Array(count),
    side: new Uint8Array(count),
    priceTicks: new Int32Array(count),
    quantityLots: new Float64Array(count),
    remainingLots: new Float64Array(count),
    makerFeePpm: new Uint32Array(count),
    priority: new Float64Array(count),
  };
  for (let row = 0; row < count; row += 1) {
    const slot = order[row]!;
    columns.orderId[row] = doubles[slot * 8 + SLOT_ORDER_ID]!;
    columns.accountId[row] = resting.accounts.accountIds[ints[slot * 16 + SLOT_ACCOUNT]!]!;
    columns.side[row] = (ints[slot * 16 + SLOT_FEE_SIDE]! & 1) + 1;
    columns.priceTicks[row] = ints[slot * 16 + SLOT_PRICE]!;
    columns.quantityLots[row] = doubles[slot * 8 + SLOT_QUANTITY]!;
    columns.remainingLots[row] = doubles[slot * 8 + SLOT_REMAINING]!;
    columns.makerFeePpm[row] = ints[slot * 16 + SLOT_FEE_SIDE]! >>> 1;
    columns.priority[row] = doubles[slot * 8 + SLOT_PRIORITY]!;
  }
  return columns;
}

/**
 * Into a new book. Slots are given in canonical order, so that levels are linked along the memory; what
 * goes by order of entry (accounts, and the index, whose keys come nearly in that order) touches no slot.
 */
export function loadOrders(resting: RestingOrders, orders: RestingOrderColumns): void {
  const { slots, index, accounts, levels, tally } = resting;
  assert(slots.count === 0, 'an empty book is loaded');
  const { orderId, side, priceTicks } = orders;
  const count = orderId.length;
  slots.reserve(count);
  index.reserve(count);
  anchorAround(levels, orders);
  for (let row = 0; row < count; ) {
    const first = row;
    while (row < count && priceTicks[row] === priceTicks[first] && side[row] === side[first]) {
      fillSlot(slots, orders, row);
      row += 1;
    }
    resting.appendRun(first + 1, row);
  }
  const rows = rowsByPriority(orders.priority);
  accounts.load(slots.ints, orders.accountId, rows);
  let greatest = 0;
  for (let entered = 0; entered < count; entered += 1) {
    const row = rows[entered]!;
    index.insert(orderId, row, row + 1);
    if (orderId[row]! > greatest) greatest = orderId[row]!;
  }
  tally[GREATEST_ID] = greatest;
}

/** Slot row + 1, but for its links. */
function fillSlot(slots: OrderSlots, orders: RestingOrderColumns, row: number): void {
  const slot = slots.allocate();
  const { ints, doubles } = slots;
  doubles[(slot << 3) + SLOT_ORDER_ID] = orders.orderId[row]!;
  doubles[(slot << 3) + SLOT_QUANTITY] = orders.quantityLots[row]!;
  doubles[(slot << 3) + SLOT_REMAINING] = orders.remainingLots[row]!;
  doubles[(slot << 3) + SLOT_PRIORITY] = orders.priority[row]!;
  ints[(slot << 4) + SLOT_PRICE] = orders.priceTicks[row]!;
  ints[(slot << 4) + SLOT_FEE_SIDE] = (orders.makerFeePpm[row]! << 1) + orders.side[row]! - 1;
}

/**
 * Moves the window when the market has left it: best prices outside its middle half, and more new far
 * levels than orders. So the cost, O(orders), is paid by that many far orders.
 */
export function followMarket(resting: RestingOrders): void {
  const { levels, slots } = resting;
  if (levels.farOpened <= slots.count) return;
  const bid = levels.bestPrice[0]!;
  const ask = levels.bestPrice[1]!;
  const middle = bid === NO_PRICE || ask === NO_PRICE ? bid + ask : Math.floor((bid + ask) / 2);
  if (levels.isInMiddle(middle)) levels.farOpened = 0;
  else moveWindow(resting, middle);
}

/** Anchors the window around `middle`, and every level finds its place anew. */
function moveWindow(resting: RestingOrders, middle: number): void {
  const { slots, levels } = resting;
  const order = canonicalSlots(resting);
  for (const side of [0, 1]) {
    while (levels.bestPrice[side] !== NO_PRICE) {
      levels.close(side, levels.bestPrice[side]!, levels.bestLevel[side]!);
    }
  }
  levels.anchor(middle);
  for (const slot of order) resting.appendToLevel(slot);
  assert(canonicalSlots(resting).length === slots.count, 'no order was lost');
  levels.farOpened = 0;
}

/** Around the best prices: the first row is the best bid, the first ask follows the last bid. */
function anchorAround(levels: PriceLevels, { side, priceTicks }: RestingOrderColumns): void {
  if (side.length === 0) return;
  const firstAsk = side.indexOf(2);
  const bid = side[0] === 1 ? priceTicks[0]! : priceTicks[firstAsk]!;
  const ask = firstAsk === -1 ? bid : priceTicks[firstAsk]!;
  levels.anchor(Math.floor((bid + ask) / 2));
}

const RADIX_BITS = 16;
const RADIX = 2 ** RADIX_BITS;

/** Priorities that use at least one number in so many are put in their places at once. */
const PLACES_PER_ROW_MAX = 8;

/** Rows in ascending priority. */
function rowsByPriority(priority: Float64Array): Int32Array {
  let least = priority[0] ?? 0;
  let greatest = least;
  for (let row = 0; row < priority.length; row += 1) {
    const value = priority[row]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const places = greatest - least + 1;
  return places <= priority.length * PLACES_PER_ROW_MAX
    ? rowsByPlace(priority, { least, places })
    : rowsByDigits(priority, { least, greatest });
}

/**
 * One pass over a table of all priorities there may be: a fifth of the time of the sort below, for a
 * million orders (Node 20.20, 2026-11-29). Priorities are numbers of entry, so most of them are dense.
 */
function rowsByPlace(
  priority: Float64Array,
  { least, places }: { readonly least: number; readonly places: number },
): Int32Array {
  const rowAt = new Int32Array(places);
  for (let row = 0; row < priority.length; row += 1) rowAt[priority[row]! - least] = row + 1;
  const rows = new Int32Array(priority.length);
  let count = 0;
  for (let place = 0; place < places; place += 1) {
    const row = rowAt[place]!;
    if (row === 0) continue;
    rows[count] = row - 1;
    count += 1;
  }
  assert(count === rows.length, 'no two orders entered the book at once');
  return rows;
}

/** A radix sort, 16 bits a pass, of the distances from the least one. */
function rowsByDigits(
  priority: Float64Array,
  { least, greatest }: { readonly least: number; readonly greatest: number },
): Int32Array {
  let rows = new Int32Array(priority.length);
  for (let row = 0; row < rows.length; row += 1) rows[row] = row;
  let rest = new Float64Array(priority.length);
  for (let row = 0; row < rows.length; row += 1) rest[row] = priority[row]! - least;
  for (let unit = 1; unit <= greatest - least; unit *= RADIX) {
    rows = sortedByDigit(rows, rest);
    rest = rest.map((distance) => Math.floor(distance / RADIX));
  }
  return rows;
}

/** Stable, by the lowest 16 bits of what each row has left. */
function sortedByDigit(rows: Int32Array, rest: Float64Array): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(RADIX + 1);
  for (let index = 0; index < rows.length; index += 1) {
    const digit = rest[index]! & (RADIX - 1);
    starts[digit + 1] = starts[digit + 1]! + 1;
  }
  for (let digit = 0; digit < RADIX; digit += 1)
    starts[digit + 1] = starts[digit + 1]! + starts[digit]!;
  const sorted = new Int32Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    const digit = rest[row]! & (RADIX - 1);
    sorted[starts[digit]!] = row;
    starts[digit] = starts[digit]! + 1;
  }
  return sorted;
}
