import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { ConnectionLost } from './api-error.ts';
import { signRequest } from './request-signature.ts';
import { SocketClient } from './socket-client.ts';

const credentials = { apiKey: 'key-1', secret: 'secret-1' };

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

async function silentSocketServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((done) => server.once('listening', done));
  return { server, wsUrl: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/ws` };
}

test('the end of a connection is told once, whoever ended it', async () => {
  const { server, wsUrl } = await silentSocketServer();
  try {
    let ends = 0;
    const client = await SocketClient.connect({ wsUrl });
    client.onClose(() => {
      ends += 1;
    });
    const [served] = server.clients;
    const gone = new Promise((done) => served?.once('close', done));
    client.close();
    await gone;
    await sleep(50);
    assert.equal(ends, 1);
  } finally {
    server.close();
  }
});

test('whoever closes a connection waits for no server that is frozen', async () => {
  const server = createServer();
  server.on('upgrade', (request, socket: Socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
    ended = new Promise((done) => socket.once('close', () => done(performance.now())));
    socket.resume();
  });
  let ended = Promise.resolve(0);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  try {
    const client = await SocketClient.connect({ wsUrl: `ws://127.0.0.1:${port}`, timeoutMs: 200 });
    const closedMs = performance.now();
    client.close();
    const tookMs = (await ended) - closedMs;
    assert.ok(tookMs < 5_000, `${tookMs} ms`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('what is not JSON ends the connection and not the process', async () => {
  const { server, wsUrl } = await silentSocketServer();
  server.on('connection', (socket) => socket.on('message', () => socket.send('<html>')));
  const client = await SocketClient.connect({ wsUrl });
  try {
    await assert.rejects(client.subscribe('trades', 'BTC-USD'), (error) => {
      assert.ok(error instanceof ConnectionLost);
      assert.match(error.message, /not JSON/);
      return true;
    });
    assert.equal(client.isOpen, false);
  } finally {
    client.close();
    server.close();
  }
});
