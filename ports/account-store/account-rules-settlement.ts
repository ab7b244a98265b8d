/** The log's half of the account rules: what the records of event logs and the ledger do to money. */
import { assertNever } from '../../proto/assert.ts';
import type { OrderId } from '../../proto/units.ts';
import {
  changeBalance,
  changeIssued,
  claimClientOrderId,
  closeClientOrderId,
  dropHold,
  holdOf,
  openHold,
  putHold,
} from './account-balances.ts';
import { CURSORS, NO_AMENDS } from './account-rows.ts';
import type { StagedChanges } from './account-storage.ts';
import { AccountStoreError, type Effect, type SettlementStep } from './account-store.ts';
import {
  broken,
  decodeApiKey,
  decodeWithdrawal,
  encodeApiKey,
  keys,
  moneyOf,
  type StoredHold,
} from './account-tables.ts';

/** false: the step was applied before. Throws ACCOUNT_STORE_GAP and ACCOUNT_STORE_BROKEN. */
export function applyStep(changes: StagedChanges, step: SettlementStep): boolean {
  const stored = changes.row(CURSORS, 0, step.topic);
  const last = stored === null ? -1 : stored.cursor.inputOffset;
  if (step.fromStart === true) {
    // A rebuild lays out everything anew, so anything that stands here already contradicts it.
    if (stored !== null) throw gap(`${step.topic}: rebuilt, but a cursor is stored at ${last}`);
  } else {
    if (step.cursor.inputOffset <= last) return false;
    if (step.cursor.inputOffset !== last + 1) {
      throw gap(`${step.topic}: input offset ${step.cursor.inputOffset} does not follow ${last}`);
    }
  }
  for (const effect of step.effects) applyEffect(changes, effect);
  changes.putRow(CURSORS, 0, step.topic, { topic: step.topic, cursor: step.cursor });
  return true;
}

function checkAmount(effect: { readonly kind: string; readonly amount: bigint }): void {
  if (effect.amount < 0n) throw broken(`${effect.kind} of ${effect.amount}`);
}

const gap = (message: string): AccountStoreError =>
  new AccountStoreError('ACCOUNT_STORE_GAP', message);

function applyEffect(changes: StagedChanges, effect: Effect): void {
  switch (effect.kind) {
    case 'open-hold':
      checkAmount(effect);
      return openOrSetHold(changes, effect);
    case 'set-hold': {
      checkAmount(effect);
      const hold = knownHold(changes, effect);
      // The amend that this is the outcome of is no longer on its way.
      const released = hold.pendingAmends[0];
      if (released !== undefined) {
        changeBalance(changes, hold, { available: released, held: -released });
        hold.pendingAmends = hold.pendingAmends.slice(1);
        putHold(changes, effect.orderId, hold);
      }
      return setSettled(changes, effect, hold);
    }
    case 'spend-hold': {
      checkAmount(effect);
      const hold = knownHold(changes, effect);
      changeBalance(changes, hold, { available: 0n, held: -effect.amount });
      hold.settled = moneyOf(hold.settled - effect.amount);
      return putHold(changes, effect.orderId, hold);
    }
    case 'release-hold': {
      checkAmount(effect);
      const hold = knownHold(changes, effect);
      const amount = moneyOf(hold.settled - effect.amount);
      return setSettled(changes, { orderId: effect.orderId, amount }, hold);
    }
    case 'close-hold': {
      const hold = holdOf(changes, effect.orderId);
      if (hold === null) return;
      dropHold(changes, effect.orderId, hold);
      return closeClientOrderId(changes, { orderId: effect.orderId, hold, nowUs: effect.nowUs });
    }
    case 'credit':
      checkAmount(effect);
      return changeBalance(changes, effect, { available: effect.amount, held: 0n });
    case 'deposit':
      checkAmount(effect);
      return deposit(changes, effect);
    case 'withdraw':
      checkAmount(effect);
      return withdraw(changes, effect);
    default:
      return define(changes, effect);
  }
}

