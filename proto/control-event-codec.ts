/** Bytes ⇄ the events about a market itself: definition, status, sessions, leadership, checks. */
import { readAccountStatusChanged, writeAccountStatusChanged } from './account-status-codec.ts';
import { assertNever } from './assert.ts';
import { readMarketDefinition, writeMarketDefinition } from './market-definition-codec.ts';
import type {
  AccountStatusChanged,
  CommandIgnored,
  CommandPassedOver,
  Event,
  IgnoreReason,
  LeadershipChanged,
  LeadershipRefused,
  MarketChanged,
  MarketDefined,
  MarketDefinitionRejected,
  MarketStatus,
  MarketStatusChanged,
  RejectReason,
  RulesChanged,
  SessionOpened,
  SessionRefused,
  StateHashed,
} from './messages.ts';
import {
  IGNORE_REASON_MAX,
  MARKET_STATUS_MAX,
  REJECT_REASON_MAX,
  SESSION_ID_MAX,
} from './ranges.ts';
import type { CommandSequence, Epoch, Hash64, Offset, SessionId } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

export type ControlEvent =
  | MarketDefined
  | MarketChanged
  | MarketDefinitionRejected
  | MarketStatusChanged
  | AccountStatusChanged
  | SessionOpened
  | SessionRefused
  | CommandIgnored
  | LeadershipChanged
  | LeadershipRefused
  | RulesChanged
  | StateHashed
  | CommandPassedOver;

type Indexed<Body> = Body & { readonly commandIndex: number };

/** The field of `Event` that holds each kind. */
export const CONTROL_EVENT_FIELDS: Record<ControlEvent['kind'], number> = {
  MarketDefined: 16,
  MarketDefinitionRejected: 17,
  MarketStatusChanged: 18,
  SessionOpened: 19,
  SessionRefused: 20,
  CommandIgnored: 21,
  LeadershipChanged: 22,
  LeadershipRefused: 23,
  RulesChanged: 24,
  StateHashed: 25,
  CommandPassedOver: 26,
  AccountStatusChanged: 30,
  MarketChanged: 40,
};

function writeMarketStatusChanged(w: WireWriter, e: MarketStatusChanged): void {
  w.enumeration(1, e.status, 1, MARKET_STATUS_MAX);
  w.string(2, e.reason);
}

function readMarketStatusChanged(
  r: WireReader,
  commandIndex: number,
): Indexed<MarketStatusChanged> {
  return {
    kind: 'MarketStatusChanged',
    status: r.enumeration(1, 1, MARKET_STATUS_MAX) as MarketStatus,
    reason: r.string(2),
    commandIndex,
  };
}

function writeSessionOpened(w: WireWriter, e: SessionOpened): void {
  w.uint32(1, e.sessionId, 0, SESSION_ID_MAX);
  w.uint32(2, e.epoch, 0);
  w.uint32(3, e.previousEpoch, 0);
  w.uint53(4, e.previousLastSequence, 0);
  w.string(5, e.node);
}

function readSessionOpened(r: WireReader, commandIndex: number): Indexed<SessionOpened> {
  return {
    kind: 'SessionOpened',
    sessionId: r.uint32(1, 0, SESSION_ID_MAX) as SessionId,
    epoch: r.uint32(2, 0) as Epoch,
    previousEpoch: r.uint32(3, 0) as Epoch,
    previousLastSequence: r.uint53(4, 0) as CommandSequence,
    node: r.string(5),
    commandIndex,
  };
}

function writeSessionRefused(w: WireWriter, e: SessionRefused): void {
  w.uint32(1, e.sessionId, 0, SESSION_ID_MAX);
  w.uint32(2, e.epoch, 0);
  w.uint32(3, e.currentEpoch, 0);
  w.string(4, e.node);
}

function readSessionRefused(r: WireReader, commandIndex: number): Indexed<SessionRefused> {
  return {
    kind: 'SessionRefused',
    sessionId: r.uint32(1, 0, SESSION_ID_MAX) as SessionId,
    epoch: r.uint32(2, 0) as Epoch,
    currentEpoch: r.uint32(3, 0) as Epoch,
    node: r.string(4),
    commandIndex,
  };
}

function writeLeadershipChanged(w: WireWriter, e: LeadershipChanged): void {
  w.uint32(1, e.epoch, 0);
  w.string(2, e.node);
}

function readLeadershipChanged(r: WireReader, commandIndex: number): Indexed<LeadershipChanged> {
  return {
    kind: 'LeadershipChanged',
    epoch: r.uint32(1, 0) as Epoch,
    node: r.string(2),
    commandIndex,
  };
}

function writeLeadershipRefused(w: WireWriter, e: LeadershipRefused): void {
  w.uint32(1, e.epoch, 0);
  w.string(2, e.node);
  w.uint32(3, e.currentEpoch, 0);
  w.string(4, e.currentNode);
}

