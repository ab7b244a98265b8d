/** The official SDKs and the most used one beside them, unmodified, against one exchange. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { npmClients } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

type Json = Readonly<Record<string, unknown>>;
type Loose = new (
  ...args: readonly unknown[]
) => Readonly<Record<string, (...args: readonly unknown[]) => Promise<never>>>;

interface Orders {
  newOrder(symbol: string, side: string, type: string, options: object): void;
}

const SYMBOL = 'BTCUSD';
const ANSWER_MS = 10_000;

/** The first that comes, or a failure that says what did not. */
async function first<T>(what: string, wait: (take: (value: T) => void) => unknown): Promise<T> {
  const limit = new AbortController();
  const value = new Promise<T>((take) => wait(take));
  const late = sleep(ANSWER_MS, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error(`not within ${ANSWER_MS} ms: ${what}`);
  });
  late.catch(() => {});
  return Promise.race([value, late]).finally(() => limit.abort());
}

describe('npm clients', () => {
  let exchange: ClientExchange;
  let load: NodeJS.Require;

  before(async () => {
    load = await npmClients();
    exchange = await clientExchange();
  });
  after(() => exchange?.close());

  test('@binance/connector trades, streams and speaks over its socket', async () => {
    const { Spot, WebsocketStream, WebsocketAPI } = load('@binance/connector');
    const { baseUrl: baseURL, wsUrl, accounts } = exchange;
    const { apiKey, secret } = accounts.alice;
    const logger = { log() {}, debug() {}, info() {}, warn() {}, error() {} };
    const client = new Spot(apiKey, secret, { baseURL });
    const limit = (price: string) => ({ price, quantity: 1, timeInForce: 'GTC' });
    const place = async (price: string): Promise<Json> =>
      (await client.newOrder(SYMBOL, 'BUY', 'LIMIT', limit(price))).data;
    const placed = await place('20000');
    assert.equal(placed['status'], 'NEW');
    const { orderId } = placed;
    assert.equal(
      (await client.getOrder(SYMBOL, { orderId })).data.clientOrderId,
      placed['clientOrderId'],
    );
    const replaced = await client.cancelAndReplace(SYMBOL, 'BUY', 'LIMIT', 'STOP_ON_FAILURE', {
      ...limit('20001'),
      cancelOrderId: orderId,
    });
    assert.deepEqual(
      [replaced.data.cancelResult, replaced.data.newOrderResult],
      ['SUCCESS', 'SUCCESS'],
    );
    assert.equal((await client.cancelOpenOrders(SYMBOL)).data.length, 1);
    assert.equal((await client.ticker24hr('', [SYMBOL, 'ETHUSD'])).data.length, 2);

    const { listenKey } = (await client.createListenKey()).data;
    await client.renewListenKey(listenKey);
    // Each would connect again for ever.
    let user = { disconnect() {}, userData(_key: string) {} };
    let api = { disconnect() {} };
    const text = await first<string>('an execution report', (take) => {
      user = new WebsocketStream({ wsURL: wsUrl, logger, callbacks: { message: take } });
      user.userData(listenKey);
      setTimeout(() => place('20002'), 1_000);
    });
    assert.deepEqual([JSON.parse(text).e, JSON.parse(text).x], ['executionReport', 'NEW']);

    const reply = await first<string>('an answer', (take) => {
      api = new WebsocketAPI(apiKey, secret, {
        wsURL: `${wsUrl}/ws-api/v3`,
        logger,
        callbacks: {
          open: (socket: Orders) => socket.newOrder(SYMBOL, 'BUY', 'LIMIT', limit('20003')),
          message: take,
        },
      });
    });
    assert.deepEqual([JSON.parse(reply).status, JSON.parse(reply).result.status], [200, 'NEW']);
    user.disconnect();
    api.disconnect();
    await client.cancelOpenOrders(SYMBOL);
  });

  test('@binance/spot trades over REST and socket, and follows the book', async () => {
    const { Spot } = load('@binance/spot');
    const { baseUrl: basePath, wsUrl, accounts } = exchange;
    const keys = { apiKey: accounts.bob.apiKey, apiSecret: accounts.bob.secret };
    const client = new Spot({
      configurationRestAPI: { ...keys, basePath },
      configurationWebsocketStreams: { wsURL: wsUrl },
      configurationWebsocketAPI: { ...keys, wsURL: `${wsUrl}/ws-api/v3` },
    });
    const limit = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 1 };
    const streams = await client.websocketStreams.connect();
    const depth = streams.diffBookDepth({ symbol: 'btcusd', updateSpeed: '100ms' });
    const update = first<Json>('a depth update', (take) => depth.on('message', take));
    await sleep(1_000);
    const placed = await (await client.restAPI.newOrder({ ...limit, price: 20_010 })).data();
    assert.equal(placed.status, 'NEW');
    const { e, U, u, b } = await update;
    assert.ok(e === 'depthUpdate' && Number(U) <= Number(u));
    assert.deepEqual(b, [['20010.00000000', '1.00000000']]);

    const socket = await client.websocketAPI.connect();
    const second = await socket.orderPlace({ ...limit, price: 20_011 });
    assert.equal(second.data.status, 'NEW');
    const open = await (await client.restAPI.getOpenOrders({ symbol: SYMBOL })).data();
    assert.equal(open.length, 2);
    const canceled = await (await client.restAPI.deleteOpenOrders({ symbol: SYMBOL })).data();
    assert.equal(canceled.length, 2);
    await streams.disconnect();
    await socket.disconnect();
  });

  test('binance trades', async () => {
    const { MainClient } = load('binance') as { MainClient: Loose };
    const { apiKey, secret } = exchange.accounts.carol;
    const client = new MainClient({
      api_key: apiKey,
      api_secret: secret,
      baseUrl: exchange.baseUrl,
    });
    const limit = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 1 };
    const placed = (await client['submitNewOrder']!({ ...limit, price: 20_020 })) as Json;
    assert.equal(placed['status'], 'NEW');
    const open = (await client['getOpenOrders']!({ symbol: SYMBOL })) as readonly Json[];
    assert.deepEqual(
      open.map(({ orderId }) => orderId),
      [placed['orderId']],
    );
    const canceled = (await client['cancelAllSymbolOrders']!({
      symbol: SYMBOL,
    })) as readonly Json[];
    assert.equal(canceled.length, 1);
  });
});
