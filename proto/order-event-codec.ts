/** Bytes ⇄ the events about orders and trades; the order of the calls is the layout. */
import { readDisplay, readShown, writeIcebergLots } from './iceberg-codec.ts';
import type {
  AmendRejected,
  CancelRejected,
  DoneReason,
  OrderAccepted,
  OrderAmended,
  OrderDone,
  OrderRejected,
  OrderRested,
  OrdersCanceled,
  OrderTriggered,
  OrderType,
  RejectReason,
  Side,
  TimeInForce,
  TradeExecuted,
} from './messages.ts';
import {
  readGoodTill,
  readSelfTradePrevention,
  writeGoodTill,
  writeSelfTradePrevention,
} from './order-terms-codec.ts';
import { readTriggerIfAny, writeOrderTrigger } from './order-trigger-codec.ts';
import {
  DONE_REASON_MAX,
  ORDER_TYPE_MAX,
  PRICE_TICKS_MAX,
  REJECT_REASON_MAX,
  SIDE_MAX,
  TIME_IN_FORCE_MAX,
} from './ranges.ts';
import type { AccountId, Lots, MinorUnits, OrderId, PriceTicks, TradeId } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

type Indexed<Body> = Body & { readonly commandIndex: number };

export function writeOrderAccepted(w: WireWriter, e: OrderAccepted): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.side, 1, SIDE_MAX);
  w.enumeration(4, e.type, 1, ORDER_TYPE_MAX);
  w.enumeration(5, e.timeInForce, 1, TIME_IN_FORCE_MAX);
  w.bool(6, e.postOnly);
  w.uint32(7, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(8, e.quantityLots, 0);
  w.uint53(9, e.quoteBudgetMinor, 0);
  w.string(10, e.clientOrderId);
  writeOrderTrigger(w, 11, e.trigger);
  writeSelfTradePrevention(w, e.selfTradePrevention);
  writeGoodTill(w, e.goodTillUs);
  writeIcebergLots(w, e.displayLots);
}

export function readOrderAccepted(r: WireReader, commandIndex: number): Indexed<OrderAccepted> {
  return {
    kind: 'OrderAccepted',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    type: r.enumeration(4, 1, ORDER_TYPE_MAX) as OrderType,
    timeInForce: r.enumeration(5, 1, TIME_IN_FORCE_MAX) as TimeInForce,
    postOnly: r.bool(6),
    priceTicks: r.uint32(7, 1, PRICE_TICKS_MAX) as PriceTicks,
    quantityLots: r.uint53(8, 0) as Lots,
    quoteBudgetMinor: r.uint53(9, 0) as MinorUnits,
    clientOrderId: r.string(10),
    ...readTriggerIfAny(r, 11),
    ...readSelfTradePrevention(r),
    ...readGoodTill(r),
    ...readDisplay(r),
    commandIndex,
  };
}

export function writeOrderRejected(w: WireWriter, e: OrderRejected): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.reason, 1, REJECT_REASON_MAX);
  w.string(4, e.clientOrderId);
}

export function readOrderRejected(r: WireReader, commandIndex: number): Indexed<OrderRejected> {
  return {
    kind: 'OrderRejected',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    reason: r.enumeration(3, 1, REJECT_REASON_MAX) as RejectReason,
    clientOrderId: r.string(4),
    commandIndex,
  };
}

export function writeOrderRested(w: WireWriter, e: OrderRested): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.side, 1, SIDE_MAX);
  w.uint32(4, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(5, e.remainingLots, 0);
  writeIcebergLots(w, e.displayLots);
}

export function readOrderRested(r: WireReader, commandIndex: number): Indexed<OrderRested> {
  return {
    kind: 'OrderRested',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    priceTicks: r.uint32(4, 1, PRICE_TICKS_MAX) as PriceTicks,
    remainingLots: r.uint53(5, 0) as Lots,
    ...readDisplay(r),
    commandIndex,
  };
}

export function writeTradeExecuted(w: WireWriter, e: TradeExecuted): void {
  w.uint53(1, e.tradeId, 0);
  w.uint53(2, e.makerOrderId, 1);
  w.uint53(3, e.takerOrderId, 1);
  w.uint32(4, e.makerAccountId, 0);
  w.uint32(5, e.takerAccountId, 0);
  w.enumeration(6, e.takerSide, 1, SIDE_MAX);
  w.uint32(7, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(8, e.quantityLots, 0);
  w.uint53(9, e.makerFeeMinor, 0);
  w.uint53(10, e.takerFeeMinor, 0);
  w.uint53(11, e.makerRemainingLots, 0);
  w.uint53(12, e.takerRemainingLots, 0);
  w.uint32(13, e.takerLimitTicks ?? 0, e.takerLimitTicks === null ? 0 : 1, PRICE_TICKS_MAX);
}

export function readTradeExecuted(r: WireReader, commandIndex: number): Indexed<TradeExecuted> {
  return {
    kind: 'TradeExecuted',
    tradeId: r.uint53(1, 0) as TradeId,
    makerOrderId: r.uint53(2, 1) as OrderId,
    takerOrderId: r.uint53(3, 1) as OrderId,
    makerAccountId: r.uint32(4, 0) as AccountId,
    takerAccountId: r.uint32(5, 0) as AccountId,
    takerSide: r.enumeration(6, 1, SIDE_MAX) as Side,
    priceTicks: r.uint32(7, 1, PRICE_TICKS_MAX) as PriceTicks,
    quantityLots: r.uint53(8, 0) as Lots,
    makerFeeMinor: r.uint53(9, 0) as MinorUnits,
    takerFeeMinor: r.uint53(10, 0) as MinorUnits,
    makerRemainingLots: r.uint53(11, 0) as Lots,
    takerRemainingLots: r.uint53(12, 0) as Lots,
    takerLimitTicks: (r.uint32(13, 0, PRICE_TICKS_MAX) || null) as PriceTicks | null,
    commandIndex,
  };
}

export function writeOrderAmended(w: WireWriter, e: OrderAmended): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.side, 1, SIDE_MAX);
  w.uint32(4, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(5, e.quantityLots, 0);
  w.uint53(6, e.remainingLots, 0);
  w.bool(7, e.keptPriority);
  writeIcebergLots(w, e.shownLots);
}

