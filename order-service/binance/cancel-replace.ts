/** One order for another, in one command where it can be; each half has a result of its own. */
import type { AccountId } from '../../proto/units.ts';
import type { OrderState } from '../market-data/order-state.ts';
import { isRefusal } from '../refusal.ts';
import {
  type DialectError,
  dialectError,
  errorBody,
  errors,
  isDialectError,
  translated,
} from './dialect-error.ts';
import {
  callerOf,
  type DialectContext,
  type DialectMethod,
  type MethodCall,
  type MethodResult,
} from './method.ts';
import { readNewOrder } from './new-order.ts';
import {
  type CancelWanted,
  cancel,
  isAllowed,
  type NewOrder,
  place,
  placedResult,
  restrictionOf,
  wantedOrder,
} from './order-entry.ts';
import { listedOf, liveOrder } from './order-search.ts';
import { canceledOrderJson } from './order-shapes.ts';

export const cancelReplaceMethod: DialectMethod = {
  rest: 'POST /api/v3/order/cancelReplace',
  socket: ['order.cancelReplace'],
  security: 'trade',
  weight: 1,
  orders: 'one',
  handle: cancelReplace,
};

const CANCEL_NAMES = { id: 'cancelOrderId', clientId: 'cancelOrigClientOrderId' } as const;

async function cancelReplace(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const { params } = call;
  const modes = ['STOP_ON_FAILURE', 'ALLOW_FAILURE'] as const;
  const mode = params.oneOf('cancelReplaceMode', modes);
  if (mode === undefined) return errors.mandatory('cancelReplaceMode');
  const { accountId } = callerOf(call);
  const order = readNewOrder(context, params, accountId);
  if (isDialectError(order)) return order;
  const old = await readOld(context, call, accountId);
  if (isDialectError(old)) return old;
  return (
    (await inOneCommand(context, old, { order, mode })) ?? oneByOne(context, old, { order, mode })
  );
}

type Mode = 'STOP_ON_FAILURE' | 'ALLOW_FAILURE';
interface Wanted {
  readonly order: NewOrder;
  readonly mode: Mode;
}

/**
 * null: it was not done. What is refused before it comes to the market is done one by one: the old
 * order is to be canceled whatever becomes of the new one, and its end may free what that one lacks.
 */
async function inOneCommand(
  context: DialectContext,
  old: CancelWanted,
  { order, mode }: Wanted,
): Promise<MethodResult | null> {
  const { listed, cancelId, restriction } = old;
  const live = await liveOrder(context, old);
  if (live === null || order.listed.view !== listed.view) return null;
  if (restriction !== undefined && !isAllowed(live, restriction)) return null;
  const { orderId } = live;
  const onFailure = mode === 'STOP_ON_FAILURE' ? 'stop' : 'place';
  const { request } = order;
  context.cancelIds.set(orderId, cancelId);
  const outcome = await context.replacing
    .during(
      request,
      context.service.replacements.replace({ ...request, replaces: { orderId, onFailure } }),
    )
    .finally(() => context.cancelIds.delete(orderId));
  if (outcome.kind === 'refused') return null;
  if (outcome.kind !== 'replaced') return placedResult(order, outcome);
  const { canceled, placed } = outcome;
  const isNotTried = isRefusal(placed) && placed.code === 'NOT_REPLACED';
  return result({
    canceled: isRefusal(canceled)
      ? translated(canceled)
      : canceledOrderJson(
          listed,
          (await context.service.lookup.whole(canceled)) as OrderState,
          cancelId,
        ),
    placed: isNotTried
      ? null
      : placedResult(order, isRefusal(placed) ? placed : { kind: 'placed', order: placed }),
  });
}

async function oneByOne(
  context: DialectContext,
  old: CancelWanted,
  { order, mode }: Wanted,
): Promise<MethodResult> {
  const canceled = await cancel(context, old);
  if (isDialectError(canceled) && !isResult(canceled)) return canceled;
  if (isDialectError(canceled) && mode === 'STOP_ON_FAILURE') {
    return failed({ canceled, placed: null });
  }
  const placed = await place(context, order);
  return result({ canceled, placed });
}

function result(halves: {
  readonly canceled: MethodResult;
  readonly placed: MethodResult | null;
}): MethodResult {
  const { canceled, placed } = halves;
  if (placed === null || isDialectError(canceled) || isDialectError(placed)) return failed(halves);
  return {
    cancelResult: 'SUCCESS',
    newOrderResult: 'SUCCESS',
    cancelResponse: canceled,
    newOrderResponse: placed,
  };
}

/** A request that cannot be understood is refused as a whole; that nothing was canceled is a result. */
const isResult = ({ code }: DialectError): boolean => code <= -2010;

async function readOld(
  context: DialectContext,
  { params }: MethodCall,
  accountId: AccountId,
): Promise<CancelWanted | DialectError> {
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const wanted = wantedOrder(params, CANCEL_NAMES);
  if (isDialectError(wanted)) return wanted;
  const cancelId = params.clientId('cancelNewClientOrderId') ?? context.newClientId();
  const restriction = restrictionOf(params);
  return { accountId, listed, wanted, cancelId, restriction };
}

function failed(halves: {
  readonly canceled: MethodResult;
  readonly placed: MethodResult | null;
}): DialectError {
  const { canceled, placed } = halves;
  const result = (half: MethodResult) => (isDialectError(half) ? 'FAILURE' : 'SUCCESS');
  const shown = (half: MethodResult) => (isDialectError(half) ? errorBody(half) : half);
  const data = {
    cancelResult: result(canceled),
    newOrderResult: placed === null ? 'NOT_ATTEMPTED' : result(placed),
    cancelResponse: shown(canceled),
    newOrderResponse: placed === null ? null : shown(placed),
  };
  const isPartial = [data.cancelResult, data.newOrderResult].includes('SUCCESS');
  return isPartial
    ? { ...dialectError(409, -2021, 'Order cancel-replace partially failed.'), data }
    : { ...dialectError(400, -2022, 'Order cancel-replace failed.'), data };
}
