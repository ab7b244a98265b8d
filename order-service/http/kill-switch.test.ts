/** The operator stops an account, or everybody; nobody is ever kept from cancelling by it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { OrderService } from '../order-service.ts';
import { DialectClient } from '../testing/dialect-client.ts';
import { plainSealing, until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const ORDER = {
  market: 'BTC-USD',
  side: 'buy',
  type: 'limit',
  price: '20000.00',
  quantity: '0.1000',
} as const;
const ETH_USD = {
  market: 'ETH-USD',
  base_scale: 8,
  quote_scale: 6,
  tick_size: '0.01',
  lot_size: '0.001',
  max_price: '100000',
  max_quantity: '1000',
};
const IN_ETH = { ...ORDER, market: 'ETH-USD', price: '10.00', quantity: '1' };

describe('kill switches', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const codeOf = async (order: object) =>
    (await open.alice.send('POST', '/v1/orders', order)).body['code'];
  const heldBy = async (who: typeof open.alice) => {
    const { body } = await who.send('GET', '/v1/balances');
    return (body['balances'] as Record<string, string>[])
      .map(({ held }) => Number(held))
      .reduce((sum, held) => sum + held, 0);
  };

  test('a blocked account loses its orders and their holds, and gets no other', async () => {
    const { admin, alice, bob } = open;
    const placed = await alice.send('POST', '/v1/orders', ORDER);
    const others = await bob.send('POST', '/v1/orders', { ...ORDER, price: '19000.00' });
    assert.deepEqual([placed.status, others.status], [201, 201], placed.text);
    const blocked = await admin.send('POST', '/v1/admin/accounts/1/block', { reason: 'runaway' });
    assert.equal(blocked.status, 200, blocked.text);
    const [{ market }] = blocked.body['markets'] as [{ market: string }];
    assert.equal(market, 'BTC-USD');
    const order = await alice.send('GET', `/v1/orders/${placed.body['id']}`);
    assert.equal(order.body['status'], 'canceled');
    const refused = await alice.send('POST', '/v1/orders', ORDER);
    assert.deepEqual([refused.status, refused.body['code']], [403, 'ACCOUNT_BLOCKED']);
    await until(async () => (await heldBy(alice)) === 0, 'nothing of it is held');
    assert.equal((await alice.send('DELETE', '/v1/orders?market=BTC-USD')).body['canceled'], 0);
    const dialect = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const limit = { symbol: 'BTCUSD', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' };
    const inDialect = await dialect.send('POST', '/api/v3/order', {
      ...limit,
      quantity: '0.1',
      price: '20000',
    });
    assert.deepEqual(inDialect.body, {
      code: -2010,
      msg: 'This action is disabled on this account.',
    });
    assert.equal((await bob.send('POST', '/v1/orders', ORDER)).status, 201);
  });

  test('it is blocked in a market that is defined later, and for a service that starts later', async () => {
    const { admin, exchange } = open;
    assert.equal((await admin.send('POST', '/v1/admin/markets', ETH_USD)).status, 201);
    assert.equal(await codeOf(IN_ETH), 'ACCOUNT_BLOCKED');
    const later = await OrderService.start({
      ports: exchange.ports,
      name: 'order-service-2',
      sessionId: 2 as never,
      sealing: plainSealing,
      onBroken: (error) => exchange.broken.push(error),
    });
    const blockedIn = () =>
      later.markets.views().filter(({ blockedAccounts }) => blockedAccounts.has(1 as never));
    await until(() => blockedIn().length === 2, 'both markets tell it');
    await later.stop();
  });

  test('an account that is active again trades in every market', async () => {
    const { admin, alice } = open;
    const unblocked = await admin.send('POST', '/v1/admin/accounts/1/unblock');
    assert.equal((unblocked.body['markets'] as unknown[]).length, 2, unblocked.text);
    for (const order of [ORDER, IN_ETH]) {
      assert.equal((await alice.send('POST', '/v1/orders', order)).status, 201);
    }
  });

  test('the whole exchange: cancels only, nothing at all, and back', async () => {
    const { admin, alice } = open;
    const told = await admin.send('POST', '/v1/admin/cancel-only', { reason: 'drill' });
    assert.equal((told.body['markets'] as unknown[]).length, 2, told.text);
    assert.equal(await codeOf(ORDER), 'MARKET_CANCEL_ONLY');
    assert.equal(await codeOf(IN_ETH), 'MARKET_CANCEL_ONLY');
    assert.equal((await alice.send('DELETE', '/v1/orders?market=BTC-USD')).body['canceled'], 1);
    assert.equal((await admin.send('POST', '/v1/admin/halt')).status, 200);
    assert.equal(await codeOf(IN_ETH), 'MARKET_HALTED');
    assert.equal((await admin.send('POST', '/v1/admin/resume')).status, 200);
    assert.equal((await alice.send('DELETE', '/v1/orders?market=ETH-USD')).body['canceled'], 1);
    assert.equal(await codeOf(ORDER), undefined);
  });

  test('only the operator has them, and only for accounts that there are', async () => {
    const { admin, alice } = open;
    for (const path of ['/v1/admin/halt', '/v1/admin/accounts/2/block']) {
      assert.equal((await alice.send('POST', path)).body['code'], 'INSUFFICIENT_SCOPE');
    }
    for (const id of ['77', '9999999999']) {
      const unknown = await admin.send('POST', `/v1/admin/accounts/${id}/block`);
      assert.deepEqual([unknown.status, unknown.body['code']], [404, 'UNKNOWN_ACCOUNT']);
      const deposit = { account_id: id, asset: 'USD', amount: '1' };
      const paid = await admin.send('POST', '/v1/admin/deposits', deposit);
      assert.deepEqual([paid.status, paid.body['code']], [404, 'UNKNOWN_ACCOUNT']);
    }
  });
});
