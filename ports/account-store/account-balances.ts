/** Moves of money that admission and settlement share. Every one refuses to go below zero. */
import type { AccountId, Money, OrderId, TimestampUs } from '../../proto/units.ts';
import type { RowForm, StagedChanges } from './account-storage.ts';
import {
  broken,
  decodeBalance,
  decodeClientOrder,
  decodeHold,
  encodeBalance,
  encodeClientOrder,
  encodeHold,
  holdTotal,
  keys,
  moneyOf,
  type StoredBalance,
  type StoredClientOrder,
  type StoredHold,
} from './account-tables.ts';

/** With the least that it was in the transaction: never below zero, whatever it began with. */
interface MovedBalance extends StoredBalance {
  readonly availableLeast: bigint;
  readonly heldLeast: bigint;
}

/** Moves of money are sums, so they may follow upon others that were not known when they were made. */
const BALANCES: RowForm<MovedBalance> = {
  decode: (text) => unmoved(decodeBalance(text)),
  encode: encodeBalance,
  carriedOver(row, from, to) {
    const available = to.available - from.available;
    const held = to.held - from.held;
    if (row.availableLeast + available < 0n || row.heldLeast + held < 0n) return null;
    return {
      available: moneyOf(row.available + available),
      held: moneyOf(row.held + held),
      availableLeast: row.availableLeast + available,
      heldLeast: row.heldLeast + held,
    };
  },
};
const HOLDS: RowForm<StoredHold> = { decode: decodeHold, encode: encodeHold };
export const CLIENT_ORDERS: RowForm<StoredClientOrder> = {
  decode: decodeClientOrder,
  encode: encodeClientOrder,
};
const unmoved = ({ available, held }: StoredBalance): MovedBalance => ({
  available,
  held,
  availableLeast: available,
  heldLeast: held,
});
const EMPTY = unmoved(decodeBalance(undefined));
const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/** Adds (or, negative, takes) amounts. Throws ACCOUNT_STORE_BROKEN below zero or beyond an int64. */
export function changeBalance(
  changes: StagedChanges,
  owner: { readonly accountId: AccountId; readonly asset: string },
  by: { readonly available: bigint; readonly held: bigint },
): void {
  const key = keys.balance(owner.accountId, owner.asset);
  const before = changes.row(BALANCES, key) ?? EMPTY;
  const available = moneyOf(before.available + by.available);
  const held = moneyOf(before.held + by.held);
  if (available < 0n || held < 0n) {
    throw broken(
      `account ${owner.accountId}, ${owner.asset}: ` +
        `available ${before.available} ${signed(by.available)}, held ${before.held} ${signed(by.held)}`,
    );
  }
  const availableLeast = least(before.availableLeast, available);
  const heldLeast = least(before.heldLeast, held);
  changes.putRow(BALANCES, key, { available, held, availableLeast, heldLeast });
}

/** Σ available + Σ held of the asset. */
export function changeIssued(changes: StagedChanges, asset: string, by: bigint): void {
  const key = keys.issued(asset);
  const after = moneyOf(BigInt(changes.get(key) ?? '0') + by);
  if (after < 0n) throw broken(`issued ${asset} would be ${after}`);
  changes.put(key, `${after}`);
}

export const holdOf = (changes: StagedChanges, orderId: OrderId): StoredHold | null =>
  changes.row(HOLDS, keys.hold(orderId));

export function putHold(changes: StagedChanges, orderId: OrderId, hold: StoredHold): void {
  if (hold.settled < 0n) throw broken(`the hold of order ${orderId} would be ${hold.settled}`);
  changes.putRow(HOLDS, keys.hold(orderId), hold);
}

/** Takes the amount from available into a new hold. */
export function openHold(changes: StagedChanges, orderId: OrderId, hold: StoredHold): void {
  changeBalance(changes, hold, { available: -hold.settled, held: hold.settled });
  putHold(changes, orderId, hold);
}

/** Gives what is left of the hold back to available and forgets the hold. */
export function dropHold(changes: StagedChanges, orderId: OrderId, hold: StoredHold): void {
  const rest = holdTotal(hold);
  changeBalance(changes, hold, { available: rest, held: -rest });
  changes.remove(keys.hold(orderId));
}

export function claimClientOrderId(
  changes: StagedChanges,
  owner: { readonly accountId: AccountId; readonly clientOrderId: string },
  order: { readonly orderId: OrderId; readonly market: string; readonly requestDigest: string },
): void {
  const key = keys.client(owner.accountId, owner.clientOrderId);
  const closedAtUs = changes.row(CLIENT_ORDERS, key)?.closedAtUs ?? null;
  if (closedAtUs !== null) changes.remove(keys.closed(closedAtUs, key));
  const { orderId, market, requestDigest } = order;
  changes.putRow(CLIENT_ORDERS, key, { orderId, market, requestDigest, closedAtUs: null });
}

/** The order is over: its client order id is free again after a while (see the sweep). */
export function closeClientOrderId(
  changes: StagedChanges,
  order: { readonly orderId: OrderId; readonly hold: StoredHold; readonly nowUs: TimestampUs },
): void {
  const key = keys.client(order.hold.accountId, order.hold.clientOrderId);
  const stored = changes.row(CLIENT_ORDERS, key);
  if (stored === null || stored.orderId !== order.orderId || stored.closedAtUs !== null) return;
  changes.putRow(CLIENT_ORDERS, key, { ...stored, closedAtUs: order.nowUs });
  changes.put(keys.closed(order.nowUs, key), '');
}

/** The order never was: its client order id is free at once. */
export function freeClientOrderId(
  changes: StagedChanges,
  orderId: OrderId,
  hold: StoredHold,
): void {
  const key = keys.client(hold.accountId, hold.clientOrderId);
  if (changes.row(CLIENT_ORDERS, key)?.orderId === orderId) changes.remove(key);
}

const signed = (value: bigint): string => (value < 0n ? `- ${-value}` : `+ ${value}`);

export const available = (
  changes: StagedChanges,
  owner: { readonly accountId: AccountId; readonly asset: string },
): Money => (changes.row(BALANCES, keys.balance(owner.accountId, owner.asset)) ?? EMPTY).available;
