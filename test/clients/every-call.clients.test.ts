/**
 * Every call that ccxt and the official SDK have for spot is made once: what an exchange of this kind
 * answers is answered. The other suites say what the answers mean.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CcxtLibrary, ccxtOf } from './ccxt-exchange.ts';
import { npmClients } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

type Call = readonly [name: string, ...args: readonly unknown[]];
type Callable = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

const UNIFIED = 'BTC/USD';
const OTHER = 'ETH/USD';
const SYMBOL = 'BTCUSD';
const ANSWER_MS = 30_000;
const TRADE_EVERY_MS = 200;

/** The answer, or a failure that says to what. */
async function answered(what: string, call: () => Promise<unknown>): Promise<unknown> {
  const limit = new AbortController();
  const late = sleep(ANSWER_MS, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${ANSWER_MS} ms`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
  } finally {
    limit.abort();
  }
}

describe('every call', () => {
  let exchange: ClientExchange;
  let load: NodeJS.Require;
  const ended = new AbortController();
  let trading: Promise<void>;

  before(async () => {
    load = await npmClients();
    exchange = await clientExchange();
    trading = trade(exchange, load('ccxt') as CcxtLibrary, ended.signal);
    // Awaited at the end; until then nobody else may take it for unhandled.
    trading.catch(() => {});
  });
  after(async () => {
    ended.abort();
    await trading;
    await exchange?.close();
  });

  test('of ccxt, over REST and over its sockets', async () => {
    const alice = ccxtOf(load('ccxt') as CcxtLibrary, exchange, 'alice');
    await alice.loadHttpProxyAgent();
    await alice.loadMarkets();
    const callable = alice as unknown as Callable;
    const make = async ([name, ...args]: Call) => {
      const call = callable[name];
      assert.ok(call !== undefined, `ccxt has no ${name}`);
      return answered(`${name} ${JSON.stringify(args)}`, () => call.apply(alice, [...args]));
    };
    const minutesAgo = Date.now() - 600_000;
    const own = (await make(['createOrder', UNIFIED, 'limit', 'buy', 1, 10_000])) as { id: string };
    const reads: readonly Call[] = [
      ['fetchStatus'],
      ['fetchTime'],
      ['fetchCurrencies'],
      ['fetchBidsAsks'],
      ['fetchLastPrices'],
      ['fetchTickers'],
      ['fetchTickers', [UNIFIED, OTHER]],
      ['fetchTicker', UNIFIED, { rolling: true }],
      ['fetchTradingFees'],
      ['fetchOHLCV', UNIFIED, '1m', minutesAgo, 5, { until: Date.now() }],
      ['fetchTrades', UNIFIED, minutesAgo, 5],
      ['fetchTrades', UNIFIED, undefined, 5, { fetchTradesMethod: 'publicGetTrades' }],
      ['fetchTrades', UNIFIED, undefined, 5, { fetchTradesMethod: 'publicGetHistoricalTrades' }],
      ['fetchOrder', own.id, UNIFIED],
      ['fetchOpenOrders', UNIFIED],
      ['fetchOrders', UNIFIED, minutesAgo, 10],
      ['fetchClosedOrders', UNIFIED],
      ['fetchCanceledOrders', UNIFIED],
      ['fetchCanceledAndClosedOrders', UNIFIED],
      ['fetchOrderTrades', own.id, UNIFIED],
      ['fetchMyTrades', UNIFIED, minutesAgo, 5],
      ['privateGetAllOrderList'],
      ['privateGetOpenOrderList'],
      ['privateGetMyAllocations', { symbol: SYMBOL }],
      ['privateGetMyPreventedMatches', { symbol: SYMBOL, orderId: own.id }],
      ['privateGetAccountCommission', { symbol: SYMBOL }],
      ['privateGetRateLimitOrder'],
      ['publicGetTickerTradingDay', { symbol: SYMBOL }],
      ['publicGetTicker', { symbol: SYMBOL, windowSize: '7d' }],
      ['publicGetUiKlines', { symbol: SYMBOL, interval: '1d', timeZone: '-5:30' }],
      ['publicGetAvgPrice', { symbol: SYMBOL }],
      ['publicGetExchangeInfo', { permissions: '["SPOT"]' }],
    ];
    for (const call of reads) await make(call);
    const limit = (...more: readonly object[]): Call => [
      'createOrder',
      ...[UNIFIED, 'limit', 'buy', 0.1, 10_000],
      ...more,
    ];
    const orders: readonly Call[] = [
      limit({ clientOrderId: 'every-call-1' }),
      limit({ icebergQty: 0.02 }),
      limit({ selfTradePrevention: 'EXPIRE_TAKER' }),
      limit({ timeInForce: 'PO' }),
      limit({ test: true }),
      ['createOrder', UNIFIED, 'market', 'sell', 0.01, undefined, { stopLossPrice: 10_000 }],
      ['createOrder', UNIFIED, 'limit', 'sell', 0.01, 9_990, { triggerPrice: 10_000 }],
      limit({ takeProfitPrice: 10_500, icebergQty: 0.02 }),
      ['cancelAllOrders', UNIFIED],
    ];
    for (const call of orders) await make(call);
    const first = (await make(['createOrderWs', UNIFIED, 'limit', 'buy', 1, 10_000])) as never;
    const edited = ['editOrderWs', first['id'], UNIFIED, 'limit', 'buy', 2, 10_001] as const;
    const { id } = (await make(edited)) as { id: string };
    const overSocket: readonly Call[] = [
      ['fetchOrderWs', id, UNIFIED],
      ['fetchOrdersWs', UNIFIED],
      ['fetchClosedOrdersWs', UNIFIED],
      ['fetchOpenOrdersWs', UNIFIED],
      ['fetchMyTradesWs', UNIFIED],
      ['fetchTradesWs', UNIFIED],
      ['fetchBalanceWs'],
      ['fetchOHLCVWs', UNIFIED, '1m'],
      ['cancelOrderWs', id, UNIFIED],
      ['createOrderWs', UNIFIED, 'limit', 'buy', 1, 10_000],
      ['cancelAllOrdersWs', UNIFIED],
      ['watchTicker', UNIFIED],
      ['watchTickers', [UNIFIED, OTHER]],
      ['watchTickers', [UNIFIED], { name: 'miniTicker' }],
      ['watchTickers', [UNIFIED], { name: 'ticker_1h' }],
      ['watchBidsAsks', [UNIFIED]],
      ['watchTrades', UNIFIED],
      ['watchTradesForSymbols', [UNIFIED, OTHER]],
      ['watchOHLCV', UNIFIED, '1m'],
      ['watchOrderBook', UNIFIED],
      ['watchOrderBookForSymbols', [UNIFIED, OTHER]],
      ['unWatchTrades', UNIFIED],
      ['unWatchOrderBook', UNIFIED],
      ['unWatchTicker', UNIFIED],
      ['unWatchOHLCV', UNIFIED, '1m'],
    ];
    for (const call of overSocket) await make(call);
    await alice.close();
  });

  test('of @binance/spot, over REST, its socket API and its streams', async () => {
    const { Spot } = load('@binance/spot');
    const { baseUrl: basePath, wsUrl, accounts } = exchange;
    const keys = { apiKey: accounts.alice.apiKey, apiSecret: accounts.alice.secret };
    const client = new Spot({
      configurationRestAPI: { ...keys, basePath },
      configurationWebsocketStreams: { wsURL: wsUrl },
      configurationWebsocketAPI: { ...keys, wsURL: `${wsUrl}/ws-api/v3` },
    });
    const rest = (name: string, values: object): Promise<never> =>
      answered(`REST ${name}`, async () =>
        (await client.restAPI[name](values)).data(),
      ) as Promise<never>;
    const limit = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 2 };
    const order = { ...limit, price: 10_010 };
    const { orderId } = await rest('newOrder', order);
    const ofOrder = { symbol: SYMBOL, orderId: Number(orderId) };
    await rest('orderAmendKeepPriority', { ...ofOrder, newQty: 1 });
    const afterwards = ['getOrder', 'orderAmendments', 'myPreventedMatches'];
    for (const name of afterwards) await rest(name, ofOrder);
    const ofSymbol = ['allOrders', 'myTrades', 'myAllocations', 'accountCommission', 'myFilters'];
    for (const name of ofSymbol) await rest(name, { symbol: SYMBOL });
    for (const name of ['rateLimitOrder', 'getAccount', 'allOrderList', 'openOrderList']) {
      await rest(name, {});
    }
    await rest('orderTest', { ...order, computeCommissionRates: true });
    await rest('exchangeInfo', { permissions: ['SPOT'], showPermissionSets: false });
    await rest('ticker24hr', { symbol: SYMBOL, type: 'MINI' });
    await rest('deleteOpenOrders', { symbol: SYMBOL });

    const api = await client.websocketAPI.connect();
    const ask = (name: string, values: object): Promise<never> =>
      answered(`socket ${name}`, async () => (await api[name](values)).data) as Promise<never>;
    const placed = await ask('orderPlace', order);
    await ask('orderStatus', { symbol: SYMBOL, orderId: Number(placed['orderId']) });
    const replaced = { cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: placed['orderId'] };
    await ask('orderCancelReplace', { ...order, ...replaced });
    await ask('openOrdersCancelAll', { symbol: SYMBOL });
    await ask('orderTest', order);
    const reads = [
      ...['openOrdersStatus', 'allOrders', 'myTrades', 'accountCommission', 'myAllocations'],
      ...['depth', 'tradesRecent', 'tradesHistorical', 'tradesAggregate', 'avgPrice', 'ticker'],
      ...['ticker24hr', 'tickerTradingDay', 'tickerPrice', 'tickerBook', 'exchangeInfo'],
    ];
    for (const name of reads) await ask(name, { symbol: SYMBOL });
    for (const name of ['klines', 'uiKlines']) {
      await ask(name, { symbol: SYMBOL, interval: '1m' });
    }
    const ofAccount = ['accountStatus', 'accountRateLimitsOrders', 'allOrderLists', 'ping', 'time'];
    const ofSession = ['openOrderListsStatus', 'sessionStatus', 'sessionSubscriptions'];
    const userData = ['userDataStreamSubscribeSignature', 'userDataStreamUnsubscribe'];
    for (const name of [...ofAccount, ...ofSession, ...userData]) await ask(name, {});

    const streams = await client.websocketStreams.connect();
    const symbol = 'btcusd';
    const heard = (name: string, values: object) =>
      answered(
        `stream ${name}`,
        () => new Promise((take) => streams[name](values).on('message', take)),
      );
    const followed: readonly (readonly [string, object])[] = [
      ...['aggTrade', 'trade', 'avgPrice', 'bookTicker', 'diffBookDepth', 'miniTicker'].map(
        (name) => [name, { symbol }] as const,
      ),
      ['ticker', { symbol }],
      ['partialBookDepth', { symbol, levels: '5' }],
      ['kline', { symbol, interval: '1m' }],
      ['rollingWindowTicker', { symbol, windowSize: '1h' }],
      ['allMiniTicker', {}],
      ['allMarketRollingWindowTicker', { windowSize: '1h' }],
    ];
    await Promise.all(followed.map(([name, values]) => heard(name, values)));
    await streams.disconnect();
    await api.disconnect();
  });
});

/** Something happens in both markets all the time: streams have something to say. */
async function trade(exchange: ClientExchange, library: CcxtLibrary, signal: AbortSignal) {
  const bob = ccxtOf(library, exchange, 'bob');
  await bob.loadMarkets();
  for (let round = 0; !signal.aborted; round += 1) {
    const market = round % 2 === 0 ? UNIFIED : OTHER;
    await bob.createOrder(market, 'limit', 'sell', 0.01, 30_000);
    await bob.createOrder(market, 'market', 'buy', 0.01);
    await sleep(TRADE_EVERY_MS);
  }
  await bob.close();
}
