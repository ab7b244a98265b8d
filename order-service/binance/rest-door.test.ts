import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, type Json } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

const LIMIT = {
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '20000',
};

describe('the dialect over REST', () => {
  let open: OpenExchange;
  let alice: DialectClient;
  let bob: DialectClient;
  let readModels: ReadModels;

  before(async () => {
    open = await openExchange();
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
    readModels = new ReadModels(open);
  });
  after(async () => {
    await readModels.close();
    await open.close();
  });

  test('takes parameters from a query, a form, or both, whatever the type of the body', async () => {
    const json = { 'content-type': 'application/json' };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const query = alice.signed({ ...LIMIT, timestamp: Date.now() });
    const inQuery = await alice.raw('POST', `/api/v3/order?${query}`, '', json);
    assert.deepEqual([inQuery.status, inQuery.body['status']], [200, 'NEW']);
    const body = alice.signed({ ...LIMIT, timestamp: Date.now() });
    const inForm = await alice.raw('POST', '/api/v3/order', body, form);
    assert.equal(inForm.status, 200);
    // Signed over query and body with nothing between; the query wins where both have a name.
    const rest = 'quantity=2&price=1';
    const both = alice.signed({ ...LIMIT, timestamp: Date.now() }, rest);
    const mixed = await alice.raw('POST', `/api/v3/order?${both}`, rest, form);
    assert.deepEqual(
      [mixed.status, mixed.body['origQty'], mixed.body['price']],
      [200, '1.00000000', '20000.00000000'],
    );
    const all = alice.signed({ symbol: 'BTCUSD', timestamp: Date.now() });
    const canceled = await alice.raw('DELETE', '/api/v3/openOrders', all, form);
    assert.equal((canceled.body as unknown as readonly Json[]).length, 3);
  });

  test('understands a signature that was made before escaping', async () => {
    const plain = `symbol=BTCUSD&origClientOrderId=a:b/c&timestamp=${Date.now()}`;
    const { createHmac } = await import('node:crypto');
    const signature = createHmac('sha256', open.keys.alice.secret).update(plain).digest('hex');
    const escaped = plain.replace('a:b/c', encodeURIComponent('a:b/c'));
    const reply = await alice.raw('GET', `/api/v3/order?${escaped}&signature=${signature}`, '');
    assert.deepEqual(reply.body, { code: -2013, msg: 'Order does not exist.' });
  });

  test('answers JSON to what is not there', async () => {
    for (const path of ['/api/v3/nothing', '/api/v9/ping', '/sapi/v1/nothing']) {
      const reply = await open.nobody.raw('GET', path, '');
      assert.equal(reply.status, 404);
      assert.equal(reply.body['code'], -1020);
    }
  });

  test('says in its own words that a method or a path is none', async () => {
    const words = { code: -1020, msg: 'This operation is not supported.' };
    for (const method of ['PATCH', 'OPTIONS', 'PUT']) {
      const reply = await open.nobody.raw(method, '/api/v3/ping', '');
      assert.deepEqual([reply.status, reply.body], [404, words], method);
    }
    for (const path of ['/api/v3/%zz', '/sapi/v1/%', `/api/v3/${'%zz'.repeat(300)}`]) {
      const reply = await open.nobody.raw('GET', path, '');
      assert.deepEqual([reply.status, reply.body], [404, words], path);
      assert.ok(reply.headers['x-request-id'], path);
    }
    const head = await fetch(`${open.doors.baseUrl}/api/v3/ping`, { method: 'HEAD' });
    assert.match(`${head.status} ${head.headers.get('content-type')}`, /^404 application\/json/);
  });

  test('asks for a key, then for the time, then for a signature', async () => {
    const asked = (headers: Readonly<Record<string, string>>, query: string) =>
      open.nobody.raw('GET', `/api/v3/account?${query}`, '', headers);
    const key = { 'x-mbx-apikey': open.keys.alice.apiKey };
    const codes = async (headers: Readonly<Record<string, string>>, query: string) => {
      const { status, body } = await asked(headers, query);
      return [status, body['code']];
    };
    assert.deepEqual(await codes({}, ''), [401, -2014]);
    assert.deepEqual(await codes({ 'x-mbx-apikey': 'who' }, ''), [401, -2015]);
    assert.deepEqual(await codes(key, ''), [400, -1102]);
    const now = Date.now();
    assert.deepEqual(await codes(key, `timestamp=${now - 6_000}&signature=x`), [400, -1021]);
    assert.deepEqual(await codes(key, `timestamp=${now + 2_000}&signature=x`), [400, -1021]);
    assert.deepEqual(await codes(key, `timestamp=${now}&recvWindow=60001`), [400, -1131]);
    assert.deepEqual(await codes(key, `timestamp=${now}`), [400, -1102]);
    assert.deepEqual(
      await codes(key, `timestamp=${now}&signature=${'0'.repeat(64)}`),
      [400, -1022],
    );
    const late = { timestamp: now - 6_000, recvWindow: 10_000 };
    assert.equal((await alice.raw('GET', `/api/v3/account?${alice.signed(late)}`, '')).status, 200);
  });

  test('shows a filled order, its trades, and the same in every later read', async () => {
    const sold = await bob.send('POST', '/api/v3/order', {
      ...LIMIT,
      side: 'SELL',
      price: '30000',
    });
    const bought = await alice.send('POST', '/api/v3/order', {
      symbol: 'BTC-USD',
      side: 'BUY',
      type: 'MARKET',
      quoteOrderQty: '15000',
      newClientOrderId: 'mine',
    });
    const { status, executedQty, cummulativeQuoteQty, clientOrderId, fills } = bought.body;
    assert.deepEqual(
      [status, executedQty, cummulativeQuoteQty, clientOrderId],
      ['FILLED', '0.50000000', '15000.00000000', 'mine'],
    );
    const fee = { commission: '0.00100000', commissionAsset: 'BTC' };
    assert.deepEqual(fills, [{ price: '30000.00000000', qty: '0.50000000', ...fee, tradeId: 1 }]);
    const { orderId } = sold.body;
    const read = await bob.send('GET', '/api/v3/order', {
      symbol: 'BTCUSD',
      orderId: Number(orderId),
    });
    assert.deepEqual(
      [read.body['status'], read.body['executedQty']],
      ['PARTIALLY_FILLED', '0.50000000'],
    );
    const own = (await alice.send('GET', '/api/v3/myTrades', { symbol: 'BTCUSD' }))
      .body as unknown as readonly Json[];
    assert.deepEqual(
      own.map(({ id, price, isBuyer, isMaker }) => [id, price, isBuyer, isMaker]),
      [[1, '30000.00000000', true, false]],
    );
    const candles = await open.nobody.raw('GET', '/api/v3/klines?symbol=BTCUSD&interval=1d', '');
    const [candle] = candles.body as unknown as readonly (readonly unknown[])[];
    assert.deepEqual(candle?.slice(1, 6), [...Array(4).fill('30000.00000000'), '0.50000000']);
    const inZone = async (path: string, zone: string) =>
      (await open.nobody.raw('GET', `/api/v3/${path}&timeZone=${zone}`, '')).body;
    const [east] = (await inZone('klines?symbol=BTCUSD&interval=1d', '5:30')) as unknown as [
      readonly unknown[],
    ];
    assert.deepEqual(east.slice(1, 6), candle?.slice(1, 6));
    const dayMs = 86_400_000;
    assert.equal((Number(east[0]) + 5.5 * 3_600_000) % dayMs, 0);
    assert.equal(Number(east[6]) - Number(east[0]), dayMs - 1);
    const { openTime, closeTime, volume } = await inZone('ticker/tradingDay?symbol=BTCUSD', '-8');
    assert.equal((Number(openTime) - 8 * 3_600_000) % dayMs, 0);
    assert.deepEqual([Number(closeTime) - Number(openTime), volume], [dayMs - 1, '0.50000000']);
    const trades = await open.nobody.raw('GET', '/api/v3/aggTrades?symbol=BTCUSD&fromId=1', '');
    assert.deepEqual(
      (trades.body as unknown as readonly Json[]).map(({ a, f, l, q }) => [a, f, l, q]),
      [[1, 1, 1, '0.50000000']],
    );
    await bob.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    const all = (await bob.send('GET', '/api/v3/allOrders', { symbol: 'BTCUSD' }))
      .body as unknown as readonly Json[];
    assert.deepEqual(
      all.map((order) => [order['orderId'], order['status']]),
      [[orderId, 'CANCELED']],
    );
  });

  test("hides one account's orders from another", async () => {
    const placed = await alice.send('POST', '/api/v3/order', LIMIT);
    const wanted = { symbol: 'BTCUSD', orderId: Number(placed.body['orderId']) };
    assert.equal((await bob.send('GET', '/api/v3/order', wanted)).body['code'], -2013);
    assert.equal((await bob.send('DELETE', '/api/v3/order', wanted)).body['code'], -2011);
    const canceled = await alice.send('DELETE', '/api/v3/order', {
      ...wanted,
      newClientOrderId: 'the-cancel',
    });
    const { clientOrderId, origClientOrderId } = canceled.body;
    assert.deepEqual(
      [clientOrderId, origClientOrderId],
      ['the-cancel', placed.body['clientOrderId']],
    );
  });

  test('amends only to less, and keeps the place of the order', async () => {
    const placed = await alice.send('POST', '/api/v3/order', LIMIT);
    const orderId = Number(placed.body['orderId']);
    const amend = (newQty: string) =>
      alice.send('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSD', orderId, newQty });
    assert.equal((await amend('2')).body['code'], -2010);
    const amended = await amend('0.5');
    const { qty, origClientOrderId, clientOrderId } = amended.body['amendedOrder'] as Json;
    const own = placed.body['clientOrderId'];
    assert.deepEqual([qty, origClientOrderId, clientOrderId], ['0.50000000', own, own]);
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  });

  test('lists what works: exchangeInfo, filters in their order', async () => {
    const { body } = await open.nobody.raw('GET', '/api/v3/exchangeInfo', '');
    const [symbol] = body['symbols'] as readonly Json[];
    assert.deepEqual(symbol?.['orderTypes'], [
      ...['LIMIT', 'LIMIT_MAKER', 'MARKET'],
      ...['STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
    ]);
    assert.deepEqual(
      (symbol!['filters'] as readonly Json[]).map(({ filterType }) => filterType),
      [
        'PRICE_FILTER',
        'LOT_SIZE',
        'MARKET_LOT_SIZE',
        'NOTIONAL',
        'MAX_NUM_ORDERS',
        'MAX_NUM_ALGO_ORDERS',
        'ICEBERG_PARTS',
      ],
    );
    assert.deepEqual(body['rateLimits'], []);
    const ask = (query: string) => open.nobody.raw('GET', `/api/v3/exchangeInfo?${query}`, '');
    const symbolsFor = async (query: string) =>
      ((await ask(query)).body['symbols'] as readonly Json[]).length;
    assert.deepEqual(symbol?.['permissionSets'], [['SPOT']]);
    const [bare] = (await ask('showPermissionSets=false')).body['symbols'] as readonly Json[];
    assert.deepEqual(bare?.['permissionSets'], []);
    assert.equal(await symbolsFor('permissions=SPOT'), 1);
    assert.equal(await symbolsFor('permissions=%5B%22MARGIN%22%2C%22SPOT%22%5D'), 1);
    assert.equal(await symbolsFor('permissions=MARGIN'), 0);
    for (const key of ['underlying', 'contractType', 'deliveryDate', 'tradability']) {
      assert.ok(!(key in symbol!), key);
    }
  });
});

