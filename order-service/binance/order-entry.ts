/** New orders, tests of them, cancels, cancel-replace and amends that keep their priority. */
import { formatQuantity } from '../../proto/decimal.ts';
import type { AccountId, OrderId } from '../../proto/units.ts';
import { isRejected, type OrderRecord } from '../market-data/order-index.ts';
import type { OrderState } from '../market-data/order-state.ts';
import type { PlaceOrderOutcome, PlaceOrderRequest } from '../order-requests.ts';
import type { Refusal } from '../refusal.ts';
import { commissionOfOrder } from './commissions.ts';
import { type DialectError, errors, isDialectError, translated } from './dialect-error.ts';
import { timeOf } from './dialect-time.ts';
import {
  callerOf,
  type DialectContext,
  type DialectMethod,
  type MethodCall,
  type MethodResult,
} from './method.ts';
import { readNewOrder } from './new-order.ts';
import { balancesCaughtUp, findOrder, listedOf, liveOrder } from './order-search.ts';
import {
  amendedOrderJson,
  canceledOrderJson,
  newOrderJson,
  type ResponseType,
} from './order-shapes.ts';
import type { RequestParams } from './request-params.ts';
import type { Listed } from './symbols.ts';

export const orderEntryMethods: readonly DialectMethod[] = [
  {
    rest: 'POST /api/v3/order',
    socket: ['order.place'],
    security: 'trade',
    weight: 1,
    orders: 'one',
    handle: placeOrder,
  },
  {
    rest: 'POST /api/v3/order/test',
    socket: ['order.test'],
    security: 'trade',
    weight: 1,
    handle: testOrder,
  },
  {
    rest: 'DELETE /api/v3/order',
    socket: ['order.cancel'],
    security: 'cancel',
    weight: 1,
    handle: cancelOrder,
  },
  {
    rest: 'DELETE /api/v3/openOrders',
    socket: ['openOrders.cancelAll'],
    security: 'cancel',
    weight: 1,
    handle: cancelAllOrders,
  },
  {
    rest: 'PUT /api/v3/order/amend/keepPriority',
    socket: ['order.amend.keepPriority'],
    security: 'trade',
    weight: 4,
    handle: amendOrder,
  },
];

export interface NewOrder {
  readonly listed: Listed;
  readonly request: PlaceOrderRequest;
  readonly response: ResponseType;
}

async function placeOrder(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const order = readNewOrder(context, call.params, callerOf(call).accountId);
  return isDialectError(order) ? order : place(context, order);
}

export async function place(context: DialectContext, order: NewOrder): Promise<MethodResult> {
  const { request } = order;
  let outcome = await context.service.orders.place(request);
  if (outcome.kind === 'refused' && outcome.code === 'INSUFFICIENT_BALANCE') {
    // Money of an answer that was given may be on its way through settlement: look again then.
    if (await balancesCaughtUp(context)) outcome = await context.service.orders.place(request);
  }
  return placedResult(order, outcome);
}

export function placedResult(
  { listed, request, response }: NewOrder,
  outcome: PlaceOrderOutcome,
): MethodResult {
  switch (outcome.kind) {
    case 'placed':
      return newOrderJson(listed, outcome.order, response);
    case 'existing':
      return isRejected(outcome.order)
        ? errors.rejected('Duplicate order sent.')
        : newOrderJson(listed, outcome.order, response);
    case 'refused':
      return refusedOrder(outcome, request);
    case 'pending':
    case 'unknown':
      return errors.outcomeUnknown;
  }
}

/** Market orders have a lot filter of their own name. */
export function refusedOrder(refusal: Refusal, request: PlaceOrderRequest): DialectError {
  const isLots = refusal.code === 'QUANTITY_OFF_LOT' || refusal.code === 'QUANTITY_OUT_OF_RANGE';
  if (isLots && request.type === 'market') return errors.filter('MARKET_LOT_SIZE');
  return translated(refusal);
}

async function testOrder(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const order = readNewOrder(context, call.params, callerOf(call).accountId);
  if (isDialectError(order)) return order;
  const isWithRates = call.params.flag('computeCommissionRates', 'false');
  const refusal = await context.service.orders.check(order.request);
  if (refusal !== null) return refusedOrder(refusal, order.request);
  return isWithRates ? commissionOfOrder(context, call, order.listed) : {};
}

/** Which order: by either of its ids. */
export function wantedOrder(
  params: RequestParams,
  names: { readonly id: string; readonly clientId: string },
): { readonly orderId?: OrderId; readonly clientOrderId?: string } | DialectError {
  const orderId = params.integer(names.id);
  const clientOrderId = params.anyClientId(names.clientId);
  if (orderId === undefined && clientOrderId === undefined) {
    return errors.eitherMandatory(names.clientId, names.id);
  }
  return {
    ...(orderId !== undefined && { orderId: orderId as OrderId }),
    ...(clientOrderId !== undefined && { clientOrderId }),
  };
}

