/** Reading the account store; every function looks at one moment. */
import {
  type AccountId,
  commandSequence,
  epoch,
  type OrderId,
  type SessionId,
} from '../../proto/units.ts';
import { BALANCES, CURSORS, HOLDS, type StoredCursor } from './account-rows.ts';
import { type AccountReader, endOfPrefix } from './account-storage.ts';
import type { AccountStoreContents, Balance, Hold } from './account-store.ts';
import {
  amountOf,
  decodeWithdrawal,
  holdTotal,
  keys,
  lastWord,
  type StoredHold,
} from './account-tables.ts';
import { decodeOutboxRow, type OutboxEntry } from './outbox.ts';
import { RowBytes } from './row-bytes.ts';
import { decodeRow, RowCell, type RowForm } from './row-cells.ts';

/** Of a table that is text. */
export const entriesOf = (reader: AccountReader, prefix: string): (readonly [string, string])[] =>
  Array.from(reader.range(prefix, endOfPrefix(prefix)), ([key, value]) => [key, value.toString()]);

export function readJson<T>(reader: AccountReader, key: string): T | null {
  const text = reader.get(key);
  return text === undefined ? null : (JSON.parse(text) as T);
}

export const readAllJson = <T>(reader: AccountReader, prefix: string): T[] =>
  entriesOf(reader, prefix).map(([, text]) => JSON.parse(text) as T);

/** Most rows fit. */
const ROW_BYTES = 256;

/** One row of a table that has a form; null: there is none. */
export function readRow<Row>(
  reader: AccountReader,
  form: RowForm<Row>,
  number: number,
  word: string,
): Row | null {
  const bytes = new RowBytes(ROW_BYTES);
  const cell = new RowCell(form, number, word, undefined);
  return reader.load(cell as RowCell, bytes) ? decodeRow(form, bytes, bytes.length, cell) : null;
}

/** All rows of a table that has a form. */
export function readRows<Row>(
  reader: AccountReader,
  form: RowForm<Row>,
  prefix: string,
): { readonly key: string; readonly row: Row }[] {
  const bytes = new RowBytes();
  return Array.from(reader.range(prefix, endOfPrefix(prefix)), ([key, value]) => {
    bytes.shorten(0);
    bytes.at = 0;
    bytes.append(value, value.length);
    return { key, row: decodeRow(form, bytes, bytes.length, key) };
  });
}

export const readCursor = (reader: AccountReader, topic: string): StoredCursor | null =>
  readRow(reader, CURSORS, 0, topic);

export const balancesOf = (reader: AccountReader, accountId: AccountId): Balance[] =>
  readRows(reader, BALANCES, keys.balancesOf(accountId)).map(
    ({ key, row: { available, held } }) => ({ asset: lastWord(key), available, held }),
  );

export function readHold(reader: AccountReader, orderId: OrderId): Hold | null {
  const hold = readRow(reader, HOLDS, orderId, '');
  return hold === null ? null : holdFrom(orderId, hold);
}

function holdFrom(orderId: OrderId, hold: StoredHold): Hold {
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
    balances: readRows(reader, BALANCES, 'balance/').map(({ key, row: { available, held } }) => ({
      accountId: Number(key.split('/')[1]) as AccountId,
      asset: lastWord(key),
      available,
      held,
    })),
    holds: readRows(reader, HOLDS, 'hold/').map(({ key, row }) =>
      holdFrom(Number(lastWord(key)) as OrderId, row),
    ),
    withdrawalHolds: entriesOf(reader, 'withdrawal/').map(([key, text]) => ({
      transactionId: lastWord(key),
      ...decodeWithdrawal(text),
    })),
    issued: entriesOf(reader, 'issued/').map(([key, text]) => ({
      asset: lastWord(key),
      amount: amountOf(text),
    })),
    cursors: readRows(reader, CURSORS, 'cursor/').map(({ row }) => row),
  };
}
