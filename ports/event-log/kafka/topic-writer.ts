/**
 * Appends to one topic, one append in flight, each known to have landed once or not acknowledged.
 *
 * Every append has an identity in the log: (producer id, epoch, sequence of its first record). The
 * broker writes an identity once; the same again is answered with the offset of the first. So:
 *
 *   trouble ──▶ new connection, the very same batch with the very same identity, until it is answered
 *   given up ─▶ LOG_UNAVAILABLE; the batch stays `unresolved`:
 *                 the next append has the same bytes: the same identity, as above
 *                 it has others: a new epoch. Once that has landed, the broker refuses the older one,
 *                 however long its request sat in some buffer
 *
 * An identity is never given to other bytes. That is what kafkajs' own producer does (it takes its
 * sequence back after an error), and then the broker takes the second batch for a copy of the first:
 * acknowledged, and not in the log.
 */
import type { Clock } from '../../clock/clock.ts';
import type { CrashPoints } from '../../crash-points/crash-points.ts';
import { EventLogError } from '../event-log.ts';
import type { KafkaCluster } from './kafka-cluster.ts';
import { eventLogError, mayPassSoon, protocolErrorOf } from './kafka-errors.ts';
import { produceBatch } from './produce.ts';
import type { RecordBatch } from './record-batches.ts';
import { TopicLink } from './topic-link.ts';
import type { TopicReader } from './topic-reader.ts';
import { APPEND_BYTES_MAX } from './topic-settings.ts';

/** How long the leader waits for its replicas. Shorter than a request may take. */
const ACKS_TIMEOUT_MS = 1500;
/** So long an append is tried; a leader that was killed may take longer to be replaced. */
const APPEND_TIMEOUT_MS = 2500;
const RETRY_MS_MIN = 10;
const RETRY_MS_MAX = 250;
const EPOCH_MAX = 32_767;
const SEQUENCE_MAX = 0x7fffffff;
const TRANSACTION_TIMEOUT_MS = 60_000;
const RECORD_OVERHEAD_BYTES = 32;

/** The broker does not know this identity's predecessor, or knows a later one. */
const IDENTITY_PROBLEMS = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_ID_MAPPING',
]);

interface Producer {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Of the next record. */
  readonly sequence: number;
}

interface Append {
  readonly producer: Producer;
  readonly records: readonly Buffer[];
}

export class TopicWriter {
  readonly #name: string;
  readonly #topic: string;
  readonly #clock: Clock;
  readonly #crashPoints: CrashPoints;
  readonly #reader: TopicReader;
  readonly #link: TopicLink;
  #producer: Producer | null = null;
  #unresolved: Append | null = null;
  /** Everything of ours lies before it. */
  #landedEnd = 0;
  #closed = false;

  constructor(options: {
    readonly name: string;
    readonly topic: string;
    readonly clock: Clock;
    readonly crashPoints: CrashPoints;
    readonly cluster: KafkaCluster;
    readonly reader: TopicReader;
  }) {
    this.#name = options.name;
    this.#topic = options.topic;
    this.#clock = options.clock;
    this.#crashPoints = options.crashPoints;
    this.#reader = options.reader;
    this.#link = new TopicLink(options.cluster, options.topic);
  }

  /** Not to be called again before it has settled. Resolves to the offset of the first record. */
  async append(records: readonly Buffer[]): Promise<number> {
    this.#assertFits(records);
    const deadlineMs = this.#clock.monotonicMs() + APPEND_TIMEOUT_MS;
    let append: Append | null = null;
    let delayMs = RETRY_MS_MIN;
    for (;;) {
      let problem: unknown;
      try {
        append ??= await this.#identified(records);
        return this.#landed(append, await this.#produce(append));
      } catch (error) {
        problem = error;
      }
      if (append !== null) this.#unresolved = append;
      if (append !== null && IDENTITY_PROBLEMS.has(protocolErrorOf(problem) ?? '')) {
        const base = await this.#settle(append, problem);
        if (base !== null) return this.#landed(append, base);
        append = null;
      }
      const isOver = this.#clock.monotonicMs() + delayMs > deadlineMs || this.#closed;
      if (isOver || !mayPassSoon(problem)) throw eventLogError(problem, `append to ${this.#name}`);
      await this.#clock.sleep(delayMs);
      delayMs = Math.min(2 * delayMs, RETRY_MS_MAX);
    }
  }

