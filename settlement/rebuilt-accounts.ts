/**
 * The account store's contents folded from the logs in memory, for a store that was lost.
 *
 * In a running exchange an order's money is taken when it is admitted, so events always find it. In
 * a rebuild it is taken when the event is read, and logs of several markets are read in some other
 * order than they ran: money earned in one market and spent (or withdrawn) in another could seem to be
 * missing. So nothing is judged on the way. Sums do not depend on the order of the logs; only the
 * end result is judged, and it is stored in one step: all of it or nothing.
 *
 *   effects of all logs ──apply──▶ purses, open orders, … ──effects──▶ one step from empty to the end
 *                                  (balances may dip below 0)        (never below 0 on the way)
 */

import { AccountStoreError, type Effect } from '../ports/account-store/account-store.ts';
import { assertNever } from '../proto/assert.ts';
import { type AccountId, money, type OrderId, type TimestampUs } from '../proto/units.ts';

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { readonly kind: Kind }>;
type OpenHold = EffectOf<'open-hold'>;

interface RebuiltOrder {
  readonly opened: OpenHold;
  held: bigint;
  /** null: open. */
  closedAtUs: TimestampUs | null;
}

/** One asset of one account. */
interface Purse {
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

const broken = (message: string): AccountStoreError =>
  new AccountStoreError('ACCOUNT_STORE_BROKEN', `rebuilt from the logs: ${message}`);

export class RebuiltAccounts {
  readonly #purses = new Map<string, Purse>();
  readonly #openOrders = new Map<OrderId, RebuiltOrder>();
  readonly #transactions = new Set<string>();
  /** Everything that is not money: the last word on each thing, in order of first mention. */
  readonly #records = new Map<string, Effect>();

  apply(effects: readonly Effect[]): void {
    for (const effect of effects) this.#apply(effect);
  }

  #apply(effect: Effect): void {
    switch (effect.kind) {
      case 'open-hold':
        this.#open(effect);
        return;
      case 'set-hold':
        this.#order(effect.orderId).held = effect.amount;
        return;
      case 'spend-hold':
        this.#spend(effect);
        return;
      case 'release-hold':
        this.#reduce(this.#order(effect.orderId), effect.amount);
        return;
      case 'close-hold':
        this.#close(effect);
        return;
      case 'credit':
        this.#purse(effect.accountId, effect.asset).tradedNet += effect.amount;
        return;
      case 'deposit':
      case 'withdraw':
        this.#transfer(effect);
        return;
      case 'put-market':
        this.#records.set(`market ${effect.market.definition.market}`, effect);
        return;
      case 'put-asset':
        this.#records.set(`asset ${effect.asset}`, effect);
        return;
      case 'put-account':
        this.#records.set(`account ${effect.account.accountId}`, effect);
        return;
      case 'put-fee-tier':
        this.#records.set(`fee tier ${effect.row.tier}/${effect.row.market}`, effect);
        return;
      case 'put-api-key':
        this.#records.set(`key ${effect.key.apiKey}`, effect);
        return;
      case 'revoke-api-key':
        this.#records.set(`revoked ${effect.apiKey}`, effect);
        return;
      case 'put-ledger-session':
        this.#records.set(`session ${effect.sessionId}`, effect);
        return;
      default:
        assertNever(effect);
    }
  }

  #open(effect: OpenHold): void {
    const order: RebuiltOrder = { opened: effect, held: effect.amount, closedAtUs: null };
    if (this.#openOrders.has(effect.orderId)) throw broken(`order ${effect.orderId} opens twice`);
    this.#openOrders.set(effect.orderId, order);
    this.#purse(effect.accountId, effect.asset).orders.add(order);
  }

