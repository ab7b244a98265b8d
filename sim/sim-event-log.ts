/** One shared log in memory. Its waits are in virtual time; everything else is immediate and atomic. */
import {
  type EventLog,
  EventLogError,
  type LogBounds,
  type LogRecord,
} from '../ports/event-log/event-log.ts';
import { type Offset, offset } from '../proto/units.ts';
import type { Scheduler } from './scheduler.ts';

interface Waiter {
  readonly offset: number;
  readonly wake: (reached: boolean) => void;
}

interface Topic {
  readonly records: Uint8Array[];
  earliest: number;
  waiters: Waiter[];
}

export class SimEventLog implements EventLog {
  readonly durability = 'process' as const;
  readonly #topics = new Map<string, Topic>();
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  async createTopic(topic: string): Promise<void> {
    if (!this.#topics.has(topic))
      this.#topics.set(topic, { records: [], earliest: 0, waiters: [] });
  }

  async topics(): Promise<readonly string[]> {
    return [...this.#topics.keys()].sort();
  }

  async append(topic: string, records: readonly Uint8Array[]): Promise<Offset> {
    const target = this.#topic(topic);
    const first = target.records.length;
    for (const bytes of records) target.records.push(bytes.slice());
    const reached = target.waiters.filter((waiter) => waiter.offset < target.records.length);
    target.waiters = target.waiters.filter((waiter) => waiter.offset >= target.records.length);
    for (const waiter of reached) waiter.wake(true);
    return offset(first);
  }

  async read(
    topic: string,
    from: Offset,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[]> {
    const { records, earliest } = this.#topic(topic);
    if (from < earliest || from > records.length) {
      throw new EventLogError(
        'LOG_OFFSET_OUT_OF_RANGE',
        `${topic}: read at ${from}, the log holds ${earliest} … ${records.length - 1}`,
      );
    }
    const found: LogRecord[] = [];
    let bytes = 0;
    for (let at: number = from; at < records.length && found.length < limit.records; at += 1) {
      const record = records[at] as Uint8Array;
      bytes += record.length;
      if (found.length > 0 && bytes > limit.bytes) break;
      found.push({ offset: offset(at), bytes: record.slice() });
    }
    return found;
  }

  async bounds(topic: string): Promise<LogBounds> {
    const { records, earliest } = this.#topic(topic);
    return { earliest: offset(earliest), end: offset(records.length) };
  }

  async deleteBefore(name: string, before: Offset): Promise<void> {
    const topic = this.#topic(name);
    if (before > topic.records.length) {
      throw new EventLogError('LOG_OFFSET_OUT_OF_RANGE', `${name} ends before ${before}`);
    }
    for (; topic.earliest < before; topic.earliest += 1) {
      topic.records[topic.earliest] = new Uint8Array(0);
    }
  }

  waitFor(topic: string, awaited: Offset, timeoutMs: number): Promise<boolean> {
    const target = this.#topic(topic);
    if (awaited < target.records.length) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiter: Waiter = { offset: awaited, wake: resolve };
      target.waiters.push(waiter);
      this.#scheduler.schedule(Math.round(timeoutMs * 1000), () => {
        target.waiters = target.waiters.filter((other) => other !== waiter);
        resolve(false);
      });
    });
  }

  /** Belongs to nobody: a process that closes its view of the log leaves it as it is. */
  async close(): Promise<void> {}

  #topic(name: string): Topic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new EventLogError('LOG_TOPIC_UNKNOWN', `no topic ${name}`);
    return topic;
  }
}
