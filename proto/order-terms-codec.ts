/** Terms of an order that are absent unless they are asked for: a log without them means what it always did. */
import type { PlaceOrder, SelfTradePrevention } from './messages.ts';
import { SELF_TRADE_PREVENTION_MAX } from './ranges.ts';
import type { MinorUnits } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

const SELF_TRADE_PREVENTION = 15;
const QUOTE_TARGET_MINOR = 18;

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
