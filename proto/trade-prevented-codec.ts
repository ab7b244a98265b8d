/** Bytes ⇄ TradePrevented; the order of the calls is the layout. */
import type { Side, TradePrevented } from './messages.ts';
import { PRICE_TICKS_MAX, SIDE_MAX } from './ranges.ts';
import type { AccountId, Lots, OrderId, PriceTicks } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

export function writeTradePrevented(w: WireWriter, e: TradePrevented): void {
  w.uint53(1, e.makerOrderId, 1);
  w.uint53(2, e.takerOrderId, 1);
  w.uint32(3, e.accountId, 0);
  w.enumeration(4, e.takerSide, 1, SIDE_MAX);
  w.uint32(5, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(6, e.quantityLots, 0);
  w.uint53(7, e.makerRemainingLots, 0);
  w.uint53(8, e.takerRemainingLots, 0);
  w.uint32(9, e.takerLimitTicks ?? 0, e.takerLimitTicks === null ? 0 : 1, PRICE_TICKS_MAX);
}

export function readTradePrevented(
  r: WireReader,
  commandIndex: number,
): TradePrevented & { readonly commandIndex: number } {
  return {
    kind: 'TradePrevented',
    makerOrderId: r.uint53(1, 1) as OrderId,
    takerOrderId: r.uint53(2, 1) as OrderId,
    accountId: r.uint32(3, 0) as AccountId,
    takerSide: r.enumeration(4, 1, SIDE_MAX) as Side,
    priceTicks: r.uint32(5, 1, PRICE_TICKS_MAX) as PriceTicks,
    quantityLots: r.uint53(6, 0) as Lots,
    makerRemainingLots: r.uint53(7, 0) as Lots,
    takerRemainingLots: r.uint53(8, 0) as Lots,
    takerLimitTicks: (r.uint32(9, 0, PRICE_TICKS_MAX) || null) as PriceTicks | null,
    commandIndex,
  };
}
