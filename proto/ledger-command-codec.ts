/** Bytes ⇄ one command of the ledger's log, one pair of functions per message of ledger.proto. */
import { assert, assertNever } from './assert.ts';
import type {
  CreateApiKey,
  DefineAsset,
  DefineFeeTier,
  Deposit,
  LedgerCommand,
  OpenAccount,
  RevokeApiKey,
  Scope,
  Withdraw,
} from './messages.ts';
import { PPM_MAX, SCALE_MAX, SCOPE_MAX } from './ranges.ts';
import type { AccountId, Money, Ppm, TimestampUs } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

function writeDefineAsset(w: WireWriter, c: DefineAsset): void {
  w.string(1, c.asset);
  w.enumeration(2, c.scale, 0, SCALE_MAX);
}

function readDefineAsset(r: WireReader): DefineAsset {
  return { kind: 'DefineAsset', asset: r.string(1), scale: r.enumeration(2, 0, SCALE_MAX) };
}

/** The two rates are `optional` fields: absent means the market's default. */
function writeOpenAccount(w: WireWriter, c: OpenAccount): void {
  w.uint32(1, c.accountId, 0);
  w.string(2, c.name);
  if (c.makerFeePpm !== null) w.uint32(3, c.makerFeePpm, 0, PPM_MAX);
  if (c.takerFeePpm !== null) w.uint32(4, c.takerFeePpm, 0, PPM_MAX);
  if (c.feeTier !== undefined) w.string(5, c.feeTier);
}

function readOpenAccount(r: WireReader): OpenAccount {
  return {
    kind: 'OpenAccount',
    accountId: r.uint32(1, 0) as AccountId,
    name: r.string(2),
    makerFeePpm: r.nextIsFixed32(3) ? (r.uint32(3, 0, PPM_MAX) as Ppm) : null,
    takerFeePpm: r.nextIsFixed32(4) ? (r.uint32(4, 0, PPM_MAX) as Ppm) : null,
    ...(r.nextIs(5) && { feeTier: r.string(5) }),
  };
}

function writeDefineFeeTier(w: WireWriter, c: DefineFeeTier): void {
  w.string(1, c.tier);
  w.string(2, c.market);
  w.uint32(3, c.makerFeePpm, 0, PPM_MAX);
  w.uint32(4, c.takerFeePpm, 0, PPM_MAX);
}

function readDefineFeeTier(r: WireReader): DefineFeeTier {
  return {
    kind: 'DefineFeeTier',
    tier: r.string(1),
    market: r.string(2),
    makerFeePpm: r.uint32(3, 0, PPM_MAX) as Ppm,
    takerFeePpm: r.uint32(4, 0, PPM_MAX) as Ppm,
  };
}

/** Scopes are a packed enum: one byte each. */
function writeCreateApiKey(w: WireWriter, c: CreateApiKey): void {
  for (const scope of c.scopes) {
    assert(Number.isInteger(scope) && scope >= 1 && scope <= SCOPE_MAX, `no scope: ${scope}`);
  }
  w.string(1, c.apiKey);
  w.uint32(2, c.accountId, 0);
  w.bytes(3, c.sealedSecret);
  w.bytes(4, Uint8Array.from(c.scopes));
  for (const address of c.ipAllowList) w.string(5, address);
  w.uint53(6, c.expiresAtUs, 0);
}

function readCreateApiKey(r: WireReader): CreateApiKey {
  const apiKey = r.string(1);
  const accountId = r.uint32(2, 0) as AccountId;
  const sealedSecret = r.bytes(3);
  const scopes: Scope[] = [];
  for (const scope of r.bytes(4)) {
    if (scope < 1 || scope > SCOPE_MAX) r.fail(`no scope: ${scope}`);
    scopes.push(scope as Scope);
  }
  const ipAllowList: string[] = [];
  while (r.nextIs(5)) ipAllowList.push(r.string(5));
  const expiresAtUs = r.uint53(6, 0) as TimestampUs;
  return {
    kind: 'CreateApiKey',
    apiKey,
    accountId,
    sealedSecret,
    scopes,
    ipAllowList,
    expiresAtUs,
  };
}

function writeRevokeApiKey(w: WireWriter, c: RevokeApiKey): void {
  w.string(1, c.apiKey);
}

function readRevokeApiKey(r: WireReader): RevokeApiKey {
  return { kind: 'RevokeApiKey', apiKey: r.string(1) };
}

/** Deposit and Withdraw have the same fields. */
function writeMoneyMoved(w: WireWriter, c: Deposit | Withdraw): void {
  w.string(1, c.transactionId);
  w.uint32(2, c.accountId, 0);
  w.string(3, c.asset);
  w.int64(4, c.amount);
}

function readMoneyMoved<Kind extends 'Deposit' | 'Withdraw'>(r: WireReader, kind: Kind) {
  return {
    kind,
    transactionId: r.string(1),
    accountId: r.uint32(2, 0) as AccountId,
    asset: r.string(3),
    amount: r.int64(4) as Money,
  };
}

export function writeLedgerCommand(
  w: WireWriter,
  command: Exclude<LedgerCommand, { kind: 'SessionStarted' }>,
): void {
  switch (command.kind) {
    case 'DefineAsset':
      writeDefineAsset(w, command);
      break;
    case 'OpenAccount':
      writeOpenAccount(w, command);
      break;
    case 'DefineFeeTier':
      writeDefineFeeTier(w, command);
      break;
    case 'CreateApiKey':
      writeCreateApiKey(w, command);
      break;
    case 'RevokeApiKey':
      writeRevokeApiKey(w, command);
      break;
    case 'Deposit':
    case 'Withdraw':
      writeMoneyMoved(w, command);
      break;
    default:
      assertNever(command);
  }
}

/** The body of a command whose field in `Command` is 32 or above. */
export function readLedgerCommand(r: WireReader, field: number): LedgerCommand {
  switch (field) {
    case 32:
      return readDefineAsset(r);
    case 33:
      return readOpenAccount(r);
    case 38:
      return readDefineFeeTier(r);
    case 34:
      return readCreateApiKey(r);
    case 35:
      return readRevokeApiKey(r);
    case 36:
      return readMoneyMoved(r, 'Deposit');
    case 37:
      return readMoneyMoved(r, 'Withdraw');
    default:
      return r.fail(`unknown command kind ${field}`);
  }
}
