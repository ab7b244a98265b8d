import type { CommandBatch, EventBatch } from '../../proto/messages.ts';
import { commandSequence, epoch, sessionId } from '../../proto/units.ts';

/** What a record says of itself, next to its commands. */
export type RecordHeader = Pick<
  CommandBatch,
  'sessionId' | 'sessionEpoch' | 'firstSequence' | 'timestampUs'
>;

/** Of a record that is passed over: whose it was may be unreadable. */
export const NO_SESSION = {
  sessionId: sessionId(0),
  sessionEpoch: epoch(0),
  firstSequence: commandSequence(0),
};

/** What an event batch knows before its record is applied. */
export type BatchStart = Omit<EventBatch, 'inputOffset' | 'timestampUs' | 'events' | 'eventHash'>;
