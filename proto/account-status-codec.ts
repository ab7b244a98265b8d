/** Bytes ⇄ what an account may do in a market: the command, the event, and who is blocked in a snapshot. */
import type {
  AccountStatus,
  AccountStatusChanged,
  ChangeAccountStatus,
  MarketSnapshot,
} from './messages.ts';
import { ACCOUNT_STATUS_MAX } from './ranges.ts';
import type { AccountId } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

const BLOCKED_ACCOUNTS = 21;
const ACCOUNT_BYTES = 4;

export function writeChangeAccountStatus(w: WireWriter, c: ChangeAccountStatus): void {
  w.uint32(1, c.accountId, 0);
  w.enumeration(2, c.status, 1, ACCOUNT_STATUS_MAX);
  w.string(3, c.reason);
}

export function readChangeAccountStatus(r: WireReader): ChangeAccountStatus {
  return {
    kind: 'ChangeAccountStatus',
    accountId: r.uint32(1, 0) as AccountId,
    status: r.enumeration(2, 1, ACCOUNT_STATUS_MAX) as AccountStatus,
    reason: r.string(3),
  };
}

export function writeAccountStatusChanged(w: WireWriter, e: AccountStatusChanged): void {
  w.uint32(1, e.accountId, 0);
  w.enumeration(2, e.status, 1, ACCOUNT_STATUS_MAX);
  w.string(3, e.reason);
  w.uint32(4, e.canceledOrders, 0);
}

export function readAccountStatusChanged(
  r: WireReader,
  commandIndex: number,
): AccountStatusChanged & { readonly commandIndex: number } {
  return {
    kind: 'AccountStatusChanged',
    accountId: r.uint32(1, 0) as AccountId,
    status: r.enumeration(2, 1, ACCOUNT_STATUS_MAX) as AccountStatus,
    reason: r.string(3),
    canceledOrders: r.uint32(4, 0),
    commandIndex,
  };
}

/** A packed field: the values stand behind one another, as in a field of bytes. */
export function writeBlockedAccounts(
  w: WireWriter,
  accounts: MarketSnapshot['blockedAccounts'],
): void {
  if (accounts === undefined) return;
  const bytes = new DataView(new ArrayBuffer(accounts.length * ACCOUNT_BYTES));
  for (const [index, account] of accounts.entries()) {
    bytes.setUint32(index * ACCOUNT_BYTES, account, true);
  }
  w.bytes(BLOCKED_ACCOUNTS, new Uint8Array(bytes.buffer));
}

export function readBlockedAccounts(r: WireReader): Pick<MarketSnapshot, 'blockedAccounts'> {
  if (!r.nextIs(BLOCKED_ACCOUNTS)) return {};
  const bytes = r.bytes(BLOCKED_ACCOUNTS);
  const view = new DataView(bytes.buffer);
  const blockedAccounts: AccountId[] = [];
  for (let at = 0; at + ACCOUNT_BYTES <= bytes.length; at += ACCOUNT_BYTES) {
    const account = view.getUint32(at, true) as AccountId;
    if (account <= (blockedAccounts.at(-1) ?? -1)) r.fail('blocked accounts out of order');
    blockedAccounts.push(account);
  }
  if (blockedAccounts.length === 0 || bytes.length % ACCOUNT_BYTES !== 0) {
    r.fail('no whole blocked account');
  }
  return { blockedAccounts };
}
