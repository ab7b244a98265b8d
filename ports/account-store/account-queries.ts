/** Reading the account store; every function looks at one moment. */
import {
  type AccountId,
  commandSequence,
  epoch,
  type OrderId,
  type SessionId,
} from '../../proto/units.ts';
import { type AccountReader, endOfPrefix } from './account-storage.ts';
import type { AccountStoreContents, Balance, Hold } from './account-store.ts';
import {
  amountOf,
  decodeBalance,
  decodeHold,
  decodeWithdrawal,
  holdTotal,
  keys,
  lastWord,
} from './account-tables.ts';
import { decodeOutboxRow, type OutboxEntry } from './outbox.ts';

export const entriesOf = (reader: AccountReader, prefix: string) => [
  ...reader.range(prefix, endOfPrefix(prefix)),
];

export function readJson<T>(reader: AccountReader, key: string): T | null {
  const text = reader.get(key);
  return text === undefined ? null : (JSON.parse(text) as T);
}

export const readAllJson = <T>(reader: AccountReader, prefix: string): T[] =>
  entriesOf(reader, prefix).map(([, text]) => JSON.parse(text) as T);

export function balancesOf(reader: AccountReader, accountId: AccountId): Balance[] {
  return entriesOf(reader, keys.balancesOf(accountId)).map(([key, text]) => ({
    asset: lastWord(key),
    ...decodeBalance(text),
  }));
}

export function readHold(reader: AccountReader, orderId: OrderId): Hold | null {
  const text = reader.get(keys.hold(orderId));
  return text === undefined ? null : holdFrom(orderId, text);
}

function holdFrom(orderId: OrderId, text: string): Hold {
  const hold = decodeHold(text);
  const { accountId, market, asset, clientOrderId } = hold;
  return { orderId, accountId, market, asset, amount: holdTotal(hold), clientOrderId };
}

export function readOutbox(reader: AccountReader, session: SessionId): OutboxEntry[] {
  return entriesOf(reader, keys.outboxOf(session)).flatMap(([key, text]) => {
    const [, , topic, entryEpoch, first] = key.split('/');
    return decodeOutboxRow(text).flatMap((reserved, index) => {
      if (reserved === null) return [];
      const sequence = commandSequence(Number(first) + index);
      const place = { topic: decodeURIComponent(topic!), epoch: epoch(Number(entryEpoch)) };
      return [{ ...place, sequence, reserved }];
    });
  });
}

export function readContents(reader: AccountReader): AccountStoreContents {
  return {
    balances: entriesOf(reader, 'balance/').map(([key, text]) => ({
      accountId: Number(key.split('/')[1]) as AccountId,
      asset: lastWord(key),
      ...decodeBalance(text),
    })),
    holds: entriesOf(reader, 'hold/').map(([key, text]) =>
      holdFrom(Number(lastWord(key)) as OrderId, text),
    ),
    withdrawalHolds: entriesOf(reader, 'withdrawal/').map(([key, text]) => ({
      transactionId: lastWord(key),
      ...decodeWithdrawal(text),
    })),
    issued: entriesOf(reader, 'issued/').map(([key, text]) => ({
      asset: lastWord(key),
      amount: amountOf(text),
    })),
    cursors: readAllJson(reader, 'cursor/'),
  };
}
