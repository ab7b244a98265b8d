/**
 * Rows of the busy tables. Their keys are those of account-tables.ts; their values begin with a mark
 * that no text of a build before began with, and that makes each of those builds refuse the row
 * (docs/adr/0048):
 *
 *   balance         ␁ available held            client order id   ␁ order market digest
 *   hold            ␁␠␠␠! account settled       ended/order       time
 *                   pending… market asset       closed/time/order  order account client order id, …
 *                   client order id             cursor, account   JSON, as ever
 *
 * What builds before wrote as text is read as it is, and written anew when it changes.
 */
import { assert } from '../../proto/assert.ts';
import {
  type AccountId,
  type Money,
  type OrderId,
  orderId,
  type TimestampUs,
} from '../../proto/units.ts';
import type { EventCursor } from '../event-log/event-cursor.ts';
import {
  decodeBalance,
  decodeClientOrder,
  decodeHold,
  moneyOf,
  type StoredBalance,
  type StoredClientOrder,
  type StoredHold,
} from './account-tables.ts';
import type { KnownWords, RowBytes } from './row-bytes.ts';
import type { RowForm } from './row-cells.ts';
import {
  tablePrefix,
  writeId32,
  writeId53,
  writePrefix,
  writeSlash,
  writeWord,
} from './row-keys.ts';

const MARK = 1;
/** Builds before split a hold at its blanks and read the fourth word as an amount: never this one. */
const HOLD_MARK = Buffer.from('\x01   !', 'latin1');

const assets: KnownWords = new Map();
const markets: KnownWords = new Map();

const isText = (bytes: RowBytes): boolean => bytes.byteAt(bytes.at) !== MARK;

/** All of it. */
function textOf(bytes: RowBytes, end: number): string {
  const from = bytes.at;
  bytes.at = end;
  return bytes.text(from, end);
}

// --- balances: number the account, word the asset ---------------------------------------------

/** With the least that it was in the transaction: never below zero, whatever it began with. */
export interface MovedBalance {
  available: Money;
  held: Money;
  availableLeast: bigint;
  heldLeast: bigint;
}

export const unmoved = ({ available, held }: StoredBalance): MovedBalance => ({
  available,
  held,
  availableLeast: available,
  heldLeast: held,
});

const BALANCE_PREFIX = tablePrefix('balance');

/** Moves of money are sums, so they may follow upon others that were not known when they were made. */
export const BALANCES: RowForm<MovedBalance> = {
  table: 0,
  foundBy: 'number',
  writeKey({ number, word }, target, at) {
    const slash = writeId32(number, target, writePrefix(BALANCE_PREFIX, target, at));
    return writeWord(word, target, writeSlash(target, slash));
  },
  decode(bytes, end) {
    if (isText(bytes)) return unmoved(decodeBalance(textOf(bytes, end)));
    bytes.u8();
    return unmoved({ available: bytes.money(), held: bytes.money() });
  },
  encode({ available, held }, bytes) {
    bytes.putU8(MARK);
    bytes.putMoney(available);
    bytes.putMoney(held);
  },
  carryOver(row, from, to) {
    const available = to.available - from.available;
    const held = to.held - from.held;
    if (row.availableLeast + available < 0n || row.heldLeast + held < 0n) return false;
    row.available = moneyOf(row.available + available);
    row.held = moneyOf(row.held + held);
    row.availableLeast += available;
    row.heldLeast += held;
    return true;
  },
};

// --- holds: number the order -------------------------------------------------------------------

const HOLD_PREFIX = tablePrefix('hold');

export const HOLDS: RowForm<StoredHold> = {
  table: 1,
  foundBy: 'number',
  writeKey: ({ number }, target, at) =>
    writeId53(number, target, writePrefix(HOLD_PREFIX, target, at)),
  decode(bytes, end) {
    if (isText(bytes)) return decodeHold(textOf(bytes, end));
    for (let index = 0; index < HOLD_MARK.length; index += 1) {
      if (bytes.u8() !== HOLD_MARK[index]) throw new RangeError('no mark of a hold');
    }
    const accountId = bytes.u32() as AccountId;
    const settled = bytes.money();
    const count = bytes.u32();
    const pendingAmends = count === 0 ? NO_AMENDS : amounts(bytes, count);
    const market = bytes.knownWord(markets);
    const asset = bytes.knownWord(assets);
    return { accountId, market, asset, settled, pendingAmends, clientOrderId: bytes.word() };
  },
  encode(hold, bytes) {
    bytes.append(HOLD_MARK, HOLD_MARK.length);
    bytes.putU32(hold.accountId);
    bytes.putMoney(hold.settled);
    bytes.putU32(hold.pendingAmends.length);
    for (const amount of hold.pendingAmends) bytes.putMoney(amount);
    bytes.putWord(hold.market);
    bytes.putWord(hold.asset);
    bytes.putWord(hold.clientOrderId);
  },
};

