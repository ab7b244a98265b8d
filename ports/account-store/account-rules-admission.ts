/** The edge's half of the account rules: sessions and reservations. */
import { assert, assertNever } from '../../proto/assert.ts';
import {
  type AccountId,
  type CommandSequence,
  commandSequence,
  type Epoch,
  epoch,
  type SessionId,
} from '../../proto/units.ts';
import {
  available,
  changeBalance,
  claimClientOrderId,
  closedAtUs,
  holdOf,
  openHold,
  putHold,
} from './account-balances.ts';
import { CLIENT_ORDERS, NO_AMENDS } from './account-rows.ts';
import type { StagedChanges } from './account-storage.ts';
import { endOfPrefix } from './account-storage.ts';
import type { Admission, AdmissionOutcome, Reservation } from './account-store.ts';
import { broken, encodeWithdrawal, keys } from './account-tables.ts';
import { reservedBy, reservedWord } from './outbox.ts';

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

/** Commands of one topic that are admitted together. */
interface Lane {
  last: CommandSequence;
  /** Words of the outbox. */
  readonly reserved: string[];
}

/** One after another. */
export function admit(
  changes: StagedChanges,
  session: SessionId,
  admissions: readonly Admission[],
): AdmissionOutcome[] {
  const currentEpoch = Number(changes.get(keys.session(session)) ?? '0') as Epoch;
  const lanes = new Map<string, Lane>();
  const outcomes = admissions.map((admission): AdmissionOutcome => {
    if (admission.epoch !== currentEpoch) return { kind: 'fenced', currentEpoch };
    const { topic, reservation, accountId } = admission;
    const refusal = reserve(changes, reservation, accountId);
    if (refusal !== null) return refusal;
    let lane = lanes.get(topic);
    if (lane === undefined) {
      const last = Number(changes.get(keys.sequence(session, topic, currentEpoch)) ?? '0');
      lane = { last: commandSequence(last), reserved: [] };
      lanes.set(topic, lane);
    }
    lane.last = commandSequence(lane.last + 1);
    lane.reserved.push(reservedWord(reservedBy(reservation)));
    return { kind: 'admitted', sequence: lane.last };
  });
  for (const [topic, { last, reserved }] of lanes) {
    changes.put(keys.sequence(session, topic, currentEpoch), `${last}`);
    const first = commandSequence(last - reserved.length + 1);
    changes.put(keys.outbox(session, topic, currentEpoch, first), reserved.join(' '));
  }
  return outcomes;
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
  const taken = clientOrderIdTaken(changes, order, accountId);
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
    pendingAmends: NO_AMENDS,
    clientOrderId: order.clientOrderId,
  });
  const { clientOrderId } = order;
  if (clientOrderId !== '') claimClientOrderId(changes, { accountId, clientOrderId }, order);
  return null;
}

function clientOrderIdTaken(
  changes: StagedChanges,
  request: Reservation & { readonly kind: 'order' },
  accountId: AccountId,
): Refusal | null {
  if (request.clientOrderId === '') return null;
  const stored = changes.row(CLIENT_ORDERS, accountId, request.clientOrderId);
  if (stored === null) return null;
  const { orderId, market, requestDigest } = stored;
  if (orderId === request.takenOverFrom) return null;
  const overUs = closedAtUs(changes, stored);
  if (overUs !== null && request.nowUs - overUs >= CLIENT_ORDER_ID_KEPT_US) return null;
  return { kind: 'client-order-id-taken', orderId, market, requestDigest };
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
  hold.pendingAmends = [...hold.pendingAmends, amend.amount];
  putHold(changes, amend.orderId, hold);
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
