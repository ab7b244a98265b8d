import { hash } from 'node:crypto';
import type { PlaceOrderRequest } from './order-requests.ts';

/** What makes two requests the same one. */
export function digestOf(request: PlaceOrderRequest): string {
  const text = [
    request.market,
    request.side,
    request.type,
    request.price ?? '',
    request.quantity ?? '',
    request.quoteQuantity ?? '',
    request.timeInForce ?? '',
    String(request.postOnly ?? ''),
    // Nothing where there is none: claims from before there were stops keep their digest.
    ...(request.stopPrice === undefined
      ? []
      : [`stop ${request.stopPrice} ${request.stopKind ?? 'stop_loss'}`]),
    // Only when it is said: digests that were stored before there was such a word stay the same.
    ...(request.selfTrade === undefined ? [] : [`self_trade ${request.selfTrade}`]),
    ...(request.displayQuantity === undefined ? [] : [`display ${request.displayQuantity}`]),
    ...(request.goodTillUs === undefined ? [] : [`good_till ${request.goodTillUs}`]),
    ...(request.replaces === undefined
      ? []
      : [`replaces ${request.replaces.orderId} ${request.replaces.onFailure}`]),
  ].join('\n');
  return hash('sha256', text, 'hex');
}