const ORDER_NAMES = { id: 'orderId', clientId: 'origClientOrderId' } as const;

async function cancelOrder(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const { params } = call;
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const wanted = wantedOrder(params, ORDER_NAMES);
  if (isDialectError(wanted)) return wanted;
  const cancelId = params.clientId('newClientOrderId') ?? context.newClientId();
  const restriction = restrictionOf(params);
  const { accountId } = callerOf(call);
  return cancel(context, { accountId, listed, wanted, cancelId, restriction });
}

export const restrictionOf = (params: RequestParams): CancelWanted['restriction'] =>
  params.oneOf(
    'cancelRestrictions',
    ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED'],
    errors.cancelRestrictions,
  );

export interface CancelWanted {
  readonly accountId: AccountId;
  readonly listed: Listed;
  readonly wanted: { readonly orderId?: OrderId; readonly clientOrderId?: string };
  readonly cancelId: string;
  readonly restriction: 'ONLY_NEW' | 'ONLY_PARTIALLY_FILLED' | undefined;
}

export async function cancel(context: DialectContext, want: CancelWanted): Promise<MethodResult> {
  const { accountId, listed, cancelId, restriction } = want;
  const order = await liveOrder(context, { accountId, listed, wanted: want.wanted });
  if (order === null) return errors.unknownOrder;
  const { orderId } = order;
  if (restriction !== undefined && !isAllowed(order, restriction)) {
    return errors.restrictedCancel;
  }
  // The user stream tells it when the event comes, which is before the outcome does.
  context.cancelIds.set(orderId, cancelId);
  const outcome = await context.service.changes
    .cancel({ accountId, orderId })
    .finally(() => context.cancelIds.delete(orderId));
  if (outcome.kind === 'canceled') {
    const whole = await context.service.lookup.whole(outcome.order);
    return canceledOrderJson(listed, whole as OrderState, cancelId);
  }
  return outcome.kind === 'refused' ? translated(outcome) : errors.outcomeUnknown;
}

export function isAllowed(
  order: OrderRecord,
  restriction: NonNullable<CancelWanted['restriction']>,
): boolean {
  return restriction === 'ONLY_NEW' ? order.status === 'open' : order.status === 'partially_filled';
}

async function cancelAllOrders(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const listed = listedOf(context, call.params.symbol());
  if (isDialectError(listed)) return listed;
  const { accountId } = callerOf(call);
  const { market } = listed.view;
  const open = context.service.lookup.open(accountId, market);
  if (open.length === 0) return errors.unknownOrder;
  const ids = open.map(({ orderId }) => orderId);
  const outcome = await context.service.changes.cancelAll({ accountId, market });
  if (outcome.kind !== 'all-canceled') {
    return outcome.kind === 'refused' ? translated(outcome) : errors.outcomeUnknown;
  }
  const canceled: object[] = [];
  for (const orderId of ids) {
    const order = await findOrder(context, { accountId, listed, wanted: { orderId } });
    if (order === null || isRejected(order) || order.status !== 'canceled') continue;
    canceled.push(canceledOrderJson(listed, order, context.newClientId()));
  }
  return canceled.length === 0 ? errors.unknownOrder : canceled;
}

/** An order has one client id: whoever asked for another would look for it in vain. */
async function keepsId(
  context: DialectContext,
  order: OrderRecord,
  wanted: string | undefined,
): Promise<boolean> {
  if (wanted === undefined) return true;
  return (await context.service.lookup.whole(order)).clientOrderId === wanted;
}

async function amendOrder(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const { params } = call;
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const wanted = wantedOrder(params, ORDER_NAMES);
  if (isDialectError(wanted)) return wanted;
  const quantity = params.decimal('newQty');
  if (quantity === undefined) return errors.mandatory('newQty');
  const { accountId } = callerOf(call);
  const order = await liveOrder(context, { accountId, listed, wanted });
  if (order === null || isRejected(order)) return errors.noSuchOrder;
  const { orderId } = order;
  if (!(await keepsId(context, order, params.clientId('newClientOrderId')))) {
    return errors.value('newClientOrderId');
  }
  // More would cost the order its place: that is what this method promises not to do.
  if (Number(quantity) >= Number(formatQuantity(listed.units, order.quantityLots))) {
    return errors.rejected('The requested quantity is not below the current one.');
  }
  const outcome = await context.service.changes.amend({ accountId, orderId, quantity });
  if (outcome.kind !== 'amended') {
    return outcome.kind === 'refused' ? translated(outcome) : errors.outcomeUnknown;
  }
  const whole = (await context.service.lookup.whole(outcome.order)) as OrderState;
  return {
    transactTime: timeOf(whole.updatedAtUs),
    executionId: whole.sequence,
    amendedOrder: amendedOrderJson(listed, whole),
  };
}
