/** Orders over the WebSocket API of the Binance dialect: each signed, each answered in full. */
import { createHmac } from 'node:crypto';
import { WebSocket } from 'ws';
import { ApiError, ConnectionLost } from '../../client/api-error.ts';
import type { OrderRequest } from '../../client/api-types.ts';
import type { Credentials } from '../../client/request-signature.ts';
import type { OrderDoor } from './order-door.ts';

interface Reply {
  readonly id: number;
  readonly status: number;
  readonly result?: { readonly status: string; readonly fills?: readonly unknown[] };
  readonly error?: { readonly code: number; readonly msg: string };
}

interface Waiting {
  readonly resolve: (order: null) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export async function dialectDoor(options: {
  /** Of the native socket; the dialect's is on the same port. */
  readonly wsUrl: string;
  readonly credentials: Credentials;
  readonly timeoutMs: number;
}): Promise<OrderDoor> {
  const { wsUrl, credentials, timeoutMs } = options;
  const url = `${new URL(wsUrl).origin.replace(/^http/, 'ws')}/ws-api/v3?returnRateLimits=false`;
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (cause) => reject(new ConnectionLost(`${url}: ${cause.message}`)));
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  socket.on('message', (text: Buffer) => {
    const reply = JSON.parse(text.toString('utf8')) as Reply;
    const found = waiting.get(reply.id);
    if (found === undefined) return;
    waiting.delete(reply.id);
    clearTimeout(found.timer);
    const { error, result, status } = reply;
    if (result?.fills !== undefined) found.resolve(null);
    else {
      const [code, detail] = [String(error?.code ?? 'NOT_FULL'), error?.msg ?? text.toString()];
      found.reject(new ApiError({ code, status, detail }));
    }
  });
  socket.on('close', () => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new ConnectionLost('closed'));
    }
    waiting.clear();
  });
  const place = (order: OrderRequest): Promise<null> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new ConnectionLost(`no answer in ${timeoutMs} ms`));
      }, timeoutMs);
      waiting.set(id, { resolve, reject, timer });
      const params = signedParams(order, credentials);
      socket.send(JSON.stringify({ id, method: 'order.place', params }));
    });
  return { place, close: () => socket.close() };
}

/** A signature is over the parameters in the order of their names. */
function signedParams(order: OrderRequest, { apiKey, secret }: Credentials): object {
  const params: Record<string, string> = {
    apiKey,
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
  return { ...params, signature };
}
