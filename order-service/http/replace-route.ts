/** One order for another, in one command. */
import { Scope } from '../../proto/messages.ts';
import type { OrderId } from '../../proto/units.ts';
import { isRejected } from '../market-data/order-index.ts';
import type { OrderState } from '../market-data/order-state.ts';
import type { OrderService } from '../order-service.ts';
import { orderJson } from '../presentation.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { ReplaceOrderOutcome } from '../replacements.ts';
import { ofOrder } from './fields.ts';
import { itemProblemOf, shownOutcome } from './order-answers.ts';
import { placeRequestOf, replaceBody } from './order-bodies.ts';
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
      const orderId = input.params.order_id as OrderId;
      const outcome = await service.replacements.replace({
        ...placeRequestOf(body, accountId, 'matched'),
        replaces: { orderId, onFailure },
      });
      return shownReplacement(service, outcome, { accountId, orderId });
    },
  });
}

async function shownReplacement(
  service: OrderService,
  outcome: ReplaceOrderOutcome,
  old: { readonly accountId: OrderState['accountId']; readonly orderId: OrderId },
): Promise<RouteResult> {
  if (outcome.kind === 'existing') {
    const shown = await shownOutcome(service, outcome);
    const before = await service.lookup.find(old.accountId, old.orderId);
    const isCanceled = before !== null && !isRejected(before) && before.status === 'canceled';
    return withHalf(service, shown, isCanceled ? before : null);
  }
  if (outcome.kind !== 'replaced') return shownOutcome(service, outcome);
  const { canceled, placed } = outcome;
  if (isRefusal(placed)) {
    if (isRefusal(canceled)) return placed;
    return { ...placed, detail: `${placed.detail}; order ${old.orderId} was canceled` };
  }
  return withHalf(
    service,
    await shownOutcome(service, { kind: 'placed', order: placed }),
    canceled,
  );
}

/** `canceled`: null, nobody asks any more. */
async function withHalf(
  service: OrderService,
  shown: RouteResult,
  canceled: OrderState | Refusal | null,
): Promise<RouteResult> {
  if (shown.kind !== 'answer') return shown;
  const body = { order: shown.body };
  if (canceled === null) return { ...shown, body };
  if (isRefusal(canceled)) {
    return { ...shown, body: { ...body, not_canceled: itemProblemOf(canceled) } };
  }
  const units = service.markets.view(canceled.market)?.units ?? null;
  if (units === null) throw new Error(`order ${canceled.orderId} of a market that is not defined`);
  const whole = await service.lookup.whole(canceled);
  return { ...shown, body: { ...body, canceled: orderJson(units, whole) } };
}
