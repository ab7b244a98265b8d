/** Entries of the outbox whose outcome is known, and those that are taken back. */
import { assertNever } from '../../proto/assert.ts';
import { commandSequence, type SessionId } from '../../proto/units.ts';
import { changeBalance, dropHold, freeClientOrderId, holdOf, putHold } from './account-balances.ts';
import { endOfPrefix, type StagedChanges } from './account-storage.ts';
import { decodeWithdrawal, keys, lastWord } from './account-tables.ts';
import {
  countOutboxRow,
  decodeOutboxRow,
  encodeOutboxRow,
  type OutboxEntry,
  type OutboxPart,
  type Reserved,
} from './outbox.ts';

/** Before anything is put into this outbox in the same transaction. */
export function clearOutbox(changes: StagedChanges, session: SessionId, part: OutboxPart): void {
  const { topic, epoch, through } = part;
  const next = commandSequence(through + 1);
  const to = keys.outbox(session, topic, epoch, next);
  const rows = changes.range(keys.outboxEpoch(session, topic, epoch), to);
  for (const [key] of rows) changes.remove(key);
  const last = rows.at(-1);
  if (last === undefined) return;
  // It may reach further; in the usual case it does not, and need not be read for that.
  const [key, value] = last;
  const answered = next - firstOf(key);
  const text = value.toString();
  if (countOutboxRow(text) <= answered) return;
  const left = decodeOutboxRow(text).slice(answered);
  if (left.some((entry) => entry !== null)) changes.put(to, encodeOutboxRow(left));
}

const firstOf = (key: string): number => Number(lastWord(key));

interface Row {
  readonly key: string;
  readonly first: number;
  readonly entries: (Reserved | null)[];
}

/** Takes entries back; one that is not in the outbox (any more) has no effect. */
export function withdrawEntries(
  changes: StagedChanges,
  session: SessionId,
  entries: readonly Pick<OutboxEntry, 'topic' | 'epoch' | 'sequence'>[],
): void {
  const lanes = new Map<string, readonly Row[]>();
  for (const { topic, epoch, sequence } of entries) {
    const prefix = keys.outboxEpoch(session, topic, epoch);
    const rows = lanes.get(prefix) ?? rowsOf(changes, prefix);
    lanes.set(prefix, rows);
    const row = rows.findLast(({ first }) => first <= sequence);
    const reserved = row?.entries[sequence - row.first] ?? null;
    if (row === undefined || reserved === null) continue;
    row.entries[sequence - row.first] = null;
    takeBack(changes, reserved);
    if (row.entries.every((entry) => entry === null)) changes.remove(row.key);
    else changes.put(row.key, encodeOutboxRow(row.entries));
  }
}

const rowsOf = (changes: StagedChanges, prefix: string): readonly Row[] =>
  changes.range(prefix, endOfPrefix(prefix)).map(([key, value]) => ({
    key,
    first: firstOf(key),
    entries: decodeOutboxRow(value.toString()),
  }));

function takeBack(changes: StagedChanges, reserved: Reserved): void {
  switch (reserved.kind) {
    case 'order': {
      const hold = holdOf(changes, reserved.orderId);
      if (hold === null) return;
      dropHold(changes, reserved.orderId, hold);
      return freeClientOrderId(changes, reserved.orderId, hold);
    }
    case 'amend':
      return takeBackAmend(changes, reserved);
    case 'withdrawal': {
      const withdrawalKey = keys.withdrawal(reserved.transactionId);
      const stored = changes.get(withdrawalKey);
      if (stored === undefined) return;
      const { amount, ...owner } = decodeWithdrawal(stored);
      changeBalance(changes, owner, { available: amount, held: -amount });
      return changes.remove(withdrawalKey);
    }
    case 'none':
      return;
    default:
      assertNever(reserved);
  }
}

function takeBackAmend(changes: StagedChanges, amend: Reserved & { readonly kind: 'amend' }): void {
  const hold = holdOf(changes, amend.orderId);
  if (hold === null) return;
  // The newest: what was never published stands behind what was.
  const index = hold.pendingAmends.lastIndexOf(amend.amount);
  if (index < 0) return;
  changeBalance(changes, hold, { available: amend.amount, held: -amend.amount });
  hold.pendingAmends = hold.pendingAmends.filter((_, position) => position !== index);
  putHold(changes, amend.orderId, hold);
}
