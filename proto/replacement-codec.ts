/** Bytes ⇄ the order that a new one replaces; absent with all others. */
import type { PlaceOrder, Replacement, ReplacementRule } from './messages.ts';
import { PRICE_TICKS_MAX, REPLACEMENT_RULE_MAX } from './ranges.ts';
import type { Lots, OrderId, PriceTicks } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

const REPLACES = 25;
const HELD = 3;

export function writeReplacement(w: WireWriter, replaces: Replacement | undefined): void {
  if (replaces === undefined) return;
  const { orderId, rule, held } = replaces;
  const start = w.begin(REPLACES);
  w.uint53(1, orderId, 1);
  w.enumeration(2, rule, 1, REPLACEMENT_RULE_MAX);
  if (held !== undefined) {
    const heldStart = w.begin(HELD);
    w.uint32(1, held.priceTicks, 1, PRICE_TICKS_MAX);
    w.uint53(2, held.lots, 1);
    w.end(heldStart);
  }
  w.end(start);
}

export function readReplacement(r: WireReader): Pick<PlaceOrder, 'replaces'> {
  if (!r.nextIs(REPLACES)) return {};
  const end = r.enter(REPLACES);
  const replaces = {
    orderId: r.uint53(1, 1) as OrderId,
    rule: r.enumeration(2, 1, REPLACEMENT_RULE_MAX) as ReplacementRule,
    ...readHeld(r),
  };
  r.leave(end);
  return { replaces };
}

function readHeld(r: WireReader): Pick<Replacement, 'held'> {
  if (!r.nextIs(HELD)) return {};
  const end = r.enter(HELD);
  const held = {
    priceTicks: r.uint32(1, 1, PRICE_TICKS_MAX) as PriceTicks,
    lots: r.uint53(2, 1) as Lots,
  };
  r.leave(end);
  return { held };
}
