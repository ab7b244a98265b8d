import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';
import { ApiError, ConnectionLost } from './api-error.ts';
import { signRequest } from './request-signature.ts';
import { RestClient } from './rest-client.ts';
import { SocketClient } from './socket-client.ts';

const credentials = { apiKey: 'key-1', secret: 'secret-1' };

function expectedSignature(timestamp: string, method: string, path: string, body: string): string {
  const digest = createHash('sha256').update(body).digest('hex');
  return createHmac('sha256', credentials.secret)
    .update([timestamp, method, path, digest].join('\n'))
    .digest('hex');
}

async function serve(
  answer: (request: IncomingMessage, body: string) => { status: number; text: string },
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { status, text } = answer(request, body);
    response.writeHead(status).end(text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('a request is signed over timestamp, method, path with query, and body', async () => {
  const seen: string[] = [];
  const server = await serve((request, body) => {
    const { 'x-timestamp': timestamp, 'x-signature': signature } = request.headers;
    assert.equal(request.headers['x-api-key'], 'key-1');
    assert.equal(
      signature,
      expectedSignature(String(timestamp), request.method ?? '', request.url ?? '', body),
    );
    seen.push(`${request.method} ${request.url} ${body}`);
    return { status: 200, text: '{"balances":[]}' };
  });
  const client = new RestClient({ baseUrl: server.url, credentials });
  try {
    await client.place({
      market: 'BTC-USD',
      side: 'buy',
      type: 'limit',
      price: '1',
      quantity: '2',
    });
    assert.deepEqual(await client.balances(), []);
    await client.cancelAll('BTC-USD');
    assert.deepEqual(seen, [
      'POST /v1/orders {"market":"BTC-USD","side":"buy","type":"limit","price":"1","quantity":"2"}',
      'GET /v1/balances ',
      'DELETE /v1/orders?market=BTC-USD ',
    ]);
  } finally {
    client.close();
    server.close();
  }
});

test('a problem document becomes an ApiError with its code, other failures one with the status', async () => {
  const answers = [
    { status: 422, text: '{"code":"INSUFFICIENT_BALANCE","detail":"12 available","status":422}' },
    { status: 503, text: 'upstream went away' },
  ];
  const server = await serve(() => answers.shift() ?? { status: 500, text: '' });
  const client = new RestClient({ baseUrl: server.url });
  try {
    await assert.rejects(client.status(), (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual([error.code, error.status], ['INSUFFICIENT_BALANCE', 422]);
      assert.match(error.message, /12 available/);
      return true;
    });
    await assert.rejects(client.status(), { code: 'HTTP_503' });
  } finally {
    client.close();
    server.close();
  }
});

test('no answer is ConnectionLost, and tells whether the request may have taken effect', async () => {
  const order = { market: 'BTC-USD', side: 'buy', type: 'market', quantity: '1' } as const;
  const effectOf = async (request: Promise<unknown>) => {
    const error: unknown = await request.then(
      () => assert.fail('it was answered'),
      (reason) => reason,
    );
    assert.ok(error instanceof ConnectionLost, String(error));
    return error.effect;
  };
  const nobody = new RestClient({ baseUrl: 'http://127.0.0.1:1' });
  assert.equal(await effectOf(nobody.status()), 'none');
  assert.equal(await effectOf(nobody.place(order)), 'none');
  nobody.close();
  const server = createServer((request) => request.socket.destroy());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const client = new RestClient({ baseUrl: `http://127.0.0.1:${port}` });
  assert.equal(await effectOf(client.status()), 'none');
  assert.equal(await effectOf(client.place(order)), 'unknown');
  client.close();
  server.close();
});

test('answers find their request by id, channel messages go to the listener, a close fails the rest', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((done) => server.once('listening', done));
  const wsUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/ws`;
  const held: string[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (text: Buffer) => {
      const { op, id, ...fields } = JSON.parse(text.toString());
      if (op === 'login') {
        const valid = signRequest('secret-1', {
          timestampMs: fields.timestamp,
          method: 'GET',
          path: '/v1/ws',
          body: '',
        });
        assert.equal(fields.signature, valid);
        socket.send(JSON.stringify({ id, op }));
      } else if (op === 'cancel') {
        socket.send(
          JSON.stringify({ id, error: { code: 'ORDER_NOT_FOUND', status: 404, detail: '' } }),
        );
      } else if (held.push(id) === 2) {
        socket.send(JSON.stringify({ channel: 'trades', market: 'BTC-USD' }));
        for (const each of held.reverse()) {
          socket.send(JSON.stringify({ id: each, op, order: { id: `order-of-${each}` } }));
        }
      } else if (held.length > 2) socket.terminate();
    });
  });
  const client = await SocketClient.connect({ wsUrl, credentials });
  try {
    const heard: unknown[] = [];
    client.onMessage((message) => heard.push(message['channel']));
    const order = { market: 'BTC-USD', side: 'buy', type: 'market', quantity: '1' } as const;
    const [one, two] = await Promise.all([client.place(order), client.place(order)]);
    assert.deepEqual([one.id, two.id], ['order-of-2', 'order-of-3']);
    assert.deepEqual(heard, ['trades']);
    await assert.rejects(client.cancel('7'), { code: 'ORDER_NOT_FOUND' });
    await assert.rejects(client.place(order), ConnectionLost);
    await assert.rejects(client.place(order), ConnectionLost);
    assert.equal(client.isOpen, false);
  } finally {
    client.close();
    server.close();
  }
});
