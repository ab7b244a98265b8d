/** A log in memory, in real time; for tests within one process. */
import {
  type EventLog,
  EventLogError,
  type LogBounds,
  type LogRecord,
} from '../../ports/event-log/event-log.ts';
import { type Offset, offset } from '../../proto/units.ts';

const POLL_MS = 2;

export class MemoryEventLog implements EventLog {
  readonly durability = 'process' as const;
  readonly #topics = new Map<string, Uint8Array[]>();
  readonly #earliest = new Map<string, Offset>();

  async createTopic(topic: string): Promise<void> {
    if (!this.#topics.has(topic)) this.#topics.set(topic, []);
  }

  async topics(): Promise<readonly string[]> {
    return [...this.#topics.keys()].sort();
  }

  async append(topic: string, records: readonly Uint8Array[]): Promise<Offset> {
    const all = this.#records(topic);
    const first = all.length;
    all.push(...records);
    return offset(first);
  }

  async read(
    topic: string,
    from: Offset,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[]> {
    const all = this.#records(topic);
    const { earliest } = await this.bounds(topic);
    if (from < earliest || from > all.length)
      throw new EventLogError('LOG_OFFSET_OUT_OF_RANGE', `${topic} ${from}`);
    return all
      .slice(from, from + limit.records)
      .map((bytes, index) => ({ offset: offset(from + index), bytes }));
  }

  async bounds(topic: string): Promise<LogBounds> {
    const earliest = this.#earliest.get(topic) ?? offset(0);
    return { earliest, end: offset(this.#records(topic).length) };
  }

  async deleteBefore(topic: string, before: Offset): Promise<void> {
    const { earliest, end } = await this.bounds(topic);
    if (before > end) throw new EventLogError('LOG_OFFSET_OUT_OF_RANGE', `${topic} ${before}`);
    this.#earliest.set(topic, offset(Math.max(earliest, before)));
  }

  async waitFor(topic: string, awaited: Offset, timeoutMs: number): Promise<boolean> {
    const untilMs = performance.now() + timeoutMs;
    while (this.#records(topic).length <= awaited) {
      if (performance.now() >= untilMs) return false;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return true;
  }

  async close(): Promise<void> {}

  /** Loses the records from `end` on. */
  cutAt(topic: string, end: number): void {
    this.#records(topic).length = end;
  }

  #records(topic: string): Uint8Array[] {
    const records = this.#topics.get(topic);
    if (records === undefined) throw new EventLogError('LOG_TOPIC_UNKNOWN', topic);
    return records;
  }
}
