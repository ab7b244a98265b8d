/** Moves of money that admission and settlement share. Every one refuses to go below zero. */
import type { AccountId, Money, OrderId, TimestampUs } from '../../proto/units.ts';
import { BALANCES, CLIENT_ORDERS, CLOSED, ENDED, HOLDS, unmoved } from './account-rows.ts';
import type { StagedChanges } from './account-storage.ts';
import {
  amountOf,
  broken,
  decodeBalance,
  holdTotal,
  keys,
  moneyOf,
  type StoredClientOrder,
  type StoredHold,
} from './account-tables.ts';

/** One asset of one account. */
interface Owner {
  readonly accountId: AccountId;
  readonly asset: string;
}

/** Adds (or, negative, takes) amounts. Throws ACCOUNT_STORE_BROKEN below zero or beyond an int64. */
export function changeBalance(
  changes: StagedChanges,
  owner: Owner,
  by: { readonly available: bigint; readonly held: bigint },
): void {
  const { accountId, asset } = owner;
  const balance = changes.row(BALANCES, accountId, asset) ?? unmoved(decodeBalance(undefined));
  const available = balance.available + by.available;
  const held = balance.held + by.held;
  if (available < 0n || held < 0n) {
    throw broken(
      `account ${accountId}, ${asset}: ` +
        `available ${balance.available} ${signed(by.available)}, held ${balance.held} ${signed(by.held)}`,
    );
  }
  balance.available = moneyOf(available);
  balance.held = moneyOf(held);
  if (available < balance.availableLeast) balance.availableLeast = available;
  if (held < balance.heldLeast) balance.heldLeast = held;
  changes.putRow(BALANCES, accountId, asset, balance);
}

/** Σ available + Σ held of the asset. */
export function changeIssued(changes: StagedChanges, asset: string, by: bigint): void {
  const key = keys.issued(asset);
  const after = moneyOf(amountOf(changes.get(key) ?? '0') + by);
  if (after < 0n) throw broken(`issued ${asset} would be ${after}`);
  changes.put(key, `${after}`);
}

/** What is changed in it counts once it is put. */
export const holdOf = (changes: StagedChanges, orderId: OrderId): StoredHold | null =>
  changes.row(HOLDS, orderId, '');

export function putHold(changes: StagedChanges, orderId: OrderId, hold: StoredHold): void {
  if (hold.settled < 0n) throw broken(`the hold of order ${orderId} would be ${hold.settled}`);
  changes.putRow(HOLDS, orderId, '', hold);
}

/** Takes the amount from available into a new hold. */
export function openHold(changes: StagedChanges, orderId: OrderId, hold: StoredHold): void {
  changeBalance(changes, hold, { available: -hold.settled, held: hold.settled });
  putHold(changes, orderId, hold);
}

/** Gives what is left of the hold back to available and forgets the hold. */
export function dropHold(changes: StagedChanges, orderId: OrderId, hold: StoredHold): void {
  const rest = holdTotal(hold);
  if (rest !== 0n) changeBalance(changes, hold, { available: rest, held: -rest });
  changes.putRow(HOLDS, orderId, '', null);
}

export function claimClientOrderId(
  changes: StagedChanges,
  owner: { readonly accountId: AccountId; readonly clientOrderId: string },
  order: { readonly orderId: OrderId; readonly market: string; readonly requestDigest: string },
): void {
  const { accountId, clientOrderId } = owner;
  const before = changes.row(CLIENT_ORDERS, accountId, clientOrderId);
  // An index entry of today names the order that it is about; one of before would free the new order's id.
  if (before !== null && before.closedAtUs !== null) {
    changes.remove(keys.oldClosed(before.closedAtUs, keys.client(accountId, clientOrderId)));
  }
  const { orderId, market, requestDigest } = order;
  const row = { orderId, market, requestDigest, closedAtUs: null };
  changes.putRow(CLIENT_ORDERS, accountId, clientOrderId, row);
}

/**
 * The order is over: its client order id is free again after a while (see the sweep). Whether it is
 * still this order's is looked up by whoever asks then.
 */
export function closeClientOrderId(
  changes: StagedChanges,
  order: { readonly orderId: OrderId; readonly hold: StoredHold; readonly nowUs: TimestampUs },
): void {
  const { orderId, nowUs } = order;
  const { accountId, clientOrderId } = order.hold;
  if (clientOrderId === '') return;
  changes.putRow(ENDED, orderId, '', nowUs);
  const closed = changes.stagedRow(CLOSED, nowUs, '');
  if (closed === null) changes.putRow(CLOSED, nowUs, '', [{ orderId, accountId, clientOrderId }]);
  else closed.push({ orderId, accountId, clientOrderId });
}

/** null: the order is open, or on its way. */
export const closedAtUs = (changes: StagedChanges, order: StoredClientOrder): TimestampUs | null =>
  order.closedAtUs ?? changes.row(ENDED, order.orderId, '');

/** The order never was: its client order id is free at once. */
export function freeClientOrderId(
  changes: StagedChanges,
  orderId: OrderId,
  hold: StoredHold,
): void {
  const { accountId, clientOrderId } = hold;
  const stored = changes.row(CLIENT_ORDERS, accountId, clientOrderId);
  if (stored?.orderId === orderId) changes.putRow(CLIENT_ORDERS, accountId, clientOrderId, null);
}

const signed = (value: bigint): string => (value < 0n ? `- ${-value}` : `+ ${value}`);

export const available = (changes: StagedChanges, { accountId, asset }: Owner): Money =>
  changes.row(BALANCES, accountId, asset)?.available ?? (0n as Money);
