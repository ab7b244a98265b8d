import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { AccountId } from '../proto/units.ts';
import type { OrderService } from './order-service.ts';
import { type ExchangeHarness, tradingExchange } from './testing/exchange-harness.ts';

describe('an order-service with an engine and a settlement', () => {
  let exchange: ExchangeHarness;
  let service: OrderService;
  let alice: AccountId;
  let bob: AccountId;

  before(async () => {
    ({ exchange, service, alice, bob } = await tradingExchange());
  });
  after(async () => {
    await service.stop();
    await exchange.close();
    assert.deepEqual(exchange.broken, []);
  });

  const limit = { market: 'BTC-USD', type: 'limit' } as const;

  test('answers an order with its state after matching', async () => {
    const resting = await service.orders.place({
      ...limit,
      accountId: alice,
      side: 'sell',
      price: '30000.00',
      quantity: '0.5',
    });
    assert.equal(resting.kind, 'placed', JSON.stringify(resting));
    assert.equal(resting.kind === 'placed' && resting.order.status, 'open');
    const taking = await service.orders.place({
      ...limit,
      accountId: bob,
      side: 'buy',
      price: '30001.00',
      quantity: '0.7',
    });
    assert.ok(taking.kind === 'placed');
    assert.equal(taking.order.status, 'partially_filled');
    assert.equal(taking.order.filledLots, 5000);
    assert.equal(taking.order.fills.length, 1);
    assert.equal(taking.order.fills[0]?.priceTicks, 3_000_000);
    const canceled = await service.changes.cancel({
      accountId: bob,
      orderId: taking.order.orderId,
    });
    assert.equal(canceled.kind, 'canceled');
    await exchange.settled('BTC-USD');
    const balances = await exchange.accounts.balances(bob);
    assert.equal(balances.find(({ asset }) => asset === 'USD')?.held, 0n);
    assert.equal(
      balances.find(({ asset }) => asset === 'BTC')?.available,
      1_000_00000000n + 50_000_000n - 100_000n,
    );
  });
});
