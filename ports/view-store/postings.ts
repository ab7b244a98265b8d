/**
 * Table postings: the double-entry ledger by account. What one trade, deposit or withdrawal posts to one
 * account is one row, since they are written together and a row costs more than its lines.
 *
 *   [account, atUs, topic, position, index] ──▶ { reference, lines: [[asset, amount, reason], …] }
 *
 * `index` is that of the first line within its position; the others follow it. A row stored before
 * there were lines is one posting by itself (`PostingRow`).
 */
import type { AccountId, Money } from '../../proto/units.ts';
import { type KeyRange, under } from './tables.ts';
import type { ViewKey } from './view-store.ts';

/** Where deposits come from and withdrawals go to, so that all postings of an asset add up to 0. */
export const OUTSIDE = 'outside';
export type PostingAccount = AccountId | typeof OUTSIDE;

export type PostingReason = 'trade' | 'fee' | 'deposit' | 'withdrawal';

/** One line of a double entry: the lines of one (topic, position) add up to 0 per asset. */
export interface PostingRow {
  readonly account: PostingAccount;
  readonly asset: string;
  /** Positive: received. */
  readonly amount: Money;
  readonly reason: PostingReason;
  readonly topic: string;
  /** Market logs: the event's sequence. `commands.ledger`: offset of the record. */
  readonly position: number;
  /** Index of the line within its position. */
  readonly index: number;
  /** What it came from: `trade 17`, or the transaction id of a deposit or withdrawal. */
  readonly reference: string;
  readonly atUs: number;
}

export type PostingLine = readonly [asset: string, amount: Money, reason: PostingReason];

/** The lines of one account that were posted together. */
export interface PostingsRow {
  readonly reference: string;
  readonly lines: readonly PostingLine[];
}

type PostingPlace = Pick<PostingRow, 'account' | 'atUs' | 'topic' | 'position' | 'index'>;

/** Time first, so that one range shows an account's postings of all markets in order. */
export const postingKey = (posting: PostingPlace): ViewKey => [
  posting.account,
  posting.atUs,
  posting.topic,
  posting.position,
  posting.index,
];

/** The postings of a row, by rising index. */
export function postingsOfRow(key: ViewKey, value: unknown): readonly PostingRow[] {
  if (!('lines' in (value as object))) return [value as PostingRow];
  const { reference, lines } = value as PostingsRow;
  const [account, atUs, topic, position, first] = key as readonly [
    PostingAccount,
    number,
    string,
    number,
    number,
  ];
  return lines.map(([asset, amount, reason], index) => ({
    account,
    asset,
    amount: BigInt(amount) as Money,
    reason,
    topic,
    position,
    index: first + index,
    reference,
    atUs,
  }));
}

export const postingsOf = (account: PostingAccount): KeyRange => under([account]);
