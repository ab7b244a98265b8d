/** Terms of an order that are absent unless they are asked for: a log without them means what it always did. */
import type { ExpiringOrder, PlaceOrder, SelfTradePrevention } from './messages.ts';
import { SELF_TRADE_PREVENTION_MAX } from './ranges.ts';
import type { MinorUnits, OrderId, TimestampUs } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

const SELF_TRADE_PREVENTION = 15;
const QUOTE_TARGET_MINOR = 18;
const GOOD_TILL_US = 19;
const EXPIRING = 22;

export function writeSelfTradePrevention(
  w: WireWriter,
  mode: SelfTradePrevention | undefined,
): void {
  if (mode === undefined) return;
  w.enumeration(SELF_TRADE_PREVENTION, mode, 1, SELF_TRADE_PREVENTION_MAX);
}

export function readSelfTradePrevention(r: WireReader): {
  readonly selfTradePrevention?: SelfTradePrevention;
} {
  if (!r.nextIsVarint(SELF_TRADE_PREVENTION)) return {};
  const mode = r.enumeration(SELF_TRADE_PREVENTION, 1, SELF_TRADE_PREVENTION_MAX);
  return { selfTradePrevention: mode as SelfTradePrevention };
}

export function writeQuoteTarget(w: WireWriter, { quoteTargetMinor }: PlaceOrder): void {
  if (quoteTargetMinor !== undefined) w.uint53(QUOTE_TARGET_MINOR, quoteTargetMinor, 1);
}

export function readQuoteTarget(r: WireReader): Pick<PlaceOrder, 'quoteTargetMinor'> {
  if (!r.nextIsFixed64(QUOTE_TARGET_MINOR)) return {};
  return { quoteTargetMinor: r.uint53(QUOTE_TARGET_MINOR, 1) as MinorUnits };
}

export function writeGoodTill(w: WireWriter, goodTillUs: TimestampUs | undefined): void {
  if (goodTillUs !== undefined) w.uint53(GOOD_TILL_US, goodTillUs, 1);
}

export function readGoodTill(r: WireReader): { readonly goodTillUs?: TimestampUs } {
  if (!r.nextIsFixed64(GOOD_TILL_US)) return {};
  return { goodTillUs: r.uint53(GOOD_TILL_US, 1) as TimestampUs };
}

/** Of a snapshot. */
export function writeExpiring(w: WireWriter, orders: readonly ExpiringOrder[] = []): void {
  for (const { orderId, goodTillUs } of orders) {
    const start = w.begin(EXPIRING);
    w.uint53(1, orderId, 1);
    w.uint53(2, goodTillUs, 1);
    w.end(start);
  }
}

export function readExpiring(r: WireReader): { readonly expiring?: readonly ExpiringOrder[] } {
  const expiring: ExpiringOrder[] = [];
  while (r.nextIs(EXPIRING)) {
    const end = r.enter(EXPIRING);
    expiring.push({
      orderId: r.uint53(1, 1) as OrderId,
      goodTillUs: r.uint53(2, 1) as TimestampUs,
    });
    r.leave(end);
  }
  return expiring.length === 0 ? {} : { expiring };
}