  close(): void {
    this.#closed = true;
    this.#link.close();
  }

  #assertFits(records: readonly Buffer[]): void {
    let bytes = 0;
    for (const record of records) bytes += record.length + RECORD_OVERHEAD_BYTES;
    if (bytes <= APPEND_BYTES_MAX) return;
    throw new EventLogError(
      'LOG_TOO_LARGE',
      `append to ${this.#name}: ${bytes} bytes at once; at most ${APPEND_BYTES_MAX}`,
    );
  }

  /** The identity that these records have already, or a new one. */
  async #identified(records: readonly Buffer[]): Promise<Append> {
    const unresolved = this.#unresolved;
    if (unresolved !== null && isSame(unresolved.records, records)) return unresolved;
    let producer = this.#producer ?? (await this.#newProducer());
    if (unresolved !== null || producer.sequence + records.length > SEQUENCE_MAX) {
      producer =
        producer.producerEpoch < EPOCH_MAX
          ? { ...producer, producerEpoch: producer.producerEpoch + 1, sequence: 0 }
          : await this.#newProducer();
    }
    this.#producer = producer;
    return { producer, records };
  }

  #newProducer(): Promise<Producer> {
    return this.#link.use(async ({ broker }) => {
      const options = { transactionTimeout: TRANSACTION_TIMEOUT_MS };
      const { producerId, producerEpoch } = await broker.initProducerId(options);
      return { producerId: Number(producerId), producerEpoch, sequence: 0 };
    });
  }

  async #produce({ producer, records }: Append): Promise<number> {
    const topic = this.#topic;
    const timestampMs = Math.floor(this.#clock.nowUs() / 1000);
    return this.#link.use((link) => {
      this.#crashPoints.reach('CP16-log-mid-append');
      const batch = { ...producer, timestampMs, records };
      return produceBatch(link, { topic, timeoutMs: ACKS_TIMEOUT_MS, batch });
    });
  }

  #landed({ producer, records }: Append, base: number): number {
    // Others write here too, so there may be a distance; but never backwards.
    if (!Number.isSafeInteger(base) || base < this.#landedEnd) {
      throw this.#changed(`the next one was placed at ${base}`);
    }
    this.#crashPoints.reach('CP17-appended-before-fsync');
    this.#landedEnd = base + records.length;
    this.#producer = { ...producer, sequence: producer.sequence + records.length };
    this.#unresolved = null;
    this.#reader.reached(this.#landedEnd);
    return base;
  }

  /**
   * The broker does not take the identity. Looks for it in the log: the offset where it landed, or
   * null: it is not there, and a new writer shall append it.
   */
  async #settle({ producer }: Append, problem: unknown): Promise<number | null> {
    const { end } = await this.#reader.bounds();
    if (end < this.#landedEnd) throw this.#changed(`it ends at ${end} now`);
    const found = await this.#reader.findBatch(
      this.#landedEnd,
      (batch) => isOf(batch, producer) && batch.sequence === producer.sequence,
    );
    if (found !== null) return found.base;
    const isOutOfOrder = protocolErrorOf(problem) === 'OUT_OF_ORDER_SEQUENCE_NUMBER';
    if (isOutOfOrder && producer.sequence > 0) await this.#assertPredecessor(producer);
    this.#producer = null;
    this.#unresolved = null;
    return null;
  }

  /** That our last acknowledged batch is where it was. */
  async #assertPredecessor(producer: Producer): Promise<void> {
    const last = await this.#reader.findBatch(this.#landedEnd - 1, () => true);
    if (last === null) return;
    const next = last.sequence + last.records.length;
    if (isOf(last, producer) && next === producer.sequence) return;
    throw this.#changed('another record stands in its place');
  }

  #changed(problem: string): EventLogError {
    return new EventLogError(
      'HISTORY_CHANGED',
      `${this.#name}: an append up to offset ${this.#landedEnd - 1} was acknowledged; ${problem}`,
    );
  }
}

const isOf = (batch: RecordBatch, producer: Producer): boolean =>
  batch.producerId === producer.producerId && batch.producerEpoch === producer.producerEpoch;

const isSame = (some: readonly Buffer[], others: readonly Buffer[]): boolean =>
  some.length === others.length && some.every((bytes, index) => bytes.equals(others[index]!));
