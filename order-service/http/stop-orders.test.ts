import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';

describe('orders that wait, over HTTP', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const stop = {
    market: 'BTC-USD',
    side: 'sell',
    type: 'limit',
    quantity: '0.5000',
    price: '28900.00',
    stop_price: '29000.00',
  } as const;

  /** A trade of bob with himself. */
  async function trade(price: string): Promise<void> {
    const order = { market: 'BTC-USD', type: 'limit', price, quantity: '0.0001' };
    await open.bob.send('POST', '/v1/orders', { ...order, side: 'sell' });
    const bought = await open.bob.send('POST', '/v1/orders', { ...order, side: 'buy' });
    assert.equal(bought.body['status'], 'filled', bought.text);
  }

  async function held(client: ApiClient, asset: string, sequence: unknown): Promise<unknown> {
    const { body } = await client.send('GET', `/v1/balances?min_sequence=BTC-USD:${sequence}`);
    const rows = body['balances'] as readonly Record<string, string>[];
    return rows.find((row) => row['asset'] === asset)?.['held'];
  }

  test('stand in no book, hold their funds, and enter when a trade reaches their price', async () => {
    const { alice, nobody } = open;
    await trade('30000.00');
    const placed = await alice.send('POST', '/v1/orders', stop);
    assert.equal(placed.status, 201, placed.text);
    const { status, waiting, stop_price, stop_kind, id, sequence } = placed.body;
    assert.deepEqual(
      { status, waiting, stop_price, stop_kind },
      { status: 'open', waiting: true, stop_price: '29000.00', stop_kind: 'stop_loss' },
    );
    assert.equal(await held(alice, 'BTC', sequence), '0.50000000');
    const empty = await nobody.send('GET', '/v1/markets/BTC-USD/book');
    assert.deepEqual([empty.body['asks'], empty.body['bids']], [[], []]);
    const amended = await alice.send('PATCH', `/v1/orders/${id}`, { price: '28800.00' });
    assert.deepEqual([amended.status, amended.body['code']], [422, 'ORDER_WAITS']);
    await trade('29000.00');
    const entered = await alice.send('GET', `/v1/orders/${id}`);
    assert.deepEqual([entered.body['waiting'], entered.body['status']], [false, 'open']);
    const book = await nobody.send('GET', '/v1/markets/BTC-USD/book');
    assert.deepEqual(book.body['asks'], [['28900.00', '0.5000']]);
    const canceled = await alice.send('DELETE', `/v1/orders/${id}`);
    assert.equal(canceled.body['status'], 'canceled');
    assert.equal(await held(alice, 'BTC', canceled.body['sequence']), '0.00000000');
  });

  test('are refused when the last trade is there already', async () => {
    await trade('29000.00');
    const refused = await open.alice.send('POST', '/v1/orders', stop);
    assert.deepEqual(
      [refused.status, refused.body['code']],
      [422, 'WOULD_TRIGGER_IMMEDIATELY'],
      refused.text,
    );
    const profit = { ...stop, stop_kind: 'take_profit' };
    const also = await open.alice.send('POST', '/v1/orders', profit);
    assert.equal(also.body['code'], 'WOULD_TRIGGER_IMMEDIATELY');
    const postOnly = await open.alice.send('POST', '/v1/orders', { ...stop, post_only: true });
    assert.equal(postOnly.body['code'], 'INVALID_COMBINATION');
    const { stop_price: _stop, ...noStop } = profit;
    const kindAlone = await open.alice.send('POST', '/v1/orders', noStop);
    assert.equal(kindAlone.body['code'], 'INVALID_COMBINATION');
  });

  test('of the market kind hold their quantity at the bound around their stop price', async () => {
    await trade('29000.00');
    const { alice } = open;
    const buy = { market: 'BTC-USD', side: 'buy', type: 'market', stop_price: '30000.00' };
    const placed = await alice.send('POST', '/v1/orders', { ...buy, quantity: '1' });
    assert.equal(placed.body['waiting'], true, placed.text);
    const before = await held(alice, 'USD', placed.body['sequence']);
    // 5 % above the stop price, where the book cannot be asked.
    assert.equal(Number(before), 31_500);
    await open.bob.send('POST', '/v1/orders', {
      market: 'BTC-USD',
      side: 'sell',
      type: 'limit',
      price: '30000.00',
      quantity: '2',
    });
    await open.bob.send('POST', '/v1/orders', {
      market: 'BTC-USD',
      side: 'buy',
      type: 'limit',
      price: '30000.00',
      quantity: '0.5',
    });
    const filled = await alice.send('GET', `/v1/orders/${placed.body['id']}`);
    const { status, average_price, filled_quantity, sequence } = filled.body;
    assert.deepEqual(
      { status, average_price, filled_quantity },
      { status: 'filled', average_price: '30000.00', filled_quantity: '1.0000' },
    );
    assert.equal(Number(await held(alice, 'USD', sequence)), 0);
    await open.bob.send('DELETE', '/v1/orders?market=BTC-USD');
  });

  test('are so many at most, and are canceled with all others', async () => {
    await trade('29000.00');
    const { alice } = open;
    const far = { ...stop, quantity: '0.0001', price: '19900.00', stop_price: '20000.00' };
    const codes = new Map<unknown, number>();
    for (let count = 0; count < 101; count += 1) {
      const { body } = await alice.send('POST', '/v1/orders', far);
      codes.set(body['code'], (codes.get(body['code']) ?? 0) + 1);
    }
    assert.deepEqual(
      [...codes],
      [
        [undefined, 100],
        ['TOO_MANY_WAITING_ORDERS', 1],
      ],
    );
    const all = await alice.send('DELETE', '/v1/orders?market=BTC-USD');
    assert.equal(all.body['canceled'], 100);
    assert.equal((await alice.send('GET', '/v1/orders?status=open')).text.includes('"id"'), false);
  });
});