  #spend(effect: EffectOf<'spend-hold'>): void {
    const order = this.#order(effect.orderId);
    this.#reduce(order, effect.amount);
    const purse = this.#purse(order.opened.accountId, order.opened.asset);
    purse.tradedNet -= effect.amount;
    purse.spender = order;
  }

  #reduce(order: RebuiltOrder, amount: bigint): void {
    if (amount > order.held) {
      throw broken(`order ${order.opened.orderId} holds ${order.held}, not ${amount}`);
    }
    order.held -= amount;
  }

  /** An order that was rejected never opened: then there is nothing to close. */
  #close(effect: EffectOf<'close-hold'>): void {
    const order = this.#openOrders.get(effect.orderId);
    if (order === undefined) return;
    order.held = 0n;
    order.closedAtUs = effect.nowUs;
    this.#openOrders.delete(effect.orderId);
  }

  #transfer(effect: EffectOf<'deposit' | 'withdraw'>): void {
    if (this.#transactions.has(effect.transactionId)) return;
    this.#transactions.add(effect.transactionId);
    const purse = this.#purse(effect.accountId, effect.asset);
    if (effect.kind === 'deposit') purse.deposits.push(effect);
    else purse.withdrawals.push(effect);
  }

  #order(orderId: OrderId): RebuiltOrder {
    const order = this.#openOrders.get(orderId);
    if (order === undefined) throw broken(`order ${orderId} is not open`);
    return order;
  }

  #purse(accountId: AccountId, asset: string): Purse {
    const key = `${accountId} ${asset}`;
    let purse = this.#purses.get(key);
    if (purse === undefined) {
      purse = {
        accountId,
        asset,
        tradedNet: 0n,
        spender: null,
        deposits: [],
        withdrawals: [],
        orders: new Set(),
      };
      this.#purses.set(key, purse);
    }
    return purse;
  }

  /** Closed orders whose client order id is free again need not be kept; call now and then. */
  forgetClosedBefore(timeUs: TimestampUs): void {
    for (const purse of this.#purses.values()) {
      for (const order of purse.orders) {
        if (order.closedAtUs !== null && order.closedAtUs < timeUs) purse.orders.delete(order);
      }
    }
  }

  /**
   * What leads an empty store to this state, with no balance below zero at any point.
   * Throws ACCOUNT_STORE_BROKEN when the state itself has one.
   */
  effects(): readonly Effect[] {
    const effects: Effect[] = [...this.#records.values()];
    for (const purse of this.#purses.values()) addPurseEffects(effects, purse);
    // Withdrawals last: what all accounts paid in must be issued before any of it leaves.
    for (const { withdrawals } of this.#purses.values()) effects.push(...withdrawals);
    return effects;
  }
}

/** Orders take money out as soon as there is enough, so that no sum on the way outgrows an int64. */
function addPurseEffects(effects: Effect[], purse: Purse): void {
  const incoming = incomingOf(purse);
  let incomingCount = 0;
  let available = 0n;
  for (const outgoing of outgoingOf(purse)) {
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
  for (const withdrawal of purse.withdrawals) available -= withdrawal.amount;
  if (available < 0n) throw lacking(purse, -available);
}

const lacking = ({ accountId, asset }: Purse, amount: bigint): AccountStoreError =>
  broken(`account ${accountId} lacks ${amount} ${asset}`);

function incomingOf(purse: Purse): readonly (EffectOf<'deposit'> | EffectOf<'credit'>)[] {
  const { accountId, asset, tradedNet } = purse;
  if (tradedNet <= 0n) return [...purse.deposits];
  return [...purse.deposits, { kind: 'credit', accountId, asset, amount: money(tradedNet) }];
}

function outgoingOf(purse: Purse): readonly Outgoing[] {
  const orders = new Set(purse.orders);
  // Trading that cost more than it brought in: some order of this purse spent, and spends it again.
  const cost = purse.tradedNet < 0n ? -purse.tradedNet : 0n;
  if (cost > 0n && purse.spender !== null) orders.add(purse.spender);
  const byTime = [...orders].sort((a, b) => a.opened.orderId - b.opened.orderId);
  return byTime.map((order) => {
    const outgoing = outgoingOrder(order, order === purse.spender ? cost : 0n);
    return purse.orders.has(order) ? outgoing : withoutClientOrderId(outgoing);
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

/** Its order is long over, and a later order may have the client order id now. */
const withoutClientOrderId = ({ amount, effects }: Outgoing): Outgoing => ({
  amount,
  effects: effects.map((effect) =>
    effect.kind === 'open-hold' ? { ...effect, clientOrderId: '' } : effect,
  ),
});
