import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { OrderService } from '../order-service.ts';
import { btcUsd } from '../testing/btc-usd.ts';
import { DialectClient, type Json } from '../testing/dialect-client.ts';
import { LIMIT } from '../testing/dialect-error-rows.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

type Values = Readonly<Record<string, string | number>>;
const FILLS = 1_020;

let open: OpenExchange;
let readModels: ReadModels;
let alice: DialectClient;

before(async () => {
  open = await openExchange();
  readModels = new ReadModels(open);
  alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
});
after(async () => {
  await readModels.close();
  await open.close();
});

const list = async (path: string, values: Values): Promise<readonly Json[]> => {
  const reply = await alice.send('GET', `/api/v3/${path}`, values);
  assert.equal(reply.status, 200, reply.text);
  return reply.body as unknown as readonly Json[];
};
const placed = async (change: Values): Promise<number> => {
  const reply = await alice.send('POST', '/api/v3/order', { ...LIMIT, ...change });
  assert.equal(reply.status, 200, reply.text);
  return Number(reply.body['orderId']);
};

async function defineEther(service: OrderService): Promise<void> {
  const ether = { ...btcUsd, market: 'ETH-USD', baseAsset: 'ETH' };
  await until(async () => {
    const { kind } = await service.control.define(ether);
    return kind === 'defined' || kind === 'existing';
  }, 'the other market is defined');
  await until(() => service.markets.isOpen('ETH-USD'), 'the other market opens');
}

test('trades of an order are those of its own symbol, and of no other', async () => {
  await defineEther(open.service);
  const maker = await placed({ side: 'SELL', price: '33000', quantity: '1' });
  await placed({ side: 'BUY', price: '33000', quantity: '1' });
  const own = await list('myTrades', { symbol: 'BTCUSD', orderId: maker });
  assert.deepEqual(
    own.map(({ symbol, orderId }) => [symbol, orderId]),
    [['BTCUSD', maker]],
  );
  assert.deepEqual(await list('myTrades', { symbol: 'ETHUSD', orderId: maker }), []);
});

test('the pages of an order that was filled a thousand times and more lead to its last fill', async () => {
  const quantity = '0.001';
  const maker = await placed({ side: 'SELL', price: '32000', quantity: String(FILLS / 1_000) });
  const side = { market: 'BTC-USD', type: 'limit', side: 'buy', timeInForce: 'ioc' } as const;
  for (let count = 0; count < FILLS; count += 50) {
    const some = Array.from({ length: Math.min(50, FILLS - count) }, () =>
      open.service.orders.place({ accountId: 2 as never, ...side, price: '32000', quantity }),
    );
    for (const outcome of await Promise.all(some)) assert.equal(outcome.kind, 'placed');
  }
  const ids: number[] = [];
  for (let fromId = 0; ; fromId = ids.at(-1)! + 1) {
    const page = await list('myTrades', { symbol: 'BTCUSD', orderId: maker, fromId, limit: 1_000 });
    if (page.length === 0) break;
    ids.push(...page.map(({ id }) => Number(id)));
    assert.ok(ids.length <= FILLS, 'a page goes on behind the one before');
  }
  assert.equal(ids.length, FILLS);
});

test('pages of all orders by the id behind the last one end', async () => {
  const ids = [];
  for (const price of ['20001', '20002', '20003']) ids.push(await placed({ price }));
  const from = (orderId: number) => list('allOrders', { symbol: 'BTCUSD', orderId, limit: 2 });
  const idsFrom = async (orderId: number) => (await from(orderId)).map((each) => each['orderId']);
  assert.deepEqual(await idsFrom(ids[0]!), ids.slice(0, 2));
  assert.deepEqual(await idsFrom(ids[1]! + 1), ids.slice(2));
  assert.deepEqual(await idsFrom(ids[2]! + 1), [], 'there is none behind the last');
  assert.deepEqual(await idsFrom(ids[2]! + 1_000), []);
  assert.equal((await idsFrom(0)).length, 2, 'from the first one on');
  // An id of another market is none of this one.
  const { body } = await alice.send('POST', '/api/v3/order', { ...LIMIT, symbol: 'ETHUSD' });
  assert.deepEqual(await idsFrom(Number(body['orderId'])), []);
  await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
});
