/** One asset of one account as the logs tell it, and the effects that lead there from nothing. */

import { AccountStoreError, type Effect } from '../ports/account-store/account-store.ts';
import { type AccountId, money, type TimestampUs } from '../proto/units.ts';

export type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { readonly kind: Kind }>;
export type OpenHold = EffectOf<'open-hold'>;

export interface RebuiltOrder {
  readonly opened: OpenHold;
  held: bigint;
  /** null: open. */
  closedAtUs: TimestampUs | null;
}

/** One asset of one account. */
export interface Purse {
  readonly accountId: AccountId;
  readonly asset: string;
  /** Credits less everything that orders spent. */
  tradedNet: bigint;
  /** Some order that spent from here; carries what trading cost on balance. */
  spender: RebuiltOrder | null;
  readonly deposits: EffectOf<'deposit'>[];
  readonly withdrawals: EffectOf<'withdraw'>[];
  /** Orders that are open, or closed so lately that their client order id is still taken. */
  readonly orders: Set<RebuiltOrder>;
}

/** Taking `amount` out of available, as effects. */
interface Outgoing {
  readonly amount: bigint;
  readonly effects: readonly Effect[];
}

export const broken = (message: string): AccountStoreError =>
  new AccountStoreError('ACCOUNT_STORE_BROKEN', `rebuilt from the logs: ${message}`);

/**
 * All transfers of a purse, and of their amounts what is left of in and out on balance. Deposits and
 * withdrawals of a whole life add up to more than an int64, and in the store as in the logs only the
 * ids of transfers and the balance outlive them.
 */
function transfersOnBalance({ deposits, withdrawals }: Purse): {
  readonly deposits: readonly EffectOf<'deposit'>[];
  readonly withdrawals: readonly EffectOf<'withdraw'>[];
} {
  const net = sumOf(deposits) - sumOf(withdrawals);
  return {
    deposits: shared(deposits, net > 0n ? net : 0n),
    withdrawals: shared(withdrawals, net < 0n ? -net : 0n),
  };
}

const sumOf = (transfers: readonly { readonly amount: bigint }[]): bigint =>
  transfers.reduce((sum, { amount }) => sum + amount, 0n);

/** `amount` laid upon transfers, on none more than its own; 0 upon those that it does not need. */
function shared<Transfer extends EffectOf<'deposit' | 'withdraw'>>(
  transfers: readonly Transfer[],
  amount: bigint,
): readonly Transfer[] {
  let left = amount;
  return transfers.map((transfer) => {
    // Math.min knows no bigint.
    const isLast = left <= transfer.amount;
    const part = isLast ? left : transfer.amount;
    left -= part;
    return { ...transfer, amount: money(part) };
  });
}

/**
 * Adds all but the withdrawals, which it returns. Orders take money out as soon as there is enough, so that no
 * sum on the way outgrows an int64.
 */
export function addPurseEffects(
  effects: Effect[],
  purse: Purse,
  hasClientOrderId: (order: RebuiltOrder) => boolean,
): readonly EffectOf<'withdraw'>[] {
  const { deposits, withdrawals } = transfersOnBalance(purse);
  const incoming = incomingOf(purse, deposits);
  let incomingCount = 0;
  let available = 0n;
  for (const outgoing of outgoingOf(purse, hasClientOrderId)) {
    while (available < outgoing.amount) {
      const next = incoming[incomingCount++];
      if (next === undefined) throw lacking(purse, outgoing.amount - available);
      available += next.amount;
      effects.push(next);
    }
    available -= outgoing.amount;
    effects.push(...outgoing.effects);
  }
  for (const next of incoming.slice(incomingCount)) {
    available += next.amount;
    effects.push(next);
  }
  for (const withdrawal of withdrawals) available -= withdrawal.amount;
  if (available < 0n) throw lacking(purse, -available);
  return withdrawals;
}

const lacking = ({ accountId, asset }: Purse, amount: bigint): AccountStoreError =>
  broken(`account ${accountId} lacks ${amount} ${asset}`);

function incomingOf(
  { accountId, asset, tradedNet }: Purse,
  deposits: readonly EffectOf<'deposit'>[],
): readonly (EffectOf<'deposit'> | EffectOf<'credit'>)[] {
  if (tradedNet <= 0n) return deposits;
  return [...deposits, { kind: 'credit', accountId, asset, amount: money(tradedNet) }];
}

function outgoingOf(
  purse: Purse,
  hasClientOrderId: (order: RebuiltOrder) => boolean,
): readonly Outgoing[] {
  const orders = new Set(purse.orders);
  // Trading that cost more than it brought in: some order of this purse spent, and spends it again.
  const cost = purse.tradedNet < 0n ? -purse.tradedNet : 0n;
  if (cost > 0n && purse.spender !== null) orders.add(purse.spender);
  const byTime = [...orders].sort((a, b) => a.opened.orderId - b.opened.orderId);
  return byTime.map((order) => {
    const outgoing = outgoingOrder(order, order === purse.spender ? cost : 0n);
    const isKnown = purse.orders.has(order) && hasClientOrderId(order);
    return isKnown ? outgoing : withoutClientOrderId(outgoing);
  });
}

function outgoingOrder(order: RebuiltOrder, spent: bigint): Outgoing {
  const { opened, held, closedAtUs } = order;
  const { orderId } = opened;
  const effects: Effect[] = [{ ...opened, amount: money(held + spent) }];
  if (spent > 0n) effects.push({ kind: 'spend-hold', orderId, amount: money(spent) });
  if (closedAtUs !== null) effects.push({ kind: 'close-hold', orderId, nowUs: closedAtUs });
  return { amount: held + spent, effects };
}

/** Its order is over, and a later order may have the client order id now. */
const withoutClientOrderId = ({ amount, effects }: Outgoing): Outgoing => ({
  amount,
  effects: effects.map((effect) =>
    effect.kind === 'open-hold' ? { ...effect, clientOrderId: '' } : effect,
  ),
});
