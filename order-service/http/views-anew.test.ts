/** Read models may be dropped at any time, and are folded anew while all else goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../testing/exchange-harness.ts';
import { openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

const MARKET = 'BTC-USD';

test('an order is not unknown because its view is folded anew', async () => {
  const limits = { sequenceWaitMs: 300, closedOrdersKept: 0 };
  const open = await openExchange({ service: { limits } });
  const { alice, bob, exchange, service } = open;
  try {
    assert.equal((await alice.send('GET', '/v1/orders/77')).status, 404, 'nobody folds');
    const first = new ReadModels(open);
    const order = { market: MARKET, type: 'limit', price: '100.00', quantity: '0.1000' };
    const placed = await alice.send('POST', '/v1/orders', { ...order, side: 'sell' });
    await bob.send('POST', '/v1/orders', { ...order, side: 'buy' });
    const isFolded = async () => {
      const reached = await service.history.sequence('orders', MARKET);
      return reached >= service.markets.view(MARKET)!.sequence;
    };
    await until(isFolded, 'all is folded');
    await until(
      async () => (await service.history.sequence('fills', MARKET)) > 0,
      'the fills are folded',
    );
    const path = `/v1/orders/${placed.body['id']}`;
    assert.equal((await alice.send('GET', path)).body['status'], 'filled');
    await first.close();

    await exchange.views.drop('orders');
    for (const read of [path, `/v1/fills?order_id=${placed.body['id']}`]) {
      const { status, body } = await alice.send('GET', read);
      assert.deepEqual([status, body['code']], [504, 'SEQUENCE_NOT_REACHED'], read);
    }
    const second = new ReadModels(open);
    await until(isFolded, 'all is folded anew');
    assert.equal((await alice.send('GET', path)).body['status'], 'filled');
    assert.equal((await alice.send('GET', '/v1/orders/77')).status, 404);
    await second.close();
  } finally {
    await open.close();
  }
});
