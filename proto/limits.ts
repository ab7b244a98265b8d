/**
 * Every limit of the system. Units last in the name; `Max` and `Min` are inclusive.
 *
 * Relations between them are asserted by `assertLimits()`, which every process calls at its start.
 */
import { assert } from './assert.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const KIB = 1024;
const MIB = 1024 * KIB;

export const limits = {
  // The command and event logs.
  commandsPerBatchMax: 512,
  commandBytesMax: KIB,
  batchBytesMax: MIB,
  appendBytesMax: 8 * MIB,
  topicPollMs: 100,
  recordsPerReadMax: 256,

  // Names and texts.
  clientOrderIdBytesMax: 36,
  nodeNameBytesMax: 64,
  reasonBytesMax: 200,
  accountNameBytesMax: 64,
  transactionIdBytesMax: 64,

  // Markets, accounts, orders.
  restingOrdersMax: 4_194_304,
  waitingOrdersMax: 16_384,
  openOrdersPerAccountMax: 10_000,
  /** Of a new market that does not say. */
  openOrdersPerAccountDefault: 200,
  waitingOrdersPerAccountMax: 100,
  /** In which an order may show itself; a rule of the core, so no log may know another number. */
  icebergPartsMax: 100,
  addressesPerApiKeyMax: 10,
  clientOrderIdKeptMs: 24 * HOUR_MS,

  // HTTP.
  httpBodyBytesMax: 16 * KIB,
  httpHeaderBytesMax: 8 * KIB,
  httpHeadersTimeoutMs: 10 * SECOND_MS,
  httpRequestTimeoutMs: 15 * SECOND_MS,
  httpKeepAliveMs: 65 * SECOND_MS,
  httpRequestsPerSocketMax: 100_000,
  httpConnectionsMax: 10_000,
  httpConnectionsPerAddressMax: 1000,
  batchOrdersMax: 50,
  jsonDepthMax: 4,
  pageItemsMax: 1000,
  bookLevelsMax: 5000,

  // Signatures.
  recvWindowMs: 5 * SECOND_MS,
  timestampAheadMsMax: SECOND_MS,

  // Answers: `unknown` after the first.
  answerTimeoutMs: 5 * SECOND_MS,
  minSequenceWaitMs: 5 * SECOND_MS,
  keyRevocationMsMax: SECOND_MS,
  deadManMsMax: 24 * 60 * 60 * SECOND_MS,

  // WebSocket.
  wsFrameBytesMax: 16 * KIB,
  wsFragmentsMax: 16,
  wsBufferedChunksMax: 256,
  wsBufferedBytesMax: MIB,
  wsSubscriptionsMax: 200,
  wsLoginTimeoutMs: 3 * SECOND_MS,
  wsPingIntervalMs: 15 * SECOND_MS,
  wsHeartbeatIntervalMs: SECOND_MS,

  // Replicas.
  heartbeatMs: 25,
  heartbeatTimeoutMs: 150,

  // Snapshots and recovery.
  snapshotIntervalMs: MINUTE_MS,
  snapshotEventsMax: 1_000_000,
  accountSnapshotIntervalMs: 5 * MINUTE_MS,
  snapshotsKeptMin: 3,

  // S3: giving up on a connection, on a socket without a byte, on a call (and longer for large objects).
  s3ConnectTimeoutMs: 2 * SECOND_MS,
  s3OpenTimeoutMs: 3 * SECOND_MS,
  s3SilenceMsMax: 10 * SECOND_MS,
  s3CallTimeoutMs: 20 * SECOND_MS,
  s3AttemptsMax: 3,

  // The archive of the logs: a segment is cut at so many records or bytes, or after so long.
  archiveRecordsMax: 50_000,
  archiveBytesMax: 8 * MIB,
  archiveIntervalMs: 5 * MINUTE_MS,
  retainedRecordsMin: 100_000,

  // Processes.
  statusIntervalMs: SECOND_MS,
} as const;

/** Throws AssertionFailed when two limits contradict each other. */
export function assertLimits(): void {
  for (const [name, value] of Object.entries(limits)) {
    assert(Number.isSafeInteger(value) && value > 0, `${name} must be a positive integer`);
  }
  const l: Readonly<Record<keyof typeof limits, number>> = limits;
  assert(
    l.commandsPerBatchMax * l.commandBytesMax <= l.batchBytesMax,
    'a full batch of the largest commands fits a record',
  );
  assert(l.batchBytesMax <= l.appendBytesMax, 'a batch fits an append');
  assert(l.batchOrdersMax <= l.commandsPerBatchMax, 'a batch order fits one record');
  assert(
    l.accountNameBytesMax + l.transactionIdBytesMax + l.reasonBytesMax < l.commandBytesMax,
    'the texts of a command fit it',
  );
  assert(l.httpBodyBytesMax >= l.batchOrdersMax * 300, 'a batch of orders fits a body');
  assert(l.wsFrameBytesMax < l.wsBufferedBytesMax, 'a frame fits a client buffer');
  assert(
    l.wsPingIntervalMs < l.httpKeepAliveMs,
    'a ping comes before the connection counts as idle',
  );
  assert(
    l.httpHeadersTimeoutMs <= l.httpRequestTimeoutMs,
    'headers are due before the whole request',
  );
  assert(l.answerTimeoutMs < l.httpRequestTimeoutMs, 'an answer is given up before its connection');
  assert(l.heartbeatMs * 4 <= l.heartbeatTimeoutMs, 'three lost heartbeats are no failover');
  assert(l.heartbeatTimeoutMs * 4 < l.answerTimeoutMs, 'a failover ends before clients give up');
  assert(l.snapshotsKeptMin >= 2, 'a damaged snapshot has one before it');
  assert(l.s3SilenceMsMax < l.s3CallTimeoutMs, 'a silent socket is given up before its call');
  assert(l.archiveBytesMax >= l.batchBytesMax, 'a segment holds the largest record');
  assert(l.openOrdersPerAccountMax <= l.restingOrdersMax, 'one account fits a book');
  assert(
    l.openOrdersPerAccountDefault <= l.openOrdersPerAccountMax,
    'a default is within its limit',
  );
  assert(l.waitingOrdersPerAccountMax <= l.waitingOrdersMax, 'and among those that wait');
}
