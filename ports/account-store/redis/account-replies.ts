/** What the tables hold, read as the port's types and in the port's order. */

import { type AccountId, accountId, orderId } from '../../../proto/units.ts';
import type {
  AccountStoreContents,
  ApiKeyRecord,
  Balance,
  ClaimedClientOrderId,
  Hold,
} from '../account-store.ts';
import {
  amountOf,
  decodeApiKey,
  decodeBalance,
  decodeClientOrder,
  decodeHold,
  decodeWithdrawal,
  holdTotal,
  word,
} from '../account-tables.ts';
import type { OutboxEntry } from '../outbox.ts';
import { readCursor } from './wire-settlement.ts';

export type Entry = readonly [field: string, value: string];

/** A whole table, as the client hands it over. */
export const entriesOf = (table: unknown): readonly Entry[] =>
  Object.entries(table as Record<string, string>);

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** By the encoded words, as a key-value store sorts its keys. */
export const inWordOrder = (entries: readonly Entry[]): readonly Entry[] =>
  [...entries].sort(([left], [right]) => byText(left, right));

export const compareOutbox = (left: OutboxEntry, right: OutboxEntry): number =>
  byText(word(left.topic), word(right.topic)) ||
  left.epoch - right.epoch ||
  left.sequence - right.sequence;

function pairsOf(flat: readonly string[]): readonly Entry[] {
  const pairs: Entry[] = [];
  for (let index = 0; index < flat.length; index += 2) pairs.push([flat[index]!, flat[index + 1]!]);
  return pairs;
}

export const readBalances = (flat: readonly string[]): readonly Balance[] =>
  inWordOrder(pairsOf(flat)).map(([asset, text]) => ({
    asset: decodeURIComponent(asset),
    ...decodeBalance(text),
  }));

export function readHold(order: string, text: string): Hold {
  const hold = decodeHold(text);
  const { accountId: owner, market, asset, clientOrderId } = hold;
  const amount = holdTotal(hold);
  return {
    orderId: orderId(Number(order)),
    accountId: owner,
    market,
    asset,
    amount,
    clientOrderId,
  };
}

const readHolds = (entries: readonly Entry[]): readonly Hold[] =>
  entries
    .map(([order, text]) => readHold(order, text))
    .sort((left, right) => left.orderId - right.orderId);

export function readClientOrder(text: string): ClaimedClientOrderId {
  const { orderId: order, market, requestDigest } = decodeClientOrder(text);
  return { orderId: order, market, requestDigest };
}

/** Stored with a digit before it: 1 when it was revoked. */
export const readApiKey = (text: string): ApiKeyRecord => ({
  ...decodeApiKey(text.slice(2)),
  revoked: text.startsWith('1'),
});

export const CONTENT_TABLES = ['balances', 'holds', 'withdrawals', 'issued', 'cursors'] as const;

/** `tables`: those of CONTENT_TABLES, in that order. */
export function readContents(tables: readonly (readonly Entry[])[]): AccountStoreContents {
  const [balances, holds, withdrawals, issued, cursors] = tables as [
    readonly Entry[],
    readonly Entry[],
    readonly Entry[],
    readonly Entry[],
    readonly Entry[],
  ];
  return {
    balances: balances
      .map(([field, text]) => ({ ...balanceOwner(field), text }))
      .sort((left, right) => left.owner - right.owner || byText(left.asset, right.asset))
      .map(({ owner, asset, text }) => ({
        accountId: owner,
        asset: decodeURIComponent(asset),
        ...decodeBalance(text),
      })),
    holds: readHolds(holds),
    withdrawalHolds: inWordOrder(withdrawals).map(([transactionId, text]) => ({
      transactionId: decodeURIComponent(transactionId),
      ...decodeWithdrawal(text),
    })),
    issued: inWordOrder(issued).map(([asset, text]) => ({
      asset: decodeURIComponent(asset),
      amount: amountOf(text),
    })),
    cursors: inWordOrder(cursors).map(([, text]) => readCursor(text)),
  };
}

function balanceOwner(field: string): { readonly owner: AccountId; readonly asset: string } {
  const slash = field.indexOf('/');
  return { owner: accountId(Number(field.slice(0, slash))), asset: field.slice(slash + 1) };
}
