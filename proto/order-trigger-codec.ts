import type { OrderTrigger, TriggerKind } from './messages.ts';
import { PRICE_TICKS_MAX, TRIGGER_KIND_MAX } from './ranges.ts';
import type { PriceTicks } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

/** As message field `field`; an order that enters at once has none. */
export function writeOrderTrigger(
  w: WireWriter,
  field: number,
  trigger: OrderTrigger | undefined,
): void {
  if (trigger === undefined) return;
  const start = w.begin(field);
  w.enumeration(1, trigger.kind, 1, TRIGGER_KIND_MAX);
  w.uint32(2, trigger.priceTicks, 1, PRICE_TICKS_MAX);
  w.end(start);
}

/** To be spread into a message: nothing, unless it stands next. */
export function readTriggerIfAny(
  r: WireReader,
  field: number,
): { readonly trigger?: OrderTrigger } {
  return r.nextIs(field) ? { trigger: readOrderTrigger(r, field) } : {};
}

export function readOrderTrigger(r: WireReader, field: number): OrderTrigger {
  const outerEnd = r.enter(field);
  const trigger = {
    kind: r.enumeration(1, 1, TRIGGER_KIND_MAX) as TriggerKind,
    priceTicks: r.uint32(2, 1, PRICE_TICKS_MAX) as PriceTicks,
  };
  r.leave(outerEnd);
  return trigger;
}