export function readOrderAmended(r: WireReader, commandIndex: number): Indexed<OrderAmended> {
  return {
    kind: 'OrderAmended',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    priceTicks: r.uint32(4, 1, PRICE_TICKS_MAX) as PriceTicks,
    quantityLots: r.uint53(5, 0) as Lots,
    remainingLots: r.uint53(6, 0) as Lots,
    keptPriority: r.bool(7),
    ...readShown(r),
    commandIndex,
  };
}

export function writeOrderDone(w: WireWriter, e: OrderDone): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.side, 1, SIDE_MAX);
  w.enumeration(4, e.reason, 1, DONE_REASON_MAX);
  w.bool(5, e.wasResting);
  w.uint32(6, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(7, e.remainingLots, 0);
  w.uint53(8, e.remainingQuoteMinor, 0);
  writeIcebergLots(w, e.shownLots);
}

export function readOrderDone(r: WireReader, commandIndex: number): Indexed<OrderDone> {
  return {
    kind: 'OrderDone',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    reason: r.enumeration(4, 1, DONE_REASON_MAX) as DoneReason,
    wasResting: r.bool(5),
    priceTicks: r.uint32(6, 1, PRICE_TICKS_MAX) as PriceTicks,
    remainingLots: r.uint53(7, 0) as Lots,
    remainingQuoteMinor: r.uint53(8, 0) as MinorUnits,
    ...readShown(r),
    commandIndex,
  };
}

export function writeCancelRejected(w: WireWriter, e: CancelRejected): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.reason, 1, REJECT_REASON_MAX);
}

export function readCancelRejected(r: WireReader, commandIndex: number): Indexed<CancelRejected> {
  return {
    kind: 'CancelRejected',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    reason: r.enumeration(3, 1, REJECT_REASON_MAX) as RejectReason,
    commandIndex,
  };
}

export function writeAmendRejected(w: WireWriter, e: AmendRejected): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.reason, 1, REJECT_REASON_MAX);
  w.uint32(4, e.priceTicks ?? 0, e.priceTicks === null ? 0 : 1, PRICE_TICKS_MAX);
  w.uint53(5, e.remainingLots, 0);
}

export function readAmendRejected(r: WireReader, commandIndex: number): Indexed<AmendRejected> {
  return {
    kind: 'AmendRejected',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    reason: r.enumeration(3, 1, REJECT_REASON_MAX) as RejectReason,
    priceTicks: (r.uint32(4, 0, PRICE_TICKS_MAX) || null) as PriceTicks | null,
    remainingLots: r.uint53(5, 0) as Lots,
    commandIndex,
  };
}

export function writeOrdersCanceled(w: WireWriter, e: OrdersCanceled): void {
  w.uint32(1, e.accountId, 0);
  w.uint32(2, e.count, 0);
}

export function readOrdersCanceled(r: WireReader, commandIndex: number): Indexed<OrdersCanceled> {
  return {
    kind: 'OrdersCanceled',
    accountId: r.uint32(1, 0) as AccountId,
    count: r.uint32(2, 0),
    commandIndex,
  };
}

export function writeOrderTriggered(w: WireWriter, e: OrderTriggered): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.side, 1, SIDE_MAX);
  w.enumeration(4, e.type, 1, ORDER_TYPE_MAX);
  w.enumeration(5, e.timeInForce, 1, TIME_IN_FORCE_MAX);
  w.uint32(6, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(7, e.quantityLots, 0);
  w.uint53(8, e.quoteBudgetMinor, 0);
  w.uint32(9, e.triggerTicks, 1, PRICE_TICKS_MAX);
  writeIcebergLots(w, e.displayLots);
}

export function readOrderTriggered(r: WireReader, commandIndex: number): Indexed<OrderTriggered> {
  return {
    kind: 'OrderTriggered',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    type: r.enumeration(4, 1, ORDER_TYPE_MAX) as OrderType,
    timeInForce: r.enumeration(5, 1, TIME_IN_FORCE_MAX) as TimeInForce,
    priceTicks: r.uint32(6, 1, PRICE_TICKS_MAX) as PriceTicks,
    quantityLots: r.uint53(7, 0) as Lots,
    quoteBudgetMinor: r.uint53(8, 0) as MinorUnits,
    triggerTicks: r.uint32(9, 1, PRICE_TICKS_MAX) as PriceTicks,
    ...readDisplay(r),
    commandIndex,
  };
}
