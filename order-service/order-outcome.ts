/** From the events of a command to what is told of its order. */

import type { OrderId } from '../proto/units.ts';
import type { RejectedOrder } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';
import type { PlaceOrderOutcome } from './order-requests.ts';
import { codeOfReason, refuse } from './refusal.ts';

/** As it is now: the live one goes on changing. */
export function copyOf(order: OrderState): OrderState {
  return { ...order, fills: order.fills.slice() };
}

/** What the market says instead of an order. */
export function notPlaced(order: RejectedOrder | null, orderId: OrderId): PlaceOrderOutcome {
  if (order === null) return refuse('REJECTED_RESTARTED', 'the record was passed over');
  return refuse(codeOfReason(order.reason), `the market refused order ${orderId}`);
}
