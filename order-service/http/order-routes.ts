/** Orders: place, cancel, amend, read. */
import { Scope } from '../../proto/messages.ts';
import type { OrderId } from '../../proto/units.ts';
import type { DoorLimits } from '../limits.ts';
import type { PlaceOrderOutcome } from '../order-requests.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { marketName, ofOrder, side } from './fields.ts';
import { itemProblemOf, shownOrder, shownOutcome } from './order-answers.ts';
import { amendBody, batchBody, placeBody, placeRequestOf } from './order-bodies.ts';
import { orderReadRoutes } from './order-read-routes.ts';
import { problemOf } from './problem.ts';
import { replaceRoute } from './replace-route.ts';
import * as schemas from './reply-schemas.ts';
import { answer, callerOf, type Route, type RouteResult, route } from './route.ts';
import { optional, shape } from './shape.ts';

const tag = 'orders';
const placeErrors = [
  'UNKNOWN_MARKET',
  'PRICE_OFF_TICK',
  'QUANTITY_OFF_LOT',
  'PRICE_OUT_OF_RANGE',
  'QUANTITY_OUT_OF_RANGE',
  'NOTIONAL_OUT_OF_RANGE',
  'INVALID_COMBINATION',
  'AMOUNT_TOO_PRECISE',
  'INSUFFICIENT_BALANCE',
  'POST_ONLY_WOULD_TRADE',
  'WOULD_TRIGGER_IMMEDIATELY',
  'PRICE_OUT_OF_BAND',
  'NO_LIQUIDITY',
  'BOOK_FULL',
  'TOO_MANY_OPEN_ORDERS',
  'TOO_MANY_WAITING_ORDERS',
  'CLIENT_ORDER_ID_CONFLICT',
  'MARKET_HALTED',
  'MARKET_CANCEL_ONLY',
  'MARKET_CLOSED',
  'OUTCOME_UNKNOWN',
] as const;

export function orderRoutes(service: OrderService, doors: DoorLimits): readonly Route[] {
  return [
    placeRoute(service),
    batchRoute(service),
    cancelRoute(service),
    cancelAllRoute(service),
    amendRoute(service),
    replaceRoute(service, placeErrors),
    ...orderReadRoutes(service, doors),
  ];
}

function placeRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/orders',
    summary: 'Place an order; answers with the order as it stands after matching',
    tag,
    scope: Scope.trade,
    cost: 'order',
    body: placeBody,
    replies: {
      201: schemas.acknowledgedOrder,
      200: schemas.acknowledgedOrder,
      202: schemas.pendingOrder,
    },
    errors: placeErrors,
    handle: async (input) => {
      const answerWhen = prefersAsync(input.header('prefer')) ? 'durable' : 'matched';
      const { accountId } = callerOf(input);
      const request = placeRequestOf(input.body, accountId, answerWhen);
      return shownOutcome(service, await service.orders.place(request));
    },
  });
}

const prefersAsync = (prefer: string | undefined): boolean =>
  prefer !== undefined && /(^|[,;\s])respond-async($|[,;\s])/i.test(prefer);

function batchRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/orders/batch',
    summary: 'Place up to 50 orders at once; each has a result of its own, in order',
    tag,
    scope: Scope.trade,
    cost: 'order',
    body: batchBody(service.limits.batchOrdersMax),
    replies: {
      200: schemas.object({
        results: schemas.listOf(
          schemas.object(
            { status: schemas.integer },
            { order: schemas.acknowledgedOrder, error: schemas.itemProblem },
          ),
        ),
      }),
    },
    handle: async (input) => {
      const { accountId } = callerOf(input);
      // All are submitted before the first is awaited: they travel in one record.
      const outcomes = input.body.orders.map((item): Promise<PlaceOrderOutcome> => {
        const read = placeBody.read(item, 'the order');
        return isRefusal(read)
          ? Promise.resolve(read)
          : service.orders.place(placeRequestOf(read, accountId, 'matched'));
      });
      const results = await Promise.all(
        outcomes.map(async (outcome) => itemResult(shownOutcome(service, await outcome))),
      );
      return answer(200, { results });
    },
  });
}

