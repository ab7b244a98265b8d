/** Orders over the REST API of the Binance dialect: POST /api/v3/order, each signed, each answered in full. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { ConnectionLost } from '../../client/api-error.ts';
import type { OrderRequest } from '../../client/api-types.ts';
import { type DialectAnswer, type DialectError, refusalOf, signedOrder } from './dialect-orders.ts';
import type { DoorOptions, OrderDoor } from './order-door.ts';

/** Kept open; an order that finds all of them busy waits, which counts as its latency. */
const CONNECTIONS_MAX = 64;

export function dialectRestDoor(options: DoorOptions): OrderDoor {
  const { wsUrl, credentials, timeoutMs } = options;
  const { hostname, port } = new URL(wsUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });
  const headers = {
    'x-mbx-apikey': credentials.apiKey,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const place = async (order: OrderRequest): Promise<null> => {
    const { payload, signature } = signedOrder(order, credentials.secret);
    const body = `${payload}&signature=${signature}`;
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(
        {
          agent,
          hostname,
          port,
          method: 'POST',
          path: '/api/v3/order',
          headers,
          timeout: timeoutMs,
        },
        resolve,
      );
      sent.once('timeout', () => sent.destroy(new Error(`no answer in ${timeoutMs} ms`)));
      sent.once('error', (cause) => reject(new ConnectionLost(cause.message)));
      sent.end(body);
    });
    const text = await textOf(reply);
    const said = JSON.parse(text) as DialectAnswer & DialectError;
    const isRefused = reply.statusCode !== 200;
    const refusal = refusalOf({
      status: reply.statusCode ?? 0,
      text,
      answer: isRefused ? undefined : said,
      error: isRefused ? said : undefined,
    });
    if (refusal !== null) throw refusal;
    return null;
  };
  return { place, close: () => agent.destroy() };
}

async function textOf(reply: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of reply) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
