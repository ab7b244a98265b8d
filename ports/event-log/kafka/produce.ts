/** Produce in version 7: one record batch for one partition of one topic. */
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import type { KafkaLink } from './kafka-link.ts';
import { encodeBatch, type NewBatch, readInt64 } from './record-batches.ts';

const API_KEY = 0;
const API_VERSION = 7;
const ALL_IN_SYNC = -1;

/**
 * Resolves to the offset of the first record, once all replicas in sync have the batch; the leader
 * waits so long for them. Throws the client's errors.
 */
export async function produceBatch(
  link: KafkaLink,
  options: { readonly topic: string; readonly timeoutMs: number; readonly batch: NewBatch },
): Promise<number> {
  const name = Buffer.from(options.topic);
  const partitionAt = 14 + name.length;
  const batchAt = partitionAt + 12;
  const body = encodeBatch(options.batch, batchAt);
  // No transaction.
  body.writeInt16BE(-1, 0);
  body.writeInt16BE(ALL_IN_SYNC, 2);
  body.writeInt32BE(options.timeoutMs, 4);
  body.writeInt32BE(1, 8);
  body.writeInt16BE(name.length, 12);
  name.copy(body, 14);
  // One partition, number 0.
  body.writeInt32BE(1, partitionAt);
  body.writeInt32BE(0, partitionAt + 4);
  body.writeInt32BE(body.length - batchAt, partitionAt + 8);
  return baseOffsetIn(await link.session.request(API_KEY, API_VERSION, body), link);
}

function baseOffsetIn(answer: Buffer, link: KafkaLink): number {
  link.session.throttle(answer.readInt32BE(answer.length - 4));
  if (answer.readInt32BE(0) !== 1) throw new Error('the answer to an append has no topic');
  const partitionsAt = 6 + answer.readInt16BE(4);
  if (answer.readInt32BE(partitionsAt) !== 1) {
    throw new Error('the answer to an append has no partition');
  }
  const error = answer.readInt16BE(partitionsAt + 8);
  if (error !== 0) throw createErrorFromCode(error);
  return readInt64(answer, partitionsAt + 10);
}
