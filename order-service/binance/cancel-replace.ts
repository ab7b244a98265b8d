/** One order for another: the cancel first, then the new one, each with a result of its own. */
import type { AccountId } from '../../proto/units.ts';
import {
  type DialectError,
  dialectError,
  errorBody,
  errors,
  isDialectError,
} from './dialect-error.ts';
import {
  callerOf,
  type DialectContext,
  type DialectMethod,
  type MethodCall,
  type MethodResult,
} from './method.ts';
import { readNewOrder } from './new-order.ts';
import { cancel, place, wantedOrder } from './order-entry.ts';

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
  const canceled = await cancelOld(context, call, accountId);
  if (isDialectError(canceled) && !isResult(canceled)) return canceled;
  if (isDialectError(canceled) && mode === 'STOP_ON_FAILURE') {
    return failed({ canceled, placed: null });
  }
  const placed = await place(context, order);
  if (isDialectError(canceled) || isDialectError(placed)) return failed({ canceled, placed });
  return {
    cancelResult: 'SUCCESS',
    newOrderResult: 'SUCCESS',
    cancelResponse: canceled,
    newOrderResponse: placed,
  };
}

/** A request that cannot be understood is refused as a whole; that nothing was canceled is a result. */
const isResult = ({ code }: DialectError): boolean => code <= -2010;

async function cancelOld(
  context: DialectContext,
  { params }: MethodCall,
  accountId: AccountId,
): Promise<MethodResult> {
  const listed = context.symbols.find(params.symbol());
  if (listed === null) return errors.symbol;
  const wanted = wantedOrder(params, CANCEL_NAMES);
  if (isDialectError(wanted)) return wanted;
  const cancelId = params.clientId('cancelNewClientOrderId') ?? context.newClientId();
  const restriction = params.oneOf('cancelRestrictions', ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED']);
  return cancel(context, { accountId, listed, wanted, cancelId, restriction });
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
