/**
 * What others have emitted, as a replica sees it: for comparison with its own outputs. Copies that
 * were emitted again come out again; unlike a settling reader it needs each batch at least once.
 */
import type { EventLog, LogRecord } from '../../ports/event-log/event-log.ts';
import { DecodeError, type EventFrame, openEventFrame } from '../../proto/codec.ts';
import { limits } from '../../proto/limits.ts';
import { eventTopic } from '../../proto/topics.ts';
import { type Offset, offset } from '../../proto/units.ts';
import { problemOfEvents, problemOfUndecodable } from './divergence.ts';

const LIMIT = { records: limits.recordsPerReadMax, bytes: 4 * limits.batchBytesMax } as const;

/**
 * `undecodable`: somebody wrote what no replica can have emitted. (Of a batch only the events may
 * still turn out to be.)
 */
export type EmittedRecord =
  | { readonly kind: 'batch'; readonly frame: EventFrame }
  | { readonly kind: 'undecodable'; readonly problem: string };

export interface EventTail {
  /** The last record; null: there is none, or it cannot be decoded. */
  readonly last: EventFrame | null;
  readonly end: Offset;
}

export async function readEventTail(log: EventLog, market: string): Promise<EventTail> {
  const topic = eventTopic(market);
  const { end } = await log.bounds(topic);
  if (end === 0) return { last: null, end };
  const records = await log.read(topic, offset(end - 1), { ...LIMIT, records: 1 });
  const last = records[0] === undefined ? null : emittedRecord(records[0]);
  const isReadable = last?.kind === 'batch' && problemOfEvents(last.frame) === null;
  return { last: isReadable ? last.frame : null, end };
}

export class EventsIn {
  readonly #log: EventLog;
  readonly #topic: string;
  #next: Offset;

  constructor(options: {
    readonly log: EventLog;
    readonly market: string;
    readonly from: Offset;
  }) {
    this.#log = options.log;
    this.#topic = eventTopic(options.market);
    this.#next = options.from;
  }

  /** What is there now, as far as one read goes. Throws EventLogError, DecodeError. */
  async read(): Promise<readonly EmittedRecord[]> {
    const records = await this.#log.read(this.#topic, this.#next, LIMIT);
    this.#next = offset(this.#next + records.length);
    return records.map(emittedRecord);
  }

  waitForMore(timeoutMs: number): Promise<boolean> {
    return this.#log.waitFor(this.#topic, this.#next, timeoutMs, 'soon');
  }

  /** Goes on behind records that this replica need not see. */
  skipTo(next: Offset): void {
    if (next > this.#next) this.#next = next;
  }
}

function emittedRecord(record: LogRecord): EmittedRecord {
  try {
    return { kind: 'batch', frame: openEventFrame(record) };
  } catch (error) {
    if (!(error instanceof DecodeError) || error.code !== 'UNDECODABLE') throw error;
    return { kind: 'undecodable', problem: problemOfUndecodable(error.message) };
  }
}
