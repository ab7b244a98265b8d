/**
 * Orders of a snapshot into a new book. What it costs is memory: pages that are touched for the first time,
 * and lines that are not in the cache. So every large array is written once, and from front to back:
 *
 *   columns ─▶ order of entry ─▶ links within accounts (4 bytes a link, fits the cache)
 *      │                                 ▼
 *      ├──────────────────────▶ slots, in canonical order: row n is slot n + 1, a level is a run of slots
 *      └──────────────────────▶ index, region by region (hot/rows-by-region.ts)
 *
 * A million orders took 300 ms of CPU when slots were written in three passes and the index in order of
 * entry, and take 150 (a fresh process, Node 20.20, 2026-11-29).
 */
import { assert } from '../../../proto/assert.ts';
import type { RestingOrderColumns } from '../../../proto/messages.ts';
import type { AccountLinks } from '../hot/account-orders.ts';
import { Tally } from '../hot/fast-book-events.ts';
import { SlotWide, SlotWord } from '../hot/order-slots.ts';
import { LevelWide, LevelWord } from '../hot/price-levels.ts';
import type { RestingOrders } from '../hot/resting-orders.ts';
import { inOrderOfEntry } from './order-of-entry.ts';

// Local constants: see README.md, "constants".
const { greatestId: GREATEST_ID } = Tally;
const { head: LEVEL_HEAD, tail: LEVEL_TAIL } = LevelWord;
const { total: LEVEL_TOTAL } = LevelWide;
const {
  account: SLOT_ACCOUNT,
  accountNext: SLOT_ACCOUNT_NEXT,
  accountPrevious: SLOT_ACCOUNT_PREVIOUS,
  feeSide: SLOT_FEE_SIDE,
  level: SLOT_LEVEL,
  next: SLOT_NEXT,
  previous: SLOT_PREVIOUS,
  price: SLOT_PRICE,
} = SlotWord;
const {
  orderId: SLOT_ORDER_ID,
  priority: SLOT_PRIORITY,
  quantity: SLOT_QUANTITY,
  remaining: SLOT_REMAINING,
} = SlotWide;

/** Into an empty book. Throws AssertionFailed for orders that are in no book. */
export function loadOrders(resting: RestingOrders, orders: RestingOrderColumns): void {
  const { index, tally } = resting;
  const { orderId } = orders;
  const numbers = resting.accountNumbersOf(orders.accountId);
  const links = resting.loadAccounts(numbers, inOrderOfEntry(orders.priority, numbers));
  resting.allocateFirstSlots(orderId.length);
  anchorAround(resting, orders);
  fillSlots(resting, orders, links);
  index.load(orderId);
  for (let row = 0; row < orderId.length; row += 1) {
    if (orderId[row]! > tally[GREATEST_ID]!) tally[GREATEST_ID] = orderId[row]!;
  }
}

/** Around the best prices: the first row is the best bid, the first ask follows the last bid. */
function anchorAround(resting: RestingOrders, { side, priceTicks }: RestingOrderColumns): void {
  if (side.length === 0) return;
  const firstAsk = side.indexOf(2);
  const bid = side[0] === 1 ? priceTicks[0]! : null;
  resting.anchor(middleOf(bid, firstAsk === -1 ? null : priceTicks[firstAsk]!));
}

/** Of the best prices; null: a side is empty. */
export function middleOf(bid: number | null, ask: number | null): number {
  return Math.floor(((bid ?? ask ?? 0) + (ask ?? bid ?? 0)) / 2);
}

/** Every slot, whole; and a level for each run of rows with one side and price. */
function fillSlots(
  resting: RestingOrders,
  orders: RestingOrderColumns,
  { numbers, next, previous }: AccountLinks,
): void {
  const { orderId, side, priceTicks, quantityLots, remainingLots, makerFeePpm, priority } = orders;
  const { slotInts: ints, slotDoubles: doubles } = resting;
  const count = orderId.length;
  for (let row = 0; row < count; ) {
    const first = row;
    const price = priceTicks[row]!;
    const sideOfLevel = side[row]!;
    const level = resting.openLevel(sideOfLevel - 1, price);
    const levelAt = level << 2;
    assert(resting.levelInts[levelAt + LEVEL_TAIL] === 0, 'a level is one run of rows');
    let total = 0;
    for (; row < count && priceTicks[row] === price && side[row] === sideOfLevel; row += 1) {
      const wide = (row + 1) << 3;
      const at = (row + 1) << 4;
      const remaining = remainingLots[row]!;
      doubles[wide + SLOT_ORDER_ID] = orderId[row]!;
      doubles[wide + SLOT_QUANTITY] = quantityLots[row]!;
      doubles[wide + SLOT_REMAINING] = remaining;
      doubles[wide + SLOT_PRIORITY] = priority[row]!;
      ints[at + SLOT_NEXT] = row + 2;
      ints[at + SLOT_PREVIOUS] = row;
      ints[at + SLOT_LEVEL] = level;
      ints[at + SLOT_PRICE] = price;
      ints[at + SLOT_ACCOUNT] = numbers[row]!;
      ints[at + SLOT_ACCOUNT_NEXT] = next[row + 1]!;
      ints[at + SLOT_ACCOUNT_PREVIOUS] = previous[row + 1]!;
      ints[at + SLOT_FEE_SIDE] = (makerFeePpm[row]! << 1) + sideOfLevel - 1;
      total += remaining;
    }
    ints[((first + 1) << 4) + SLOT_PREVIOUS] = 0;
    ints[(row << 4) + SLOT_NEXT] = 0;
    resting.levelInts[levelAt + LEVEL_HEAD] = first + 1;
    resting.levelInts[levelAt + LEVEL_TAIL] = row;
    resting.levelDoubles[(level << 1) + LEVEL_TOTAL] = total;
  }
}
