/** Stops on the exchange as ccxt places them, and freqtrade through it (`stoploss_on_exchange`). */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Ccxt, type CcxtLibrary, ccxtOf } from './ccxt-exchange.ts';
import { npmClients } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

const SYMBOL = 'BTC/USD';

describe('ccxt with orders that wait', () => {
  let exchange: ClientExchange;
  let alice: Ccxt;
  let bob: Ccxt;

  before(async () => {
    const library = (await npmClients())('ccxt') as CcxtLibrary;
    exchange = await clientExchange();
    alice = ccxtOf(library, exchange, 'alice');
    bob = ccxtOf(library, exchange, 'bob');
    await Promise.all([alice.loadMarkets(), bob.loadMarkets()]);
  });
  after(async () => {
    await Promise.all([alice?.close(), bob?.close()]);
    await exchange?.close();
  });

  async function trade(price: number): Promise<void> {
    await bob.createOrder(SYMBOL, 'limit', 'sell', 0.001, price);
    const bought = await bob.createOrder(SYMBOL, 'limit', 'buy', 0.001, price);
    assert.equal(bought.status, 'closed');
  }

  test('places a stop-loss limit as freqtrade does, sees it wait, fire and fill', async () => {
    await trade(30_000);
    const placed = await alice.createOrder(SYMBOL, 'stop_loss_limit', 'sell', 1, 28_900, {
      stopPrice: 29_000,
    });
    const waiting = await alice.fetchOrder(placed.id, SYMBOL);
    assert.deepEqual(
      [waiting.status, waiting.info['type'], waiting.stopPrice, waiting.price, waiting.amount],
      ['open', 'STOP_LOSS_LIMIT', 29_000, 28_900, 1],
    );
    const open = await alice.fetchOpenOrders(SYMBOL);
    assert.deepEqual(
      open.map(({ id }) => id),
      [placed.id],
    );
    assert.deepEqual((await alice.fetchOrderBook(SYMBOL)).asks, []);
    assert.equal((await alice.fetchBalance())['BTC']?.used, 1);
    await bob.createOrder(SYMBOL, 'limit', 'buy', 5, 28_950);
    await trade(29_000);
    const filled = await alice.fetchOrder(placed.id, SYMBOL);
    assert.deepEqual([filled.status, filled.filled, filled.cost], ['closed', 1, 28_950]);
  });

  test('places and cancels by the unified names, and knows an order that would fire', async () => {
    await trade(29_500);
    const profit = await alice.createOrder(SYMBOL, 'limit', 'sell', 1, 31_000, {
      takeProfitPrice: 30_500,
    });
    assert.equal((await alice.fetchOrder(profit.id, SYMBOL)).info['type'], 'TAKE_PROFIT_LIMIT');
    assert.equal((await alice.cancelOrder(profit.id, SYMBOL)).status, 'canceled');
    await assert.rejects(
      alice.createOrder(SYMBOL, 'limit', 'sell', 1, 31_000, { stopLossPrice: 30_500 }),
      (error: Error) => error.constructor.name === 'OrderImmediatelyFillable',
    );
  });
});