export const NO_AMENDS: readonly Money[] = [];
const amounts = (bytes: RowBytes, count: number): readonly Money[] =>
  Array.from({ length: count }, () => bytes.money());

// --- client order ids: number the account, word the id -------------------------------------------

const CLIENT_PREFIX = tablePrefix('client');

/** When the order is over stands with the order (`ENDED`); in a row of builds before here, too. */
export const CLIENT_ORDERS: RowForm<StoredClientOrder> = {
  table: 2,
  foundBy: 'word',
  writeKey({ number, word }, target, at) {
    const slash = writeId32(number, target, writePrefix(CLIENT_PREFIX, target, at));
    return writeWord(word, target, writeSlash(target, slash));
  },
  decode(bytes, end) {
    if (isText(bytes)) return decodeClientOrder(textOf(bytes, end));
    bytes.u8();
    const order = orderId(bytes.u53());
    const market = bytes.knownWord(markets);
    return { orderId: order, market, requestDigest: bytes.word(), closedAtUs: null };
  },
  encode(order, bytes) {
    assert(order.closedAtUs === null, 'what builds before closed is not written again');
    bytes.putU8(MARK);
    bytes.putU53(order.orderId);
    bytes.putWord(order.market);
    bytes.putWord(order.requestDigest);
  },
};

// --- orders that are over: number the order --------------------------------------------------------

const ENDED_PREFIX = tablePrefix('ended');

/** When an order with a client order id was over. Put behind the last one, mostly; swept. */
export const ENDED: RowForm<TimestampUs> = {
  table: 3,
  foundBy: 'number',
  writeKey: ({ number }, target, at) =>
    writeId53(number, target, writePrefix(ENDED_PREFIX, target, at)),
  decode: (bytes) => bytes.u53() as TimestampUs,
  encode: (timeUs, bytes) => bytes.putU53(timeUs),
};

export interface ClosedOrder {
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly clientOrderId: string;
}

const CLOSED_PREFIX = tablePrefix('closed');

/**
 * Orders that one transaction found over at one time: number the time, and in the key the first of
 * them, too. An order is over once, so no two transactions write the same row.
 */
export const CLOSED: RowForm<ClosedOrder[]> = {
  table: 4,
  foundBy: 'number',
  writeKey({ number, row }, target, at) {
    const first = row?.[0];
    assert(first !== undefined, 'some order was over');
    const slash = writeId53(number, target, writePrefix(CLOSED_PREFIX, target, at));
    return writeId53(first.orderId, target, writeSlash(target, slash));
  },
  decode(bytes, end) {
    const orders: ClosedOrder[] = [];
    while (bytes.at < end) {
      const order = orderId(bytes.u53());
      const accountId = bytes.u32() as AccountId;
      orders.push({ orderId: order, accountId, clientOrderId: bytes.word() });
    }
    return orders;
  },
  encode(orders, bytes) {
    for (const { orderId: order, accountId, clientOrderId } of orders) {
      bytes.putU53(order);
      bytes.putU32(accountId);
      bytes.putWord(clientOrderId);
    }
  },
};

// --- cursors: word the topic -------------------------------------------------------------------------

export interface StoredCursor {
  readonly topic: string;
  readonly cursor: EventCursor;
}

const CURSOR_PREFIX = tablePrefix('cursor');

export const CURSORS: RowForm<StoredCursor> = {
  table: 5,
  foundBy: 'word',
  writeKey: ({ word }, target, at) =>
    writeWord(word, target, writePrefix(CURSOR_PREFIX, target, at)),
  decode: (bytes, end) => JSON.parse(textOf(bytes, end)),
  encode({ topic, cursor }, bytes) {
    const text = Buffer.from(JSON.stringify({ topic, cursor }));
    bytes.append(text, text.length);
  },
};

// --- accounts: number the account ----------------------------------------------------------------

const ACCOUNT_PREFIX = tablePrefix('account');

/** As the JSON that it is: an admission asks only whether there is one. */
export const ACCOUNTS: RowForm<string> = {
  table: 6,
  foundBy: 'number',
  writeKey: ({ number }, target, at) =>
    writeId32(number, target, writePrefix(ACCOUNT_PREFIX, target, at)),
  decode: textOf,
  encode(json, bytes) {
    const text = Buffer.from(json);
    bytes.append(text, text.length);
  },
};
