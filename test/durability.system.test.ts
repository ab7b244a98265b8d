import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { WebSocket } from 'ws';
import { RestClient } from '../client/rest-client.ts';
import type { Durability } from '../ports/event-log/event-log.ts';
import { ExchangeProcesses, seedOfRun } from './testing/exchange-processes.ts';
import { assertNoOrphanHold } from './testing/held-money.ts';
import { OrderStream } from './testing/order-stream.ts';
import { assertNothingLost } from './testing/proof.ts';

const HOLDS_MS = 10_000;

let exchange: ExchangeProcesses;

afterEach(() => exchange.close());

const helloOf = (wsUrl: string): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(wsUrl);
    socket.once('error', reject);
    socket.once('message', (text: Buffer) => {
      socket.close();
      resolve(JSON.parse(text.toString('utf8')));
    });
  });

async function assertNamed(durability: Durability): Promise<void> {
  exchange.startAll();
  const accounts = await exchange.setUp(['ann', 'bea']);
  const { baseUrl, wsUrl, data } = exchange;
  const client = new RestClient({ baseUrl });
  const health = await client.request<Record<string, unknown>>('GET', '/healthz');
  assert.equal(health['durability'], durability);
  assert.equal((await exchange.status()).durability, durability);
  assert.equal((await helloOf(wsUrl))['durability'], durability);
  client.close();
  const record = join(data, 'client-record.ndjson');
  const seed = seedOfRun();
  process.stdout.write(`SEED=${seed}\n`);
  const stream = new OrderStream({
    ...{ baseUrl, wsUrl, accounts, recordPath: record, seed, pauseMs: 10 },
  });
  stream.start();
  await exchange.standbyReady();
  await stream.accepted(10);
  for (const name of exchange.names) await exchange.kill(name);
  exchange.startAll();
  await exchange.ready();
  await stream.accepted(stream.counts.placed + 10);
  await stream.stop();
  stream.close();
  await exchange.standbyReady();
  await assertNoOrphanHold({ baseUrl, accounts, withinMs: HOLDS_MS });
  const { counts } = await assertNothingLost({
    data,
    clientRecord: record,
    status: () => exchange.status(),
  });
  assert.ok(counts.clientAccepted >= 20, 'the load was accepted');
}

test('disk is what an exchange says when nobody chose, and a kill of everything loses nothing', async () => {
  exchange = await ExchangeProcesses.prepare();
  await assertNamed('disk');
});

test('process is named in health, status and hello, and survives a kill of everything', async () => {
  exchange = await ExchangeProcesses.prepare({ durability: 'process' });
  await assertNamed('process');
});
