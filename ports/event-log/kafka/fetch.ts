import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import fetchRequest from 'kafkajs/src/protocol/requests/fetch/v11/request.js';
import type { KafkaLink } from './kafka-link.ts';
import { readInt64 } from './record-batches.ts';

/** Bytes of a response before the topics: throttle time, error, session. */
const TOPICS_AT = 10;
const PARTITION_ERROR_AFTER = 4;

export interface Fetched {
  /** Only what lies before it is committed; the broker gives out nothing else. */
  readonly highWatermark: number;
  /** Record batches, the last one perhaps in part. */
  readonly batches: Buffer;
}

/**
 * Asks the leader for the records from `from` on; it waits up to `waitMs` for the first of them.
 * The response is taken apart here and not by kafkajs, which makes a dozen objects of each record
 * and checks no CRC. Throws the client's errors.
 */
export async function fetchBatches(
  link: KafkaLink,
  options: {
    readonly topic: string;
    readonly from: number;
    readonly waitMs: number;
    readonly bytesMax: number;
  },
): Promise<Fetched> {
  const { topic, from, waitMs, bytesMax } = options;
  const request = fetchRequest({
    replicaId: -1,
    isolationLevel: 0,
    maxWaitTime: waitMs,
    minBytes: 1,
    maxBytes: bytesMax,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: from, maxBytes: bytesMax }] }],
  });
  const answer = await link.broker.connectionPool.send({
    request,
    response: {
      decode: async (payload) => ({ payload, clientSideThrottleTime: payload.readInt32BE(0) }),
      parse: async (decoded) => decoded,
    },
    logResponseError: false,
  });
  return parse(answer.payload);
}

/** Fetch response, version 11, of one partition of one topic. */
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
