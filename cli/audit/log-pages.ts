/** Reads a topic in order, in pages, up to an end that was fixed before. */
import { type EventLog, EventLogError, type LogRecord } from '../../ports/event-log/event-log.ts';
import { offset } from '../../proto/units.ts';

const PAGE = { records: 2_000, bytes: 8 * 1024 * 1024 };

export class LogPages {
  readonly #log: Pick<EventLog, 'read'>;
  readonly #topic: string;
  readonly #end: number;
  #page: readonly LogRecord[] = [];
  #at = 0;
  #limit = PAGE;
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
      this.#page = await this.#read();
      this.#at = 0;
    }
    const record = this.#page[this.#at];
    if (record === undefined) return null;
    this.#at += 1;
    this.#next = record.offset + 1;
    return record;
  }

  /** A page with damage in it is refused as a whole; the records before the damage are still there. */
  async #read(): Promise<readonly LogRecord[]> {
    const from = offset(this.#next);
    try {
      return await this.#log.read(this.#topic, from, this.#limit);
    } catch (error) {
      const isDamage = error instanceof EventLogError && error.code === 'LOG_DAMAGED';
      if (!isDamage || this.#limit.records === 1) throw error;
      this.#limit = { ...PAGE, records: 1 };
      return this.#log.read(this.#topic, from, this.#limit);
    }
  }
}
