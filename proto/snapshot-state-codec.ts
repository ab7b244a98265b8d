/** The fields of a snapshot that both of its versions have: all but the resting orders. */
import { readBlockedAccounts, writeBlockedAccounts } from './account-status-codec.ts';
import { readIcebergs, writeIcebergs } from './iceberg-codec.ts';
import { readMarketDefinition, writeMarketDefinition } from './market-definition-codec.ts';
import type { MarketSnapshot, MarketStatus, SessionState, SnapshotHead } from './messages.ts';
import { readExpiring, writeExpiring } from './order-terms-codec.ts';
import { MARKET_STATUS_MAX, SESSION_ID_MAX } from './ranges.ts';
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
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

/** Fields 2 to 15. */
export function writeStart(w: WireWriter, snapshot: MarketSnapshot): void {
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
}

/** Fields 17 to 24. */
export function writeRest(w: WireWriter, snapshot: MarketSnapshot): void {
  writeTriggerState(w, snapshot.triggers);
  writeBlockedAccounts(w, snapshot.blockedAccounts);
  writeExpiring(w, snapshot.expiring);
  writeIcebergs(w, snapshot.icebergs);
}

type Rest = 'triggers' | 'blockedAccounts' | 'expiring' | 'icebergs';

export function readStart(r: WireReader): Omit<SnapshotHead, Rest> {
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
    orderCount: r.uint53(15, 0),
  };
}

export function readRest(r: WireReader): Pick<SnapshotHead, Rest> {
  const triggers = readTriggerState(r);
  const blocked = readBlockedAccounts(r);
  const expiring = readExpiring(r);
  const icebergs = readIcebergs(r);
  return { ...(triggers === undefined ? {} : { triggers }), ...blocked, ...expiring, ...icebergs };
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