/** One result of a batch; its problem has no occurrence of its own. */
async function itemResult(shown: Promise<RouteResult> | RouteResult): Promise<object> {
  const result = await shown;
  switch (result.kind) {
    case 'answer':
      return { status: result.status, order: result.body };
    case 'refused': {
      const error = itemProblemOf(result);
      return { status: error.status, error };
    }
    case 'unknown': {
      const { instance: _instance, ...error } = problemOf('OUTCOME_UNKNOWN', {
        detail: 'ask for the order by its id',
        requestId: '',
        more: {
          order_id: result.orderId === null ? null : String(result.orderId),
          client_order_id: result.clientOrderId,
        },
      });
      return { status: error.status, error };
    }
  }
}

function cancelRoute(service: OrderService): Route {
  return route({
    method: 'DELETE',
    path: '/v1/orders/{order_id}',
    summary: 'Cancel an order; answers with the order as it ended',
    tag,
    scope: Scope.cancel,
    cost: 'cancel',
    params: ofOrder,
    replies: { 200: schemas.order },
    errors: ['UNKNOWN_ORDER', 'ORDER_NOT_OPEN', 'MARKET_HALTED', 'OUTCOME_UNKNOWN'],
    handle: async (input) => {
      const { accountId } = callerOf(input);
      const orderId = input.params.order_id as OrderId;
      const outcome = await service.changes.cancel({ accountId, orderId });
      return outcome.kind === 'canceled' ? shownOrder(service, 200, outcome.order) : outcome;
    },
  });
}

function cancelAllRoute(service: OrderService): Route {
  return route({
    method: 'DELETE',
    path: '/v1/orders',
    summary: 'Cancel all own orders, or those of a market, or of one side of it',
    tag,
    scope: Scope.cancel,
    cost: 'cancel',
    query: shape({ market: optional(marketName), side: optional(side) }),
    replies: {
      200: schemas.object(
        { canceled: schemas.integer },
        {
          market: schemas.string,
          sequence: schemas.integer,
          markets: schemas.listOf(schemas.marketCanceled),
        },
      ),
    },
    errors: ['UNKNOWN_MARKET', 'MARKET_HALTED', 'INVALID_COMBINATION', 'OUTCOME_UNKNOWN'],
    handle: async (input) => {
      const { accountId } = callerOf(input);
      const { market: wanted, side } = input.query;
      if (wanted === undefined) {
        if (side !== undefined) return refuse('INVALID_COMBINATION', 'a side is of a market');
        const markets = await service.massCancel.inTime(accountId);
        const canceled = markets.reduce((sum, each) => sum + (each.canceled ?? 0), 0);
        return answer(200, { canceled, markets });
      }
      const outcome = await service.changes.cancelAll({ accountId, market: wanted, side });
      if (outcome.kind !== 'all-canceled') return outcome;
      const { market, count, sequence } = outcome;
      return answer(200, { market, canceled: count, sequence });
    },
  });
}

function amendRoute(service: OrderService): Route {
  return route({
    method: 'PATCH',
    path: '/v1/orders/{order_id}',
    summary: 'Change price or total quantity; only a smaller quantity keeps the priority',
    tag,
    scope: Scope.trade,
    cost: 'order',
    params: ofOrder,
    body: amendBody,
    replies: { 200: schemas.order },
    errors: [
      'UNKNOWN_ORDER',
      'ORDER_NOT_OPEN',
      'AMEND_IN_FLIGHT',
      'NOTHING_TO_AMEND',
      'QUANTITY_BELOW_FILLED',
      'PRICE_OFF_TICK',
      'QUANTITY_OFF_LOT',
      'PRICE_OUT_OF_RANGE',
      'QUANTITY_OUT_OF_RANGE',
      'NOTIONAL_OUT_OF_RANGE',
      'INSUFFICIENT_BALANCE',
      'MARKET_HALTED',
      'MARKET_CANCEL_ONLY',
      'MARKET_CLOSED',
      'OUTCOME_UNKNOWN',
    ],
    handle: async (input) => {
      const { accountId } = callerOf(input);
      const orderId = input.params.order_id as OrderId;
      const outcome = await service.changes.amend({ accountId, orderId, ...input.body });
      return outcome.kind === 'amended' ? shownOrder(service, 200, outcome.order) : outcome;
    },
  });
}
