import { encodeEventBatch } from '../../proto/codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import { type Offset, type Sequence, sequence } from '../../proto/units.ts';

/** Two replicas made different things of the same log: one of them must never be believed. */
export interface Divergence {
  readonly inputOffset: Offset;
  /** The first event that differs. */
  readonly sequence: Sequence;
  readonly problem: string;
}

/** null: they are equal. The event hash covers all events ever, so it decides for the contents. */
export function divergenceOf(own: EventBatch, emitted: EventBatch): Divergence | null {
  if (
    own.eventHash === emitted.eventHash &&
    own.prevHash === emitted.prevHash &&
    own.firstSequence === emitted.firstSequence &&
    own.events.length === emitted.events.length &&
    own.timestampUs === emitted.timestampUs &&
    own.sessionId === emitted.sessionId &&
    own.sessionEpoch === emitted.sessionEpoch &&
    own.firstCommandSequence === emitted.firstCommandSequence
  ) {
    return null;
  }
  const at = sequence(
    Math.min(own.firstSequence, emitted.firstSequence) + equalEvents(own, emitted),
  );
  const problem =
    `at sequence ${at} (input offset ${own.inputOffset}) this replica's events have hash ` +
    `${own.eventHash}, those in the event log ${emitted.eventHash}`;
  return { inputOffset: own.inputOffset, sequence: at, problem };
}

/** How many events at the start are the same; 0 when the difference lies before the batch. */
function equalEvents(own: EventBatch, emitted: EventBatch): number {
  if (own.prevHash !== emitted.prevHash) return 0;
  const alone = (batch: EventBatch, index: number) =>
    Buffer.from(encodeEventBatch({ ...own, events: batch.events.slice(index, index + 1) }));
  let index = 0;
  while (
    index < Math.min(own.events.length, emitted.events.length) &&
    alone(own, index).equals(alone(emitted, index))
  ) {
    index += 1;
  }
  return index;
}
