/** Whoever got no answer sends again. What may not happen: that an accepted order is denied. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MarketStatus } from '../proto/messages.ts';
import { LEDGER_TOPIC } from '../proto/topics.ts';
import { type AccountId, accountId } from '../proto/units.ts';
import { DEFAULT_DOOR_LIMITS } from './limits.ts';
import type { PlaceOrderRequest } from './order-requests.ts';
import type { OrderService } from './order-service.ts';
import { RequestAuth } from './security/request-auth.ts';
import { ExchangeHarness, tradingExchange, until } from './testing/exchange-harness.ts';

const MARKET = 'BTC-USD';

describe('a request that was accepted, sent again', () => {
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

  test('is that order, even when the book is such that it would be refused now', async () => {
    const offered: PlaceOrderRequest = {
      accountId: alice,
      market: MARKET,
      side: 'sell',
      type: 'limit',
      price: '30000.00',
      quantity: '0.5',
    };
    assert.equal((await service.orders.place(offered)).kind, 'placed');
    const request: PlaceOrderRequest = {
      accountId: bob,
      market: MARKET,
      side: 'buy',
      type: 'market',
      quantity: '0.5',
      clientOrderId: 'takes-all',
    };
    const first = await service.orders.place(request);
    assert.ok(first.kind === 'placed', JSON.stringify(first));
    assert.equal(first.order.status, 'filled');

    const again = await service.orders.place(request);
    assert.ok(again.kind === 'existing', JSON.stringify(again));
    assert.equal(again.order.orderId, first.order.orderId);
    const fresh = await service.orders.place({ ...request, clientOrderId: 'another' });
    assert.equal(fresh.kind === 'refused' && fresh.code, 'NO_LIQUIDITY');
    const other = await service.orders.place({ ...request, quantity: '0.4' });
    assert.equal(other.kind === 'refused' && other.code, 'NO_LIQUIDITY');
  });

  test('that cannot be told fails alone', async () => {
    const request: PlaceOrderRequest = {
      ...{ accountId: bob, market: MARKET, side: 'buy', type: 'limit' },
      ...{ price: '10000.00', quantity: '0.1', clientOrderId: 'hard-to-tell' },
    };
    assert.equal((await service.orders.place(request)).kind, 'placed');
    const problem = new Error('it cannot be written');
    const cannot = () => {
      throw problem;
    };
    // Known after the admission, and before it: in this market there is no such price.
    for (const asked of [request, { ...request, price: '1e9', clientOrderId: undefined }]) {
      const failed = await new Promise((done) => {
        service.orders.placeFor(asked, { placed: cannot, told: cannot, failed: done });
      });
      assert.equal(failed, problem);
    }
  });

  for (const status of [MarketStatus.halted, MarketStatus.cancelOnly]) {
    test(`that the market refused for now (${status}) is accepted once it trades again`, async () => {
      const turn = async (to: MarketStatus) =>
        assert.equal(
          (await service.control.changeStatus(MARKET, { status: to, reason: 'test' })).kind,
          'done',
        );
      const request: PlaceOrderRequest = {
        ...{ accountId: bob, market: MARKET, side: 'buy', type: 'limit' },
        ...{ price: '10000.00', quantity: '0.1', clientOrderId: `patient-${status}` },
      };
      const code = status === MarketStatus.halted ? 'MARKET_HALTED' : 'MARKET_CANCEL_ONLY';
      await turn(status);
      for (const asked of [request, request]) {
        const refused = await service.orders.place(asked);
        assert.equal(refused.kind === 'refused' && refused.code, code);
      }
      await turn(MarketStatus.trading);
      // Whoever asks twice at once has one order.
      const outcomes = await Promise.all([
        service.orders.place(request),
        service.orders.place(request),
      ]);
      const ids = new Set(outcomes.map((each) => 'order' in each && each.order.orderId));
      assert.equal(ids.size, 1, JSON.stringify(outcomes));
      const again = await service.orders.place(request);
      assert.ok(again.kind === 'existing' && ids.has(again.order.orderId), JSON.stringify(again));
      const other = await service.orders.place({ ...request, quantity: '0.2' });
      assert.equal(other.kind === 'refused' && other.code, 'CLIENT_ORDER_ID_CONFLICT');
    });
  }

  test('that the market refused for now is refused for good when what it asks for has gone since', async () => {
    const turn = async (status: MarketStatus) => {
      const changed = await service.control.changeStatus(MARKET, { status, reason: 'test' });
      assert.equal(changed.kind, 'done');
    };
    const order: PlaceOrderRequest = {
      ...{ accountId: bob, market: MARKET, side: 'buy', type: 'limit' },
      ...{ price: '10000.00', quantity: '0.1' },
    };
    const old = await service.orders.place(order);
    assert.ok(old.kind === 'placed', JSON.stringify(old));
    const { orderId } = old.order;
    const replacing: PlaceOrderRequest = {
      ...{ ...order, quantity: '0.2', clientOrderId: 'replaces-one' },
      replaces: { orderId, onFailure: 'stop' },
    };
    const codeNow = async () => {
      const outcome = await service.orders.place(replacing);
      return outcome.kind === 'refused' ? outcome.code : outcome.kind;
    };
    await turn(MarketStatus.cancelOnly);
    assert.equal(await codeNow(), 'MARKET_CANCEL_ONLY');
    // The old order is canceled all the same.
    assert.equal(
      service.lookup.open(bob, MARKET).some((each) => each.orderId === orderId),
      false,
    );
    await turn(MarketStatus.trading);
    // Said before: MARKET_CANCEL_ONLY, to be asked again, for ever.
    assert.equal(await codeNow(), 'UNKNOWN_ORDER');
  });

  test('that was refused for good is refused alike', async () => {
    const ask = { market: MARKET, type: 'limit', quantity: '0.1' } as const;
    const offered = { ...ask, accountId: alice, side: 'sell', price: '31000.00' } as const;
    assert.equal((await service.orders.place(offered)).kind, 'placed');
    const crossing: PlaceOrderRequest = {
      ...{ ...ask, accountId: bob, side: 'buy', price: '31000.00', postOnly: true },
      clientOrderId: 'too-dear',
    };
    for (const asked of [crossing, crossing]) {
      const refused = await service.orders.place(asked);
      assert.equal(refused.kind === 'refused' && refused.code, 'POST_ONLY_WOULD_TRADE');
    }
    const orders = await service.orders.place({ ...crossing, clientOrderId: undefined });
    assert.equal(orders.kind, 'refused');
  });

  test('under an id that is free again, is accepted beside an order that came after it', async () => {
    const request: PlaceOrderRequest = {
      ...{ accountId: bob, market: MARKET, side: 'buy', type: 'limit' },
      ...{ price: '10000.00', quantity: '0.1', clientOrderIdRule: 'while-open' },
      clientOrderId: 'used-again',
    };
    const first = await service.orders.place(request);
    assert.ok(first.kind === 'placed', JSON.stringify(first));
    const { orderId } = first.order;
    const canceled = await service.changes.cancel({ accountId: bob, orderId });
    assert.equal(canceled.kind, 'canceled');
    // Together: by the time the first has taken the id over, the second is admitted.
    const outcomes = await Promise.all([
      service.orders.place(request),
      service.orders.place({ ...request, clientOrderId: 'never-used' }),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.kind)),
      ['placed', 'placed'],
    );
  });
});

test('before the ledger is folded, an account or key that is not there is not denied', async () => {
  const exchange = new ExchangeHarness();
  await exchange.log.createTopic(LEDGER_TOPIC);
  exchange.startEngine();
  const service = await exchange.service();
  try {
    const auth = new RequestAuth({
      accounts: service.accounts,
      clock: exchange.ports.clock,
      limits: DEFAULT_DOOR_LIMITS,
    });
    const nobody = accountId(77);
    assert.equal(await service.accounts.account(nobody), 'not-yet');
    const signed = async () => {
      const answer = await auth.verify({
        apiKey: 'some-key',
        timestamp: String(Math.trunc(exchange.ports.clock.nowUs() / 1000)),
        signature: '0'.repeat(64),
        method: 'GET',
        path: '/v1/balances',
        body: new Uint8Array(0),
        address: '127.0.0.1',
      });
      return answer.kind === 'refused' && answer.code;
    };
    assert.equal(await signed(), 'NOT_READY');
    exchange.startSettlement();
    await until(() => service.ledger.isOpen, 'the ledger opens');
    assert.equal(await service.accounts.account(nobody), 'none');
    assert.equal(await signed(), 'INVALID_SIGNATURE');
  } finally {
    await service.stop();
    await exchange.close();
  }
  assert.deepEqual(exchange.broken, []);
});
