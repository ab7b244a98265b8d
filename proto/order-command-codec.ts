/** Bytes ⇄ the commands about orders; the order of the calls is the layout. */

import { readDisplay, writeIcebergLots } from './iceberg-codec.ts';
import type {
  AmendOrder,
  CancelAllOrders,
  CancelOrder,
  OrderType,
  PlaceOrder,
  Side,
  TimeInForce,
} from './messages.ts';
import {
  readGoodTill,
  readQuoteTarget,
  readSelfTradePrevention,
  writeGoodTill,
  writeQuoteTarget,
  writeSelfTradePrevention,
} from './order-terms-codec.ts';
import { readTriggerIfAny, writeOrderTrigger } from './order-trigger-codec.ts';
import { ORDER_TYPE_MAX, PPM_MAX, PRICE_TICKS_MAX, SIDE_MAX, TIME_IN_FORCE_MAX } from './ranges.ts';
import { readReplacement, writeReplacement } from './replacement-codec.ts';
import type { AccountId, Lots, MinorUnits, OrderId, Ppm, PriceTicks } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

export function writePlaceOrder(w: WireWriter, c: PlaceOrder): void {
  w.uint53(1, c.orderId, 1);
  w.uint32(2, c.accountId, 0);
  w.enumeration(3, c.side, 1, SIDE_MAX);
  w.enumeration(4, c.type, 1, ORDER_TYPE_MAX);
  w.enumeration(5, c.timeInForce, 1, TIME_IN_FORCE_MAX);
  w.bool(6, c.postOnly);
  w.uint32(7, c.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(8, c.quantityLots, 0);
  w.uint32(9, c.makerFeePpm, 0, PPM_MAX);
  w.uint32(10, c.takerFeePpm, 0, PPM_MAX);
  w.uint53(11, c.quoteBudgetMinor, 0);
  w.string(12, c.clientOrderId);
  writeOrderTrigger(w, 13, c.trigger);
  writeSelfTradePrevention(w, c.selfTradePrevention);
  writeQuoteTarget(w, c);
  writeGoodTill(w, c.goodTillUs);
  writeIcebergLots(w, c.displayLots);
  writeReplacement(w, c.replaces);
}

export function readPlaceOrder(r: WireReader): PlaceOrder {
  return {
    kind: 'PlaceOrder',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    type: r.enumeration(4, 1, ORDER_TYPE_MAX) as OrderType,
    timeInForce: r.enumeration(5, 1, TIME_IN_FORCE_MAX) as TimeInForce,
    postOnly: r.bool(6),
    priceTicks: r.uint32(7, 1, PRICE_TICKS_MAX) as PriceTicks,
    quantityLots: r.uint53(8, 0) as Lots,
    makerFeePpm: r.uint32(9, 0, PPM_MAX) as Ppm,
    takerFeePpm: r.uint32(10, 0, PPM_MAX) as Ppm,
    quoteBudgetMinor: r.uint53(11, 0) as MinorUnits,
    clientOrderId: r.string(12),
    ...readTriggerIfAny(r, 13),
    ...readSelfTradePrevention(r),
    ...readQuoteTarget(r),
    ...readGoodTill(r),
    ...readDisplay(r),
    ...readReplacement(r),
  };
}

export function writeCancelOrder(w: WireWriter, c: CancelOrder): void {
  w.uint53(1, c.orderId, 1);
  w.uint32(2, c.accountId, 0);
}

export function readCancelOrder(r: WireReader): CancelOrder {
  return {
    kind: 'CancelOrder',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
  };
}

export function writeCancelAllOrders(w: WireWriter, c: CancelAllOrders): void {
  w.uint32(1, c.accountId, 0);
  w.enumeration(2, c.side ?? 0, 0, SIDE_MAX);
}

export function readCancelAllOrders(r: WireReader): CancelAllOrders {
  return {
    kind: 'CancelAllOrders',
    accountId: r.uint32(1, 0) as AccountId,
    side: (r.enumeration(2, 0, SIDE_MAX) || null) as Side | null,
  };
}

export function writeAmendOrder(w: WireWriter, c: AmendOrder): void {
  w.uint53(1, c.orderId, 1);
  w.uint32(2, c.accountId, 0);
  w.uint32(3, c.priceTicks ?? 0, c.priceTicks === null ? 0 : 1, PRICE_TICKS_MAX);
  w.uint53(4, c.quantityLots ?? 0, c.quantityLots === null ? 0 : 1);
  w.uint32(5, c.makerFeePpm, 0, PPM_MAX);
  w.uint32(6, c.takerFeePpm, 0, PPM_MAX);
  writeSelfTradePrevention(w, c.selfTradePrevention);
}

export function readAmendOrder(r: WireReader): AmendOrder {
  return {
    kind: 'AmendOrder',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    priceTicks: (r.uint32(3, 0, PRICE_TICKS_MAX) || null) as PriceTicks | null,
    quantityLots: (r.uint53(4, 0) || null) as Lots | null,
    makerFeePpm: r.uint32(5, 0, PPM_MAX) as Ppm,
    takerFeePpm: r.uint32(6, 0, PPM_MAX) as Ppm,
    ...readSelfTradePrevention(r),
  };
}
