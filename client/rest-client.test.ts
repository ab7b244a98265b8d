import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { ApiError, ConnectionLost } from './api-error.ts';
import { RestClient } from './rest-client.ts';

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

test('nothing that was meant for TLS leaves without it', async () => {
  const heard: string[] = [];
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      heard.push(bytes.toString('latin1'));
      socket.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const client = new RestClient({ baseUrl: `https://127.0.0.1:${port}`, credentials });
  try {
    await assert.rejects(client.balances(), ConnectionLost);
    assert.equal(heard.length, 1);
    assert.equal(heard[0]?.charCodeAt(0), 0x16, 'no TLS handshake, but its first byte');
    assert.ok(!heard.join().includes('key-1'), heard.join());
  } finally {
    client.close();
    server.close();
  }
  for (const baseUrl of ['ftp://127.0.0.1', 'http://127.0.0.1:4010/exchange', '127.0.0.1:4010']) {
    assert.throws(() => new RestClient({ baseUrl }), TypeError, baseUrl);
  }
});

const hasIpv6 = Object.values(networkInterfaces()).some((own) =>
  own?.some(({ address }) => address === '::1'),
);

test('a literal IPv6 address is reached', { skip: !hasIpv6 }, async () => {
  const server = createServer((_, response) => response.end('{"balances":[]}'));
  await new Promise<void>((done) => server.listen(0, '::1', done));
  const { port } = server.address() as AddressInfo;
  const client = new RestClient({ baseUrl: `http://[::1]:${port}` });
  try {
    assert.deepEqual(await client.balances(), []);
  } finally {
    client.close();
    server.close();
    server.closeAllConnections();
  }
});

test('an answer that never ends is given up in time', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const client = new RestClient({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 200 });
  const giveUp = setTimeout(() => server.closeAllConnections(), 3_000);
  try {
    await assert.rejects(client.status(), (error) => {
      assert.ok(error instanceof ConnectionLost);
      assert.match(error.message, /no answer in 200 ms/);
      return true;
    });
  } finally {
    clearTimeout(giveUp);
    client.close();
    server.close();
    server.closeAllConnections();
  }
});
