/** What can be set per order-service; the defaults are those of proto/limits.ts where it has them. */
import { assert } from '../proto/assert.ts';
import { limits as shared } from '../proto/limits.ts';

export interface OrderServiceLimits {
  /** A command without an answer by then is `unknown`, never "failed". */
  readonly answerTimeoutMs: number;
  /** Commands of one record; one more starts the next record. */
  readonly batchCommandsMax: number;
  /** Commands admitted but not yet appended, over all markets: beyond it, new ones are shed. */
  readonly backlogCommandsMax: number;
  /** Records read from an event log at a time. */
  readonly readRecordsMax: number;
  readonly readBytesMax: number;
  /** How long a cached API key or account may be believed: the bound of a revocation. */
  readonly keyBelievedMs: number;
  /** New markets appear within this time. */
  readonly topicPollMs: number;
  readonly retryDelayMsMin: number;
  readonly retryDelayMsMax: number;
  /** Closed orders that are still answered from memory while the views catch up. */
  readonly closedOrdersKept: number;
  readonly tradesKept: number;
  /** Fills of one order held in memory; older ones come from the views. */
  readonly fillsKept: number;
  /** A market order trades at most this far from the best opposite price. */
  readonly marketOrderBoundPpm: number;
  /** Answered commands of a topic from which on the next admission tidies the outbox. */
  readonly outboxClearEvery: number;
  /** Orders of one batch request. */
  readonly batchOrdersMax: number;
  /** How long a read waits for `min_sequence`. */
  readonly sequenceWaitMs: number;
}

export const DEFAULT_LIMITS: OrderServiceLimits = {
  answerTimeoutMs: shared.answerTimeoutMs,
  batchCommandsMax: shared.commandsPerBatchMax,
  backlogCommandsMax: 50_000,
  readRecordsMax: shared.recordsPerReadMax,
  readBytesMax: 1024 * 1024,
  keyBelievedMs: shared.keyRevocationMsMax / 2,
  topicPollMs: shared.topicPollMs,
  retryDelayMsMin: 20,
  retryDelayMsMax: 1_000,
  closedOrdersKept: 50_000,
  tradesKept: 1_000,
  fillsKept: 500,
  marketOrderBoundPpm: 50_000,
  outboxClearEvery: 64,
  batchOrdersMax: shared.batchOrdersMax,
  sequenceWaitMs: shared.minSequenceWaitMs,
};

/** What the doors (HTTP, WebSocket) bear. */
export interface DoorLimits {
  readonly bodyBytesMax: number;
  readonly jsonDepthMax: number;
  readonly signatureWindowMs: number;
  readonly signatureAheadMs: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** How often connections are held against these two. */
  readonly slowCheckMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly headerBytesMax: number;
  readonly connectionsMax: number;
  readonly connectionsPerAddressMax: number;
  /** Order weight per second and burst of one key; cancels have a bucket of their own. */
  readonly keyWeightPerSecond: number;
  readonly addressWeightPerSecond: number;
  readonly pageRowsMax: number;
  readonly bookDepthMax: number;
  readonly socketSubscriptionsMax: number;
  readonly socketBufferBytesMax: number;
  /** A socket that neither logged in nor subscribed by then is closed. */
  readonly socketIdleMs: number;
  readonly heartbeatMs: number;
  /** The book channel is conflated to one message per this time while a client is behind. */
  readonly bookConflateBytes: number;
}

export const DEFAULT_DOOR_LIMITS: DoorLimits = {
  bodyBytesMax: shared.httpBodyBytesMax,
  jsonDepthMax: shared.jsonDepthMax,
  signatureWindowMs: shared.recvWindowMs,
  signatureAheadMs: shared.timestampAheadMsMax,
  headersTimeoutMs: shared.httpHeadersTimeoutMs,
  requestTimeoutMs: shared.httpRequestTimeoutMs,
  slowCheckMs: 1_000,
  keepAliveTimeoutMs: shared.httpKeepAliveMs,
  headerBytesMax: shared.httpHeaderBytesMax,
  connectionsMax: shared.httpConnectionsMax,
  connectionsPerAddressMax: shared.httpConnectionsPerAddressMax,
  keyWeightPerSecond: 20_000,
  addressWeightPerSecond: 50_000,
  pageRowsMax: shared.pageItemsMax,
  bookDepthMax: shared.bookLevelsMax,
  socketSubscriptionsMax: shared.wsSubscriptionsMax,
  socketBufferBytesMax: shared.wsBufferedBytesMax,
  socketIdleMs: shared.wsLoginTimeoutMs,
  heartbeatMs: shared.wsHeartbeatIntervalMs,
  bookConflateBytes: 64 * 1024,
};

export function assertLimits(limits: OrderServiceLimits, doors: DoorLimits): void {
  assert(
    limits.keyBelievedMs <= shared.keyRevocationMsMax,
    'a revocation takes effect within a second',
  );
  assert(limits.retryDelayMsMin <= limits.retryDelayMsMax, 'retry delays grow');
  assert(limits.batchOrdersMax <= limits.batchCommandsMax, 'a batch request fits a record');
  assert(limits.answerTimeoutMs < doors.requestTimeoutMs, 'an answer comes before the door closes');
  assert(limits.sequenceWaitMs < doors.requestTimeoutMs, 'a wait ends before the door closes');
  assert(doors.bookConflateBytes < doors.socketBufferBytesMax, 'conflate before disconnecting');
}
