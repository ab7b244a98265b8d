/** What stands for an account's orders outlives the order-service that was told, however it ends. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoAccount } from '../cli/connection.ts';
import { RestClient } from '../client/rest-client.ts';
import { SocketClient } from '../client/socket-client.ts';
import { eventually } from './testing/eventually.ts';
import { ExchangeProcesses } from './testing/exchange-processes.ts';

const SERVICE = 'order-service-1';
const SOON_MS = 3_000;
const LONG_MS = 3_600_000;
const CANCELED_MS = 30_000;
const LIMIT = { side: 'buy', type: 'limit', price: '10.00', quantity: '1' } as const;
const ORDER = { ...LIMIT, market: 'BTC-USD' } as const;

let exchange: ExchangeProcesses;
let ann: RestClient;
let bea: RestClient;
let accounts: readonly DemoAccount[] = [];

beforeEach(async () => {
  exchange = await ExchangeProcesses.prepare();
  exchange.startAll();
  accounts = await exchange.setUp(['ann', 'bea']);
  const { baseUrl } = exchange;
  [ann, bea] = accounts.map((credentials) => new RestClient({ baseUrl, credentials })) as [
    RestClient,
    RestClient,
  ];
});
afterEach(async () => {
  ann.close();
  bea.close();
  await exchange.close();
});

const openOf = async (client: RestClient): Promise<number> =>
  (await client.request<{ readonly orders: readonly unknown[] }>('GET', '/v1/orders')).orders
    .length;

const set = (client: RestClient, ms: number, market?: string) =>
  client.request('POST', '/v1/cancel-all-after', {
    ms,
    ...(market === undefined ? {} : { market }),
  });

test('a timer whose time comes while the service is dead cancels when it is back', async () => {
  await ann.place(ORDER);
  await ann.place({ ...ORDER, market: 'ETH-USD' });
  await bea.place(ORDER);
  await bea.place({ ...ORDER, market: 'ETH-USD' });
  await set(bea, LONG_MS);
  await set(ann, SOON_MS);
  const setAtMs = performance.now();
  await exchange.kill(SERVICE);
  while (performance.now() < setAtMs + SOON_MS) await sleep(SOON_MS / 10);
  exchange.start(SERVICE);
  await exchange.ready();
  await eventually('her orders are canceled', CANCELED_MS, async () => (await openOf(ann)) === 0);
  assert.equal(await openOf(bea), 2);
  const { timers } = await bea.request<{ readonly timers: readonly object[] }>(
    'GET',
    '/v1/cancel-all-after',
  );
  assert.equal(timers.length, 1, 'a timer that runs on is not lost');
  await set(bea, 1, 'ETH-USD');
  await eventually('one of two is canceled', CANCELED_MS, async () => (await openOf(bea)) === 1);
  assert.deepEqual(exchange.complaints, []);
});

test('a connection that cancels when it ends does so when its service is killed', async () => {
  const { wsUrl } = exchange;
  const socket = await SocketClient.connect({ wsUrl, credentials: accounts[0]! });
  await socket.request('cancel_on_disconnect', { enabled: true });
  await socket.place(ORDER);
  await bea.place(ORDER);
  await exchange.kill(SERVICE);
  socket.close();
  exchange.start(SERVICE);
  await exchange.ready();
  await eventually('her orders are canceled', CANCELED_MS, async () => (await openOf(ann)) === 0);
  assert.equal(await openOf(bea), 1);
});
