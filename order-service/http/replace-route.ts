/** One order for another, in one command. */
import { Scope } from '../../proto/messages.ts';
import type { OrderId } from '../../proto/units.ts';
import type { OrderService } from '../order-service.ts';
import { ofOrder } from './fields.ts';
import { itemProblemOf, shownOutcome } from './order-answers.ts';
import { placeRequestOf, replaceBody } from './order-bodies.ts';
import { halfShown, replacementOf } from './replacement-answers.ts';
import * as schemas from './reply-schemas.ts';
import { callerOf, type Route, type RouteResult, route } from './route.ts';

export function replaceRoute(service: OrderService, placeErrors: Route['errors']): Route {
  const reply = schemas.object(
    { order: schemas.acknowledgedOrder },
    { canceled: schemas.order, not_canceled: schemas.itemProblem },
  );
  return route({
    method: 'POST',
    path: '/v1/orders/{order_id}/replace',
    summary:
      'Cancel an order and place another one in its place, in one step; when the first cannot be ' +
      'canceled, the second is refused, or placed all the same (on_failure)',
    tag: 'orders',
    scope: Scope.trade,
    cost: 'order',
    params: ofOrder,
    body: replaceBody,
    replies: { 201: reply, 200: reply },
    errors: [...placeErrors, 'UNKNOWN_ORDER', 'NOT_REPLACED'],
    handle: async (input) => {
      const { accountId } = callerOf(input);
      const { on_failure: onFailure = 'stop', ...body } = input.body;
      const replaces = { orderId: input.params.order_id as OrderId, onFailure };
      const request = { ...placeRequestOf(body, accountId, 'matched'), replaces };
      const outcome = await service.replacements.replace(request);
      return shownReplacement(service, await replacementOf(service, outcome, request));
    },
  });
}

async function shownReplacement(
  service: OrderService,
  outcome: Awaited<ReturnType<typeof replacementOf>>,
): Promise<RouteResult> {
  if (outcome.kind !== 'replaced') return shownOutcome(service, outcome);
  const shown = await shownOutcome(service, outcome.placed);
  if (shown.kind !== 'answer') return shown;
  const half = await halfShown(service, outcome.old, itemProblemOf);
  return { ...shown, body: { order: shown.body, ...half } };
}
