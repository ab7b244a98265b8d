import {
  batchOfFrame,
  DecodeError,
  decodeEventBatch,
  type EventFrame,
  encodeEventBatch,
} from '../../proto/codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import { type Offset, type Sequence, sequence } from '../../proto/units.ts';
import type { RecordOutput } from './machine-factory.ts';

/** Two replicas made different things of the same log: one of them must never be believed. */
export interface Divergence {
  readonly inputOffset: Offset;
  /** The first event that differs. */
  readonly sequence: Sequence;
  readonly problem: string;
}

/**
 * null: they are equal. Equal bytes are; else the event hash, which covers all events ever, decides
 * for the contents: another build may have written them with other bytes.
 */
export function divergenceOf(own: RecordOutput, emitted: EventFrame): Divergence | null {
  if (areEqual(own.bytes, emitted.bytes)) return null;
  const problem = problemOfEvents(emitted);
  if (problem === null) {
    return divergenceOfBatches(decodeEventBatch(own.bytes), batchOfFrame(emitted));
  }
  return { inputOffset: own.inputOffset, sequence: own.firstSequence, problem };
}

/** Why the events of a batch cannot be read; null: they can. */
export function problemOfEvents(frame: EventFrame): string | null {
  try {
    batchOfFrame(frame);
    return null;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return problemOfUndecodable(error.message);
  }
}

export const problemOfUndecodable = (problem: string): string =>
  `an emitted record cannot be decoded: ${problem}`;

/** Whether they are the same to the last field, also where an older build wrote other bytes for it. */
export const isSame = (own: RecordOutput, emitted: EventFrame): boolean =>
  areEqual(own.bytes, emitted.bytes) ||
  (problemOfEvents(emitted) === null &&
    areEqual(own.bytes, encodeEventBatch(batchOfFrame(emitted))));

const areEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function divergenceOfBatches(own: EventBatch, emitted: EventBatch): Divergence | null {
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
