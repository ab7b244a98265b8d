/** Terms of an order that are absent unless they are asked for: a log without them means what it always did. */
import type { SelfTradePrevention } from './messages.ts';
import { SELF_TRADE_PREVENTION_MAX } from './ranges.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

const SELF_TRADE_PREVENTION = 15;

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
