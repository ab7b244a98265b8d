/** Orders that are good until a time, through the death of every engine: whoever leads next ends them. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order } from '../client/api-types.ts';
import { RestClient } from '../client/rest-client.ts';
import { eventually } from './testing/eventually.ts';
import { ExchangeProcesses } from './testing/exchange-processes.ts';
import { assertNoOrphanHold } from './testing/held-money.ts';
import { assertNothingLost } from './testing/proof.ts';

const MARKET = 'BTC-USD';
const ENDED_MS = 40_000;
const HOLDS_MS = 10_000;
const US_PER_MS = 1_000;
const HOUR_MS = 3_600_000;

let exchange: ExchangeProcesses;
let accounts: Awaited<ReturnType<ExchangeProcesses['setUp']>>;
let ann: RestClient;

beforeEach(async () => {
  exchange = await ExchangeProcesses.prepare();
  exchange.startAll();
  accounts = await exchange.setUp(['ann']);
  [ann] = accounts.map(
    (credentials) => new RestClient({ baseUrl: exchange.baseUrl, credentials }),
  ) as [RestClient];
  await exchange.standbyReady();
});
afterEach(async () => {
  ann?.close();
  await exchange.close();
});

function placeUntil(atMs: number, price: string): Promise<Order> {
  return ann.place({
    ...{ market: MARKET, side: 'buy', type: 'limit', quantity: '0.01', price },
    ...{ time_in_force: 'gtd', good_till: Math.round(atMs) * US_PER_MS },
  });
}

const statusOf = async ({ id }: Order): Promise<string> => (await ann.order(id)).status;

const ends = (what: string, order: Order): Promise<void> =>
  eventually(what, ENDED_MS, async () => (await statusOf(order)) === 'expired');

test('the primary ends them in time; when all engines are dead, the next one does', async () => {
  const soonMs = Date.now() + 5_000;
  const soon = await placeUntil(soonMs, '100.00');
  const lasting = await placeUntil(Date.now() + HOUR_MS, '101.00');
  assert.deepEqual([soon.status, lasting.status], ['open', 'open']);
  await ends('the first one ends', soon);
  assert.ok(Date.now() >= soonMs, 'not before its time');

  const whileDeadMs = Date.now() + 10_000;
  const whileDead = await placeUntil(whileDeadMs, '102.00');
  await Promise.all(['engine-a', 'engine-b'].map((engine) => exchange.kill(engine)));
  await sleep(Math.max(0, whileDeadMs - Date.now()));
  assert.equal(await statusOf(whileDead), 'open');
  exchange.start('engine-a');
  exchange.start('engine-b');
  await ends('the one that nobody could end ends', whileDead);
  assert.equal(await statusOf(lasting), 'open');

  await exchange.ready();
  await exchange.standbyReady();
  const { baseUrl, data } = exchange;
  await assertNoOrphanHold({ baseUrl, accounts, withinMs: HOLDS_MS });
  await assertNothingLost({ data, clientRecord: null, status: () => exchange.status() });
});
