import { batchCrc, decodeEventBatch } from '../../proto/codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import { eventTopic } from '../../proto/topics.ts';
import { type Offset, offset, type Sequence, sequence } from '../../proto/units.ts';
import type { EventCursor } from './event-cursor.ts';
import { type EventLog, EventLogError, type Haste, type LogRecord } from './event-log.ts';
import { StreamError } from './stream-error.ts';

const LIMIT = { records: 512, bytes: 4 * 1024 * 1024 } as const;
/** Batches whose second copy can still be compared with the first. */
const REMEMBERED = 16_384;

export interface StreamedBatch {
  readonly batch: EventBatch;
  /** Where the reader stands after this batch; to be stored in one step with what it makes of it. */
  readonly cursor: EventCursor;
}

/**
 * Reads the events of a market, each batch once and in order.
 *
 *   log     0  1  2  3  2' 3' 4         2' and 3': emitted again after a take-over or by a zombie
 *   stream  0  1  2  3        4
 *
 * An equal copy is dropped; an unequal one, or a batch that does not follow, ends the reading for
 * good (fail-stop).
 */
export class EventStream {
  readonly #log: EventLog;
  readonly #topic: string;
  /** Where the reader began; older batches lie before. */
  readonly #begin: Offset;
  /** CRCs of whole batches, by input offset. */
  readonly #seen = new Map<number, number>();
  #cursor: EventCursor | null;
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
    this.#cursor = options.from;
    this.#begin = options.from?.nextLogOffset ?? offset(0);
    this.#nextLogOffset = this.#begin;
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
    if (!(await this.#log.waitFor(this.#topic, this.#nextLogOffset, timeoutMs, haste))) return [];
    const batches: StreamedBatch[] = [];
    for (const record of await this.#log.read(this.#topic, this.#nextLogOffset, LIMIT)) {
      const streamed = await this.#take(record).catch((error: unknown) => {
        // Looking back failed. What is taken already must not be lost; the next call meets it again.
        if (batches.length > 0 && error instanceof EventLogError) return 'later' as const;
        throw error;
      });
      if (streamed === 'later') break;
      this.#nextLogOffset = offset(record.offset + 1);
      if (streamed !== null) batches.push(streamed);
    }
    return batches;
  }

  /** null: a copy of what was there before. */
  async #take(record: LogRecord): Promise<StreamedBatch | null> {
    const batch = decodeEventBatch(record.bytes);
    const crc = batchCrc(record.bytes);
    const last = this.#cursor?.inputOffset ?? -1;
    if (batch.inputOffset <= last) {
      await this.#compare(batch, crc);
      return null;
    }
    this.#checkFollows(batch, last);
    this.#remember(batch.inputOffset, crc);
    this.#cursor = {
      nextLogOffset: offset(record.offset + 1),
      inputOffset: batch.inputOffset,
      sequence: sequence(batch.firstSequence + batch.events.length - 1),
      eventHash: batch.eventHash,
    };
    return { batch, cursor: this.#cursor };
  }

  #checkFollows(batch: EventBatch, last: number): void {
    if (batch.inputOffset !== last + 1) {
      throw new StreamError(
        'EVENT_GAP',
        `${this.#topic}: the batch of input offset ${batch.inputOffset} follows that of ${last}`,
      );
    }
    const sequenceBefore = this.#cursor?.sequence ?? (0 as Sequence);
    if (batch.firstSequence !== sequenceBefore + 1) {
      throw this.#conflict(
        batch,
        `its first sequence is ${batch.firstSequence}, after ${sequenceBefore}`,
      );
    }
    const hashBefore = this.#cursor?.eventHash ?? batch.prevHash;
    if (batch.prevHash !== hashBefore) {
      throw this.#conflict(batch, `it follows hash ${batch.prevHash}, not ${hashBefore}`);
    }
  }

  async #compare(copy: EventBatch, crc: number): Promise<void> {
    let known = this.#seen.get(copy.inputOffset);
    if (known === undefined && !this.#lookedBack) {
      await this.#lookBack();
      this.#lookedBack = true;
      known = this.#seen.get(copy.inputOffset);
    }
    if (known !== undefined) {
      if (known !== crc) throw this.#conflict(copy, 'its second copy is a different one');
    } else if (
      copy.inputOffset === this.#cursor?.inputOffset &&
      copy.eventHash !== this.#cursor.eventHash
    ) {
      throw this.#conflict(copy, `its second copy has hash ${copy.eventHash}`);
    }
  }

  /** Remembers batches before the place where the reading began, for copies that come after it. */
  async #lookBack(): Promise<void> {
    const { earliest } = await this.#log.bounds(this.#topic);
    let from = Math.max(earliest, this.#begin - REMEMBERED);
    while (from < this.#begin) {
      const records = await this.#log.read(this.#topic, offset(from), LIMIT);
      for (const { offset: at, bytes } of records) {
        if (at >= this.#begin) return;
        const { inputOffset } = decodeEventBatch(bytes);
        if (!this.#seen.has(inputOffset)) this.#remember(inputOffset, batchCrc(bytes));
      }
      from += records.length;
    }
  }

  #remember(inputOffset: Offset, crc: number): void {
    this.#seen.set(inputOffset, crc);
    if (this.#seen.size <= 2 * REMEMBERED) return;
    for (const oldest of this.#seen.keys()) {
      this.#seen.delete(oldest);
      break;
    }
  }

  #conflict(batch: EventBatch, problem: string): StreamError {
    return new StreamError(
      'EVENT_CONFLICT',
      `${this.#topic}, batch of input offset ${batch.inputOffset}: ${problem}`,
    );
  }
}
