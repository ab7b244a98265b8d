/**
 * Bytes ⇄ a market's snapshot.
 *
 *   header fields │ sessions │ order count │ columns │ footer (46 bytes: sha256, length)
 *
 * A column is one raw little-endian array (the widths in snapshot.proto), so that a million orders
 * cost a memory copy and not a million messages. The footer is sealed-bytes.ts's.
 */

import { readBlockedAccounts, writeBlockedAccounts } from './account-status-codec.ts';
import { DecodeError, SCHEMA_VERSION } from './decode-error.ts';
import { readMarketDefinition, writeMarketDefinition } from './market-definition-codec.ts';
import type { MarketSnapshot, MarketStatus, SessionState } from './messages.ts';
import { readExpiring, writeExpiring } from './order-terms-codec.ts';
import { MARKET_STATUS_MAX, SESSION_ID_MAX } from './ranges.ts';
import { type SealOptions, sealed, verifiedLength } from './sealed-bytes.ts';
import { type ColumnMemory, columnsBytes, readColumns, writeColumns } from './snapshot-columns.ts';
import { readTriggerState, writeTriggerState } from './trigger-state-codec.ts';
import type {
  CommandSequence,
  Epoch,
  Hash64,
  Offset,
  Sequence,
  SessionId,
  TimestampUs,
  TradeId,
} from './units.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

export type SnapshotCodecOptions = SealOptions;

export interface SnapshotDecodeOptions extends SealOptions {
  /**
   * `copied` (as a rule): into memory of their own. `in-place`: views of the given bytes, which are used up,
   * whatever comes of it; SHA-256 has vouched for them, so that their CRCs are not computed again.
   */
  readonly columns?: ColumnMemory;
}

const HEADER_BYTES = 64 * 1024;

/** Throws AssertionFailed for a value outside its unit, or columns of unequal length. */
export function encodeSnapshot(
  snapshot: MarketSnapshot,
  options: SnapshotCodecOptions,
): Uint8Array {
  const w = new WireWriter(HEADER_BYTES + columnsBytes(snapshot.orderCount));
  w.uint32(1, SCHEMA_VERSION, 1);
  w.string(2, snapshot.market);
  w.uint53(3, snapshot.offset, 0);
  w.uint53(4, snapshot.nextSequence, 0);
  w.uint53(5, snapshot.timestampUs, 0);
  const leadership = w.begin(6);
  w.uint32(1, snapshot.leadership.epoch, 0);
  w.string(2, snapshot.leadership.node);
  w.end(leadership);
  w.uint32(7, snapshot.rulesVersion, 0);
  if (snapshot.definition !== null) writeMarketDefinition(w, 8, snapshot.definition);
  w.enumeration(9, snapshot.status, 1, MARKET_STATUS_MAX);
  w.hash64(10, snapshot.eventHash);
  w.hash64(11, snapshot.stateHash);
  w.uint53(12, snapshot.nextTradeId, 0);
  w.uint53(13, snapshot.nextPriority, 0);
  for (const session of snapshot.sessions) writeSessionState(w, session);
  w.uint53(15, snapshot.orderCount, 0);
  writeColumns(w, snapshot.orders, snapshot.orderCount);
  writeTriggerState(w, snapshot.triggers);
  writeBlockedAccounts(w, snapshot.blockedAccounts);
  writeExpiring(w, snapshot.expiring);
  return sealed(w, options);
}

/** Throws DecodeError only: CRC_MISMATCH for whatever does not match its footer. */
export function decodeSnapshot(bytes: Uint8Array, options: SnapshotDecodeOptions): MarketSnapshot {
  const r = new WireReader(bytes, 0, verifiedLength(bytes, 'a snapshot', options));
  const version = r.uint32(1, 1);
  if (version > SCHEMA_VERSION) {
    throw new DecodeError(
      'SCHEMA_TOO_NEW',
      `the snapshot has schema version ${version}, this build knows ${SCHEMA_VERSION}`,
    );
  }
  const market = r.string(2);
  const offset = r.uint53(3, 0) as Offset;
  const nextSequence = r.uint53(4, 0) as Sequence;
  const timestampUs = r.uint53(5, 0) as TimestampUs;
  const outerEnd = r.enter(6);
  const leadership = { epoch: r.uint32(1, 0) as Epoch, node: r.string(2) };
  r.leave(outerEnd);
  const rulesVersion = r.uint32(7, 0);
  const definition = r.nextIs(8) ? readMarketDefinition(r, 8) : null;
  const status = r.enumeration(9, 1, MARKET_STATUS_MAX) as MarketStatus;
  const eventHash = r.hash64(10) as Hash64;
  const stateHash = r.hash64(11) as Hash64;
  const nextTradeId = r.uint53(12, 0) as TradeId;
  const nextPriority = r.uint53(13, 0);
  const sessions: SessionState[] = [];
  while (r.nextIs(14)) sessions.push(readSessionState(r));
  const orderCount = r.uint53(15, 0);
  const orders = readColumns(r, orderCount, options.columns ?? 'copied');
  const triggers = readTriggerState(r);
  const blocked = readBlockedAccounts(r);
  const expiring = readExpiring(r);
  r.expectEnd();
  return {
    market,
    offset,
    nextSequence,
    timestampUs,
    leadership,
    rulesVersion,
    definition,
    status,
    eventHash,
    stateHash,
    nextTradeId,
    nextPriority,
    sessions,
    orderCount,
    orders,
    ...(triggers === undefined ? {} : { triggers }),
    ...blocked,
    ...expiring,
  };
}

function writeSessionState(w: WireWriter, session: SessionState): void {
  const start = w.begin(14);
  w.uint32(1, session.sessionId, 0, SESSION_ID_MAX);
  w.uint32(2, session.epoch, 0);
  w.uint53(3, session.lastSequence, 0);
  w.uint53(4, session.lastOrderId, 0);
  w.end(start);
}

function readSessionState(r: WireReader): SessionState {
  const outerEnd = r.enter(14);
  const session: SessionState = {
    sessionId: r.uint32(1, 0, SESSION_ID_MAX) as SessionId,
    epoch: r.uint32(2, 0) as Epoch,
    lastSequence: r.uint53(3, 0) as CommandSequence,
    lastOrderId: r.uint53(4, 0),
  };
  r.leave(outerEnd);
  return session;
}
