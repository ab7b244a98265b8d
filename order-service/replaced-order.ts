/** The order that a new one replaces: which, and what the new one's hold may count on. */
import type { MarketUnits } from '../proto/market-units.ts';
import { OrderType, type Replacement, ReplacementRule } from '../proto/messages.ts';
import { lots, type Money, money } from '../proto/units.ts';
import { type Need, needOf } from './holds.ts';
import type { MarketView } from './market-data/market-view.ts';
import { isWaiting } from './market-data/order-state.ts';
import type { PlaceOrderRequest } from './order-requests.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface Replaced {
  /** Of the command. */
  readonly term: Replacement;
  /** Of the new order's need, what the old one has on hold: it is not reserved a second time. */
  readonly covered: Money;
}

const rules = { stop: ReplacementRule.stop, place: ReplacementRule.place } as const;

/** null: it replaces none. */
export function replacedBy(
  { accountId, replaces }: PlaceOrderRequest,
  view: MarketView,
): Replaced | Refusal | null {
  if (replaces === undefined) return null;
  const { orderId, onFailure } = replaces;
  const order = view.orders.findOpen(orderId);
  if (order === null || order.accountId !== accountId) {
    return refuse('UNKNOWN_ORDER', `no order ${orderId} is open in ${view.market}`);
  }
  return { term: { orderId, rule: rules[onFailure] }, covered: money(0n) };
}

/**
 * The same, for an account that has too little for both at once: only the difference is reserved. The
 * market refuses the new order should the old one have less than this by then, and settlement moves
 * the rest from the old hold to the new one in the step that ends the old order.
 */
export function countingOnHold(
  replaced: Replaced,
  about: { readonly view: MarketView; readonly units: MarketUnits; readonly need: Need },
): Replaced | null {
  const { view, units, need } = about;
  const order = view.orders.findOpen(replaced.term.orderId);
  // An order that waits may enter meanwhile, and one by quote amount says no price.
  if (order === null || isWaiting(order) || order.type !== OrderType.limit) return null;
  const { side, priceTicks, remainingLots } = order;
  const perLot = needOf(units, { side, priceTicks, lots: lots(1) });
  if (perLot.asset !== need.asset || remainingLots === 0) return null;
  const most = perLot.amount * BigInt(remainingLots);
  const covered = most < need.amount ? most : need.amount;
  const held = { priceTicks, lots: lots(Number((covered + perLot.amount - 1n) / perLot.amount)) };
  return { term: { ...replaced.term, held }, covered: money(covered) };
}
