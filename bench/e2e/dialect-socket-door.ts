/** Orders over the WebSocket API of the Binance dialect: each signed, each answered in full. */
import { WebSocket } from 'ws';
import { ConnectionLost } from '../../client/api-error.ts';
import type { OrderRequest } from '../../client/api-types.ts';
import { type DialectAnswer, type DialectError, refusalOf, signedOrder } from './dialect-orders.ts';
import type { DoorOptions, OrderDoor } from './order-door.ts';

interface Reply {
  readonly id: number;
  readonly status: number;
  readonly result?: DialectAnswer;
  readonly error?: DialectError;
}

interface Waiting {
  readonly resolve: (order: null) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export async function dialectSocketDoor(options: DoorOptions): Promise<OrderDoor> {
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
    const refusal = refusalOf({ status, text: text.toString(), answer: result, error });
    if (refusal === null) found.resolve(null);
    else found.reject(refusal);
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
      const { params, signature } = signedOrder(order, credentials.secret, {
        apiKey: credentials.apiKey,
      });
      socket.send(JSON.stringify({ id, method: 'order.place', params: { ...params, signature } }));
    });
  return { place, close: () => socket.close() };
}
