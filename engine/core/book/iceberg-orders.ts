/** The orders of a fast book that show a part of themselves: out into a snapshot, and in from one. */
import { assert } from '../../../proto/assert.ts';
import type { IcebergOrder } from '../../../proto/messages.ts';
import type { Lots, OrderId } from '../../../proto/units.ts';
import { SlotWide, SlotWord } from '../hot/order-slots.ts';
import type { RestingOrders } from '../hot/resting-orders.ts';
import { canonicalSlots } from './resting-orders-columns.ts';

/** In canonical order. */
export function readIcebergs(resting: RestingOrders): readonly IcebergOrder[] {
  // So a book that never had one is not gone through.
  if (!resting.hasIcebergs) return [];
  const found: IcebergOrder[] = [];
  for (const slot of canonicalSlots(resting)) {
    if (resting.slotInts[slot * 16 + SlotWord.feeSide]! >= 0) continue;
    found.push({
      orderId: resting.slotDoubles[slot * 8 + SlotWide.orderId] as OrderId,
      displayLots: resting.displayOf(slot) as Lots,
      shownLots: resting.shownOf(slot) as Lots,
    });
  }
  return found;
}

/** Behind the orders. Throws AssertionFailed for one that is not among them. */
export function loadIcebergs(resting: RestingOrders, orders: readonly IcebergOrder[]): void {
  const id = new Float64Array(1);
  for (const { orderId, displayLots, shownLots } of orders) {
    id[0] = orderId;
    const slot = resting.index.find(id, 0);
    assert(slot !== 0, `order ${orderId} shows a part of itself, so it rests`);
    resting.showPart(slot, displayLots);
    resting.show(slot, shownLots);
  }
}

/** Of the order in `slot`, which is one or not. */
export function checkIceberg(resting: RestingOrders, slot: number): void {
  if (resting.slotInts[slot * 16 + SlotWord.feeSide]! >= 0) return;
  const display = resting.displayOf(slot);
  const shown = resting.shownOf(slot);
  const remaining = resting.slotDoubles[slot * 8 + SlotWide.remaining]!;
  const isPart = display > 0 && shown > 0 && shown <= display && shown <= remaining;
  assert(isPart, `slot ${slot} shows ${shown} of ${remaining}, ${display} at a time`);
}
