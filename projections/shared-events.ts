/**
 * The events of one market for all that fold them: each record is read and decoded once, and kept
 * until the slower ones have come by.
 *
 *   log ──EventStream──▶ recent batches      orders, fills …   at the end: read on, for all
 *                        b5 b6 b7 b8 b9      trades, candles … behind b6: takes b7 to b9
 *                                            a new fold        before b5: reads for itself
 */
import { type EventCursor, isSame } from '../ports/event-log/event-cursor.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { EventStream, type StreamedBatch } from '../ports/event-log/event-stream.ts';
import type { MarketDefinition } from '../proto/messages.ts';

/** Of one step. */
const BATCHES_MAX = 512;
/** Kept for those who come later; more than a second's under load. */
const EVENTS_KEPT = 10_000;

/** A batch, and what all would look for in it. */
export interface SharedBatch extends StreamedBatch {
  /**
   * The last one of the market in it; changes leave alone what amounts are counted in, so it may stand
   * for the whole batch.
   */
  readonly definition: MarketDefinition | null;
}

function shared({ batch, cursor }: StreamedBatch): SharedBatch {
  let definition: MarketDefinition | null = null;
  for (const event of batch.events) {
    if (event.kind === 'MarketDefined' || event.kind === 'MarketChanged') {
      definition = event.definition;
    }
  }
  return { batch, cursor, definition };
}

export interface SharedEventsOptions {
  readonly log: EventLog;
  readonly market: string;
}

export class SharedEvents {
  readonly #options: SharedEventsOptions;
  #stream: EventStream | null = null;
  /** Where the first of `#recent` follows. */
  #begin: EventCursor | null = null;
  #recent: SharedBatch[] = [];
  #reading: Promise<void> | null = null;

  constructor(options: SharedEventsOptions) {
    this.#options = options;
  }

  reader(from: EventCursor | null): EventsReader {
    return new EventsReader(this, { ...this.#options, from });
  }

  /**
   * The batches behind the cursor; null: that is not a place among those that are kept. Waits for at
   * most `timeoutMs`, and may be empty. Throws what EventStream throws.
   */
  async behind(
    cursor: EventCursor | null,
    timeoutMs: number,
  ): Promise<readonly SharedBatch[] | null> {
    if (this.#stream === null) {
      this.#stream = new EventStream({ ...this.#options, from: cursor });
      this.#begin = cursor;
    }
    const kept = this.#keptBehind(cursor);
    if (kept === null || kept.length > 0) return kept;
    this.#reading ??= this.#read(this.#stream, timeoutMs);
    await this.#reading;
    return this.#keptBehind(cursor);
  }

  #keptBehind(cursor: EventCursor | null): readonly SharedBatch[] | null {
    const index = isSame(this.#begin, cursor) ? 0 : this.#countUpTo(cursor?.nextLogOffset ?? 0);
    const place = index === 0 ? this.#begin : this.#recent[index - 1]!.cursor;
    return isSame(place, cursor) ? this.#recent.slice(index, index + BATCHES_MAX) : null;
  }

  /** How many of the recent ones end at the offset or before it; by halving. */
  #countUpTo(nextLogOffset: number): number {
    let low = 0;
    let high = this.#recent.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#recent[middle]!.cursor.nextLogOffset > nextLogOffset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  async #read(stream: EventStream, timeoutMs: number): Promise<void> {
    try {
      const batches = await stream.next(timeoutMs, 'soon');
      for (const batch of batches) this.#recent.push(shared(batch));
      this.#trim(this.#recent.length - batches.length);
    } catch (error) {
      // Whoever asks next begins anew, from its own place.
      this.#stream = null;
      this.#recent = [];
      throw error;
    } finally {
      this.#reading = null;
    }
  }

  /** From `newest` on there is what was just read: somebody waits for it. */
  #trim(newest: number): void {
    let events = 0;
    let first = this.#recent.length;
    while (first > 0 && (first > newest || events <= EVENTS_KEPT)) {
      first -= 1;
      events += this.#recent[first]!.batch.events.length;
    }
    if (first === 0) return;
    this.#begin = this.#recent[first - 1]!.cursor;
    this.#recent = this.#recent.slice(first);
  }
}

/** Reads for one projection: what is shared where it can, and by itself where it cannot. */
export class EventsReader {
  readonly #shared: SharedEvents;
  readonly #options: SharedEventsOptions;
  #cursor: EventCursor | null;
  /** Far from the others. */
  #own: EventStream | null = null;

  constructor(
    shared: SharedEvents,
    options: SharedEventsOptions & { readonly from: EventCursor | null },
  ) {
    this.#shared = shared;
    this.#options = options;
    this.#cursor = options.from;
  }

  /** See EventStream. */
  async next(timeoutMs: number): Promise<readonly SharedBatch[]> {
    const shared = await this.#shared.behind(this.#cursor, timeoutMs);
    if (shared !== null) this.#own = null;
    const batches = shared ?? (await this.#readAlone(timeoutMs));
    this.#cursor = batches.at(-1)?.cursor ?? this.#cursor;
    return batches;
  }

  async #readAlone(timeoutMs: number): Promise<readonly SharedBatch[]> {
    this.#own ??= new EventStream({ ...this.#options, from: this.#cursor });
    return (await this.#own.next(timeoutMs, 'soon')).map(shared);
  }
}
