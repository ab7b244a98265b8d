/**
 * Own orders as they stood at a moment of the past. The market of then knows who was open and what was left
 * of each; the views know what does not change: its terms, and each fill with its place in the log.
 *
 *   moment ─▶ PastMarkets ─▶ the market of then ─▶ open orders ─┐
 *                                                               ├─▶ orders as they stood
 *   History: terms, fills up to then ───────────────────────────┘
 */
import type { AccountId, Lots, OrderId, Sequence } from '../../proto/units.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { History } from './history.ts';
import { isBehind, type Moment } from './moment.ts';
import { isRejected, type OrderRecord } from './order-index.ts';
import { isWaiting, type OrderState } from './order-state.ts';
import type { PastMarkets } from './past-markets.ts';

/** The views have folded the market's events up to now. */
export interface PastSources {
  readonly past: PastMarkets;
  readonly history: History;
}

export interface OpenThen {
  readonly accountId: AccountId;
  readonly market: string;
  readonly moment: Moment;
  /** Of a page: ids below this one. */
  readonly before: number;
  readonly limit: number;
}

/** Latest ids first. */
export async function ordersOpenAt(
  { past, history }: PastSources,
  { accountId, market, moment, before, limit }: OpenThen,
): Promise<{ readonly orders: readonly OrderRecord[]; readonly hasMore: boolean } | Refusal> {
  const view = await past.viewAt(market, moment);
  if (isRefusal(view)) return view;
  const open = [...view.orders.openOf(accountId)]
    .filter(({ orderId }) => orderId < before)
    .sort((left, right) => right.orderId - left.orderId);
  const orders: OrderRecord[] = [];
  for (const order of open.slice(0, limit)) {
    const now = await history.order(accountId, order.orderId);
    orders.push(now === null ? order : stoodAs(order, now, view.sequence));
  }
  return { orders, hasMore: open.length > limit };
}

/** null: it was not there yet. */
export async function orderAt(
  { past, history }: PastSources,
  wanted: { readonly accountId: AccountId; readonly orderId: OrderId; readonly moment: Moment },
): Promise<OrderRecord | null | Refusal> {
  const { accountId, orderId, moment } = wanted;
  const now = await history.order(accountId, orderId);
  if (now === null) return null;
  // Nothing happened to it since.
  if (!isBehind(moment, { sequence: now.sequence, timestampUs: changedAtUs(now) })) return now;
  if (isRejected(now)) return null;
  const view = await past.viewAt(now.market, moment);
  if (isRefusal(view)) return view;
  const order = view.orders.findOpen(orderId);
  return order === null ? null : stoodAs(order, now, view.sequence);
}

const changedAtUs = (order: OrderRecord): number =>
  isRejected(order) ? order.createdAtUs : order.updatedAtUs;

/** `order`: open in the market of then, whose last event was `sequence`. */
function stoodAs(order: OrderState, now: OrderRecord, sequence: Sequence): OrderState {
  if (isRejected(now)) return order;
  const { clientOrderId, type, timeInForce, postOnly, createdAtUs, selfTradePrevention } = now;
  const fills = now.fills.filter((fill) => fill.sequence <= sequence);
  const isWaitingThen = isWaiting(order);
  return {
    ...order,
    ...{ clientOrderId, type, timeInForce, postOnly, createdAtUs },
    ...(selfTradePrevention && { selfTradePrevention }),
    ...usedThen(order, now, fills),
    trigger: now.trigger,
    triggeredAtUs: isWaitingThen ? order.triggeredAtUs : now.triggeredAtUs,
    isWhole: true,
  };
}

/** A snapshot tells only what was left; the rest of it was filled, or self-trade prevention took it. */
function usedThen(order: OrderState, now: OrderState, fills: OrderState['fills']) {
  const lotsOf = (some: OrderState['fills']) =>
    some.reduce((sum, fill) => sum + fill.quantityLots, 0);
  const tickLotsOf = (some: OrderState['fills']) =>
    some.reduce((sum, fill) => sum + fill.priceTicks * fill.quantityLots, 0);
  // Of an order of very many fills the views tell the first.
  const isAll = lotsOf(now.fills) === now.filledLots;
  const filledLots = isAll ? (lotsOf(fills) as Lots) : order.filledLots;
  return {
    fills,
    filledLots,
    preventedLots: (order.filledLots + order.preventedLots - filledLots) as Lots,
    filledTickLots: isAll ? tickLotsOf(fills) : order.filledTickLots,
    status: filledLots > 0 ? ('partially_filled' as const) : ('open' as const),
  };
}
