/** Bytes ⇄ what a snapshot says of triggers: two fields of MarketSnapshot, both absent without any. */
import { readDisplay, writeIcebergLots } from './iceberg-codec.ts';
import type { OrderType, Side, TimeInForce, TriggerState, WaitingOrder } from './messages.ts';
import { readSelfTradePrevention, writeSelfTradePrevention } from './order-terms-codec.ts';
import { readOrderTrigger, writeOrderTrigger } from './order-trigger-codec.ts';
import { ORDER_TYPE_MAX, PPM_MAX, PRICE_TICKS_MAX, SIDE_MAX, TIME_IN_FORCE_MAX } from './ranges.ts';
import type { AccountId, Lots, MinorUnits, OrderId, Ppm, PriceTicks } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

const LAST_PRICE_FIELD = 17;
const WAITING_FIELD = 18;

export function writeTriggerState(w: WireWriter, state: TriggerState | undefined): void {
  if (state === undefined) return;
  w.uint32(LAST_PRICE_FIELD, state.lastPriceTicks, 0, PRICE_TICKS_MAX);
  for (const order of state.waiting) writeWaitingOrder(w, order);
}

export function readTriggerState(r: WireReader): TriggerState | undefined {
  if (!r.nextIsFixed32(LAST_PRICE_FIELD)) return undefined;
  const lastPriceTicks = r.uint32(LAST_PRICE_FIELD, 0, PRICE_TICKS_MAX);
  const waiting: WaitingOrder[] = [];
  while (r.nextIs(WAITING_FIELD)) waiting.push(readWaitingOrder(r));
  return { lastPriceTicks, waiting };
}

function writeWaitingOrder(w: WireWriter, order: WaitingOrder): void {
  const start = w.begin(WAITING_FIELD);
  w.uint53(1, order.orderId, 1);
  w.uint32(2, order.accountId, 0);
  w.enumeration(3, order.side, 1, SIDE_MAX);
  w.enumeration(4, order.type, 1, ORDER_TYPE_MAX);
  w.enumeration(5, order.timeInForce, 1, TIME_IN_FORCE_MAX);
  w.uint32(6, order.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(7, order.quantityLots, 0);
  w.uint53(8, order.quoteBudgetMinor, 0);
  w.uint32(9, order.makerFeePpm, 0, PPM_MAX);
  w.uint32(10, order.takerFeePpm, 0, PPM_MAX);
  writeOrderTrigger(w, 11, order.trigger);
  w.uint53(12, order.placement, 0);
  writeSelfTradePrevention(w, order.selfTradePrevention);
  writeIcebergLots(w, order.displayLots);
  w.end(start);
}

function readWaitingOrder(r: WireReader): WaitingOrder {
  const outerEnd = r.enter(WAITING_FIELD);
  const order: WaitingOrder = {
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    type: r.enumeration(4, 1, ORDER_TYPE_MAX) as OrderType,
    timeInForce: r.enumeration(5, 1, TIME_IN_FORCE_MAX) as TimeInForce,
    priceTicks: r.uint32(6, 1, PRICE_TICKS_MAX) as PriceTicks,
    quantityLots: r.uint53(7, 0) as Lots,
    quoteBudgetMinor: r.uint53(8, 0) as MinorUnits,
    makerFeePpm: r.uint32(9, 0, PPM_MAX) as Ppm,
    takerFeePpm: r.uint32(10, 0, PPM_MAX) as Ppm,
    trigger: readOrderTrigger(r, 11),
    placement: r.uint53(12, 0),
    ...readSelfTradePrevention(r),
    ...readDisplay(r),
  };
  r.leave(outerEnd);
  return order;
}
