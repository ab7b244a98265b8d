/** Reads a topic in order, in pages, up to an end that was fixed before. */
import type { EventLog, LogRecord } from '../../ports/event-log/event-log.ts';
import { offset } from '../../proto/units.ts';

const PAGE = { records: 2_000, bytes: 8 * 1024 * 1024 };

export class LogPages {
  readonly #log: Pick<EventLog, 'read'>;
  readonly #topic: string;
  readonly #end: number;
  #page: readonly LogRecord[] = [];
  #at = 0;
  #next: number;

  constructor(
    log: Pick<EventLog, 'read'>,
    topic: string,
    range: { readonly from: number; readonly end: number },
  ) {
    this.#log = log;
    this.#topic = topic;
    this.#next = range.from;
    this.#end = range.end;
  }

  /** null at the end. Throws EventLogError, LOG_DAMAGED among others. */
  async next(): Promise<LogRecord | null> {
    if (this.#next >= this.#end) return null;
    if (this.#at >= this.#page.length) {
      this.#page = await this.#log.read(this.#topic, offset(this.#next), PAGE);
      this.#at = 0;
    }
    const record = this.#page[this.#at];
    if (record === undefined) return null;
    this.#at += 1;
    this.#next = record.offset + 1;
    return record;
  }
}
