/** What an order may ask for in the dialect, beyond price and quantity. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, type Json } from '../testing/dialect-client.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const LIMIT = {
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '20000',
};

describe('terms of orders in the dialect', () => {
  let open: OpenExchange;
  let alice: DialectClient;
  let bob: DialectClient;

  before(async () => {
    open = await openExchange();
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
  });
  after(() => open.close());

  test('ends own orders that would meet, by the mode of the one that comes', async () => {
    const info = await open.nobody.raw('GET', '/api/v3/exchangeInfo?symbol=BTCUSD', '');
    const [symbol] = info.body['symbols'] as readonly Json[];
    assert.equal(symbol?.['defaultSelfTradePreventionMode'], 'NONE');
    const modes = ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'];
    assert.deepEqual(symbol?.['allowedSelfTradePreventionModes'], modes);
    const price = '31000';
    const resting = async () =>
      (await alice.send('POST', '/api/v3/order', { ...LIMIT, side: 'SELL', price })).body;
    const buy = async (selfTradePreventionMode: string) => {
      const order = { ...LIMIT, price, selfTradePreventionMode };
      return (await alice.send('POST', '/api/v3/order', order)).body;
    };
    const statusOf = async ({ orderId }: Json) => {
      const wanted = { symbol: 'BTCUSD', orderId: Number(orderId) };
      const { body } = await alice.send('GET', '/api/v3/order', wanted);
      return [body['status'], body['selfTradePreventionMode'], body['executedQty']];
    };
    const nothing = '0.00000000';
    const first = await resting();
    const taker = await buy('EXPIRE_TAKER');
    assert.deepEqual([taker['status'], taker['fills']], ['EXPIRED_IN_MATCH', []]);
    assert.deepEqual(await statusOf(taker), ['EXPIRED_IN_MATCH', 'EXPIRE_TAKER', nothing]);
    assert.deepEqual(await statusOf(first), ['NEW', 'NONE', nothing]);
    const passing = await buy('EXPIRE_MAKER');
    assert.deepEqual(await statusOf(first), ['EXPIRED_IN_MATCH', 'NONE', nothing]);
    assert.deepEqual(await statusOf(passing), ['NEW', 'EXPIRE_MAKER', nothing]);
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    const second = await resting();
    assert.equal((await buy('EXPIRE_BOTH'))['status'], 'EXPIRED_IN_MATCH');
    assert.equal((await statusOf(second))[0], 'EXPIRED_IN_MATCH');
    const wrong = await buy('TRANSFER');
    assert.equal(wrong['code'], -1130);
    const { body } = await alice.send('GET', '/api/v3/account', { omitZeroBalances: 'true' });
    for (const { locked } of body['balances'] as readonly Json[]) assert.equal(locked, nothing);
  });

  test('takes from both own orders what they would have traded, by DECREMENT', async () => {
    const price = '32000';
    const order = { ...LIMIT, price, selfTradePreventionMode: 'DECREMENT' };
    const large = await alice.send('POST', '/api/v3/order', { ...order, side: 'SELL' });
    const quantity = '0.4';
    const small = await alice.send('POST', '/api/v3/order', { ...order, quantity });
    const seen = (row: Json) =>
      ['status', 'origQty', 'executedQty', 'preventedQuantity'].map((field) => row[field]);
    const nothing = '0.00000000';
    assert.deepEqual(seen(small.body), ['EXPIRED_IN_MATCH', '0.40000000', nothing, '0.40000000']);
    const rest = { symbol: 'BTCUSD', orderId: Number(large.body['orderId']) };
    const shrunk = await alice.send('GET', '/api/v3/order', rest);
    assert.deepEqual(seen(shrunk.body), ['NEW', '1.00000000', nothing, '0.40000000']);
    const depth = await open.nobody.raw('GET', '/api/v3/depth?symbol=BTCUSD', '');
    assert.deepEqual(depth.body['asks'], [['32000.00000000', '0.60000000']]);
    const bought = await bob.send('POST', '/api/v3/order', { ...LIMIT, price });
    assert.equal(bought.body['executedQty'], '0.60000000');
    const filled = await alice.send('GET', '/api/v3/order', rest);
    assert.deepEqual(seen(filled.body), ['FILLED', '1.00000000', '0.60000000', '0.40000000']);
    await bob.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    const { body } = await alice.send('GET', '/api/v3/account', { omitZeroBalances: 'true' });
    for (const { locked } of body['balances'] as readonly Json[]) assert.equal(locked, nothing);
  });

  test('shows a part of an order that waits once it has entered', async () => {
    const sent = { symbol: 'BTCUSD', side: 'SELL', quantity: '1', icebergQty: '0.3' };
    const waits = { ...sent, type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', price: '28500' };
    const stop = { ...waits, stopPrice: '28000', newOrderRespType: 'RESULT' };
    const placed = await alice.send('POST', '/api/v3/order', stop);
    assert.deepEqual([placed.body['status'], placed.body['icebergQty']], ['NEW', '0.30000000']);
    const one = { ...LIMIT, price: '28000', quantity: '0.1' };
    await bob.send('POST', '/api/v3/order', { ...one, side: 'SELL' });
    await bob.send('POST', '/api/v3/order', one);
    const { body } = await open.nobody.raw('GET', '/api/v3/depth?symbol=BTCUSD', '');
    assert.deepEqual(body['asks'], [['28500.00000000', '0.30000000']]);
    const ioc = await alice.send('POST', '/api/v3/order', { ...stop, timeInForce: 'IOC' });
    assert.equal(ioc.body['code'], -1128);
    const market = { ...sent, type: 'STOP_LOSS', stopPrice: '20000' };
    assert.equal((await alice.send('POST', '/api/v3/order', market)).body['code'], -1106);
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  });

  test('shows a part of an order, and the next one behind the others', async () => {
    const info = await open.nobody.raw('GET', '/api/v3/exchangeInfo?symbol=BTCUSD', '');
    const [symbol] = info.body['symbols'] as readonly Json[];
    assert.equal(symbol?.['icebergAllowed'], true);
    const filters = symbol?.['filters'] as readonly Json[];
    assert.deepEqual(filters.at(-1), { filterType: 'ICEBERG_PARTS', limit: 100 });
    const order = { ...LIMIT, side: 'SELL', price: '33000' };
    const hidden = await alice.send('POST', '/api/v3/order', { ...order, icebergQty: '0.3' });
    assert.deepEqual([hidden.body['status'], hidden.body['icebergQty']], ['NEW', '0.30000000']);
    const plain = await alice.send('POST', '/api/v3/order', { ...order, quantity: '0.2' });
    assert.equal(plain.body['icebergQty'], undefined);
    const asks = async () =>
      (await open.nobody.raw('GET', '/api/v3/depth?symbol=BTCUSD', '')).body['asks'];
    assert.deepEqual(await asks(), [['33000.00000000', '0.50000000']]);
    const bought = await bob.send('POST', '/api/v3/order', {
      ...LIMIT,
      price: '33000',
      quantity: '0.6',
    });
    const parts = (bought.body['fills'] as readonly Json[]).map(({ qty }) => qty);
    assert.deepEqual(parts, ['0.30000000', '0.20000000', '0.10000000']);
    assert.deepEqual(await asks(), [['33000.00000000', '0.20000000']]);
    const { orderId } = hidden.body;
    const open1 = await alice.send('GET', '/api/v3/order', {
      symbol: 'BTCUSD',
      orderId: Number(orderId),
    });
    assert.deepEqual(
      [open1.body['origQty'], open1.body['executedQty'], open1.body['icebergQty']],
      ['1.00000000', '0.40000000', '0.30000000'],
    );
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    const { body } = await alice.send('GET', '/api/v3/account', { omitZeroBalances: 'true' });
    for (const { locked } of body['balances'] as readonly Json[]) {
      assert.equal(locked, '0.00000000');
    }
  });

  test('sells for a quote amount', async () => {
    await alice.send('POST', '/api/v3/order', { ...LIMIT, price: '25000' });
    const order = { symbol: 'BTCUSD', side: 'SELL', type: 'MARKET' };
    const sold = await bob.send('POST', '/api/v3/order', { ...order, quoteOrderQty: '10001' });
    const { status, executedQty, cummulativeQuoteQty, origQuoteOrderQty } = sold.body;
    assert.deepEqual(
      [status, executedQty, cummulativeQuoteQty, origQuoteOrderQty],
      ['FILLED', '0.40000000', '10000.00000000', '10001.00000000'],
    );
    const little = await bob.send('POST', '/api/v3/order', { ...order, quoteOrderQty: '0.01' });
    assert.deepEqual(little.body, { code: -1013, msg: 'Filter failure: NOTIONAL' });
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    const { body } = await bob.send('GET', '/api/v3/account', { omitZeroBalances: 'true' });
    for (const { locked } of body['balances'] as readonly Json[]) {
      assert.equal(locked, '0.00000000');
    }
  });
});
