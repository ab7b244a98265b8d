/**
 * The embedded event log: LMDB under `<data>/log`, written and read by many processes at once.
 *
 *   commands/   topics `commands.*`: an append is on disk (durability `disk`: fsync) before anyone
 *               sees it
 *   events/     all other topics: they can be derived again, so they are flushed now and then
 *
 * LMDB's write lock makes the order; a doorbell wakes readers in other processes.
 */
import { join } from 'node:path';
import { type Offset, offset } from '../../proto/units.ts';
import type { Clock } from '../clock/clock.ts';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import { type Appended, AppendThread, type AppendThreadOptions } from './append-thread.ts';
import type { Doorbell } from './doorbell.ts';
import {
  type Durability,
  type EventLog,
  EventLogError,
  type Haste,
  type LogBounds,
  type LogRecord,
} from './event-log.ts';
import { checkFrame, frameOf, payloadOf, type TopicEnd } from './frame.ts';
import { damaged, eventLogError } from './lmdb-event-log-errors.ts';
import { LogHousekeeping } from './log-housekeeping.ts';
import { LogPartition } from './log-partition.ts';
import { TopicWaiters } from './topic-waiters.ts';
import { TurnTaking } from './turn-taking.ts';

/** Appends wait for the same write lock: few at a time, and none at all in between. */
const DELETED_AT_ONCE = 256;
const DELETE_PAUSE_MS = 5;

interface Topic {
  readonly name: string;
  readonly id: number;
  readonly partition: LogPartition;
  /** Tail of the queue of appends: one at a time. */
  appended: Promise<unknown>;
  /** Where the last read ended, so that the next one need not look back. */
  verified: TopicEnd;
}

export class LmdbEventLog implements EventLog {
  readonly durability: Durability;
  readonly #doorbell: Doorbell;
  readonly #commands: LogPartition;
  readonly #events: LogPartition;
  /** Writes `commands`; null: this thread does. */
  readonly #thread: AppendThread | null;
  readonly #topics = new Map<string, Topic>();
  readonly #waiters: TopicWaiters;
  readonly #clock: Clock;
  readonly #turns: TurnTaking;
  readonly #unsubscribe: () => void;
  readonly #housekeeping: LogHousekeeping;
  #closed = false;

