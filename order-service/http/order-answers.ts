/** From outcomes to what is shown of them. */
import type { OrderRecord } from '../market-data/order-index.ts';
import type { PlaceOrderOutcome } from '../order-requests.ts';
import type { OrderService } from '../order-service.ts';
import { orderJson } from '../presentation.ts';
import type { Refusal } from '../refusal.ts';
import { problemOf } from './problem.ts';
import { type Answer, answer, type RouteResult } from './route.ts';

export async function shownOrder(
  service: OrderService,
  status: number,
  order: OrderRecord,
): Promise<Answer> {
  const units = service.markets.view(order.market)?.units ?? null;
  if (units === null) throw new Error(`order ${order.orderId} of a market that is not defined`);
  return answer(status, orderJson(units, await service.lookup.whole(order)));
}

export function shownOutcome(
  service: OrderService,
  outcome: PlaceOrderOutcome,
): RouteResult | Promise<Answer> {
  switch (outcome.kind) {
    case 'placed':
      return acknowledged(service, 201, outcome.order);
    case 'existing':
      return acknowledged(service, 200, outcome.order);
    case 'pending':
      return answer(202, {
        id: String(outcome.orderId),
        client_order_id: outcome.clientOrderId,
        market: outcome.market,
        status: 'pending',
        durability: service.ports.log.durability,
      });
    case 'refused':
    case 'unknown':
      return outcome;
  }
}

/** Says, with the order, what its acknowledgement survives. */
async function acknowledged(
  service: OrderService,
  status: number,
  order: OrderRecord,
): Promise<Answer> {
  const shown = await shownOrder(service, status, order);
  return {
    ...shown,
    body: { ...(shown.body as object), durability: service.ports.log.durability },
  };
}

/** The problem of one result among several: it has no occurrence of its own. */
export function itemProblemOf({ code, detail }: Refusal) {
  const { instance: _instance, ...error } = problemOf(code, { detail, requestId: '' });
  return error;
}
