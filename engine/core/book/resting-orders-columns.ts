/** What costs O(orders) in a fast book: out into columns, into another window. load-orders.ts brings them in. */
import { assert } from '../../../proto/assert.ts';
import type { RestingOrderColumns } from '../../../proto/messages.ts';
import { SlotWide, SlotWord } from '../hot/order-slots.ts';
import { Absent, LevelWord } from '../hot/price-levels.ts';
import type { RestingOrders } from '../hot/resting-orders.ts';

// Local constants: see README.md, "constants".
const { price: NO_PRICE } = Absent;
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
