/** Orders that wait for a price, through the death of every engine: they are state like any other. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Order, OrderRequest } from '../client/api-types.ts';
import { RestClient } from '../client/rest-client.ts';
import { eventually } from './testing/eventually.ts';
import { ExchangeProcesses } from './testing/exchange-processes.ts';
import { assertNoOrphanHold } from './testing/held-money.ts';
import { assertNothingLost } from './testing/proof.ts';

const MARKET = 'BTC-USD';
const BACK_MS = 40_000;
const HOLDS_MS = 10_000;
const BASE = { market: MARKET, type: 'limit', quantity: '0.01' } as const;

let exchange: ExchangeProcesses;
let clients: readonly RestClient[] = [];
let accounts: Awaited<ReturnType<ExchangeProcesses['setUp']>>;
let ann: RestClient;
let bea: RestClient;

beforeEach(async () => {
  exchange = await ExchangeProcesses.prepare();
  exchange.startAll();
  accounts = await exchange.setUp(['ann', 'bea']);
  clients = accounts.map(
    (credentials) => new RestClient({ baseUrl: exchange.baseUrl, credentials }),
  );
  [ann, bea] = clients as [RestClient, RestClient];
  await exchange.standbyReady();
});
afterEach(async () => {
  for (const client of clients) client.close();
  await exchange.close();
});

/** A trade of bea with herself at this price. */
async function trade(price: string): Promise<void> {
  await bea.place({ ...BASE, price, quantity: '0.00001', side: 'sell' });
  const bought = await bea.place({ ...BASE, price, quantity: '0.00001', side: 'buy' });
  assert.equal(bought.status, 'filled');
}

async function placeWaiting(request: Omit<OrderRequest, 'market'>): Promise<Order> {
  const order = await ann.place({ market: MARKET, ...request });
  assert.deepEqual([order.status, order.waiting], ['open', true]);
  return order;
}

/** A snapshot that was cut behind all that was answered: whoever starts now begins there. */
async function snapshotTaken(): Promise<void> {
  const marketState = async () =>
    (await exchange.status()).markets.find(({ market }) => market === MARKET);
  const offset = (await marketState())?.offset;
  assert.ok(typeof offset === 'number', 'the market has commands');
  await eventually('a snapshot holds what waits', BACK_MS, async () => {
    return ((await marketState())?.last_snapshot?.offset ?? -1) >= offset;
  });
}

async function isWaiting({ id }: Order): Promise<boolean> {
  return (await ann.order(id)).waiting;
}

test('stops that wait when every engine is killed are triggered by whoever recovers', async () => {
  await trade('60000.00');
  const stops: Order[] = [];
  for (const stopPrice of ['59000.00', '59100.00', '59200.00']) {
    const order = { ...BASE, side: 'sell', price: '63000.00', stop_price: stopPrice } as const;
    stops.push(await placeWaiting(order));
  }
  const profit = await placeWaiting({
    ...{ ...BASE, side: 'sell', price: '62500.00' },
    ...{ stop_price: '61000.00', stop_kind: 'take_profit' },
  });
  const market = await placeWaiting({
    ...{ side: 'buy', type: 'market', quantity: '0.02', stop_price: '62000.00' },
  });
  const canceled = await placeWaiting({
    ...{ ...BASE, side: 'sell', price: '50000.00', stop_price: '50500.00' },
  });
  await snapshotTaken();

  await Promise.all(['engine-a', 'engine-b'].map((engine) => exchange.kill(engine)));
  exchange.start('engine-a');
  exchange.start('engine-b');
  await exchange.ready();
  await exchange.standbyReady();

  await trade('59150.00');
  assert.deepEqual(await Promise.all(stops.map(isWaiting)), [true, true, false]);
  await trade('59000.00');
  assert.deepEqual(await Promise.all(stops.map(isWaiting)), [false, false, false]);
  // The read side after another death: what entered stands in the book, in the order of the price.
  await exchange.kill('order-service-1');
  exchange.start('order-service-1');
  await exchange.ready();
  const book = await ann.book(MARKET, 5);
  assert.deepEqual(book.asks, [['63000.00', '0.03000']]);
  assert.equal((await ann.cancel(canceled.id)).status, 'canceled');
  assert.deepEqual([await isWaiting(profit), await isWaiting(market)], [true, true]);

  await trade('61000.00');
  assert.deepEqual([await isWaiting(profit), await isWaiting(market)], [false, true]);
  // It takes what there is: ann's own profit at 62,500, then one of her stops at 63,000.
  await trade('62000.00');
  const taken = await ann.order(market.id);
  assert.deepEqual([taken.status, taken.filled_quantity], ['filled', '0.02000']);
  const filled = await ann.order(profit.id);
  assert.equal(filled.status, 'filled');

  await exchange.standbyReady();
  const { baseUrl, data } = exchange;
  await assertNoOrphanHold({ baseUrl, accounts, withinMs: HOLDS_MS });
  const report = await assertNothingLost({
    data,
    clientRecord: null,
    status: () => exchange.status(),
  });
  assert.equal(report.counts.trades, 7);
});
