import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { commandTopic } from '../../proto/topics.ts';
import { appendControl } from '../control-records.ts';
import { DialectClient, DialectListener } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

describe('orders that expire in the dialect', () => {
  let open: OpenExchange;
  let alice: DialectClient;
  let listener: DialectListener;
  const reports = () => listener.events('executionReport');
  const limit = (timeInForce: string) => ({
    symbol: 'BTCUSD',
    side: 'BUY',
    type: 'LIMIT',
    quantity: '1',
    price: '20000',
    timeInForce,
  });

  before(async () => {
    open = await openExchange();
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const url = `${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`;
    listener = await DialectListener.connect(url);
    await listener.ask('userDataStream.subscribe.signature', alice.members());
  });
  after(async () => {
    listener.close();
    await open.close();
  });

  test('when they sell for an amount and nobody buys, however little that is', async () => {
    const market = { symbol: 'BTCUSD', side: 'SELL', type: 'MARKET' };
    for (const quoteOrderQty of ['0.01', '5', '90000']) {
      const { status, body } = await alice.send('POST', '/api/v3/order', {
        ...{ ...market, quoteOrderQty },
      });
      assert.deepEqual([status, body['status']], [200, 'EXPIRED'], quoteOrderQty);
    }
  });

  test('say why: in the answer, in the report, and when they are asked for', async () => {
    const send = async (order: Readonly<Record<string, string>>) =>
      (await alice.send('POST', '/api/v3/order', { newOrderRespType: 'FULL', ...order })).body;
    const market = { symbol: 'BTCUSD', side: 'SELL', type: 'MARKET', quantity: '1' };
    const ended = [await send(limit('IOC')), await send(limit('FOK')), await send(market)];
    // Only /v1 has orders that end at a time.
    const goodTill = (Date.now() + 500) * 1_000;
    const terms = { side: 'buy', type: 'limit', price: '20000.00', quantity: '1.0000' };
    const gtd = { market: 'BTC-USD', ...terms, time_in_force: 'gtd', good_till: goodTill };
    const placed = await open.alice.send('POST', '/v1/orders', gtd);
    assert.equal(placed.status, 201, placed.text);
    await until(() => Date.now() * 1_000 > goodTill, 'its time');
    await appendControl(open.exchange.ports, commandTopic('BTC-USD'), { kind: 'ClockTicked' });
    const reasons = [
      'UNFILLED_IOC_QUANTITY_EXPIRED',
      'UNFILLED_FOK_ORDER_EXPIRED',
      'INSUFFICIENT_LIQUIDITY',
      'EXCHANGE_CANCELED',
    ];
    const expired = () => reports().filter(({ x, Q }) => x === 'EXPIRED' && Number(Q) === 0);
    await until(() => expired().length === reasons.length, 'all four ended');
    assert.deepEqual(
      ended.map((order) => [order['status'], order['expiryReason']]),
      reasons.slice(0, 3).map((reason) => ['EXPIRED', reason]),
    );
    assert.deepEqual(
      expired().map(({ eR }) => eR),
      reasons,
    );
    assert.ok(reports().every((each) => each['x'] === 'EXPIRED' || !('eR' in each)));
    const ids = [...ended.map(({ orderId }) => orderId), Number(placed.body['id'])];
    for (const [index, orderId] of ids.entries()) {
      const wanted = { symbol: 'BTCUSD', orderId: Number(orderId) };
      const { body } = await alice.send('GET', '/api/v3/order', wanted);
      assert.deepEqual([body['status'], body['expiryReason']], ['EXPIRED', reasons[index]]);
    }
  });
});
