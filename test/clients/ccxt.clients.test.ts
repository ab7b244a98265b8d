/** ccxt and ccxt.pro, unmodified, against a running exchange. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../testing/eventually.ts';
import { type Ccxt, type CcxtLibrary, ccxtOf } from './ccxt-exchange.ts';
import { npmClients } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

const SYMBOL = 'BTC/USD';

describe('ccxt', () => {
  let exchange: ClientExchange;
  let library: CcxtLibrary;
  let alice: Ccxt;
  let bob: Ccxt;

  before(async () => {
    library = (await npmClients())('ccxt') as CcxtLibrary;
    exchange = await clientExchange();
    alice = ccxtOf(library, exchange, 'alice');
    bob = ccxtOf(library, exchange, 'bob');
    // ccxt's own condition for sockets without TLS.
    await Promise.all([alice.loadHttpProxyAgent(), bob.loadHttpProxyAgent()]);
  });
  after(async () => {
    await Promise.all([alice?.close(), bob?.close()]);
    await exchange?.close();
  });

  test('loads the markets with keys and without any option', async () => {
    assert.deepEqual(Object.keys(await alice.loadMarkets()).sort(), ['BTC/USD', 'ETH/USD']);
    await bob.loadMarkets();
    const market = alice.market(SYMBOL);
    assert.deepEqual([market.id, market.spot], ['BTCUSD', true]);
    assert.deepEqual(market.precision, { ...market.precision, amount: 0.00001, price: 0.01 });
    assert.ok(Math.abs((await alice.fetchTime()) - Date.now()) < 5_000);
    const fee = await alice.fetchTradingFee(SYMBOL);
    assert.deepEqual([fee.maker, fee.taker], [0.0005, 0.001]);
  });

  test('places, reads, amends and cancels a limit order', async () => {
    const order = await alice.createOrder(SYMBOL, 'limit', 'buy', 1, 20_000);
    assert.deepEqual([order.status, order.filled], ['open', 0]);
    const book = await alice.fetchOrderBook(SYMBOL);
    assert.deepEqual(book.bids, [[20_000, 1]]);
    const read = await alice.fetchOrder(order.id, SYMBOL);
    assert.deepEqual(
      [read.status, read.price, read.clientOrderId],
      ['open', 20_000, order.clientOrderId],
    );
    const edited = await alice.editOrder(order.id, SYMBOL, 'limit', 'buy', 2, 20_001);
    assert.notEqual(edited.id, order.id);
    const open = await alice.fetchOpenOrders(SYMBOL);
    assert.deepEqual(
      open.map(({ id, amount, price }) => [id, amount, price]),
      [[edited.id, 2, 20_001]],
    );
    assert.equal((await alice.cancelOrder(edited.id, SYMBOL)).status, 'canceled');
    assert.equal((await alice.fetchOrder(order.id, SYMBOL)).status, 'canceled');
    assert.deepEqual(await alice.fetchOpenOrders(SYMBOL), []);
  });

  test('trades by quantity and by cost, and reads trades, balances, candles and tickers', async () => {
    const before = await bob.fetchBalance();
    await alice.createOrder(SYMBOL, 'limit', 'sell', 1, 30_000);
    await alice.createOrder(SYMBOL, 'limit', 'sell', 1, 30_001);
    const byQuantity = await bob.createOrder(SYMBOL, 'market', 'buy', 1.5);
    assert.deepEqual(
      [byQuantity.status, byQuantity.filled, byQuantity.cost],
      ['closed', 1.5, 45_000.5],
    );
    assert.equal(byQuantity.trades.length, 2);
    const byCost = await bob.createMarketBuyOrderWithCost(SYMBOL, 3_000.1);
    assert.deepEqual([byCost.status, byCost.filled], ['closed', 0.1]);

    const trades = await bob.fetchMyTrades(SYMBOL);
    assert.deepEqual(
      trades.map(({ order, amount, price }) => [order, amount, price]),
      [
        [byQuantity.id, 1, 30_000],
        [byQuantity.id, 0.5, 30_001],
        [byCost.id, 0.1, 30_001],
      ],
    );
    assert.deepEqual(trades[0]?.fee, { ...trades[0]?.fee, cost: 0.001, currency: 'BTC' });
    const balance = await bob.fetchBalance();
    // What was bought, less the fee of a thousandth.
    assert.equal(gain(before, balance, 'BTC'), '1.5984');
    assert.equal(gain(before, balance, 'USD'), '-48000.6000');
    assert.deepEqual(
      (await bob.fetchTrades(SYMBOL)).map(({ price, amount, side }) => [price, amount, side]),
      [
        [30_000, 1, 'buy'],
        [30_001, 0.5, 'buy'],
        [30_001, 0.1, 'buy'],
      ],
    );
    for (const timeframe of ['1s', '1m', '4h', '1d', '1w', '1M']) {
      const candles = await bob.fetchOHLCV(SYMBOL, timeframe);
      const volume = candles.reduce((sum, candle) => sum + Number(candle[5]), 0);
      assert.equal(volume.toFixed(5), '1.60000', timeframe);
    }
    const ticker = await bob.fetchTicker(SYMBOL);
    assert.deepEqual(
      [ticker['last'], ticker['high'], ticker['low'], ticker['ask'], ticker['baseVolume']],
      [30_001, 30_001, 30_000, 30_001, 1.6],
    );
  });

  test('sees what does not rest as expired, and post-only rest or be refused', async () => {
    const params = (timeInForce: string) => ({ timeInForce });
    const ioc = await bob.createOrder(SYMBOL, 'limit', 'buy', 9, 30_001, params('IOC'));
    assert.deepEqual([ioc.status, ioc.filled], ['expired', 0.4]);
    const fok = await bob.createOrder(SYMBOL, 'limit', 'buy', 9, 30_001, params('FOK'));
    assert.deepEqual([fok.status, fok.filled], ['expired', 0]);
    const nobody = await bob.createOrder(SYMBOL, 'market', 'buy', 1);
    assert.deepEqual([nobody.status, nobody.filled], ['expired', 0]);
    const maker = await bob.createOrder(SYMBOL, 'limit', 'buy', 1, 25_000, { postOnly: true });
    assert.equal((await bob.fetchOrder(maker.id, SYMBOL)).status, 'open');
    assert.equal((await bob.cancelAllOrders(SYMBOL)).length, 1);
    const statuses = (await bob.fetchOrders(SYMBOL)).map(({ status }) => status);
    assert.deepEqual(statuses, ['closed', 'closed', 'expired', 'expired', 'expired', 'canceled']);
    assert.equal((await bob.fetchClosedOrders(SYMBOL)).length, 2);
  });

  test('watches the book, trades, candles and tickers', async () => {
    const [book, trades, candles, ticker] = [
      bob.watchOrderBook(SYMBOL),
      bob.watchTrades(SYMBOL),
      bob.watchOHLCV(SYMBOL, '1s'),
      bob.watchTicker(SYMBOL),
    ];
    await sleep(1_000);
    await alice.createOrder(SYMBOL, 'limit', 'sell', 2, 31_000);
    await bob.createOrder(SYMBOL, 'market', 'buy', 0.5);
    await book;
    const [trade] = await trades;
    assert.deepEqual([trade?.price, trade?.amount, trade?.side], [31_000, 0.5, 'buy']);
    assert.ok((await candles).length > 0);
    assert.ok(Number((await ticker)['last']) > 0);
    await eventually('the watched book is the fetched one', 5_000, async () => {
      const [watched, fetched] = await Promise.all([
        bob.watchOrderBook(SYMBOL),
        bob.fetchOrderBook(SYMBOL),
        alice.createOrder(SYMBOL, 'limit', 'buy', 0.1, 20_000),
      ]);
      return JSON.stringify(watched.asks) === JSON.stringify(fetched.asks);
    });
    await alice.cancelAllOrders(SYMBOL);
  });

  test('watches own orders, trades and balances, and trades over the socket', async () => {
    const seen: string[] = [];
    const following = (async () => {
      while (seen.at(-1) !== 'canceled') {
        for (const { status } of await alice.watchOrders(SYMBOL)) seen.push(status);
      }
    })();
    const [trades, balance] = [alice.watchMyTrades(SYMBOL), alice.watchBalance()];
    await sleep(1_000);
    const order = await alice.createOrderWs(SYMBOL, 'limit', 'sell', 1, 32_000);
    await bob.createOrder(SYMBOL, 'market', 'buy', 0.25);
    const [trade] = await trades;
    assert.deepEqual([trade?.order, trade?.amount, trade?.price], [order.id, 0.25, 32_000]);
    assert.deepEqual(trade?.fee, { ...trade?.fee, cost: 4, currency: 'USD' });
    assert.ok(Number((await balance)['BTC']?.used) > 0);
    await alice.cancelOrder(order.id, SYMBOL);
    await following;
    assert.deepEqual(seen, ['open', 'open', 'canceled']);
  });

  test('signs with RSA when it is given such a key', async () => {
    const { apiKey, privateKey } = await exchange.keyPair('carol', 'rsa');
    const carol = ccxtOf(library, exchange, { apiKey, secret: privateKey });
    const order = await carol.createOrder(SYMBOL, 'limit', 'buy', 1, 10_000);
    assert.deepEqual(
      (await carol.fetchOpenOrders(SYMBOL)).map(({ id }) => id),
      [order.id],
    );
    await carol.cancelAllOrders(SYMBOL);
    await carol.close();
  });

  test('signs with Ed25519 when it is given such a key', async () => {
    const { apiKey, privateKey } = await exchange.keyPair('carol', 'ed25519');
    const carol = ccxtOf(library, exchange, { apiKey, secret: privateKey });
    await carol.loadHttpProxyAgent();
    const order = await carol.createOrder(SYMBOL, 'limit', 'buy', 1, 10_000);
    const placed = await carol.createOrderWs(SYMBOL, 'limit', 'buy', 1, 10_001);
    const open = await carol.fetchOpenOrders(SYMBOL);
    assert.deepEqual(
      open.map(({ id }) => id),
      [order.id, placed.id],
    );
    await carol.cancelAllOrders(SYMBOL);
    await carol.close();
  });
});

type Balances = Awaited<ReturnType<Ccxt['fetchBalance']>>;

/** Of what is free, to four places: ccxt's numbers are floats. */
const gain = (before: Balances, now: Balances, asset: string): string =>
  (Number(now[asset]?.free) - Number(before[asset]?.free)).toFixed(4);