function readLeadershipRefused(r: WireReader, commandIndex: number): Indexed<LeadershipRefused> {
  return {
    kind: 'LeadershipRefused',
    epoch: r.uint32(1, 0) as Epoch,
    node: r.string(2),
    currentEpoch: r.uint32(3, 0) as Epoch,
    currentNode: r.string(4),
    commandIndex,
  };
}

function writeStateHashed(w: WireWriter, e: StateHashed): void {
  w.uint53(1, e.markId, 0);
  w.hash64(2, e.stateHash);
  w.uint53(3, e.restingOrders, 0);
}

function readStateHashed(r: WireReader, commandIndex: number): Indexed<StateHashed> {
  return {
    kind: 'StateHashed',
    markId: r.uint53(1, 0),
    stateHash: r.hash64(2) as Hash64,
    restingOrders: r.uint53(3, 0),
    commandIndex,
  };
}

function writeCommandPassedOver(w: WireWriter, e: CommandPassedOver): void {
  w.uint53(1, e.offset, 0);
  w.string(2, e.reason);
}

function readCommandPassedOver(r: WireReader, commandIndex: number): Indexed<CommandPassedOver> {
  return {
    kind: 'CommandPassedOver',
    offset: r.uint53(1, 0) as Offset,
    reason: r.string(2),
    commandIndex,
  };
}

export function writeControlEvent(w: WireWriter, event: ControlEvent): void {
  switch (event.kind) {
    case 'MarketDefined':
    case 'MarketChanged':
      writeMarketDefinition(w, 1, event.definition);
      break;
    case 'MarketDefinitionRejected':
      w.enumeration(1, event.reason, 1, REJECT_REASON_MAX);
      break;
    case 'MarketStatusChanged':
      writeMarketStatusChanged(w, event);
      break;
    case 'AccountStatusChanged':
      writeAccountStatusChanged(w, event);
      break;
    case 'SessionOpened':
      writeSessionOpened(w, event);
      break;
    case 'SessionRefused':
      writeSessionRefused(w, event);
      break;
    case 'CommandIgnored':
      w.enumeration(1, event.reason, 1, IGNORE_REASON_MAX);
      break;
    case 'LeadershipChanged':
      writeLeadershipChanged(w, event);
      break;
    case 'LeadershipRefused':
      writeLeadershipRefused(w, event);
      break;
    case 'RulesChanged':
      w.uint32(1, event.version, 0);
      break;
    case 'StateHashed':
      writeStateHashed(w, event);
      break;
    case 'CommandPassedOver':
      writeCommandPassedOver(w, event);
      break;
    default:
      assertNever(event);
  }
}

/** The body of an event whose field in `Event` is 16 or above. */
export function readControlEvent(r: WireReader, field: number, commandIndex: number): Event {
  switch (field) {
    case CONTROL_EVENT_FIELDS.MarketDefined:
      return { kind: 'MarketDefined', definition: readMarketDefinition(r, 1), commandIndex };
    case CONTROL_EVENT_FIELDS.MarketChanged:
      return { kind: 'MarketChanged', definition: readMarketDefinition(r, 1), commandIndex };
    case CONTROL_EVENT_FIELDS.MarketDefinitionRejected: {
      const reason = r.enumeration(1, 1, REJECT_REASON_MAX) as RejectReason;
      return { kind: 'MarketDefinitionRejected', reason, commandIndex };
    }
    case CONTROL_EVENT_FIELDS.MarketStatusChanged:
      return readMarketStatusChanged(r, commandIndex);
    case CONTROL_EVENT_FIELDS.AccountStatusChanged:
      return readAccountStatusChanged(r, commandIndex);
    case CONTROL_EVENT_FIELDS.SessionOpened:
      return readSessionOpened(r, commandIndex);
    case CONTROL_EVENT_FIELDS.SessionRefused:
      return readSessionRefused(r, commandIndex);
    case CONTROL_EVENT_FIELDS.CommandIgnored: {
      const reason = r.enumeration(1, 1, IGNORE_REASON_MAX) as IgnoreReason;
      return { kind: 'CommandIgnored', reason, commandIndex };
    }
    case CONTROL_EVENT_FIELDS.LeadershipChanged:
      return readLeadershipChanged(r, commandIndex);
    case CONTROL_EVENT_FIELDS.LeadershipRefused:
      return readLeadershipRefused(r, commandIndex);
    case CONTROL_EVENT_FIELDS.RulesChanged:
      return { kind: 'RulesChanged', version: r.uint32(1, 0), commandIndex };
    case CONTROL_EVENT_FIELDS.StateHashed:
      return readStateHashed(r, commandIndex);
    case CONTROL_EVENT_FIELDS.CommandPassedOver:
      return readCommandPassedOver(r, commandIndex);
    default:
      return r.fail(`unknown event kind ${field}`);
  }
}
