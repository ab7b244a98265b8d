/** Who asks again right after a restart meets a service of which the markets are being opened. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { eventTopic } from '../proto/topics.ts';
import type { AccountId, OrderId } from '../proto/units.ts';
import { type OpenedDoors, openDoors } from './doors.ts';
import type { OrderService } from './order-service.ts';
import { ApiSocket, type Message } from './testing/api-socket.ts';
import { DialectClient, DialectListener } from './testing/dialect-client.ts';
import { until } from './testing/exchange-harness.ts';
import { ApiClient, type OpenExchange, openExchange } from './testing/open-exchange.ts';
import { ReadModels } from './testing/read-models.ts';

const MARKET = 'BTC-USD';
const ORDER = {
  ...{ market: MARKET, side: 'buy', type: 'limit', price: '100.00', quantity: '0.5' },
  client_order_id: 'sent-before',
};

/** The log does not say where a market's events end until the gate is opened. */
function gated(log: EventLog): { readonly log: EventLog; readonly open: () => void } {
  let open = (): void => {};
  const gate = new Promise<void>((done) => {
    open = done;
  });
  const held = new Proxy(log, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'bounds') return value.bind(target);
      return async (topic: string) => {
        if (topic === eventTopic(MARKET)) await gate;
        return target.bounds(topic);
      };
    },
  });
  return { log: held, open };
}

describe('an order of before a restart, while its market is being opened', () => {
  let exchange: OpenExchange;
  let models: ReadModels;
  let service: OrderService;
  let doors: OpenedDoors;
  let gate: ReturnType<typeof gated>;
  let orderId: string;

  before(async () => {
    exchange = await openExchange();
    models = new ReadModels(exchange);
    const first = await exchange.bob.send('POST', '/v1/orders', ORDER);
    assert.equal(first.status, 201, first.text);
    orderId = String(first.body['id']);
    await until(
      async () =>
        (await exchange.service.history.order(2 as AccountId, Number(orderId) as OrderId)) !== null,
      'the read model has the order',
    );
    await exchange.doors.close();
    await exchange.service.stop();
    gate = gated(exchange.exchange.ports.log);
    service = await exchange.exchange.service({
      ports: { ...exchange.exchange.ports, log: gate.log },
      // A busy machine takes its time between what is asked and the gate.
      limits: { answerTimeoutMs: 60_000 },
    });
    const identity = { pid: process.pid, version: 'test' };
    doors = await openDoors({ service, host: '127.0.0.1', port: 0, identity });
  });
  after(async () => {
    gate.open();
    await doors.close();
    await service.stop();
    await models.close();
    await exchange.exchange.close();
    assert.deepEqual(exchange.exchange.broken, []);
  });

  test('is neither denied nor shown as over, and is answered once the market is open', async () => {
    const socket = await ApiSocket.connect(doors.wsUrl);
    await socket.login(exchange.keys.bob);
    const rest = new ApiClient(doors.baseUrl, exchange.keys.bob);
    const sentAgain = [
      socket.ask('place', { order: ORDER }),
      socket.ask('place_batch', { orders: [ORDER, { ...ORDER, client_order_id: 'new' }] }),
    ];
    const restAgain = rest.send('POST', '/v1/orders', ORDER);
    for (const path of [
      ...[`orders/${orderId}`, `orders/client/${ORDER.client_order_id}`, 'fills'],
      ...['orders', `orders?market=${MARKET}`, 'orders?status=all', `markets/${MARKET}/book`],
    ]) {
      const read = await rest.send('GET', `/v1/${path}`);
      assert.deepEqual([read.status, read.body['code']], [503, 'NOT_READY'], path);
    }
    const canceled = await rest.send('DELETE', `/v1/orders/${orderId}`);
    assert.deepEqual([canceled.status, canceled.body['code']], [503, 'NOT_READY']);
    const asked = [
      socket.ask('cancel', { order_id: orderId }),
      socket.ask('amend', { order_id: orderId, quantity: '0.4' }),
      socket.ask('subscribe', { channel: 'book', market: MARKET }),
    ];
    for (const reply of await Promise.all(asked)) assert.equal(codeOf(reply), 'NOT_READY');
    const dialect = new DialectClient(doors.baseUrl, exchange.keys.bob);
    for (const [path, values] of [
      ['/api/v3/order', { symbol: 'BTCUSD', orderId }],
      ['/api/v3/openOrders', {}],
      ['/api/v3/openOrders', { symbol: 'BTCUSD' }],
      ['/api/v3/myTrades', { symbol: 'BTCUSD' }],
    ] as const) {
      const read = await dialect.send('GET', path, values);
      assert.deepEqual([read.status, read.body['code']], [503, -1008], `${path} ${read.text}`);
    }
    const streamsUrl = doors.baseUrl.replace('http', 'ws');
    const streams = await DialectListener.connect(`${streamsUrl}/ws/btcusd@depth@100ms`);
    await streams.ask('SUBSCRIBE', ['btcusd@trade', 'btcusd@bookTicker', 'nosuch@trade']);
    await streams.ask('UNSUBSCRIBE', ['btcusd@bookTicker']);
    const nowhere = await socket.ask('subscribe', { channel: 'book', market: 'NO-SUCH' });
    assert.equal(codeOf(nowhere), 'UNKNOWN_MARKET');

    gate.open();
    const [one, batch] = await Promise.all(sentAgain);
    assert.equal(idOf(one), orderId, JSON.stringify(one));
    const [same, fresh] = (batch?.['results'] ?? []) as readonly Message[];
    assert.equal(idOf(same), orderId, JSON.stringify(batch));
    assert.equal(codeOf(fresh), 'NOT_READY');
    const answered = await restAgain;
    assert.deepEqual([answered.status, answered.body['id']], [200, orderId], answered.text);
    const open = await rest.send('GET', '/v1/orders');
    const ids = (open.body['orders'] as readonly Message[]).map(({ id }) => id);
    assert.deepEqual(ids, [orderId]);

    await until(() => service.markets.isOpen(MARKET), 'the market opens');
    const sale = { ...ORDER, side: 'sell', client_order_id: undefined, quantity: '0.0001' };
    const heard = (kind: string) => streams.events(kind).length;
    await until(async () => {
      const sold = await rest.send('POST', '/v1/orders', sale);
      assert.equal(sold.status, 201, sold.text);
      return heard('trade') > 0 && heard('depthUpdate') > 0;
    }, 'the streams tell what comes');
    for (const { U, u, b } of streams.events('depthUpdate')) {
      assert.ok(Number(U) <= Number(u), `${U} to ${u}`);
      assert.ok(Number((b as string[][])[0]?.[1]) < Number(ORDER.quantity), 'not what was before');
    }
    assert.deepEqual(
      streams.heard.filter((message) => 'B' in message),
      [],
    );
    streams.close();
    socket.close();
  });
});

const memberOf = (message: Message | undefined, name: string): Message | undefined =>
  message?.[name] as Message | undefined;
const idOf = (reply: Message | undefined): unknown => memberOf(reply, 'order')?.['id'];
const codeOf = (reply: Message | undefined): unknown => memberOf(reply, 'error')?.['code'];
