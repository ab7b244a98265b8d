/**
 * Bytes ⇄ one command of any kind; the messages about orders are in order-command-codec.ts, those of
 * the ledger's log in ledger-command-codec.ts. The order of the calls is the layout; see
 * wire-writer.ts for why nothing is ever left out.
 */
import { readChangeAccountStatus, writeChangeAccountStatus } from './account-status-codec.ts';
import { readLedgerCommand, writeLedgerCommand } from './ledger-command-codec.ts';
import { readMarketDefinition, writeMarketDefinition } from './market-definition-codec.ts';
import type {
  ChangeMarketStatus,
  Command,
  CommandQuarantined,
  LeadershipClaimed,
  MarketStatus,
  SessionStarted,
} from './messages.ts';
import {
  readAmendOrder,
  readCancelAllOrders,
  readCancelOrder,
  readPlaceOrder,
  writeAmendOrder,
  writeCancelAllOrders,
  writeCancelOrder,
  writePlaceOrder,
} from './order-command-codec.ts';
import { MARKET_STATUS_MAX, SESSION_ID_MAX } from './ranges.ts';
import type { Epoch, Offset, SessionId } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

function writeChangeMarketStatus(w: WireWriter, c: ChangeMarketStatus): void {
  w.enumeration(1, c.status, 1, MARKET_STATUS_MAX);
  w.string(2, c.reason);
}

function readChangeMarketStatus(r: WireReader): ChangeMarketStatus {
  return {
    kind: 'ChangeMarketStatus',
    status: r.enumeration(1, 1, MARKET_STATUS_MAX) as MarketStatus,
    reason: r.string(2),
  };
}

function writeSessionStarted(w: WireWriter, c: SessionStarted): void {
  w.uint32(1, c.sessionId, 0, SESSION_ID_MAX);
  w.uint32(2, c.epoch, 0);
  w.string(3, c.node);
}

function readSessionStarted(r: WireReader): SessionStarted {
  return {
    kind: 'SessionStarted',
    sessionId: r.uint32(1, 0, SESSION_ID_MAX) as SessionId,
    epoch: r.uint32(2, 0) as Epoch,
    node: r.string(3),
  };
}

function writeLeadershipClaimed(w: WireWriter, c: LeadershipClaimed): void {
  w.uint32(1, c.epoch, 0);
  w.string(2, c.node);
}

function readLeadershipClaimed(r: WireReader): LeadershipClaimed {
  return { kind: 'LeadershipClaimed', epoch: r.uint32(1, 0) as Epoch, node: r.string(2) };
}

function writeCommandQuarantined(w: WireWriter, c: CommandQuarantined): void {
  w.uint53(1, c.offset, 0);
  w.string(2, c.reason);
}

function readCommandQuarantined(r: WireReader): CommandQuarantined {
  return { kind: 'CommandQuarantined', offset: r.uint53(1, 0) as Offset, reason: r.string(2) };
}

/** The field of `Command` that holds each kind. */
export const COMMAND_FIELDS: Record<Command['kind'], number> = {
  PlaceOrder: 1,
  CancelOrder: 2,
  CancelAllOrders: 3,
  AmendOrder: 4,
  DefineMarket: 16,
  ChangeMarketStatus: 17,
  SessionStarted: 18,
  LeadershipClaimed: 19,
  ClockTicked: 20,
  RulesActivated: 21,
  SnapshotMarked: 22,
  CommandQuarantined: 23,
  ChangeAccountStatus: 27,
  ChangeMarket: 28,
  DefineAsset: 32,
  OpenAccount: 33,
  CreateApiKey: 34,
  RevokeApiKey: 35,
  Deposit: 36,
  Withdraw: 37,
  DefineFeeTier: 38,
};

export function writeCommand(w: WireWriter, field: number, command: Command): void {
  const outer = w.begin(field);
  const inner = w.begin(COMMAND_FIELDS[command.kind]);
  writeBody(w, command);
  w.end(inner);
  w.end(outer);
}

function writeBody(w: WireWriter, command: Command): void {
  switch (command.kind) {
    case 'PlaceOrder':
      writePlaceOrder(w, command);
      break;
    case 'CancelOrder':
      writeCancelOrder(w, command);
      break;
    case 'CancelAllOrders':
      writeCancelAllOrders(w, command);
      break;
    case 'AmendOrder':
      writeAmendOrder(w, command);
      break;
    case 'DefineMarket':
    case 'ChangeMarket':
      writeMarketDefinition(w, 1, command.definition);
      break;
    case 'ChangeMarketStatus':
      writeChangeMarketStatus(w, command);
      break;
    case 'ChangeAccountStatus':
      writeChangeAccountStatus(w, command);
      break;
    case 'SessionStarted':
      writeSessionStarted(w, command);
      break;
    case 'LeadershipClaimed':
      writeLeadershipClaimed(w, command);
      break;
    case 'ClockTicked':
      break;
    case 'RulesActivated':
      w.uint32(1, command.version, 0);
      break;
    case 'SnapshotMarked':
      w.uint53(1, command.markId, 0);
      break;
    case 'CommandQuarantined':
      writeCommandQuarantined(w, command);
      break;
    default:
      writeLedgerCommand(w, command);
  }
}

export function readCommand(r: WireReader, field: number): Command {
  const outerEnd = r.enter(field);
  const innerEnd = r.enterAny();
  const command = readBody(r, r.enteredField);
  r.leave(innerEnd);
  r.leave(outerEnd);
  return command;
}

function readBody(r: WireReader, field: number): Command {
  switch (field) {
    case COMMAND_FIELDS.PlaceOrder:
      return readPlaceOrder(r);
    case COMMAND_FIELDS.CancelOrder:
      return readCancelOrder(r);
    case COMMAND_FIELDS.CancelAllOrders:
      return readCancelAllOrders(r);
    case COMMAND_FIELDS.AmendOrder:
      return readAmendOrder(r);
    case COMMAND_FIELDS.DefineMarket:
      return { kind: 'DefineMarket', definition: readMarketDefinition(r, 1) };
    case COMMAND_FIELDS.ChangeMarket:
      return { kind: 'ChangeMarket', definition: readMarketDefinition(r, 1) };
    case COMMAND_FIELDS.ChangeMarketStatus:
      return readChangeMarketStatus(r);
    case COMMAND_FIELDS.ChangeAccountStatus:
      return readChangeAccountStatus(r);
    case COMMAND_FIELDS.SessionStarted:
      return readSessionStarted(r);
    case COMMAND_FIELDS.LeadershipClaimed:
      return readLeadershipClaimed(r);
    case COMMAND_FIELDS.ClockTicked:
      return { kind: 'ClockTicked' };
    case COMMAND_FIELDS.RulesActivated:
      return { kind: 'RulesActivated', version: r.uint32(1, 0) };
    case COMMAND_FIELDS.SnapshotMarked:
      return { kind: 'SnapshotMarked', markId: r.uint53(1, 0) };
    case COMMAND_FIELDS.CommandQuarantined:
      return readCommandQuarantined(r);
    default:
      return readLedgerCommand(r, field);
  }
}
