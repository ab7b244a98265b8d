/**
 * Bytes ⇄ a snapshot of the accounts: one message per row, all of constant layout, and the footer of
 * sealed-bytes.ts. No columns as in a market's snapshot: its rows become objects with texts again, and
 * making these takes far longer than reading them.
 */
import type {
  AccountSnapshot,
  LedgerFact,
  LedgerSessionState,
  PurseState,
  SettledMarketState,
  SettledOrder,
  SettledTopic,
  TopicSession,
} from './account-snapshot-messages.ts';
import { readCommand, writeCommand } from './command-codec.ts';
import { DecodeError, SCHEMA_VERSION } from './decode-error.ts';
import { readMarketDefinition, writeMarketDefinition } from './market-definition-codec.ts';
import type { MarketStatus } from './messages.ts';
import { MARKET_STATUS_MAX, SESSION_ID_MAX } from './ranges.ts';
import { type SealOptions, sealed, verifiedLength } from './sealed-bytes.ts';
import type {
  AccountId,
  CommandSequence,
  Epoch,
  Hash64,
  Money,
  Offset,
  OrderId,
  Sequence,
  SessionId,
  TimestampUs,
} from './units.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const BYTES_BEGUN_WITH = 64 * 1024;

/** Throws AssertionFailed for a value outside its unit. */
export function encodeAccountSnapshot(snapshot: AccountSnapshot, options: SealOptions): Uint8Array {
  const w = new WireWriter(BYTES_BEGUN_WITH);
  w.uint32(1, SCHEMA_VERSION, 1);
  w.uint53(2, snapshot.timestampUs, 0);
  for (const topic of snapshot.topics) writeTopic(w, topic);
  for (const fact of snapshot.ledger) writeCommand(w, 4, fact);
  for (const market of snapshot.markets) writeMarket(w, market);
  for (const session of snapshot.ledgerSessions) writeLedgerSession(w, session);
  for (const purse of snapshot.purses) writePurse(w, purse);
  for (const order of snapshot.orders) writeOrder(w, order);
  return sealed(w, options);
}

/** Throws DecodeError only: CRC_MISMATCH for whatever does not match its footer. */
export function decodeAccountSnapshot(bytes: Uint8Array, options: SealOptions): AccountSnapshot {
  const r = new WireReader(bytes, 0, verifiedLength(bytes, 'a snapshot', options));
  const version = r.uint32(1, 1);
  if (version > SCHEMA_VERSION) {
    throw new DecodeError(
      'SCHEMA_TOO_NEW',
      `the snapshot has schema version ${version}, this build knows ${SCHEMA_VERSION}`,
    );
  }
  const timestampUs = r.uint53(2, 0) as TimestampUs;
  const topics = all(r, 3, readTopic);
  const ledger = all(r, 4, readFact);
  const markets = all(r, 5, readMarket);
  const ledgerSessions = all(r, 6, readLedgerSession);
  const purses = all(r, 7, readPurse);
  const orders = all(r, 8, readOrder);
  r.expectEnd();
  for (const { market, purse } of orders) {
    if (purse >= purses.length || market >= markets.length)
      r.fail('an order of no purse or market');
  }
  return { timestampUs, topics, ledger, markets, ledgerSessions, purses, orders };
}

function all<Row>(r: WireReader, field: number, read: (r: WireReader) => Row): readonly Row[] {
  const rows: Row[] = [];
  while (r.nextIs(field)) rows.push(read(r));
  return rows;
}

function writeTopic(w: WireWriter, topic: SettledTopic): void {
  const start = w.begin(3);
  w.string(1, topic.topic);
  w.uint53(2, topic.nextLogOffset, 1);
  w.uint53(3, topic.inputOffset, 0);
  w.uint53(4, topic.sequence, 0);
  w.hash64(5, topic.eventHash);
  w.uint32(6, topic.lastRecordCrc32c, 0);
  for (const session of topic.sessions) {
    const inner = w.begin(7);
    w.uint32(1, session.sessionId, 0, SESSION_ID_MAX);
    w.uint32(2, session.epoch, 0);
    w.end(inner);
  }
  w.end(start);
}

