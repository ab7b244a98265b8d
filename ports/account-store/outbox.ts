/**
 * The outbox: what was admitted and may not be published yet. An entry tells what would have to be
 * taken back; all else about it stands in the hold.
 *
 *   a row, the commands of one topic that one call admitted:  first sequence → o17 a17,250 n - w.id
 *                                                              the entries in order, each one word
 *   a row of builds before:                                    sequence → {"accountId":…,"reservation":…}
 */
import { assert, assertNever } from '../../proto/assert.ts';
import {
  type CommandSequence,
  type Epoch,
  type Money,
  type OrderId,
  orderId,
} from '../../proto/units.ts';
import type { Reservation } from './account-store.ts';
import { amountOf, word } from './account-tables.ts';

/** What an admission took. */
export type Reserved =
  | { readonly kind: 'order'; readonly orderId: OrderId }
  | { readonly kind: 'amend'; readonly orderId: OrderId; readonly amount: Money }
  | { readonly kind: 'withdrawal'; readonly transactionId: string }
  | { readonly kind: 'none' };

export interface OutboxEntry {
  readonly topic: string;
  readonly epoch: Epoch;
  readonly sequence: CommandSequence;
  readonly reserved: Reserved;
}

/** All entries of a topic and epoch up to a sequence. */
export interface OutboxPart {
  readonly topic: string;
  readonly epoch: Epoch;
  readonly through: CommandSequence;
}

export function reservedBy(reservation: Reservation): Reserved {
  const { kind } = reservation;
  switch (kind) {
    case 'order':
      return { kind, orderId: reservation.orderId };
    case 'amend':
      return { kind, orderId: reservation.orderId, amount: reservation.amount };
    case 'withdrawal':
      return { kind, transactionId: reservation.transactionId };
    case 'none':
      return { kind };
    default:
      return assertNever(kind);
  }
}

/** Stands for an entry that was taken back. */
const GONE = '-';

export function reservedWord(reserved: Reserved): string {
  switch (reserved.kind) {
    case 'order':
      return `o${reserved.orderId}`;
    case 'amend':
      return `a${reserved.orderId},${reserved.amount}`;
    case 'withdrawal':
      return `w${word(reserved.transactionId)}`;
    case 'none':
      return 'n';
    default:
      return assertNever(reserved);
  }
}

function readWord(text: string): Reserved | null {
  const rest = text.slice(1);
  switch (text[0]) {
    case 'o':
      return { kind: 'order', orderId: orderId(Number(rest)) };
    case 'a': {
      const [order, amount] = rest.split(',');
      return { kind: 'amend', orderId: orderId(Number(order)), amount: amountOf(amount!) };
    }
    case 'w':
      return { kind: 'withdrawal', transactionId: decodeURIComponent(rest) };
    case 'n':
      return { kind: 'none' };
    default:
      assert(text === GONE, `an outbox entry ${text}`);
      return null;
  }
}

/** null where an entry was taken back. */
export function decodeOutboxRow(text: string): (Reserved | null)[] {
  return text.startsWith('{') ? [readOldRow(text)] : text.split(' ').map(readWord);
}

/** How many entries it has, those that were taken back included. */
export function countOutboxRow(text: string): number {
  if (text.startsWith('{')) return 1;
  let count = 1;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) count += 1;
  return count;
}

export const encodeOutboxRow = (entries: readonly (Reserved | null)[]): string =>
  entries.map((entry) => (entry === null ? GONE : reservedWord(entry))).join(' ');

function readOldRow(text: string): Reserved {
  const { reservation } = JSON.parse(text);
  if (reservation.kind === 'none') return { kind: 'none' };
  return reservedBy({ ...reservation, amount: amountOf(reservation.amount) });
}
