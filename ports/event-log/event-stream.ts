import { batchOfFrame } from '../../proto/codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import { type Sequence, sequence } from '../../proto/units.ts';
import type { EventCursor } from './event-cursor.ts';
import { EventFrameStream, type StreamedFrame } from './event-frame-stream.ts';
import type { EventLog, Haste } from './event-log.ts';

export interface StreamedBatch {
  readonly batch: EventBatch;
  /** Where the reader stands after this batch; to be stored in one step with what it makes of it. */
  readonly cursor: EventCursor;
}

/**
 * Reads the events of a market, each batch once and in order (event-frame-stream.ts), and no sequence
 * missing.
 */
export class EventStream {
  readonly #frames: EventFrameStream;
  #cursor: EventCursor | null;

  constructor(options: {
    readonly log: EventLog;
    readonly market: string;
    /** null: from the first event on. */
    readonly from: EventCursor | null;
  }) {
    this.#frames = new EventFrameStream(options);
    this.#cursor = options.from;
  }

  /** The last batch that `next` gave out; null: none, and none before. */
  get cursor(): EventCursor | null {
    return this.#cursor;
  }

  /**
   * The next batches, none of them twice; waits for at most `timeoutMs`, and may be empty.
   * Throws EventLogError, DecodeError, and StreamError (EVENT_CONFLICT, EVENT_GAP).
   */
  async next(timeoutMs: number, haste?: Haste): Promise<readonly StreamedBatch[]> {
    const frames = await this.#frames.next(timeoutMs, haste);
    return frames.map((streamed) => this.#read(streamed));
  }

  #read({ frame, nextLogOffset }: StreamedFrame): StreamedBatch {
    const sequenceBefore = this.#cursor?.sequence ?? (0 as Sequence);
    const { firstSequence, inputOffset, eventHash } = frame;
    if (firstSequence !== sequenceBefore + 1) {
      throw this.#frames.conflict(
        frame,
        `its first sequence is ${firstSequence}, after ${sequenceBefore}`,
      );
    }
    const batch = batchOfFrame(frame);
    const last = sequence(firstSequence + batch.events.length - 1);
    this.#cursor = { nextLogOffset, inputOffset, sequence: last, eventHash };
    return { batch, cursor: this.#cursor };
  }
}
