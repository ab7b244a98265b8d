/** What costs O(orders) in a fast book: out into columns, into another window. load-orders.ts brings them in. */
import { assert } from '../../../proto/assert.ts';
import type { RestingOrderColumns } from '../../../proto/messages.ts';
import { zeroColumns } from '../../../proto/snapshot-columns.ts';
import { FEE_MASK } from '../hot/icebergs.ts';
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
export function canonicalSlots(resting: RestingOrders): Int32Array {
  const { levelInts, slotInts, restingOrders } = resting;
  const order = new Int32Array(restingOrders);
  let count = 0;
  for (const side of [0, 1]) {
    let price = resting.bestPrice[side]!;
    while (price !== NO_PRICE) {
      const level = resting.levelAt(side, price);
      let slot = levelInts[level * 4 + LEVEL_HEAD]!;
      while (slot !== 0) {
        order[count] = slot;
        count += 1;
        slot = slotInts[slot * 16 + SLOT_NEXT]!;
      }
      price = resting.nextWorsePrice(side, price);
    }
  }
  assert(count === restingOrders, 'every order stands in a level');
  return order;
}

export function readColumns(resting: RestingOrders): RestingOrderColumns {
  const { slotInts: ints, slotDoubles: doubles } = resting;
  const order = canonicalSlots(resting);
  const count = order.length;
  const columns = zeroColumns(count);
  for (let row = 0; row < count; row += 1) {
    const slot = order[row]!;
    columns.orderId[row] = doubles[slot * 8 + SLOT_ORDER_ID]!;
    columns.accountId[row] = resting.accountIds[ints[slot * 16 + SLOT_ACCOUNT]!]!;
    columns.side[row] = (ints[slot * 16 + SLOT_FEE_SIDE]! & 1) + 1;
    columns.priceTicks[row] = ints[slot * 16 + SLOT_PRICE]!;
    columns.quantityLots[row] = doubles[slot * 8 + SLOT_QUANTITY]!;
    columns.remainingLots[row] = doubles[slot * 8 + SLOT_REMAINING]!;
    columns.makerFeePpm[row] = (ints[slot * 16 + SLOT_FEE_SIDE]! >>> 1) & FEE_MASK;
    columns.priority[row] = doubles[slot * 8 + SLOT_PRIORITY]!;
  }
  return columns;
}

/**
 * Moves the window when the market has left it: best prices outside its middle half, and more new far
 * levels than orders. So the cost, O(orders), is paid by that many far orders.
 */
export function followMarket(resting: RestingOrders): void {
  if (resting.farOpened <= resting.restingOrders) return;
  const bid = resting.bestPrice[0]!;
  const ask = resting.bestPrice[1]!;
  const middle = bid === NO_PRICE || ask === NO_PRICE ? bid + ask : Math.floor((bid + ask) / 2);
  if (resting.isInMiddle(middle)) resting.farOpened = 0;
  else moveWindow(resting, middle);
}

/** Anchors the window around `middle`, and every level finds its place anew. */
function moveWindow(resting: RestingOrders, middle: number): void {
  const order = canonicalSlots(resting);
  for (const side of [0, 1]) {
    while (resting.bestPrice[side] !== NO_PRICE) {
      resting.closeLevel(side, resting.bestPrice[side]!, resting.bestLevel[side]!);
    }
  }
  resting.anchor(middle);
  for (const slot of order) resting.appendToLevel(slot);
  assert(canonicalSlots(resting).length === resting.restingOrders, 'no order was lost');
  resting.farOpened = 0;
}