/** Effects that say what there is, not where money goes. */
function define(
  changes: StagedChanges,
  effect: Extract<Effect, { readonly kind: `put-${string}` | 'revoke-api-key' }>,
): void {
  switch (effect.kind) {
    case 'put-market':
      return changes.put(
        keys.market(effect.market.definition.market),
        JSON.stringify(effect.market),
      );
    case 'put-asset':
      return changes.put(keys.asset(effect.asset), `${effect.scale}`);
    case 'put-account':
      return changes.put(keys.account(effect.account.accountId), JSON.stringify(effect.account));
    case 'put-fee-tier': {
      const { tier, market } = effect.row;
      return changes.put(keys.feeTier(tier, market), JSON.stringify(effect.row));
    }
    case 'put-api-key':
      return changes.put(keys.apiKey(effect.key.apiKey), encodeApiKey(effect.key));
    case 'revoke-api-key': {
      const key = keys.apiKey(effect.apiKey);
      const text = changes.get(key);
      if (text === undefined) return;
      return changes.put(key, encodeApiKey({ ...decodeApiKey(text), revoked: true }));
    }
    case 'put-ledger-session':
      return changes.put(keys.ledgerSession(effect.sessionId), JSON.stringify(effect.session));
    default:
      return assertNever(effect);
  }
}

function openOrSetHold(
  changes: StagedChanges,
  effect: Effect & { readonly kind: 'open-hold' },
): void {
  const hold = holdOf(changes, effect.orderId);
  if (hold !== null) {
    if (hold.accountId !== effect.accountId || hold.asset !== effect.asset) {
      throw broken(`order ${effect.orderId} was accepted with another account or asset`);
    }
    return setSettled(changes, effect, hold);
  }
  const { orderId, accountId, market, asset, amount, clientOrderId } = effect;
  openHold(changes, orderId, {
    accountId,
    market,
    asset,
    settled: amount,
    pendingAmends: NO_AMENDS,
    clientOrderId,
  });
  if (clientOrderId === '') return;
  // The digest of the request is not in the log; after a rebuild no retry is recognised as equal.
  claimClientOrderId(changes, effect, { orderId, market, requestDigest: '' });
}

function knownHold(
  changes: StagedChanges,
  effect: { readonly kind: string; readonly orderId: OrderId },
): StoredHold {
  const hold = holdOf(changes, effect.orderId);
  if (hold === null) throw broken(`${effect.kind}: order ${effect.orderId} has no hold`);
  return hold;
}

function setSettled(
  changes: StagedChanges,
  to: { readonly orderId: OrderId; readonly amount: StoredHold['settled'] },
  hold: StoredHold,
): void {
  const more = to.amount - hold.settled;
  // Most orders are accepted with just what was reserved for them.
  if (more === 0n) return;
  changeBalance(changes, hold, { available: -more, held: more });
  hold.settled = to.amount;
  putHold(changes, to.orderId, hold);
}

function deposit(changes: StagedChanges, effect: Effect & { readonly kind: 'deposit' }): void {
  const key = keys.applied(effect.transactionId);
  if (changes.get(key) !== undefined) return;
  changes.put(key, '1');
  changeBalance(changes, effect, { available: effect.amount, held: 0n });
  changeIssued(changes, effect.asset, effect.amount);
}

function withdraw(changes: StagedChanges, effect: Effect & { readonly kind: 'withdraw' }): void {
  const holdKey = keys.withdrawal(effect.transactionId);
  const text = changes.get(holdKey);
  if (text !== undefined) {
    // Back to available first; then it is the same as without a hold.
    const { amount, ...owner } = decodeWithdrawal(text);
    changeBalance(changes, owner, { available: amount, held: -amount });
    changes.remove(holdKey);
  }
  const key = keys.applied(effect.transactionId);
  if (changes.get(key) !== undefined) return;
  changes.put(key, '1');
  changeBalance(changes, effect, { available: -effect.amount, held: 0n });
  changeIssued(changes, effect.asset, -effect.amount);
}
