/** Rules of orders that the market keeps, as the API tells them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

describe('rules of orders', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const sell = {
    market: 'BTC-USD',
    side: 'sell',
    type: 'limit',
    price: '30000.00',
    quantity: '0.5000',
  } as const;

  test('ends an order instead of letting it trade with its own account, when asked to', async () => {
    const { alice } = open;
    const price = '35000.00';
    const resting = await alice.send('POST', '/v1/orders', { ...sell, price });
    assert.equal(resting.body['self_trade'], 'none');
    const buy = { ...sell, side: 'buy', price, client_order_id: 'self-1' } as const;
    const taker = { ...buy, self_trade: 'expire_taker' };
    const ended = await alice.send('POST', '/v1/orders', taker);
    const seen = ({ status, expired_in_match, self_trade, fills }: typeof ended.body) =>
      [status, expired_in_match, self_trade, fills] as const;
    assert.deepEqual(seen(ended.body), ['expired', true, 'expire_taker', []], ended.text);
    const other = await alice.send('POST', '/v1/orders', { ...buy, self_trade: 'expire_maker' });
    assert.equal(other.body['code'], 'CLIENT_ORDER_ID_CONFLICT');
    const maker = { ...buy, self_trade: 'expire_maker', client_order_id: 'self-2' };
    const rests = await alice.send('POST', '/v1/orders', maker);
    assert.equal(rests.body['status'], 'open');
    const gone = await alice.send('GET', `/v1/orders/${resting.body['id']}`);
    assert.deepEqual(seen(gone.body), ['expired', true, 'none', []]);
    // An amended order comes again with the mode that it was placed with.
    await alice.send('POST', '/v1/orders', { ...sell, price: '36000.00' });
    const path = `/v1/orders/${rests.body['id']}`;
    const amended = await alice.send('PATCH', path, { price: '36000.00' });
    assert.equal(amended.body['status'], 'open', amended.text);
    const all = await alice.send('DELETE', '/v1/orders?market=BTC-USD');
    assert.equal(all.body['canceled'], 1);
    const wrong = await alice.send('POST', '/v1/orders', { ...buy, self_trade: 'never' });
    assert.equal(wrong.status, 400);
  });

  test('takes from two own orders what they would have traded, when asked to', async () => {
    const { alice, nobody } = open;
    const order = { ...sell, price: '37000.00', self_trade: 'decrement' } as const;
    const resting = await alice.send('POST', '/v1/orders', order);
    const buy = { ...order, side: 'buy', quantity: '0.2000' };
    const ended = await alice.send('POST', '/v1/orders', buy);
    const seen = ({ status, quantity, filled_quantity, prevented_quantity }: typeof ended.body) =>
      [status, quantity, filled_quantity, prevented_quantity] as const;
    assert.deepEqual(seen(ended.body), ['expired', '0.2000', '0.0000', '0.2000'], ended.text);
    assert.equal(ended.body['self_trade'], 'decrement');
    const path = `/v1/orders/${resting.body['id']}`;
    const shrunk = await alice.send('GET', path);
    assert.deepEqual(seen(shrunk.body), ['open', '0.5000', '0.0000', '0.2000']);
    const book = await nobody.send('GET', '/v1/markets/BTC-USD/book');
    assert.deepEqual(book.body['asks'], [['37000.00', '0.3000']]);
    // Prevented lots are used up: this total leaves one tenth.
    const amended = await alice.send('PATCH', path, { quantity: '0.3000' });
    assert.equal(amended.status, 200, amended.text);
    const after = await nobody.send('GET', '/v1/markets/BTC-USD/book');
    assert.deepEqual(after.body['asks'], [['37000.00', '0.1000']]);
    const { sequence } = amended.body;
    const balances = await alice.send('GET', `/v1/balances?min_sequence=BTC-USD:${sequence}`);
    const rows = balances.body['balances'] as readonly Record<string, string>[];
    const held = (asset: string) => rows.find((row) => row['asset'] === asset)?.['held'];
    assert.deepEqual([held('BTC'), Number(held('USD'))], ['0.10000000', 0]);
    await alice.send('DELETE', '/v1/orders?market=BTC-USD');
  });

  test('sells for a quote amount, and holds what that can cost', async () => {
    const { alice, bob } = open;
    const buy = { ...sell, side: 'buy', price: '25000.00', quantity: '1.0000' } as const;
    assert.equal((await alice.send('POST', '/v1/orders', buy)).status, 201);
    const order = { market: 'BTC-USD', side: 'sell', type: 'market', quote_quantity: '10001' };
    const sold = await bob.send('POST', '/v1/orders', order);
    const { status, quantity, quote_quantity, filled_quantity } = sold.body;
    assert.deepEqual(
      [sold.status, status, quantity, filled_quantity],
      [201, 'filled', null, '0.4000'],
      sold.text,
    );
    assert.equal(quote_quantity, '10001.000000');
    // All that bob has is about 1,000 BTC; at the worst price that is what the order may need.
    const dear = await bob.send('POST', '/v1/orders', { ...order, quote_quantity: '90000000' });
    assert.equal(dear.body['code'], 'INSUFFICIENT_BALANCE');
    const fok = await bob.send('POST', '/v1/orders', { ...order, time_in_force: 'fok' });
    assert.equal(fok.body['code'], 'INVALID_COMBINATION');
    await alice.send('DELETE', '/v1/orders?market=BTC-USD');
  });

  test('lets an account have as many open orders as the market says', async () => {
    const { admin, alice, nobody } = open;
    const market = {
      market: 'ETH-BTC',
      base_scale: 8,
      quote_scale: 8,
      tick_size: '0.0001',
      lot_size: '0.001',
      max_price: '1',
      max_quantity: '1000',
      max_open_orders: 2,
    };
    assert.equal((await admin.send('POST', '/v1/admin/markets', market)).status, 201);
    const info = await nobody.send('GET', '/api/v3/exchangeInfo?symbol=ETHBTC');
    const [{ filters }] = info.body['symbols'] as [{ filters: Record<string, unknown>[] }];
    const filter = filters.find(({ filterType }) => filterType === 'MAX_NUM_ORDERS');
    assert.equal(filter?.['maxNumOrders'], 2);
    const order = { market: 'ETH-BTC', side: 'buy', type: 'limit', price: '0.01', quantity: '1' };
    const first = await alice.send('POST', '/v1/orders', order);
    const second = await alice.send('POST', '/v1/orders', order);
    assert.deepEqual([first.status, second.status], [201, 201], first.text);
    const third = await alice.send('POST', '/v1/orders', order);
    assert.deepEqual([third.status, third.body['code']], [422, 'TOO_MANY_OPEN_ORDERS']);
    // Nothing of it is held.
    const { sequence } = second.body;
    const path = `/v1/balances?min_sequence=ETH-BTC:${Number(sequence) + 1}`;
    const { body } = await alice.send('GET', path);
    const btc = (body['balances'] as Record<string, string>[]).find(({ asset }) => asset === 'BTC');
    assert.equal(btc?.['held'], '0.02000000');
    await alice.send('DELETE', `/v1/orders/${first.body['id']}`);
    assert.equal((await alice.send('POST', '/v1/orders', order)).status, 201);
    await alice.send('DELETE', '/v1/orders?market=ETH-BTC');
  });
});
