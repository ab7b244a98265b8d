/** The edge's half of the account rules: sessions, reservations, the outbox. */
import { assert, assertNever } from '../../proto/assert.ts';
import {
  type AccountId,
  type CommandSequence,
  commandSequence,
  type Epoch,
  epoch,
  type OrderId,
  type SessionId,
  type TimestampUs,
} from '../../proto/units.ts';
import {
  available,
  CLIENT_ORDERS,
  changeBalance,
  claimClientOrderId,
  dropHold,
  freeClientOrderId,
  holdOf,
  openHold,
  putHold,
} from './account-balances.ts';
import type { StagedChanges } from './account-storage.ts';
import { endOfPrefix } from './account-storage.ts';
import type { Admission, AdmissionOutcome, OutboxEntry, Reservation } from './account-store.ts';
import {
  broken,
  decodeOutbox,
  decodeWithdrawal,
  encodeOutbox,
  encodeWithdrawal,
  keys,
} from './account-tables.ts';

/** How long a client order id stays taken after its order is over. */
const CLIENT_ORDER_ID_KEPT_US = 24 * 3600 * 1_000_000;

type Refusal = Exclude<AdmissionOutcome, { readonly kind: 'admitted' }>;

export function openSession(changes: StagedChanges, session: SessionId, aboveEpoch: Epoch): Epoch {
  const key = keys.session(session);
  const next = epoch(Math.max(Number(changes.get(key) ?? '0'), aboveEpoch) + 1);
  // The epochs before are fenced: nothing will be numbered in them any more.
  const old = keys.sequencesOf(session);
  for (const [sequenceKey] of changes.range(old, endOfPrefix(old))) changes.remove(sequenceKey);
  const index = keys.oldHoldIndex;
  for (const [indexKey] of changes.range(index, endOfPrefix(index))) changes.remove(indexKey);
  changes.put(key, `${next}`);
  return next;
}

export function admit(
  changes: StagedChanges,
  session: SessionId,
  admission: Admission,
): AdmissionOutcome {
  const currentEpoch = Number(changes.get(keys.session(session)) ?? '0') as Epoch;
  if (admission.epoch !== currentEpoch) return { kind: 'fenced', currentEpoch };
  const { reservation, accountId } = admission;
  const refusal = reserve(changes, reservation, accountId);
  if (refusal !== null) return refusal;

  const sequenceKey = keys.sequence(session, admission.topic, admission.epoch);
  const sequence = commandSequence(Number(changes.get(sequenceKey) ?? '0') + 1);
  changes.put(sequenceKey, `${sequence}`);
  changes.put(
    keys.outbox(session, admission.topic, admission.epoch, sequence),
    encodeOutbox({ accountId, reservation }),
  );
  return { kind: 'admitted', sequence };
}

/** null: reserved. A refusal has staged nothing. */
function reserve(
  changes: StagedChanges,
  reservation: Reservation,
  accountId: AccountId,
): Refusal | null {
  if (reservation.kind === 'none') return null;
  assert(reservation.amount >= 0n, `a reservation of ${reservation.amount}`);
  switch (reservation.kind) {
    case 'order':
      return reserveForOrder(changes, reservation, accountId);
    case 'amend':
      return reserveForAmend(changes, reservation, accountId);
    case 'withdrawal':
      return reserveForWithdrawal(changes, reservation, accountId);
    default:
      return assertNever(reservation);
  }
}

function reserveForOrder(
  changes: StagedChanges,
  order: Reservation & { readonly kind: 'order' },
  accountId: AccountId,
): Refusal | null {
  if (changes.get(keys.account(accountId)) === undefined) return { kind: 'unknown-account' };
  const taken = clientOrderIdTaken(changes, { accountId, ...order });
  if (taken !== null) return taken;
  const free = available(changes, { accountId, asset: order.asset });
  if (free < order.amount) return { kind: 'insufficient-balance', available: free };
  if (holdOf(changes, order.orderId) !== null) {
    throw broken(`order id ${order.orderId} has a hold already`);
  }
  openHold(changes, order.orderId, {
    accountId,
    market: order.market,
    asset: order.asset,
    settled: order.amount,
    pendingAmends: [],
    clientOrderId: order.clientOrderId,
  });
  if (order.clientOrderId !== '') claimClientOrderId(changes, { accountId, ...order }, order);
  return null;
}

