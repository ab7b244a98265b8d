/** Events of a market from a sequence on, read from its log: for feeds that are resumed. */
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { decodeEventBatch } from '../../proto/codec.ts';
import type { EventBatch } from '../../proto/messages.ts';
import { eventTopic } from '../../proto/topics.ts';
import { type Offset, offset, type Sequence } from '../../proto/units.ts';

interface ReadLimit {
  readonly records: number;
  readonly bytes: number;
}

const LIMIT: ReadLimit = { records: 64, bytes: 256 * 1024 };
/** Copies of batches may stand in the log, out of order, but never far from the first. */
const LOOK_BACK_RECORDS = 256;

export class PastEvents {
  readonly #log: EventLog;
  readonly #topic: string;
  #nextOffset: number;
  #last: Sequence;

  private constructor(log: EventLog, topic: string, from: { nextOffset: number; last: Sequence }) {
    this.#log = log;
    this.#topic = topic;
    this.#nextOffset = from.nextOffset;
    this.#last = from.last;
  }

  /** null: the log does not go back to the event behind `after`. */
  static async open(log: EventLog, market: string, after: Sequence): Promise<PastEvents | null> {
    const topic = eventTopic(market);
    const bounds = await log.bounds(topic);
    const isBehind = ({ firstSequence }: EventBatch) => firstSequence > after;
    const low = await firstOffset({ log, topic, bounds }, isBehind);
    const nextOffset = Math.max(bounds.earliest, low - LOOK_BACK_RECORDS);
    const first = nextOffset < bounds.end ? await batchAt(log, topic, nextOffset) : null;
    const covers = first === null ? after === 0 : first.firstSequence <= after + 1;
    return covers ? new PastEvents(log, topic, { nextOffset, last: after }) : null;
  }

  /** The last event that was told. */
  get last(): Sequence {
    return this.#last;
  }

  /** The next batches, each with events behind `last` only once; empty: the log's end. */
  async next(limit: ReadLimit = LIMIT): Promise<readonly EventBatch[]> {
    const fresh: EventBatch[] = [];
    for (;;) {
      const { end } = await this.#log.bounds(this.#topic);
      if (this.#nextOffset >= end) return fresh;
      const records = await this.#log.read(this.#topic, offset(this.#nextOffset), limit);
      for (const record of records) {
        this.#nextOffset = record.offset + 1;
        const batch = decodeEventBatch(record.bytes);
        const last = batch.firstSequence + batch.events.length - 1;
        if (batch.firstSequence > this.#last + 1 || last <= this.#last) continue;
        fresh.push(batch);
        this.#last = last as Sequence;
      }
      if (fresh.length > 0 || records.length === 0) return fresh;
    }
  }
}

/** Where the market's commands were read up to, before the first batch of which `isBehind` says so. */
export async function inputOffsetAt(
  log: EventLog,
  market: string,
  isBehind: (batch: EventBatch) => boolean,
): Promise<Offset | -1> {
  const topic = eventTopic(market);
  const bounds = await log.bounds(topic);
  const last = (await firstOffset({ log, topic, bounds }, isBehind)) - 1;
  const batch = last < bounds.earliest ? null : await batchAt(log, topic, last);
  return batch?.inputOffset ?? -1;
}

interface BoundedTopic {
  readonly log: EventLog;
  readonly topic: string;
  readonly bounds: { readonly earliest: number; readonly end: number };
}

/** Of batches that are in order, copies aside. */
async function firstOffset(
  { log, topic, bounds }: BoundedTopic,
  isBehind: (batch: EventBatch) => boolean,
): Promise<number> {
  let [low, high]: readonly [number, number] = [bounds.earliest, bounds.end];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const batch = await batchAt(log, topic, middle);
    if (batch === null || isBehind(batch)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Of an offset that the log has had; null: it has it no more. */
async function batchAt(log: EventLog, topic: string, at: number): Promise<EventBatch | null> {
  const [record] = await log.read(topic, offset(at), { records: 1, bytes: 1 });
  return record === undefined ? null : decodeEventBatch(record.bytes);
}
