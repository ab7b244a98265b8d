import { encodeEventBatch } from '../../proto/batch-codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import type { Hash64, Offset, Sequence } from '../../proto/units.ts';

/** What a record did: its event batch as bytes, and what is asked of it without reading them. */
export interface RecordOutput {
  readonly inputOffset: Offset;
  readonly firstSequence: Sequence;
  readonly eventCount: number;
  /** Of all events ever, through the last of these. */
  readonly eventHash: Hash64;
  /** As the last mark among its events has it; null: there is none. */
  readonly stateHash: Hash64 | null;
  /** The EventBatch. */
  readonly bytes: Uint8Array;
}

export function outputOf(batch: EventBatch): RecordOutput {
  const { inputOffset, firstSequence, events, eventHash } = batch;
  let stateHash: Hash64 | null = null;
  for (const event of events) if (event.kind === 'StateHashed') stateHash = event.stateHash;
  return {
    inputOffset,
    firstSequence,
    eventCount: events.length,
    eventHash,
    stateHash,
    bytes: encodeEventBatch(batch),
  };
}
