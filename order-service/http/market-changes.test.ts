/** The operator changes a market, and ends it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, type Json } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const ORDER = { market: 'BTC-USD', side: 'buy', type: 'limit', quantity: '0.1000' } as const;
const MARKET = '/v1/admin/markets/BTC-USD';

describe('a market that is changed', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const place = (order: object) => open.alice.send('POST', '/v1/orders', { ...ORDER, ...order });
  const symbol = async () => {
    const { body } = await open.nobody.raw('GET', '/api/v3/exchangeInfo?symbol=BTCUSD', '');
    const [info] = body['symbols'] as readonly Json[];
    const filters = info?.['filters'] as readonly Json[];
    const filter = (type: string) => filters.find(({ filterType }) => filterType === type);
    return { status: info?.['status'], filter };
  };

  test('tells it everywhere, and asks it of the orders to come', async () => {
    const off = await place({ price: '20000.01' });
    assert.equal(off.status, 201, off.text);
    const changed = await open.admin.send('PATCH', MARKET, {
      tick_size: '0.50',
      lot_size: '0.01',
      min_notional: '10',
      taker_fee_ppm: 777,
      bid_band_ppm: 100_000,
    });
    assert.equal(changed.status, 200, changed.text);
    const { body } = await open.nobody.raw('GET', '/v1/markets', '');
    const [market] = body['markets'] as readonly Json[];
    const { sequence: _, ...rules } = changed.body;
    for (const [name, value] of Object.entries(rules)) assert.equal(market?.[name], value, name);
    const told = ['tick_size', 'lot_size', 'finest_tick_size', 'taker_fee_ppm', 'bid_band_ppm'];
    assert.deepEqual(
      told.map((name) => market?.[name]),
      ['0.50', '0.0100', '0.01', 777, 100_000],
    );
    const { filter } = await symbol();
    assert.equal(filter('PRICE_FILTER')?.['tickSize'], '0.50000000');
    assert.equal(filter('LOT_SIZE')?.['stepSize'], '0.01000000');

    const refusals = [{ price: '20000.01' }, { price: '20000.00', quantity: '0.005' }];
    const codes = await Promise.all(refusals.map(async (each) => (await place(each)).body['code']));
    assert.deepEqual(codes, ['PRICE_OFF_TICK', 'QUANTITY_OFF_LOT']);
    const kept = await open.alice.send('GET', `/v1/orders/${off.body['id']}`);
    assert.deepEqual([kept.body['status'], kept.body['price']], ['open', '20000.01']);
    const path = `/v1/orders/${off.body['id']}`;
    const shrunk = await open.alice.send('PATCH', path, { quantity: '0.0500' });
    assert.deepEqual([shrunk.status, shrunk.body['code']], [422, 'PRICE_OFF_TICK']);
    const moved = await open.alice.send('PATCH', path, { price: '20000.50', quantity: '0.0500' });
    assert.equal(moved.status, 200, moved.text);
    assert.equal((await place({ price: '20000.50' })).status, 201);
  });

  test('is as it was when the change is not possible', async () => {
    const before = (await open.nobody.raw('GET', '/v1/markets', '')).body;
    const wrong = [
      { tick_size: '0.015' },
      { lot_size: '0.00001' },
      { min_price: '2', max_price: '1' },
      { min_notional: '0.0000001' },
      { max_quantity: '99999999999' },
    ];
    for (const change of wrong) {
      const { status, body } = await open.admin.send('PATCH', MARKET, change);
      assert.deepEqual([status, body['code']], [422, 'INVALID_DEFINITION'], JSON.stringify(change));
    }
    const scale = await open.admin.send('PATCH', MARKET, { base_scale: 3 });
    assert.equal(scale.body['code'], 'UNKNOWN_FIELD');
    assert.deepEqual((await open.nobody.raw('GET', '/v1/markets', '')).body, before);
    const trader = await open.alice.send('PATCH', MARKET, { tick_size: '0.01' });
    assert.equal(trader.body['code'], 'INSUFFICIENT_SCOPE');
    const nowhere = await open.admin.send('PATCH', '/v1/admin/markets/NO-USD', {});
    assert.equal(nowhere.body['code'], 'UNKNOWN_MARKET');
  });

  test('charges its new fees from the next order on', async () => {
    const sell = { ...ORDER, side: 'sell', price: '20500.00' };
    const resting = await open.bob.send('POST', '/v1/orders', sell);
    assert.equal(resting.status, 201, resting.text);
    const taken = await place({ price: '20500.00' });
    const [fill] = taken.body['fills'] as readonly Json[];
    assert.equal(fill?.['fee'], '0.00007770', taken.text);
  });

  test('is delisted: its orders end, it is closed for good, and it can be read', async () => {
    const { admin, alice, bob } = open;
    await bob.send('POST', '/v1/orders', { ...ORDER, price: '19000.00' });
    const delisted = await admin.send('POST', `${MARKET}/delist`, { reason: 'a test' });
    assert.equal(delisted.status, 200, delisted.text);
    const again = await admin.send('POST', `${MARKET}/delist`);
    assert.equal(again.status, 200, again.text);
    const { body } = await open.nobody.raw('GET', '/v1/markets', '');
    assert.equal((body['markets'] as readonly Json[])[0]?.['status'], 'closed');
    assert.equal((await symbol()).status, 'BREAK');
    for (const who of [alice, bob]) {
      const orders = await who.send('GET', '/v1/orders?status=open');
      assert.deepEqual(orders.body['orders'], []);
      await until(async () => {
        const balances = (await who.send('GET', '/v1/balances')).body['balances'];
        return (balances as readonly Json[]).every(({ held }) => Number(held) === 0);
      }, 'nothing is held');
    }
    const refused = await place({ price: '20000.00' });
    assert.deepEqual([refused.status, refused.body['code']], [409, 'MARKET_CLOSED']);
    const dialect = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const limit = { symbol: 'BTCUSD', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' };
    const order = { ...limit, quantity: '0.1', price: '20000' };
    const inDialect = await dialect.send('POST', '/api/v3/order', order);
    assert.equal(inDialect.body['msg'], 'Market is closed.');
    for (const verb of ['resume', 'halt', 'cancel-only']) {
      const { status, body: told } = await admin.send('POST', `${MARKET}/${verb}`);
      assert.deepEqual([status, told['code']], [409, 'MARKET_CLOSED'], verb);
    }
    assert.equal((await admin.send('PATCH', MARKET, {})).body['code'], 'MARKET_CLOSED');
    assert.equal((await admin.send('POST', '/v1/admin/halt')).status, 200);
    const trades = await open.nobody.raw('GET', '/v1/markets/BTC-USD/trades', '');
    assert.equal((trades.body['trades'] as unknown[]).length, 1);
  });
});
