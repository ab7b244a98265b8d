/**
 * The event log on Apache Kafka 4: a topic of one partition for each of ours, so that Kafka's offsets
 * are ours. An acknowledged append is on the disks of all replicas in sync (acks=all).
 *
 *   append ──▶ TopicWriter ──produce──▶ leader ──fetch──▶ TopicTail, TopicReader ──▶ read, waitFor
 *
 * No consumer groups, no transactions, no producer of kafkajs: see docs/adr/0008.
 */
import { type Offset, offset } from '../../../proto/units.ts';
import type { Clock } from '../../clock/clock.ts';
import type { CrashPoints } from '../../crash-points/crash-points.ts';
import {
  type EventLog,
  EventLogError,
  type Haste,
  type LogBounds,
  type LogRecord,
} from '../event-log.ts';
import { TopicWaiters } from '../topic-waiters.ts';
import { ChunkCache } from './chunk-cache.ts';
import { KafkaCluster } from './kafka-cluster.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { eventLogError } from './kafka-errors.ts';
import { TopicReader } from './topic-reader.ts';
import { checkTopic, createTopic, type TopicSafety } from './topic-settings.ts';
import { TopicTail } from './topic-tail.ts';
import { TopicWriter } from './topic-writer.ts';

const REPLICATION_FACTOR = { production: 3, development: 1 } as const;
const OUR_TOPICS = /^(?:commands|events)\./;
/** A broker may learn of a topic a little later than the one that was asked. */
const UNKNOWN_ATTEMPTS_MAX = 4;
const UNKNOWN_RETRY_MS = 40;
const CREATED_ATTEMPTS_MAX = 60;

export interface KafkaEventLogOptions {
  readonly connection: KafkaConnection;
  readonly safety: TopicSafety;
  /** Of topics that are created; by default 3 in production and 1 in development. */
  readonly replicationFactor?: number;
  readonly clock: Clock;
  readonly crashPoints: CrashPoints;
}

interface Topic {
  readonly name: string;
  readonly reader: TopicReader;
  readonly tail: TopicTail;
  readonly writer: TopicWriter;
  /** Tail of the queue of appends: one at a time. */
  appended: Promise<unknown>;
}

/**
 * Throws EventLogError: LOG_UNAVAILABLE (no broker answers), LOG_ACCESS_DENIED,
 * LOG_BROKER_UNSUPPORTED.
 */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const cluster = new KafkaCluster(options.connection);
  try {
    await cluster.topicNames();
    return new KafkaEventLog(cluster, options);
  } catch (error) {
    cluster.close();
    throw error;
  }
}

class KafkaEventLog implements EventLog {
  readonly durability = 'disk';
  readonly #cluster: KafkaCluster;
  readonly #options: KafkaEventLogOptions;
  readonly #cache = new ChunkCache();
  readonly #topics = new Map<string, Promise<Topic>>();
  readonly #readers = new Map<string, TopicReader>();
  readonly #waiters: TopicWaiters;
  #closed = false;

  constructor(cluster: KafkaCluster, options: KafkaEventLogOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#waiters = new TopicWaiters({ clock: options.clock, endOf: null });
  }

  async createTopic(name: string): Promise<void> {
    this.#assertOpen();
    if (this.#readers.has(name)) return;
    const { safety, replicationFactor } = this.#options;
    const replicas = replicationFactor ?? REPLICATION_FACTOR[safety];
    await createTopic(this.#cluster, this.#kafkaName(name), replicas);
    await this.#topic(name, CREATED_ATTEMPTS_MAX);
  }

  async topics(): Promise<readonly string[]> {
    this.#assertOpen();
    const { topicPrefix } = this.#options.connection;
    const names = await this.#cluster.topicNames();
    return names
      .filter((name) => name.startsWith(topicPrefix))
      .map((name) => name.slice(topicPrefix.length))
      .filter((name) => OUR_TOPICS.test(name))
      .sort();
  }

  append(name: string, records: readonly Uint8Array[]): Promise<Offset> {
    // Copies, so that the caller may reuse its buffers at once.
    const copies = records.map((record) => Buffer.from(record));
    return this.#inTurn(name, async ({ writer, reader }) => {
      if (copies.length === 0) return (await reader.bounds()).end;
      return offset(await writer.append(copies));
    });
  }

  async read(
    name: string,
    from: Offset,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[]> {
    this.#assertOpen();
    const { reader } = await this.#topic(name);
    if (from < 0) throw await reader.outOfRange(from);
    return reader.read(from, limit);
  }

  async bounds(name: string): Promise<LogBounds> {
    this.#assertOpen();
    return (await this.#topic(name)).reader.bounds();
  }

  async deleteBefore(name: string, before: Offset): Promise<void> {
    this.#assertOpen();
    await (await this.#topic(name)).reader.deleteBefore(before);
  }

  async waitFor(
    name: string,
    from: Offset,
    timeoutMs: number,
    haste: Haste = 'at-once',
  ): Promise<boolean> {
    this.#assertOpen();
    const { reader, tail } = await this.#topic(name);
    if (this.#closed) return false;
    if (reader.end > from) return true;
    tail.follow(timeoutMs, haste);
    return this.#waiters.wait(name, from, timeoutMs);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiters.close();
    const opened = await Promise.allSettled(this.#topics.values());
    const topics = opened.flatMap((topic) => (topic.status === 'fulfilled' ? topic.value : []));
    await Promise.allSettled(topics.map((topic) => topic.appended));
    for (const { reader, tail, writer } of topics) {
      reader.close();
      tail.close();
      writer.close();
    }
    this.#cluster.close();
  }

  async #inTurn<T>(name: string, action: (topic: Topic) => Promise<T>): Promise<T> {
    this.#assertOpen();
    const topic = await this.#topic(name);
    const result = topic.appended.then(() => action(topic));
    topic.appended = result.catch(() => {});
    return result;
  }

  #topic(name: string, attemptsMax: number = UNKNOWN_ATTEMPTS_MAX): Promise<Topic> {
    const known = this.#topics.get(name);
    if (known !== undefined) return known;
    const opening = this.#open(name, attemptsMax);
    this.#topics.set(name, opening);
    opening.catch(() => this.#topics.delete(name));
    return opening;
  }

  async #open(name: string, attemptsMax: number): Promise<Topic> {
    const { clock, crashPoints, safety } = this.#options;
    const topic = this.#kafkaName(name);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await checkTopic(this.#cluster, topic, safety);
        break;
      } catch (error) {
        const { code, message } = eventLogError(error, name);
        if (code !== 'LOG_TOPIC_UNKNOWN') throw error;
        if (attempt >= attemptsMax) throw new EventLogError(code, `no topic ${name}: ${message}`);
      }
      await clock.sleep(UNKNOWN_RETRY_MS);
    }
    const cluster = this.#cluster;
    const reader: TopicReader = new TopicReader({
      ...{ name, topic, clock, cluster, cache: this.#cache },
      onGrowth: () => this.#waiters.reached(name, reader.end),
    });
    const tail = new TopicTail({
      topic,
      clock,
      cluster,
      reader,
      onTrouble: () => this.#waiters.reached(name, Number.POSITIVE_INFINITY),
    });
    const writer = new TopicWriter({ name, topic, clock, crashPoints, cluster, reader });
    this.#readers.set(name, reader);
    return { name, reader, tail, writer, appended: Promise.resolve() };
  }

  #kafkaName(name: string): string {
    return this.#options.connection.topicPrefix + name;
  }

  #assertOpen(): void {
    if (this.#closed) throw new EventLogError('LOG_CLOSED', 'the event log is closed');
  }
}