  /** Throws EventLogError (LOG_DAMAGED, LOG_FULL, LOG_UNAVAILABLE). */
  constructor(options: {
    /** `<data>/log`; created when it is not there. */
    readonly folder: string;
    readonly durability: Durability;
    readonly clock: Clock;
    readonly crashPoints: CrashPoints;
    readonly doorbell: Doorbell;
    readonly mapBytesMax?: number;
    /** Appends to command topics from a thread of its own; nothing to it where they do not wait. */
    readonly appendThread?: AppendThreadOptions;
  }) {
    this.durability = options.durability;
    this.#clock = options.clock;
    this.#turns = new TurnTaking(options.clock);
    this.#doorbell = options.doorbell;
    const shared = {
      crashPoints: options.crashPoints,
      ...(options.mapBytesMax === undefined ? {} : { mapBytesMax: options.mapBytesMax }),
    };
    const noSync = options.durability === 'process';
    try {
      const folder = join(options.folder, 'commands');
      this.#commands = new LogPartition({ ...shared, folder, noSync });
      this.#events = new LogPartition({
        ...shared,
        folder: join(options.folder, 'events'),
        noSync: true,
      });
      this.#thread =
        noSync || options.appendThread === undefined
          ? null
          : new AppendThread({
              ...options.appendThread,
              folder,
              mapBytesMax: options.mapBytesMax,
              files: this.#commands.files,
              environment: process.env['NODE_ENV'],
            });
    } catch (error) {
      throw eventLogError(error, options.folder);
    }
    this.#waiters = new TopicWaiters({
      clock: options.clock,
      endOf: (topic) => this.#bound(this.#topic(topic), 'end').end,
    });
    this.#unsubscribe = options.doorbell.onRing((topic, end) => this.#waiters.reached(topic, end));
    this.#housekeeping = new LogHousekeeping(options.clock, [this.#commands, this.#events]);
  }

  async createTopic(name: string): Promise<void> {
    this.#assertOpen();
    try {
      this.#partitionOf(name).createTopic(name);
    } catch (error) {
      throw eventLogError(error, name);
    }
  }

  async topics(): Promise<readonly string[]> {
    this.#assertOpen();
    try {
      return [...this.#commands.topics().keys(), ...this.#events.topics().keys()].sort();
    } catch (error) {
      throw eventLogError(error, 'the list of topics');
    }
  }

  append(name: string, records: readonly Uint8Array[]): Promise<Offset> {
    // The frames copy the records, so the caller may reuse its buffers at once.
    const frames = records.map(frameOf);
    return this.#inTurn(name, (topic) => this.#append(topic, frames));
  }

  async read(
    name: string,
    from: Offset,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[]> {
    await this.#turns.yield();
    this.#assertOpen();
    const topic = this.#topic(name);
    const { end, chain: endChain } = this.#bound(topic, 'end');
    const earliest = this.#bound(topic, 'start').end;
    if (from < earliest || from > end) {
      throw new EventLogError(
        'LOG_OFFSET_OUT_OF_RANGE',
        `${name}: offset ${from} is needed, the log holds ${earliest} … ${end - 1}`,
      );
    }
    const records: LogRecord[] = [];
    let chain = this.#chainBefore(topic, from);
    let bytesLeft = limit.bytes;
    let at: number = from;
    for (; at < end && records.length < limit.records; at += 1) {
      if (records.length > 0 && bytesLeft <= 0) break;
      const frame = this.#frame(topic, at, chain);
      chain = frame.chain;
      bytesLeft -= frame.bytes.length;
      records.push({ offset: offset(at), ...payloadOf(frame.bytes) });
    }
    if (at === end && chain !== endChain) {
      throw damaged(name, end, 'the last record is not the one that was written last');
    }
    topic.verified = { end: at, chain };
    return records;
  }

  async bounds(name: string): Promise<LogBounds> {
    this.#assertOpen();
    const topic = this.#topic(name);
    const { end } = this.#bound(topic, 'end');
    return { earliest: offset(this.#bound(topic, 'start').end), end: offset(end) };
  }

  async deleteBefore(name: string, before: Offset): Promise<void> {
    const { earliest, end } = await this.bounds(name);
    if (before > end) {
      throw new EventLogError('LOG_OFFSET_OUT_OF_RANGE', `${name} ends at ${end}, not ${before}`);
    }
    const topic = this.#topic(name);
    try {
      for (let start: number = earliest; start < before; ) {
        start = topic.partition.deleteOldest(topic.id, before, DELETED_AT_ONCE);
        await this.#clock.sleep(DELETE_PAUSE_MS);
        this.#assertOpen();
      }
    } catch (error) {
      throw eventLogError(error, name);
    }
  }

  async waitFor(
    name: string,
    from: Offset,
    timeoutMs: number,
    haste: Haste = 'at-once',
  ): Promise<boolean> {
    this.#assertOpen();
    if (haste === 'at-once') this.#doorbell.listen(name);
    if (this.#bound(this.#topic(name), 'end').end > from) return true;
    return this.#waiters.wait(name, from, timeoutMs);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#housekeeping.stop();
    this.#unsubscribe();
    this.#waiters.close();
    await Promise.allSettled([...this.#topics.values()].map((topic) => topic.appended));
    // The thread first: it uses our files.
    await this.#thread?.close();
    await Promise.all([this.#commands.close(), this.#events.close()]);
  }

  async #inTurn<T>(name: string, action: (topic: Topic) => Promise<T>): Promise<T> {
    this.#assertOpen();
    const topic = this.#topic(name);
    const result = topic.appended.then(() => action(topic));
    topic.appended = result.catch(() => {});
    return result;
  }

  async #append(topic: Topic, frames: readonly Buffer[]): Promise<Offset> {
    await this.#turns.yield();
    if (frames.length === 0) return offset(this.#bound(topic, 'end').end);
    try {
      const { first, areRung } = await this.#write(topic, frames);
      const end = first + frames.length;
      this.#waiters.reached(topic.name, end);
      if (!areRung) this.#doorbell.ring(topic.name, end);
      return offset(first);
    } catch (error) {
      throw eventLogError(error, topic.name);
    }
  }

  #write(topic: Topic, frames: readonly Buffer[]): Appended | Promise<Appended> {
    const { id: topicId, name } = topic;
    if (this.#thread !== null && topic.partition === this.#commands) {
      const ring = { topic: name, names: this.#doorbell.listeners(name) };
      return this.#thread.append({ topicId, frames, ring });
    }
    return { first: topic.partition.append([{ topicId, frames }])[0]!, areRung: false };
  }

  #bound(topic: Topic, which: 'start' | 'end'): TopicEnd {
    try {
      return topic.partition[which](topic.id);
    } catch (error) {
      throw eventLogError(error, topic.name);
    }
  }

  /** Chain value of the record before `at`. */
  #chainBefore(topic: Topic, at: number): number {
    if (topic.verified.end === at) return topic.verified.chain;
    const start = this.#bound(topic, 'start');
    if (start.end === at) return start.chain;
    return this.#frame(topic, at - 1, null).chain;
  }

  #frame(
    topic: Topic,
    at: number,
    previousChain: number | null,
  ): { readonly bytes: Buffer; readonly chain: number } {
    let bytes: Buffer | undefined;
    try {
      bytes = topic.partition.frame(topic.id, at);
    } catch (error) {
      throw eventLogError(error, topic.name);
    }
    if (bytes === undefined) throw damaged(topic.name, at, 'it is missing');
    const chain = checkFrame(bytes, { topicId: topic.id, offset: at, previousChain });
    if (typeof chain === 'string') throw damaged(topic.name, at, chain);
    return { bytes, chain };
  }

  #topic(name: string): Topic {
    const known = this.#topics.get(name);
    if (known !== undefined) return known;
    const partition = this.#partitionOf(name);
    const id = partition.topics().get(name);
    if (id === undefined) throw new EventLogError('LOG_TOPIC_UNKNOWN', `no topic ${name}`);
    const verified = { end: 0, chain: 0 };
    const topic: Topic = { name, id, partition, appended: Promise.resolve(), verified };
    this.#topics.set(name, topic);
    return topic;
  }

  #partitionOf(name: string): LogPartition {
    return name.startsWith('commands.') ? this.#commands : this.#events;
  }

  #assertOpen(): void {
    if (this.#closed) throw new EventLogError('LOG_CLOSED', 'the event log is closed');
  }
}
