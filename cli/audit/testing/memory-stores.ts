/** Just enough of the log and the account store for the checker to read, in memory and open to plants. */

import type {
  Account,
  AccountStoreContents,
  Hold,
} from '../../../ports/account-store/account-store.ts';
import type { FeeTier } from '../../../ports/account-store/fee-tiers.ts';
import type { OutboxEntry } from '../../../ports/account-store/outbox.ts';
import type { EventCursor } from '../../../ports/event-log/event-cursor.ts';
import { EventLogError } from '../../../ports/event-log/event-log.ts';
import type { SessionId } from '../../../proto/units.ts';
import { money, offset } from '../../../proto/units.ts';
import type { ReadableAccounts } from '../audit.ts';
import type { ReadableLog } from '../read-logs.ts';

export class MemoryLog implements ReadableLog {
  readonly records = new Map<string, Uint8Array[]>();

  append(topic: string, bytes: Uint8Array): number {
    const records = this.of(topic);
    records.push(bytes);
    return records.length - 1;
  }

  of(topic: string): Uint8Array[] {
    const records = this.records.get(topic) ?? [];
    this.records.set(topic, records);
    return records;
  }

  async topics() {
    return [...this.records.keys()].sort();
  }

  async bounds(topic: string) {
    return { earliest: offset(0), end: offset(this.of(topic).length) };
  }

  async read(topic: string, from: number, limit: { readonly records: number }) {
    const records = this.of(topic);
    if (from > records.length) throw new EventLogError('LOG_OFFSET_OUT_OF_RANGE', topic);
    return records
      .slice(from, from + Math.min(limit.records, 3))
      .map((bytes, index) => ({ offset: offset(from + index), bytes }));
  }
}

interface MutableBalance {
  available: bigint;
  held: bigint;
}

/** Balances and holds that move step by step, as a settlement would move them. */
export class MemoryAccounts implements ReadableAccounts {
  readonly balances = new Map<string, MutableBalance>();
  readonly holds = new Map<number, Omit<Hold, 'amount'> & { amount: bigint }>();
  readonly issued = new Map<string, bigint>();
  readonly cursors = new Map<string, EventCursor>();
  readonly applied = new Set<string>();
  readonly opened = new Map<number, Account>();
  readonly tiers: FeeTier[] = [];
  readonly outboxes = new Map<SessionId, OutboxEntry[]>();

  balance(accountId: number, asset: string): MutableBalance {
    const key = `${accountId}/${asset}`;
    const balance = this.balances.get(key) ?? { available: 0n, held: 0n };
    this.balances.set(key, balance);
    return balance;
  }

  issue(accountId: number, asset: string, amount: bigint): void {
    this.balance(accountId, asset).available += amount;
    this.issued.set(asset, (this.issued.get(asset) ?? 0n) + amount);
  }

  setHold(hold: Omit<Hold, 'amount'> & { amount: bigint }): void {
    const before = this.holds.get(hold.orderId)?.amount ?? 0n;
    const balance = this.balance(hold.accountId, hold.asset);
    balance.available -= hold.amount - before;
    balance.held += hold.amount - before;
    this.holds.set(hold.orderId, hold);
  }

  spendHold(orderId: number, amount: bigint): void {
    const hold = this.holds.get(orderId)!;
    hold.amount -= amount;
    this.balance(hold.accountId, hold.asset).held -= amount;
  }

  closeHold(orderId: number): void {
    const hold = this.holds.get(orderId);
    if (hold === undefined) return;
    this.setHold({ ...hold, amount: 0n });
    this.holds.delete(orderId);
  }

  async accounts() {
    return [...this.opened.values()];
  }

  async feeTiers() {
    return this.tiers;
  }

  async transactionApplied(transactionId: string) {
    return this.applied.has(transactionId);
  }

  async cursor(topic: string) {
    return this.cursors.get(topic) ?? null;
  }

  async outbox(sessionId: SessionId) {
    return this.outboxes.get(sessionId) ?? [];
  }

  async inspect(): Promise<AccountStoreContents> {
    return {
      balances: [...this.balances].map(([key, { available, held }]) => {
        const [accountId, asset] = key.split('/');
        return {
          accountId: Number(accountId) as never,
          asset: asset!,
          available: money(available),
          held: money(held),
        };
      }),
      holds: [...this.holds.values()].map((hold) => ({ ...hold, amount: money(hold.amount) })),
      withdrawalHolds: [],
      issued: [...this.issued].map(([asset, amount]) => ({ asset, amount: money(amount) })),
      cursors: [...this.cursors].map(([topic, cursor]) => ({ topic, cursor })),
    };
  }
}
