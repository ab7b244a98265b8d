/** From the events of a command to what is told of its order. */

import type { OrderId } from '../proto/units.ts';
import { isRejected } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';
import type { PlaceOrderOutcome } from './order-requests.ts';
import type { CommandAnswer } from './pending-command.ts';
import { codeOfReason, refuse } from './refusal.ts';

/** As it is now: the live one goes on changing. */
export function copyOf(order: OrderState): OrderState {
  return { ...order, fills: order.fills.slice() };
}

export function placed(answer: CommandAnswer, orderId: OrderId): PlaceOrderOutcome {
  const order = answer.view.orders.find(orderId);
  if (order === null) return refuse('REJECTED_RESTARTED', 'the record was passed over');
  if (isRejected(order)) {
    return refuse(codeOfReason(order.reason), `the market refused order ${orderId}`);
  }
  return { kind: 'placed', order: copyOf(order) };
}
