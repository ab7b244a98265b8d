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
