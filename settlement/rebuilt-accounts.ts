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

import type {
  Effect,
  Hold,
  LedgerSession,
  MarketRecord,
} from '../ports/account-store/account-store.ts';
import { assertNever } from '../proto/assert.ts';
import {
  type AccountId,
  money,
  type OrderId,
  type SessionId,
  type TimestampUs,
} from '../proto/units.ts';
import {
  addPurseEffects,
  broken,
  type EffectOf,
  type OpenHold,
  type Purse,
  type RebuiltOrder,
} from './purse.ts';
import type { Before } from './topic-effects.ts';

export class RebuiltAccounts implements Before {
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
    const owners = this.#clientOrderIdOwners();
    const isOwner = ({ opened }: RebuiltOrder): boolean =>
      owners.get(clientKey(opened))?.opened.orderId === opened.orderId;
    const withdrawals = [...this.#purses.values()].flatMap((purse) =>
      addPurseEffects(effects, purse, isOwner),
    );
    // Last: what all accounts paid in must be issued before any of it leaves.
    return [...effects, ...withdrawals];
  }

  /**
   * Of orders that took one client order id over from another: the open one, else the last. Neither purses
   * nor order ids (of several sessions) stand in the order in which they did.
   */
  #clientOrderIdOwners(): ReadonlyMap<string, RebuiltOrder> {
    const owners = new Map<string, RebuiltOrder>();
    for (const { orders } of this.#purses.values()) {
      for (const order of orders) {
        const key = clientKey(order.opened);
        const known = owners.get(key);
        if (known === undefined || isLater(order, known)) owners.set(key, order);
      }
    }
    return owners;
  }

  // --- what a fold must know of the records before ---------------------------------------------

  async hold(orderId: OrderId): Promise<Hold | null> {
    const order = this.#openOrders.get(orderId);
    if (order === undefined) return null;
    const { accountId, market, asset, clientOrderId } = order.opened;
    return { orderId, accountId, market, asset, amount: money(order.held), clientOrderId };
  }

  async market(market: string): Promise<MarketRecord | null> {
    const record = this.#records.get(`market ${market}`);
    return record?.kind === 'put-market' ? record.market : null;
  }

  async ledgerSession(sessionId: SessionId): Promise<LedgerSession | null> {
    const record = this.#records.get(`session ${sessionId}`);
    return record?.kind === 'put-ledger-session' ? record.session : null;
  }

  // --- as state, for a snapshot ----------------------------------------------------------------

  /** Everything that is not money, in order of first mention. */
  records(): Iterable<Effect> {
    return this.#records.values();
  }

  purses(): Iterable<Purse> {
    return this.#purses.values();
  }

  /** Begins a purse as it was; its transfers follow as effects, its orders by `restoreOrder`. */
  restorePurse(accountId: AccountId, asset: string, tradedNet: bigint): Purse {
    const purse = this.#purse(accountId, asset);
    purse.tradedNet = tradedNet;
    return purse;
  }

  restoreOrder(
    purse: Purse,
    order: RebuiltOrder,
    role: { readonly isLastSpender: boolean; readonly isForgotten: boolean },
  ): void {
    if (order.closedAtUs === null) this.#openOrders.set(order.opened.orderId, order);
    if (!role.isForgotten) purse.orders.add(order);
    if (role.isLastSpender) purse.spender = order;
  }
}

const clientKey = ({ accountId, clientOrderId }: OpenHold): string =>
  `${accountId}/${clientOrderId}`;

function isLater(order: RebuiltOrder, than: RebuiltOrder): boolean {
  const isOpen = order.closedAtUs === null;
  if (isOpen !== (than.closedAtUs === null)) return isOpen;
  const byTime = order.opened.nowUs - than.opened.nowUs;
  return byTime > 0 || (byTime === 0 && order.opened.orderId > than.opened.orderId);
}