test('says that there is none of what it has not, and what an order would pay', async () => {
  const open = await openExchange();
  try {
    const alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const read = async (path: string) => (await alice.send('GET', `/api/v3/${path}`, {})).text;
    assert.deepEqual(
      await Promise.all(['allOrderList', 'openOrderList', 'myAllocations'].map(read)),
      ['[]', '[]', '[]'],
    );
    const values = { ...LIMIT, computeCommissionRates: 'true' };
    const { body } = await alice.send('POST', '/api/v3/order/test', values);
    const own = await alice.send('GET', '/api/v3/account/commission', { symbol: 'BTCUSD' });
    const { maker, taker } = own.body['standardCommission'] as Json;
    assert.deepEqual(body['standardCommissionForOrder'], { maker, taker });
    assert.deepEqual((await alice.send('POST', '/api/v3/order/test', LIMIT)).body, {});
  } finally {
    await open.close();
  }
});

test('limits what it publishes: weight by address, orders by account, cancels never', async () => {
  const limits = { weightPerMinute: 300, ordersPerTenSeconds: 3 };
  const open = await openExchange({ dialectLimits: limits });
  try {
    const alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const first = await alice.send('POST', '/api/v3/order', LIMIT);
    assert.equal(first.headers['x-mbx-order-count-10s'], '1');
    assert.ok(Number(first.headers['x-mbx-used-weight-1m']) >= 1);
    const orders: number[] = [];
    await until(async () => {
      orders.push((await alice.send('POST', '/api/v3/order', LIMIT)).status);
      return orders.includes(429);
    }, 'too many orders');
    const read = () => open.nobody.raw('GET', '/api/v3/exchangeInfo', '');
    let over = await read();
    for (let count = 0; over.status === 200 && count < 40; count += 1) over = await read();
    assert.deepEqual([over.status, over.body['code']], [429, -1003]);
    assert.match(String(over.headers['retry-after']), /^\d+$/);
    const wanted = { symbol: 'BTCUSD', orderId: Number(first.body['orderId']) };
    assert.equal((await alice.send('DELETE', '/api/v3/order', wanted)).body['status'], 'CANCELED');
    // A minute of the clock that begins between lets some through again.
    for (let count = 0; over.status !== 418 && count < 400; count += 1) over = await read();
    assert.equal(over.status, 418);
  } finally {
    await open.close();
  }
});
