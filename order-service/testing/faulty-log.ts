import {
  type EventLog,
  EventLogError,
  type EventLogErrorCode,
  type LogBounds,
  type LogRecord,
} from '../../ports/event-log/event-log.ts';
import { marketOfTopic } from '../../proto/topics.ts';
import type { Offset } from '../../proto/units.ts';

/** `lost`: nothing is written. `landed`: it is, and the acknowledgement does not come. */
export type AppendFault = 'lost' | 'landed' | 'held';

/** A log of which the next appends to market command topics fail as told. */
export class FaultyLog implements EventLog {
  readonly #log: EventLog;
  readonly faults: { readonly fault: AppendFault; readonly code: EventLogErrorCode }[] = [];
  /** Appends that are `held` wait for this. */
  release: () => void = () => {};
  #held: Promise<void> = Promise.resolve();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** From now on appends wait, as with a hung disk, until `release` is called. */
  hold(): void {
    this.#held = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  get durability() {
    return this.#log.durability;
  }
  createTopic(topic: string): Promise<void> {
    return this.#log.createTopic(topic);
  }
  topics(): Promise<readonly string[]> {
    return this.#log.topics();
  }
  async append(topic: string, records: readonly Uint8Array[]): Promise<Offset> {
    if (marketOfTopic(topic) !== null) {
      await this.#held;
      const next = this.faults.shift();
      if (next?.fault === 'landed') await this.#log.append(topic, records);
      if (next !== undefined) throw new EventLogError(next.code, `made to fail: ${next.fault}`);
    }
    return this.#log.append(topic, records);
  }
  read(
    topic: string,
    from: Offset,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[]> {
    return this.#log.read(topic, from, limit);
  }
  bounds(topic: string): Promise<LogBounds> {
    return this.#log.bounds(topic);
  }
  deleteBefore(topic: string, before: Offset): Promise<void> {
    return this.#log.deleteBefore(topic, before);
  }
  waitFor(...args: Parameters<EventLog['waitFor']>): Promise<boolean> {
    return this.#log.waitFor(...args);
  }
  close(): Promise<void> {
    return this.#log.close();
  }
}
