/** The simulated traders against an exchange that stops to answer. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import { writeDemoRecord } from './demo-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
after(() => rmSync(folder, { recursive: true }));

test('a trader that was not answered leaves no connection behind when it makes another', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const wsUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/ws`;
  const trader = { name: 'trader-1', apiKey: 'key', secret: 'secret', scopes: [] };
  writeDemoRecord(folder, { baseUrl: '', wsUrl, accounts: [trader] });
  server.on('connection', (socket) => {
    socket.on('message', (text: Buffer) => {
      const { op, id } = JSON.parse(text.toString());
      if (op === 'login') socket.send(JSON.stringify({ op, id }));
    });
  });
  const first = once(server, 'connection') as Promise<[WebSocket]>;
  const child = fork(fileURLToPath(import.meta.resolve('./traders.js')), ['--data', folder], {
    stdio: 'ignore',
  });
  try {
    const [left] = await first;
    const gone = once(left, 'close').then(() => 'closed');
    const again = once(server, 'connection').then(() => 'made another');
    assert.equal(await Promise.race([gone, again]), 'closed');
    await again;
  } finally {
    child.kill('SIGKILL');
    server.close();
    for (const socket of server.clients) socket.terminate();
  }
});
