/** One record through the objects of its commands and events: what replicas do by bytes is judged by it. */
import type { Command, Event, EventBatch } from '../../proto/messages.ts';
import type { Offset } from '../../proto/units.ts';
import { appendEvents } from './event-objects.ts';
import type { MarketMachine } from './market-machine.ts';
import type { RecordHeader } from './record-header.ts';

/** What `apply` does with the open record; `commands`: those of its order events. */
export function recordedBatch(
  machine: MarketMachine,
  header: RecordHeader,
  inputOffset: Offset,
  { commands, apply }: { readonly commands: readonly Command[]; readonly apply: () => void },
): EventBatch {
  const events: Event[] = [];
  const start = machine.beginRecord(header);
  machine.openRecord(header, inputOffset, {
    take: (buffer, count) => appendEvents(events, buffer, count, commands),
    tell: (event) => events.push(event),
  });
  apply();
  machine.closeRecord();
  const { timestampUs } = machine;
  return { inputOffset, ...start, timestampUs, events, eventHash: machine.eventHash() };
}