function readTopic(r: WireReader): SettledTopic {
  const outerEnd = r.enter(3);
  const topic = {
    topic: r.string(1),
    nextLogOffset: r.uint53(2, 1) as Offset,
    inputOffset: r.uint53(3, 0) as Offset,
    sequence: r.uint53(4, 0) as Sequence,
    eventHash: r.hash64(5) as Hash64,
    lastRecordCrc32c: r.uint32(6, 0),
    sessions: all(r, 7, readTopicSession),
  };
  r.leave(outerEnd);
  return topic;
}

function readTopicSession(r: WireReader): TopicSession {
  const outerEnd = r.enter(7);
  const session = {
    sessionId: r.uint32(1, 0, SESSION_ID_MAX) as SessionId,
    epoch: r.uint32(2, 0) as Epoch,
  };
  r.leave(outerEnd);
  return session;
}

function readFact(r: WireReader): LedgerFact {
  const command = readCommand(r, 4);
  switch (command.kind) {
    case 'DefineAsset':
    case 'OpenAccount':
    case 'DefineFeeTier':
    case 'CreateApiKey':
    case 'RevokeApiKey':
    case 'Deposit':
    case 'Withdraw':
      return command;
    default:
      return r.fail(`${command.kind} says nothing of accounts`);
  }
}

function writeMarket(w: WireWriter, market: SettledMarketState): void {
  const start = w.begin(5);
  writeMarketDefinition(w, 1, market.definition);
  w.enumeration(2, market.status, 1, MARKET_STATUS_MAX);
  w.end(start);
}

function readMarket(r: WireReader): SettledMarketState {
  const outerEnd = r.enter(5);
  const definition = readMarketDefinition(r, 1);
  const status = r.enumeration(2, 1, MARKET_STATUS_MAX) as MarketStatus;
  r.leave(outerEnd);
  return { definition, status };
}

function writeLedgerSession(w: WireWriter, session: LedgerSessionState): void {
  const start = w.begin(6);
  w.uint32(1, session.sessionId, 0, SESSION_ID_MAX);
  w.uint32(2, session.epoch, 0);
  w.uint53(3, session.lastSequence, 0);
  w.uint32(4, session.previousEpoch, 0);
  w.uint53(5, session.previousLastSequence, 0);
  w.end(start);
}

function readLedgerSession(r: WireReader): LedgerSessionState {
  const outerEnd = r.enter(6);
  const session = {
    sessionId: r.uint32(1, 0, SESSION_ID_MAX) as SessionId,
    epoch: r.uint32(2, 0) as Epoch,
    lastSequence: r.uint53(3, 0) as CommandSequence,
    previousEpoch: r.uint32(4, 0) as Epoch,
    previousLastSequence: r.uint53(5, 0) as CommandSequence,
  };
  r.leave(outerEnd);
  return session;
}

function writePurse(w: WireWriter, purse: PurseState): void {
  const start = w.begin(7);
  w.uint32(1, purse.accountId, 0);
  w.string(2, purse.asset);
  w.int64(3, purse.tradedNet);
  w.end(start);
}

function readPurse(r: WireReader): PurseState {
  const outerEnd = r.enter(7);
  const purse = {
    accountId: r.uint32(1, 0) as AccountId,
    asset: r.string(2),
    tradedNet: r.int64(3) as Money,
  };
  r.leave(outerEnd);
  return purse;
}

function writeOrder(w: WireWriter, order: SettledOrder): void {
  const start = w.begin(8);
  w.uint32(1, order.purse, 0);
  w.uint32(2, order.market, 0);
  w.uint53(3, order.orderId, 1);
  w.int64(4, order.held);
  w.uint53(5, order.openedUs, 0);
  if (order.closedUs !== null) w.uint53(6, order.closedUs, 0);
  w.string(7, order.clientOrderId);
  w.bool(8, order.isLastSpender);
  w.bool(9, order.isForgotten);
  w.end(start);
}

function readOrder(r: WireReader): SettledOrder {
  const outerEnd = r.enter(8);
  const order = {
    purse: r.uint32(1, 0),
    market: r.uint32(2, 0),
    orderId: r.uint53(3, 1) as OrderId,
    held: r.int64(4) as Money,
    openedUs: r.uint53(5, 0) as TimestampUs,
    closedUs: r.nextIsFixed64(6) ? (r.uint53(6, 0) as TimestampUs) : null,
    clientOrderId: r.string(7),
    isLastSpender: r.bool(8),
    isForgotten: r.bool(9),
  };
  if (order.held < 0n) r.fail(`order ${order.orderId} holds ${order.held}`);
  r.leave(outerEnd);
  return order;
}
