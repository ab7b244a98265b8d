/**
 * Reads one topic: anywhere, and at its end.
 *
 *   read ──▶ cache ──miss──▶ fetch, and the next chunk ahead      own connection
 *              ▲
 *   waitFor ──▶ tail: one fetch that waits at the end, again      own connection
 *                     and again while somebody waits
 *
 * There is no consumer group: offsets are the reader's, and nothing may reassign or reset them. A
 * fetch is always answered within its waiting time, so an unanswered one shows a dead connection.
 */
import { offset } from '../../../proto/units.ts';
import type { Clock } from '../../clock/clock.ts';
import { EventLogError, type LogBounds, type LogRecord } from '../event-log.ts';
import type { Chunk, ChunkCache } from './chunk-cache.ts';
import { type Fetched, fetchBatches } from './fetch.ts';
import type { KafkaCluster } from './kafka-cluster.ts';
import { eventLogError, mayPassSoon, onlyErrorOf, protocolErrorOf } from './kafka-errors.ts';
import { ProducerSequences } from './producer-sequences.ts';
import { BatchDamaged, decodeBatches, type RecordBatch } from './record-batches.ts';
import { TopicLink } from './topic-link.ts';

const CHUNK_BYTES = 4 * 1024 * 1024;
const ATTEMPTS_MAX = 3;
const RETRY_MS = 30;
const EARLIEST = -2;
const LATEST = -1;

export class TopicReader {
  /** As others call it; Kafka's name may have a prefix. */
  readonly #name: string;
  readonly #topic: string;
  readonly #clock: Clock;
  readonly #cache: ChunkCache;
  readonly #onGrowth: () => void;
  readonly #link: TopicLink;
  readonly #fetching = new Map<number, Promise<Chunk>>();
  #end = 0;
  /** The lowest offset that may be there; what the cache still has of older ones is not given out. */
  #earliest = 0;

  constructor(options: {
    readonly name: string;
    readonly topic: string;
    readonly clock: Clock;
    readonly cluster: KafkaCluster;
    readonly cache: ChunkCache;
    /** Its end has moved, whoever noticed it. */
    readonly onGrowth: () => void;
  }) {
    this.#name = options.name;
    this.#topic = options.topic;
    this.#clock = options.clock;
    this.#cache = options.cache;
    this.#onGrowth = options.onGrowth;
    this.#link = new TopicLink(options.cluster, options.topic);
  }

  /** The highest end that was seen; records before it can be read. */
  get end(): number {
    return this.#end;
  }

