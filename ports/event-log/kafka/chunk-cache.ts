import type { LogRecord } from '../event-log.ts';
import type { ProducerSequences } from './producer-sequences.ts';

/** Some records of a topic, one behind another, as one fetch brought them. */
export interface Chunk {
  readonly topic: string;
  /** Offset of the first record. */
  readonly from: number;
  /** Offset behind the last record. */
  readonly end: number;
  readonly records: readonly LogRecord[];
  readonly bytes: number;
  /** How far each writer had come behind the last record. */
  readonly sequences: ProducerSequences;
}

const BYTES_MAX = 64 * 1024 * 1024;
const CHUNKS_MAX = 1024;
/** A small answer keeps the whole buffer that its socket was read into. */
const CHUNK_BYTES_MIN = 64 * 1024;

/**
 * The chunks that were fetched last, of all topics together, so that several readers of a topic cost
 * one fetch, and a reader at the end finds there what woke it. Least recently used go first.
 */
export class ChunkCache {
  /** By topic, then by where the chunk ends: readers at the end of the log are the most frequent. */
  readonly #chunks = new Set<Chunk>();
  readonly #byTopic = new Map<string, Chunk[]>();
  #bytes = 0;

  /** The chunk with the record at `at`. */
  find(topic: string, at: number): Chunk | null {
    const chunk = this.#search(topic, (candidate) => candidate.from <= at && at < candidate.end);
    if (chunk === null) return null;
    this.#chunks.delete(chunk);
    this.#chunks.add(chunk);
    return chunk;
  }

  /** The chunk whose last record is the one before `at`. */
  findBefore(topic: string, at: number): Chunk | null {
    return this.#search(topic, (candidate) => candidate.end === at);
  }

  add(chunk: Chunk): void {
    if (chunk.records.length === 0) return;
    this.#chunks.add(chunk);
    const ofTopic = this.#byTopic.get(chunk.topic);
    if (ofTopic === undefined) this.#byTopic.set(chunk.topic, [chunk]);
    else ofTopic.push(chunk);
    this.#bytes += costOf(chunk);
    for (const oldest of this.#chunks) {
      if (this.#bytes <= BYTES_MAX && this.#chunks.size <= CHUNKS_MAX) return;
      if (oldest !== chunk) this.#remove(oldest);
    }
  }

  #search(topic: string, fits: (chunk: Chunk) => boolean): Chunk | null {
    const ofTopic = this.#byTopic.get(topic) ?? [];
    for (let index = ofTopic.length - 1; index >= 0; index -= 1) {
      if (fits(ofTopic[index]!)) return ofTopic[index]!;
    }
    return null;
  }

  #remove(chunk: Chunk): void {
    this.#chunks.delete(chunk);
    this.#bytes -= costOf(chunk);
    const ofTopic = this.#byTopic.get(chunk.topic)!;
    ofTopic.splice(ofTopic.indexOf(chunk), 1);
    if (ofTopic.length === 0) this.#byTopic.delete(chunk.topic);
  }
}

const costOf = (chunk: Chunk): number => Math.max(chunk.bytes, CHUNK_BYTES_MIN);
