/** An order of the load in the words of the Binance dialect, and what its answer means. */
import { createHmac } from 'node:crypto';
import { ApiError } from '../../client/api-error.ts';
import type { OrderRequest } from '../../client/api-types.ts';

export interface DialectAnswer {
  readonly status: string;
  /** Only in a FULL answer. */
  readonly fills?: readonly unknown[];
}

export interface DialectError {
  readonly code: number;
  readonly msg: string;
}

/** Parameters in the order of their names, which is that of a signature over the WebSocket API. */
export function signedOrder(
  order: OrderRequest,
  secret: string,
  more: Readonly<Record<string, string>> = {},
) {
  const params: Record<string, string> = {
    ...more,
    newClientOrderId: order.client_order_id ?? '',
    newOrderRespType: 'FULL',
    price: order.price ?? '',
    quantity: order.quantity ?? '',
    side: order.side.toUpperCase(),
    symbol: order.market.replace('-', ''),
    timeInForce: (order.time_in_force ?? 'gtc').toUpperCase(),
    timestamp: String(Date.now()),
    type: order.type.toUpperCase(),
  };
  const names = Object.keys(params).sort();
  const payload = names.map((name) => `${name}=${params[name]}`).join('&');
  const signature = createHmac('sha256', secret).update(payload).digest('hex');
  return { params, payload, signature };
}

/** null: it was taken, and answered in full. */
export function refusalOf(reply: {
  readonly status: number;
  readonly text: string;
  readonly answer: DialectAnswer | undefined;
  readonly error: DialectError | undefined;
}): ApiError | null {
  const { status, text, answer, error } = reply;
  if (answer?.fills !== undefined) return null;
  const [code, detail] = [String(error?.code ?? 'NOT_FULL'), error?.msg ?? text];
  return new ApiError({ code, status, detail });
}
