import { batchCrc, type EventFrame, openEventFrame } from '../../proto/codec.ts';
import { eventTopic } from '../../proto/topics.ts';
import { type Hash64, type Offset, offset } from '../../proto/units.ts';
import { LatestEntries } from '../latest-entries.ts';
import type { EventCursor } from './event-cursor.ts';
import { type EventLog, EventLogError, type Haste } from './event-log.ts';
import { StreamError } from './stream-error.ts';

const LIMIT = { records: 512, bytes: 4 * 1024 * 1024 } as const;
/** Batches whose second copy can still be compared with the first. */
const REMEMBERED = 16_384;

export interface StreamedFrame {
  readonly frame: EventFrame;
  /** Where to go on behind it. */
  readonly nextLogOffset: Offset;
}

/**
 * Reads the events of a market as bytes, each batch once and in order.
 *
 *   log     0  1  2  3  2' 3' 4         2' and 3': emitted again after a take-over or by a zombie
 *   stream  0  1  2  3        4
 *
 * An equal copy is dropped; an unequal one, or a batch that does not follow, ends the reading for
 * good (fail-stop). What follows is told by the header: record after record, hash upon hash. The
 * events themselves are not read; that their sequences have no gap is for whoever reads them to see.
 */
export class EventFrameStream {
  readonly #log: EventLog;
  readonly #topic: string;
  /** Where the reader began; older batches lie before. */
  readonly #begin: Offset;
  /** CRCs of whole batches, by input offset. */
  readonly #seen = new LatestEntries<number, number>({ kept: 2 * REMEMBERED });
  #last: number;
  #lastHash: Hash64 | null;
  #nextLogOffset: Offset;
  #lookedBack = false;

  constructor(options: {
    readonly log: EventLog;
    readonly market: string;
    /** null: from the first event on. */
    readonly from: EventCursor | null;
  }) {
    this.#log = options.log;
    this.#topic = eventTopic(options.market);
    this.#last = options.from?.inputOffset ?? -1;
    this.#lastHash = options.from?.eventHash ?? null;
    this.#begin = options.from?.nextLogOffset ?? offset(0);
    this.#nextLogOffset = this.#begin;
  }

  /**
   * The next batches, none of them twice; waits for at most `timeoutMs`, and may be empty.
   * Throws EventLogError, DecodeError, and StreamError (EVENT_CONFLICT, EVENT_GAP).
   */
  async next(timeoutMs: number, haste?: Haste): Promise<readonly StreamedFrame[]> {
    if (!(await this.#log.waitFor(this.#topic, this.#nextLogOffset, timeoutMs, haste))) return [];
    const frames: StreamedFrame[] = [];
    for (const record of await this.#log.read(this.#topic, this.#nextLogOffset, LIMIT)) {
      const frame = openEventFrame(record);
      const nextLogOffset = offset(record.offset + 1);
      if (frame.inputOffset > this.#last) {
        this.#take(frame);
        frames.push({ frame, nextLogOffset });
      } else if ((await this.#compare(frame, frames.length)) === 'later') break;
      this.#nextLogOffset = nextLogOffset;
    }
    return frames;
  }

  #take(frame: EventFrame): void {
    const { inputOffset, prevHash } = frame;
    if (inputOffset !== this.#last + 1) {
      throw new StreamError(
        'EVENT_GAP',
        `${this.#topic}: the batch of input offset ${inputOffset} follows that of ${this.#last}`,
      );
    }
    if (this.#lastHash !== null && prevHash !== this.#lastHash) {
      throw this.conflict(frame, `it follows hash ${prevHash}, not ${this.#lastHash}`);
    }
    this.#seen.set(inputOffset, batchCrc(frame.bytes));
    this.#last = inputOffset;
    this.#lastHash = frame.eventHash;
  }

  /** `later`: what is taken already must not be lost; the next call meets the copy again. */
  async #compare(copy: EventFrame, takenCount: number): Promise<'equal' | 'later'> {
    let known = this.#seen.get(copy.inputOffset);
    if (known === undefined && !this.#lookedBack) {
      try {
        await this.#lookBack();
      } catch (error) {
        if (takenCount > 0 && error instanceof EventLogError) return 'later';
        throw error;
      }
      this.#lookedBack = true;
      known = this.#seen.get(copy.inputOffset);
    }
    if (known !== undefined) {
      if (known !== batchCrc(copy.bytes)) {
        throw this.conflict(copy, 'its second copy is a different one');
      }
    } else if (copy.inputOffset === this.#last && copy.eventHash !== this.#lastHash) {
      throw this.conflict(copy, `its second copy has hash ${copy.eventHash}`);
    }
    return 'equal';
  }

  /** Remembers batches before the place where the reading began, for copies that come after it. */
  async #lookBack(): Promise<void> {
    const { earliest } = await this.#log.bounds(this.#topic);
    let from = Math.max(earliest, this.#begin - REMEMBERED);
    while (from < this.#begin) {
      const records = await this.#log.read(this.#topic, offset(from), LIMIT);
      for (const record of records) {
        if (record.offset >= this.#begin) return;
        const { inputOffset } = openEventFrame(record);
        if (!this.#seen.has(inputOffset)) this.#seen.set(inputOffset, batchCrc(record.bytes));
      }
      from += records.length;
    }
  }

  /** That a batch cannot be what follows, as the error that ends the reading. */
  conflict({ inputOffset }: EventFrame, problem: string): StreamError {
    return new StreamError(
      'EVENT_CONFLICT',
      `${this.#topic}, batch of input offset ${inputOffset}: ${problem}`,
    );
  }
}
