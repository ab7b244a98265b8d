/** Whether a market has room for one more order of an account, as far as its view can tell. */
import { limits } from '../proto/limits.ts';
import { TimeInForce } from '../proto/messages.ts';
import type { MarketView } from './market-data/market-view.ts';
import type { PlaceOrderRequest } from './order-requests.ts';
import { type Refusal, refuse } from './refusal.ts';

/**
 * What the order-service itself refuses. A market with a limit of open orders counts them itself, and
 * knows of cancels that are still on their way to the view.
 */
export function noRoom(view: MarketView, request: PlaceOrderRequest): Refusal | null {
  const openMost = limits.openOrdersPerAccountMax;
  if (view.units?.definition.maxOpenOrders === undefined) {
    const full = view.orders.openCountOf(request.accountId) >= openMost;
    if (full) return refuse('TOO_MANY_OPEN_ORDERS', `at most ${openMost} in a market`);
  }
  const waitingMost = limits.waitingOrdersPerAccountMax;
  if (
    request.stopPrice === undefined ||
    view.orders.waitingCountOf(request.accountId) < waitingMost
  ) {
    return null;
  }
  return refuse('TOO_MANY_WAITING_ORDERS', `at most ${waitingMost} in a market`);
}

/** What the market would refuse: of orders that may rest at once, those that rest are counted. */
export function noRoomInMarket(
  view: MarketView,
  { accountId, stopPrice }: PlaceOrderRequest,
  timeInForce: TimeInForce,
): Refusal | null {
  const most = view.units?.definition.maxOpenOrders;
  if (most === undefined || timeInForce !== TimeInForce.gtc || stopPrice !== undefined) return null;
  const resting = view.orders.openCountOf(accountId) - view.orders.waitingCountOf(accountId);
  return resting < most ? null : refuse('TOO_MANY_OPEN_ORDERS', `at most ${most} in a market`);
}
