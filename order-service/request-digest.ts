import { hash } from 'node:crypto';
import type { PlaceOrderRequest } from './order-requests.ts';

/** What makes two requests the same one. */
export function digestOf(request: PlaceOrderRequest): string {
  const { market, side, type, price, quantity, quoteQuantity, timeInForce, postOnly } = request;
  const text =
    `${market}\n${side}\n${type}\n${price ?? ''}\n${quantity ?? ''}\n${quoteQuantity ?? ''}\n` +
    `${timeInForce ?? ''}\n${postOnly ?? ''}${seldomTerms(request)}`;
  return hash('sha256', text, 'hex');
}

/** Nothing where there are none: claims from before there were such terms keep their digest. */
function seldomTerms(request: PlaceOrderRequest): string {
  const { stopPrice, stopKind, selfTrade, displayQuantity, goodTillUs, replaces } = request;
  let text = '';
  if (stopPrice !== undefined) text += `\nstop ${stopPrice} ${stopKind ?? 'stop_loss'}`;
  if (selfTrade !== undefined) text += `\nself_trade ${selfTrade}`;
  if (displayQuantity !== undefined) text += `\ndisplay ${displayQuantity}`;
  if (goodTillUs !== undefined) text += `\ngood_till ${goodTillUs}`;
  if (replaces !== undefined) text += `\nreplaces ${replaces.orderId} ${replaces.onFailure}`;
  return text;
}
