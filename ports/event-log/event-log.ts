import type { Offset } from '../../proto/units.ts';

/**
 * What an acknowledged append survives: `disk` a power cut (fsync before the acknowledgement),
 * `process` the kill -9 of any process but not a power cut.
 */
export type Durability = 'disk' | 'process';

export interface LogRecord {
  /** Position in its topic: 0, 1, 2 … without a gap. */
  readonly offset: Offset;
  readonly bytes: Uint8Array;
  /** CRC-32C of `bytes`, where the log has just verified it: readers need not compute it again. */
  readonly crc?: number;
}

export interface LogBounds {
  /** The oldest record that is still there. */
  readonly earliest: Offset;
  /** The offset that the next record will get. */
  readonly end: Offset;
}

export type EventLogErrorCode =
  /** Bytes are not what was written. Fatal: exit 44, repair from a copy. */
  | 'LOG_DAMAGED'
  /** Read outside what there is, in the log and its archive. Fatal: never a silent reset. */
  | 'LOG_OFFSET_OUT_OF_RANGE'
  /** No space left. Nothing was written; may succeed later. */
  | 'LOG_FULL'
  /** Could not append or read for now; an append may or may not have landed. */
  | 'LOG_UNAVAILABLE'
  | 'LOG_TOPIC_UNKNOWN'
  /** More bytes in one append than the log takes. Nothing was written. */
  | 'LOG_TOO_LARGE'
  /** A topic is set up so that offsets or acknowledgements mean less than promised. Fatal: exit 46. */
  | 'LOG_UNSAFE'
  /** Wrong credentials, an untrusted certificate, or no permission. Fatal: exit 47. */
  | 'LOG_ACCESS_DENIED'
  /** The server does not offer what is needed. Fatal: exit 48. */
  | 'LOG_BROKER_UNSUPPORTED'
  /** What was acknowledged is not there any more. Fatal: exit 42. */
  | 'HISTORY_CHANGED'
  | 'LOG_CLOSED';

export class EventLogError extends Error {
  readonly code: EventLogErrorCode;

  constructor(code: EventLogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventLogError';
    this.code = code;
  }
}

/**
 * How a reader wants to be woken. Waking a process costs the writer some 20 µs and, on a busy core,
 * its turn; so only those ask for it whom somebody waits for.
 *
 * - `at-once`: within a fraction of a millisecond of an append by any process (doorbell), and within
 *   some 25 ms should the doorbell be lost.
 * - `soon`: within some 25 ms, or 80 ms where each look is a request to a broker.
 */
export type Haste = 'at-once' | 'soon';

/**
 * Ordered, durable streams of opaque records, shared by all processes of an exchange. Any process may
 * append to any topic; the log decides the order, and everyone reads the same order.
 *
 * One append in flight per topic and process: a second `append` to a topic waits for the first.
 */
export interface EventLog {
  readonly durability: Durability;

  /** Idempotent. */
  createTopic(topic: string): Promise<void>;

  /** All topics that exist now, in alphabetical order. */
  topics(): Promise<readonly string[]>;

  /**
   * Appends the records one behind another, all or none of them, and resolves once they are durable
   * to the extent of `durability` (event topics of the embedded log: `process`, always, since they
   * can be derived again). Resolves to the offset of the first record.
   * Throws EventLogError: LOG_FULL, LOG_UNAVAILABLE, LOG_TOPIC_UNKNOWN.
   */
  append(topic: string, records: readonly Uint8Array[]): Promise<Offset>;

  /**
   * Records from `from` on, in order, at most `limit.records` and about `limit.bytes`; empty only
   * when `from` is the end. Never shows a record that is not durable yet.
   * Throws EventLogError: LOG_OFFSET_OUT_OF_RANGE, LOG_DAMAGED, LOG_TOPIC_UNKNOWN. A log with an
   * archive (archived-event-log.ts) gives records from there too, older than `bounds` tells of, and
   * throws LOG_UNAVAILABLE when the archive does not answer.
   */
  read(
    topic: string,
    from: Offset,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[]>;

  /** Of the log itself, without its archive. */
  bounds(topic: string): Promise<LogBounds>;

  /**
   * Forgets the records before `before`, for good; idempotent, and never the end: an offset beyond it
   * is LOG_OFFSET_OUT_OF_RANGE. A crash in the middle leaves any of them. Whoever calls it has seen
   * to it that nobody needs them (snapshotter/log-retention.ts).
   */
  deleteBefore(topic: string, before: Offset): Promise<void>;

  /**
   * Resolves when the topic's end has passed `offset` (a record at `offset` can be read), or after
   * `timeoutMs` at the latest; tells which. `at-once` unless told.
   */
  waitFor(topic: string, offset: Offset, timeoutMs: number, haste?: Haste): Promise<boolean>;

  close(): Promise<void>;
}