  reached(end: number): void {
    if (end <= this.#end) return;
    this.#end = end;
    this.#onGrowth();
  }

  /** Throws EventLogError: LOG_OFFSET_OUT_OF_RANGE, LOG_DAMAGED, LOG_UNAVAILABLE … */
  async read(
    from: number,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[]> {
    if (from < this.#earliest) throw await this.outOfRange(from);
    const records: LogRecord[] = [];
    let bytesLeft = limit.bytes;
    let at = from;
    while (records.length < limit.records && (records.length === 0 || bytesLeft > 0)) {
      if (records.length > 0 && at >= this.#end) break;
      const chunk = this.#cache.find(this.#topic, at) ?? (await this.#fetch(at));
      if (chunk.records.length === 0) break;
      for (let index = at - chunk.from; index < chunk.records.length; index += 1) {
        const record = chunk.records[index]!;
        records.push(record);
        at += 1;
        bytesLeft -= record.bytes.length;
        if (records.length >= limit.records || bytesLeft <= 0) break;
      }
      this.#fetchAhead(chunk);
    }
    return records;
  }

  async bounds(): Promise<LogBounds> {
    return this.#trying(async () => {
      const [earliest, end] = await Promise.all([this.#list(EARLIEST), this.#list(LATEST)]);
      this.reached(end);
      this.#earliest = Math.max(this.#earliest, earliest);
      return { earliest: offset(earliest), end: offset(end) };
    });
  }

  /** Throws EventLogError: LOG_OFFSET_OUT_OF_RANGE when `before` is beyond the end. */
  async deleteBefore(before: number): Promise<void> {
    const partitions = [{ partition: 0, offset: String(before) }];
    const topics = [{ topic: this.#topic, partitions }];
    try {
      await this.#trying(() =>
        this.#link.use(({ broker }) =>
          broker.deleteRecords({ topics }).catch((error: unknown) => {
            throw onlyErrorOf(error);
          }),
        ),
      );
    } catch (error) {
      if (!isOutOfRange(error)) throw error;
      throw await this.outOfRange(before);
    }
    this.#earliest = Math.max(this.#earliest, before);
  }

  /** Takes in what a fetch from `from` on brought, wherever it was made. */
  take(from: number, fetched: Fetched): Chunk {
    const chunk = this.#decode(from, fetched.batches);
    this.#cache.add(chunk);
    this.reached(Math.max(fetched.highWatermark, chunk.end));
    return chunk;
  }

  /** With both numbers, as the port promises it. */
  async outOfRange(from: number): Promise<EventLogError> {
    const { earliest, end } = await this.bounds();
    return new EventLogError(
      'LOG_OFFSET_OUT_OF_RANGE',
      `${this.#name} holds offsets ${earliest} … ${end - 1}; asked for ${from}`,
    );
  }

  /** The first batch that ends behind `from` and matches; null: there is none up to the end. */
  async findBatch(
    from: number,
    matches: (batch: RecordBatch) => boolean,
  ): Promise<RecordBatch | null> {
    for (let at = from; ; ) {
      const { batches } = await this.#fetchAt(at);
      const decoded = decodingOf(this.#name, batches);
      const found = decoded.find(matches);
      if (found !== undefined) return found;
      const last = decoded.at(-1);
      if (last === undefined) return null;
      at = last.base + last.records.length;
    }
  }

  close(): void {
    this.#link.close();
  }

  #fetch(from: number): Promise<Chunk> {
    const running = this.#fetching.get(from);
    if (running !== undefined) return running;
    const fetching = this.#fetchNow(from).finally(() => this.#fetching.delete(from));
    this.#fetching.set(from, fetching);
    return fetching;
  }

  /** A reader that goes through the log finds its next chunk there. */
  #fetchAhead({ end }: Chunk): void {
    if (end >= this.#end || this.#cache.find(this.#topic, end) !== null) return;
    // Whoever reads it asks again, and is told.
    this.#fetch(end).catch(() => {});
  }

  async #fetchNow(from: number): Promise<Chunk> {
    try {
      return this.take(from, await this.#fetchAt(from));
    } catch (error) {
      if (!isOutOfRange(error)) throw error;
      throw await this.outOfRange(from);
    }
  }

  #fetchAt(from: number): Promise<Fetched> {
    const options = { topic: this.#topic, from, waitMs: 0, bytesMax: CHUNK_BYTES };
    return this.#trying(() => this.#link.use((link) => fetchBatches(link, options)));
  }

  #decode(from: number, bytes: Buffer): Chunk {
    const before = this.#cache.findBefore(this.#topic, from);
    const sequences = new ProducerSequences(before?.sequences);
    const records: LogRecord[] = [];
    let next = from;
    for (const batch of decodingOf(this.#name, bytes)) {
      if (batch.base > next) throw this.#damaged(next, 'it is missing');
      if (batch.base === next) {
        const problem = sequences.take(batch);
        if (problem !== null) throw this.#damaged(batch.base, problem);
      } else sequences.begin(batch);
      for (const record of batch.records) {
        if (record.offset < next) continue;
        records.push(record);
        next += 1;
      }
    }
    const topic = this.#topic;
    return { topic, from, end: next, records, bytes: bytes.length, sequences };
  }

  async #list(timestamp: number): Promise<number> {
    const topics = [{ topic: this.#topic, partitions: [{ partition: 0, timestamp }] }];
    const listed = await this.#link.use(({ broker }) =>
      broker.listOffsets({ replicaId: -1, isolationLevel: 0, topics }),
    );
    return Number(listed.responses[0]?.partitions[0]?.offset);
  }

  /** Three times at most, each on a new connection. */
  async #trying<T>(action: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await action();
      } catch (error) {
        const isLast = attempt >= ATTEMPTS_MAX || !mayPassSoon(error);
        if (isOutOfRange(error)) throw error;
        if (isLast) throw eventLogError(error, this.#name);
      }
      await this.#clock.sleep(RETRY_MS * attempt);
    }
  }

  #damaged(at: number, problem: string): EventLogError {
    return new EventLogError('LOG_DAMAGED', `${this.#name} at offset ${at}: ${problem}`);
  }
}

export const isOutOfRange = (error: unknown): boolean =>
  protocolErrorOf(error) === 'OFFSET_OUT_OF_RANGE';

function decodingOf(name: string, bytes: Buffer) {
  try {
    return decodeBatches(bytes);
  } catch (error) {
    if (!(error instanceof BatchDamaged)) throw error;
    throw new EventLogError('LOG_DAMAGED', `${name} at offset ${error.at}: ${error.message}`);
  }
}
