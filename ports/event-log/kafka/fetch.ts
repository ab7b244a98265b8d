/**
 * Fetch in version 11, of one partition of one topic. Request and answer are put together and taken
 * apart here and not by kafkajs, which makes a dozen objects of each record and checks no CRC.
 */
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import type { KafkaLink } from './kafka-link.ts';
import { readInt64, writeInt64 } from './record-batches.ts';

const API_KEY = 1;
const API_VERSION = 11;
/** Bytes of an answer before the topics: throttle time, error, session. */
const TOPICS_AT = 10;
const PARTITION_ERROR_AFTER = 4;

export interface Fetched {
  /** Only what lies before it is committed; the broker gives out nothing else. */
  readonly highWatermark: number;
  /** Record batches, the last one perhaps in part. */
  readonly batches: Buffer;
}

export interface FetchOptions {
  readonly topic: string;
  readonly from: number;
  readonly waitMs: number;
  readonly bytesMax: number;
}

/**
 * Asks the leader for the records from `from` on; it waits up to `waitMs` for the first of them.
 * Throws the client's errors.
 */
export async function fetchBatches(link: KafkaLink, options: FetchOptions): Promise<Fetched> {
  const answer = await link.session.request(API_KEY, API_VERSION, fetchRequest(options));
  link.session.throttle(answer.readInt32BE(0));
  return parse(answer);
}

function fetchRequest({ topic, from, waitMs, bytesMax }: FetchOptions): Buffer {
  const name = Buffer.from(topic);
  const partitionAt = 31 + name.length;
  const bytes = Buffer.alloc(partitionAt + 38);
  // A reader and no replica; how long it waits, for one byte at least; how much it takes.
  bytes.writeInt32BE(-1, 0);
  bytes.writeInt32BE(waitMs, 4);
  bytes.writeInt32BE(1, 8);
  bytes.writeInt32BE(bytesMax, 12);
  // 16: not only what is committed by transactions; 17: session 0, of which this is no part.
  bytes.writeInt32BE(-1, 21);
  bytes.writeInt32BE(1, 25);
  bytes.writeInt16BE(name.length, 29);
  name.copy(bytes, 31);
  // One partition, number 0, whatever the leader's epoch.
  bytes.writeInt32BE(1, partitionAt);
  bytes.writeInt32BE(-1, partitionAt + 8);
  writeInt64(bytes, partitionAt + 12, from);
  writeInt64(bytes, partitionAt + 20, -1);
  bytes.writeInt32BE(bytesMax, partitionAt + 28);
  // Behind it: no forgotten topics, and no rack.
  return bytes;
}

function parse(payload: Buffer): Fetched {
  throwIfError(payload.readInt16BE(4));
  if (payload.readInt32BE(TOPICS_AT) !== 1) throw new Error('the answer to a fetch has no topic');
  let at = TOPICS_AT + 4;
  at += 2 + payload.readInt16BE(at);
  if (payload.readInt32BE(at) !== 1) throw new Error('the answer to a fetch has no partition');
  at += 4 + PARTITION_ERROR_AFTER;
  throwIfError(payload.readInt16BE(at));
  const highWatermark = readInt64(payload, at + 2);
  // Behind it: last stable offset, log start offset, aborted transactions, preferred replica.
  at += 2 + 24;
  const aborted = payload.readInt32BE(at);
  at += 4 + Math.max(0, aborted) * 16 + 4;
  const length = Math.max(0, payload.readInt32BE(at));
  return { highWatermark, batches: payload.subarray(at + 4, at + 4 + length) };
}

function throwIfError(code: number): void {
  if (code !== 0) throw createErrorFromCode(code);
}
