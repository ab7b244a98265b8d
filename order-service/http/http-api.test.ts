import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../testing/exchange-harness.ts';
import { ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';

describe('the HTTP API', () => {
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

  test('places an order, shows it in the book, trades it, and shows both sides of the trade', async () => {
    const { alice, bob, nobody } = open;
    const placed = await alice.send('POST', '/v1/orders', { ...sell, client_order_id: 'a-1' });
    assert.equal(placed.status, 201, placed.text);
    assert.equal(placed.body['status'], 'open');
    assert.equal(placed.body['client_order_id'], 'a-1');
    assert.match(String(placed.body['created_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    const book = await nobody.send('GET', '/v1/markets/BTC-USD/book?depth=5');
    assert.deepEqual(book.body['asks'], [['30000.00', '0.5000']]);
    const taken = await bob.send('POST', '/v1/orders', {
      market: 'BTC-USD',
      side: 'buy',
      type: 'market',
      quantity: '0.2',
    });
    assert.equal(taken.status, 201, taken.text);
    assert.equal(taken.body['status'], 'filled');
    assert.equal(taken.body['price'], null);
    assert.equal(taken.body['average_price'], '30000.00');
    const [fill] = taken.body['fills'] as readonly Record<string, unknown>[];
    assert.equal(fill?.['liquidity'], 'taker');
    assert.equal(fill?.['fee'], '0.00040000');
    assert.equal(fill?.['fee_asset'], 'BTC');
    const maker = await alice.send('GET', `/v1/orders/${placed.body['id']}`);
    assert.equal(maker.body['status'], 'partially_filled');
    assert.equal((maker.body['fills'] as unknown[]).length, 1);
    const byClientId = await alice.send('GET', '/v1/orders/client/a-1');
    assert.deepEqual(byClientId.body, maker.body);
    const trades = await nobody.send('GET', '/v1/markets/BTC-USD/trades');
    assert.equal((trades.body['trades'] as unknown[]).length, 1);
    const listed = await alice.send('GET', '/v1/orders?status=open');
    assert.equal((listed.body['orders'] as unknown[]).length, 1);
    const amended = await alice.send('PATCH', `/v1/orders/${placed.body['id']}`, {
      quantity: '0.4',
    });
    assert.equal(amended.status, 200, amended.text);
    assert.equal(amended.body['quantity'], '0.4000');
    const canceled = await alice.send('DELETE', `/v1/orders/${placed.body['id']}`);
    assert.equal(canceled.body['status'], 'canceled', canceled.text);
    const again = await alice.send('DELETE', `/v1/orders/${placed.body['id']}`);
    assert.equal(again.body['code'], 'ORDER_NOT_OPEN');
    const sequence = canceled.body['sequence'];
    const balances = await alice.send('GET', `/v1/balances?min_sequence=BTC-USD:${sequence}`);
    const btc = (balances.body['balances'] as Record<string, string>[]).find(
      ({ asset }) => asset === 'BTC',
    );
    assert.deepEqual(btc, {
      asset: 'BTC',
      available: '999.80000000',
      held: '0.00000000',
      total: '999.80000000',
    });
  });

  test('answers the same request with the same order, and another with a conflict', async () => {
    const { alice } = open;
    const request = { ...sell, price: '40000.00', client_order_id: 'same-1' };
    const first = await alice.send('POST', '/v1/orders', request);
    const second = await alice.send('POST', '/v1/orders', request);
    assert.deepEqual([first.status, second.status], [201, 200]);
    assert.deepEqual(second.body, first.body);
    const other = await alice.send('POST', '/v1/orders', { ...request, price: '40001.00' });
    assert.equal(other.status, 409);
    assert.equal(other.body['code'], 'CLIENT_ORDER_ID_CONFLICT');
    const side = await alice.send('DELETE', '/v1/orders?side=buy');
    assert.deepEqual([side.status, side.body['code']], [422, 'INVALID_COMBINATION']);
    const all = await alice.send('DELETE', '/v1/orders');
    assert.deepEqual(all.body, { canceled: 1, markets: [{ market: 'BTC-USD', canceled: 1 }] });
    const none = await alice.send('DELETE', '/v1/orders?market=BTC-USD');
    assert.equal(none.body['canceled'], 0);
  });

  test('answers 202 once the order is durable when asked to', async () => {
    const { alice } = open;
    const reply = await alice.send('POST', '/v1/orders', sell, { prefer: 'respond-async' });
    assert.equal(reply.status, 202);
    const canceled = await alice.send('DELETE', `/v1/orders/${reply.body['id']}`);
    assert.equal(canceled.status, 200, canceled.text);
  });

  test('answers each order of a batch by itself', async () => {
    const { alice } = open;
    const reply = await alice.send('POST', '/v1/orders/batch', {
      orders: [sell, { ...sell, price: '1.001' }, { ...sell, price: 3 }, sell],
    });
    const results = reply.body['results'] as readonly Record<string, unknown>[];
    assert.deepEqual(
      results.map(({ status }) => status),
      [201, 422, 400, 201],
    );
    assert.equal((results[1]!['error'] as { code: string }).code, 'PRICE_OFF_TICK');
    await alice.send('DELETE', '/v1/orders?market=BTC-USD');
  });

  test('refuses a market order on an empty book, and reserves nothing', async () => {
    const { bob } = open;
    const before = await bob.send('GET', '/v1/balances');
    const reply = await bob.send('POST', '/v1/orders', {
      market: 'BTC-USD',
      side: 'buy',
      type: 'market',
      quote_quantity: '100',
    });
    assert.deepEqual([reply.status, reply.body['code']], [422, 'NO_LIQUIDITY']);
    const after = await bob.send('GET', '/v1/balances');
    assert.deepEqual(after.body['balances'], before.body['balances']);
  });

  test('takes no deposit that would make more of an asset than an int64 counts', async () => {
    const { admin } = open;
    const account = await admin.send('POST', '/v1/admin/accounts', { name: 'croesus' });
    const deposit = { account_id: account.body['account_id'], asset: 'BTC', amount: '20000000000' };
    const codes: unknown[] = [];
    for (let count = 0; count < 5; count += 1) {
      const answer = await admin.send('POST', '/v1/admin/deposits', deposit);
      codes.push(answer.status === 201 ? 'applied' : answer.body['code']);
    }
    assert.deepEqual(codes, [...Array(4).fill('applied'), 'AMOUNT_OUT_OF_RANGE']);
  });

  test('opens accounts, keys and deposits, and takes withdrawals once', async () => {
    const { admin, doors } = open;
    const account = await admin.send('POST', '/v1/admin/accounts', { name: 'carol' });
    assert.equal(account.status, 201, account.text);
    const again = await admin.send('POST', '/v1/admin/accounts', { name: 'carol' });
    assert.equal(again.status, 200);
    assert.equal(again.body['account_id'], account.body['account_id']);
    const deposit = {
      account_id: account.body['account_id'],
      asset: 'USD',
      amount: '12.5',
      transaction_id: 'carol-1',
    };
    assert.equal((await admin.send('POST', '/v1/admin/deposits', deposit)).status, 201);
    assert.equal((await admin.send('POST', '/v1/admin/deposits', deposit)).status, 200);
    const key = await admin.send('POST', '/v1/admin/keys', {
      account_id: account.body['account_id'],
      scopes: ['read', 'withdraw'],
    });
    assert.equal(key.status, 201, key.text);
    const carol = new ApiClient(doors.baseUrl, {
      apiKey: String(key.body['api_key']),
      secret: String(key.body['secret']),
    });
    const withdrawal = { asset: 'USD', amount: '2.5', transaction_id: 'carol-out-1' };
    assert.equal((await carol.send('POST', '/v1/withdrawals', withdrawal)).status, 201);
    const twice = await carol.send('POST', '/v1/withdrawals', withdrawal);
    assert.equal(twice.body['code'], 'TRANSACTION_ID_CONFLICT');
    const balances = await carol.send('GET', '/v1/balances');
    assert.deepEqual(balances.body['balances'], [
      { asset: 'USD', available: '10.000000', held: '0.000000', total: '10.000000' },
    ]);
    assert.equal((await carol.send('POST', '/v1/orders', sell)).body['code'], 'INSUFFICIENT_SCOPE');
    const revoked = await admin.send('DELETE', `/v1/admin/keys/${key.body['api_key']}`);
    assert.equal(revoked.status, 200);
    const refused = await carol.send('GET', '/v1/balances');
    assert.deepEqual([refused.status, refused.body['code']], [401, 'KEY_REVOKED']);
  });

  test('halts and resumes a market', async () => {
    const { admin, alice } = open;
    const halted = await admin.send('POST', '/v1/admin/markets/BTC-USD/halt', { reason: 'test' });
    assert.equal(halted.status, 200, halted.text);
    const refused = await alice.send('POST', '/v1/orders', sell);
    assert.deepEqual([refused.status, refused.body['code']], [503, 'MARKET_HALTED']);
    assert.equal((await admin.send('POST', '/v1/admin/markets/BTC-USD/resume')).status, 200);
    const placed = await alice.send('POST', '/v1/orders', sell);
    assert.equal(placed.status, 201);
    await alice.send('DELETE', '/v1/orders?market=BTC-USD');
  });

  test('defines a market once, at run time, and refuses another definition', async () => {
    const { admin, nobody } = open;
    const market = {
      market: 'ETH-USD',
      base_scale: 8,
      quote_scale: 6,
      tick_size: '0.01',
      lot_size: '0.001',
      max_price: '100000',
      max_quantity: '1000',
    };
    const defined = await admin.send('POST', '/v1/admin/markets', market);
    assert.equal(defined.status, 201, defined.text);
    assert.equal(defined.body['max_open_orders'], 200);
    assert.equal((await admin.send('POST', '/v1/admin/markets', market)).status, 200);
    const wider = await admin.send('POST', '/v1/admin/markets', { ...market, max_open_orders: 9 });
    assert.equal(wider.body['code'], 'MARKET_EXISTS');
    const other = await admin.send('POST', '/v1/admin/markets', { ...market, lot_size: '0.1' });
    assert.equal(other.body['code'], 'MARKET_EXISTS');
    const listed = await nobody.send('GET', '/v1/markets');
    const names = (listed.body['markets'] as { market: string }[]).map((each) => each.market);
    assert.deepEqual(names.sort(), ['BTC-USD', 'ETH-USD']);
  });

  test('says how it is', async () => {
    const { nobody } = open;
    await until(async () => (await nobody.send('GET', '/readyz')).status === 200, 'ready');
    assert.equal((await nobody.send('GET', '/healthz')).body['status'], 'ok');
    const status = await nobody.send('GET', '/v1/status');
    assert.equal(status.body['durability'], 'process');
    assert.equal((status.body['markets'] as unknown[]).length, 2);
    assert.match(
      (await nobody.send('GET', '/metrics')).text,
      /exchange_sequence\{market="BTC-USD"\}/,
    );
    assert.ok((await nobody.send('GET', '/v1/time')).body['time_ms']);
    const docs = await nobody.send('GET', '/docs/');
    assert.equal(docs.status, 200);
  });

  test('has every reply numbered, and every error as a problem document', async () => {
    const { nobody } = open;
    const missing = await nobody.send('GET', '/v1/nothing');
    assert.equal(missing.status, 404);
    assert.equal(missing.body['code'], 'NOT_FOUND');
    assert.match(String(missing.headers['content-type']), /^application\/problem\+json/);
    assert.match(String(missing.headers['x-request-id']), /^[0-9a-f-]{36}$/);
    for (const path of ['/%zz', '/v1/orders/%', `/v1/orders/${'9'.repeat(300)}`]) {
      const unreadable = await nobody.raw('GET', path, '');
      assert.deepEqual([unreadable.status, unreadable.body['code']], [404, 'NOT_FOUND'], path);
      assert.match(String(unreadable.headers['x-request-id']), /^[0-9a-f-]{36}$/);
    }
    const method = await nobody.send('PUT', '/v1/orders');
    assert.deepEqual([method.status, method.headers['allow']], [405, 'POST, DELETE, GET']);
  });
});
