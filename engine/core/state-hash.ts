/**
 * The canonical hash of a market's full state: what two replicas must agree on, in an order that does
 * not depend on how a book keeps it. O(resting orders), hence only at marks and snapshots.
 */
import type { MarketSnapshot, TriggerState } from '../../proto/messages.ts';
import type { Hash64 } from '../../proto/units.ts';
import { mixDefinition } from './control-event-hash.ts';
import { EventHash } from './hot/event-hash.ts';

/** Everything but the hash itself. */
export type HashedState = Omit<MarketSnapshot, 'stateHash' | 'image'>;

export function hashState(state: HashedState): Hash64 {
  const hash = new EventHash();
  mixBeforeOrders(hash, state);
  mixOrders(hash, state);
  mixAfterOrders(hash, state);
  return hash.value();
}

/** All but the orders themselves. */
type OrderlessState = Omit<HashedState, 'orders'>;

export function mixBeforeOrders(hash: EventHash, state: OrderlessState): void {
  hash.mixText(state.market);
  // A machine that has applied nothing has no offset: -1.
  hash.mix(state.offset + 1);
  hash.mix(state.nextSequence);
  hash.mix(state.timestampUs);
  hash.mix(state.leadership.epoch);
  hash.mixText(state.leadership.node);
  hash.mix(state.rulesVersion);
  hash.mix(state.definition === null ? 0 : 1);
  if (state.definition !== null) mixDefinition(hash, state.definition);
  hash.mix(state.status);
  hash.mixText(state.eventHash);
  hash.mix(state.nextTradeId);
  hash.mix(state.nextPriority);
  hash.mix(state.sessions.length);
  for (const session of state.sessions) {
    hash.mix(session.sessionId);
    hash.mix(session.epoch);
    hash.mix(session.lastSequence);
    hash.mix(session.lastOrderId);
  }
  hash.mix(state.orderCount);
}

export function mixAfterOrders(hash: EventHash, state: OrderlessState): void {
  mixBlocked(hash, state.blockedAccounts);
  mixExpiring(hash, state.expiring);
  mixIcebergs(hash, state.icebergs);
  if (state.triggers !== undefined) mixTriggers(hash, state.triggers);
}

/** Nothing when there are none: the state of a market that never blocked anyone is as it always was. */
function mixBlocked(hash: EventHash, accounts: HashedState['blockedAccounts']): void {
  if (accounts === undefined) return;
  hash.mix(21);
  hash.mix(accounts.length);
  for (const account of accounts) hash.mix(account);
}

/** As those above. */
function mixExpiring(hash: EventHash, orders: HashedState['expiring']): void {
  if (orders === undefined) return;
  hash.mix(22);
  hash.mix(orders.length);
  for (const { orderId, goodTillUs } of orders) {
    hash.mix(orderId);
    hash.mix(goodTillUs);
  }
}

/** As those above. */
function mixIcebergs(hash: EventHash, orders: HashedState['icebergs']): void {
  if (orders === undefined) return;
  hash.mix(24);
  hash.mix(orders.length);
  for (const { orderId, displayLots, shownLots } of orders) {
    hash.mix(orderId);
    hash.mix(displayLots);
    hash.mix(shownLots);
  }
}

/** In canonical order, which is queue order within a price; `priority` is the order of entry. */
function mixOrders(hash: EventHash, { orders, orderCount }: HashedState): void {
  const row = new Float64Array(8);
  for (let index = 0; index < orderCount; index += 1) {
    row[0] = orders.orderId[index]!;
    row[1] = orders.accountId[index]!;
    row[2] = orders.side[index]!;
    row[3] = orders.priceTicks[index]!;
    row[4] = orders.quantityLots[index]!;
    row[5] = orders.remainingLots[index]!;
    row[6] = orders.makerFeePpm[index]!;
    row[7] = orders.priority[index]!;
    hash.mixAll(row);
  }
}

/** Not there by the rules that logs of version 1 were written by: their hashes stay what they were. */
function mixTriggers(hash: EventHash, { lastPriceTicks, waiting }: TriggerState): void {
  hash.mix(lastPriceTicks);
  hash.mix(waiting.length);
  for (const order of waiting) {
    hash.mix(order.orderId);
    hash.mix(order.accountId);
    hash.mix(order.side);
    hash.mix(order.type);
    hash.mix(order.timeInForce);
    hash.mix(order.priceTicks);
    hash.mix(order.quantityLots);
    hash.mix(order.quoteBudgetMinor);
    hash.mix(order.makerFeePpm);
    hash.mix(order.takerFeePpm);
    hash.mix(order.trigger.kind);
    hash.mix(order.trigger.priceTicks);
    hash.mix(order.placement);
    hash.mix(order.selfTradePrevention ?? 0);
    // By rules before 3 there is none: their hashes stay what they were.
    if (order.displayLots !== undefined) hash.mix(order.displayLots);
  }
}
