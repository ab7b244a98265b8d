/** Bytes ⇄ what orders that show a part of themselves add to messages; absent with all others. */
import type { IcebergOrder, OrderReplenished, Side } from './messages.ts';
import { PRICE_TICKS_MAX, SIDE_MAX } from './ranges.ts';
import type { AccountId, Lots, OrderId, PriceTicks } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

/** Of a command or an event: the lots of it that are shown; of a snapshot: who shows a part. */
const ICEBERG = 24;

/** What an order displays, or what shows of it. */
export function writeIcebergLots(w: WireWriter, lots: Lots | undefined): void {
  if (lots !== undefined) w.uint53(ICEBERG, lots, 1);
}

export function readDisplay(r: WireReader): { readonly displayLots?: Lots } {
  return r.nextIsFixed64(ICEBERG) ? { displayLots: r.uint53(ICEBERG, 1) as Lots } : {};
}

export function readShown(r: WireReader): { readonly shownLots?: Lots } {
  return r.nextIsFixed64(ICEBERG) ? { shownLots: r.uint53(ICEBERG, 1) as Lots } : {};
}

/** 0: a next part follows, or nothing is left. */
export function writeMakerShown(w: WireWriter, makerShownLots: Lots | undefined): void {
  if (makerShownLots !== undefined) w.uint53(ICEBERG, makerShownLots, 0);
}

export function readMakerShown(r: WireReader): { readonly makerShownLots?: Lots } {
  return r.nextIsFixed64(ICEBERG) ? { makerShownLots: r.uint53(ICEBERG, 0) as Lots } : {};
}

export function writeOrderReplenished(w: WireWriter, e: OrderReplenished): void {
  w.uint53(1, e.orderId, 1);
  w.uint32(2, e.accountId, 0);
  w.enumeration(3, e.side, 1, SIDE_MAX);
  w.uint32(4, e.priceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(5, e.remainingLots, 0);
  w.uint53(6, e.shownLots, 0);
}

export function readOrderReplenished(
  r: WireReader,
  commandIndex: number,
): OrderReplenished & { readonly commandIndex: number } {
  return {
    kind: 'OrderReplenished',
    orderId: r.uint53(1, 1) as OrderId,
    accountId: r.uint32(2, 0) as AccountId,
    side: r.enumeration(3, 1, SIDE_MAX) as Side,
    priceTicks: r.uint32(4, 1, PRICE_TICKS_MAX) as PriceTicks,
    remainingLots: r.uint53(5, 0) as Lots,
    shownLots: r.uint53(6, 0) as Lots,
    commandIndex,
  };
}

export function writeIcebergs(w: WireWriter, orders: readonly IcebergOrder[] = []): void {
  for (const { orderId, displayLots, shownLots } of orders) {
    const start = w.begin(ICEBERG);
    w.uint53(1, orderId, 1);
    w.uint53(2, displayLots, 1);
    w.uint53(3, shownLots, 1);
    w.end(start);
  }
}

export function readIcebergs(r: WireReader): { readonly icebergs?: readonly IcebergOrder[] } {
  const icebergs: IcebergOrder[] = [];
  while (r.nextIs(ICEBERG)) {
    const end = r.enter(ICEBERG);
    icebergs.push({
      orderId: r.uint53(1, 1) as OrderId,
      displayLots: r.uint53(2, 1) as Lots,
      shownLots: r.uint53(3, 1) as Lots,
    });
    r.leave(end);
  }
  return icebergs.length === 0 ? {} : { icebergs };
}