function clientOrderIdTaken(
  changes: StagedChanges,
  request: {
    readonly accountId: AccountId;
    readonly clientOrderId: string;
    readonly nowUs: TimestampUs;
    readonly takenOverFrom?: OrderId;
  },
): Refusal | null {
  if (request.clientOrderId === '') return null;
  const stored = changes.row(CLIENT_ORDERS, keys.client(request.accountId, request.clientOrderId));
  if (stored === null) return null;
  const { closedAtUs, ...order } = stored;
  if (order.orderId === request.takenOverFrom) return null;
  if (closedAtUs !== null && request.nowUs - closedAtUs >= CLIENT_ORDER_ID_KEPT_US) return null;
  return { kind: 'client-order-id-taken', ...order };
}

function reserveForAmend(
  changes: StagedChanges,
  amend: Reservation & { readonly kind: 'amend' },
  accountId: AccountId,
): Refusal | null {
  const hold = holdOf(changes, amend.orderId);
  if (hold === null || hold.accountId !== accountId) return { kind: 'order-not-open' };
  const free = available(changes, hold);
  if (free < amend.amount) return { kind: 'insufficient-balance', available: free };
  changeBalance(changes, hold, { available: -amend.amount, held: amend.amount });
  const pendingAmends = [...hold.pendingAmends, amend.amount];
  putHold(changes, amend.orderId, { ...hold, pendingAmends });
  return null;
}

function reserveForWithdrawal(
  changes: StagedChanges,
  withdrawal: Reservation & { readonly kind: 'withdrawal' },
  accountId: AccountId,
): Refusal | null {
  const { transactionId, asset, amount } = withdrawal;
  if (changes.get(keys.account(accountId)) === undefined) return { kind: 'unknown-account' };
  const taken =
    changes.get(keys.applied(transactionId)) ?? changes.get(keys.withdrawal(transactionId));
  if (taken !== undefined) return { kind: 'transaction-id-taken' };
  const free = available(changes, { accountId, asset });
  if (free < amount) return { kind: 'insufficient-balance', available: free };
  changeBalance(changes, { accountId, asset }, { available: -amount, held: amount });
  changes.put(keys.withdrawal(transactionId), encodeWithdrawal({ accountId, asset, amount }));
  return null;
}

export function clearOutbox(
  changes: StagedChanges,
  session: SessionId,
  through: {
    readonly topic: string;
    readonly epoch: Epoch;
    readonly sequence: CommandSequence;
  },
): void {
  const from = keys.outboxEpoch(session, through.topic, through.epoch);
  const next = commandSequence(through.sequence + 1);
  const to = keys.outbox(session, through.topic, through.epoch, next);
  for (const [key] of changes.range(from, to)) changes.remove(key);
}

/** Takes back one entry; one that is not in the outbox (any more) has no effect. */
export function withdrawEntry(
  changes: StagedChanges,
  session: SessionId,
  entry: Pick<OutboxEntry, 'topic' | 'epoch' | 'sequence'>,
): void {
  const key = keys.outbox(session, entry.topic, entry.epoch, entry.sequence);
  const text = changes.get(key);
  if (text === undefined) return;
  changes.remove(key);
  const { reservation } = decodeOutbox(text);
  switch (reservation.kind) {
    case 'order': {
      const hold = holdOf(changes, reservation.orderId);
      if (hold === null) return;
      dropHold(changes, reservation.orderId, hold);
      freeClientOrderId(changes, reservation.orderId, hold);
      return;
    }
    case 'amend':
      takeBackAmend(changes, reservation);
      return;
    case 'withdrawal': {
      const withdrawalKey = keys.withdrawal(reservation.transactionId);
      const stored = changes.get(withdrawalKey);
      if (stored === undefined) return;
      const { amount, ...owner } = decodeWithdrawal(stored);
      changeBalance(changes, owner, { available: amount, held: -amount });
      changes.remove(withdrawalKey);
      return;
    }
    case 'none':
      return;
    default:
      assertNever(reservation);
  }
}

function takeBackAmend(
  changes: StagedChanges,
  amend: Reservation & { readonly kind: 'amend' },
): void {
  const hold = holdOf(changes, amend.orderId);
  if (hold === null) return;
  // The newest: what was never published stands behind what was.
  const index = hold.pendingAmends.lastIndexOf(amend.amount);
  if (index < 0) return;
  changeBalance(changes, hold, { available: amend.amount, held: -amend.amount });
  const pendingAmends = hold.pendingAmends.filter((_, position) => position !== index);
  putHold(changes, amend.orderId, { ...hold, pendingAmends });
}
