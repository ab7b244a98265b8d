import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, type Json } from '../testing/dialect-client.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const ORDER = { symbol: 'BTCUSD', timeInForce: 'GTC', quantity: '1' };
const STOP = {
  ...ORDER,
  side: 'SELL',
  type: 'STOP_LOSS_LIMIT',
  price: '28900',
  stopPrice: '29000',
};

describe('orders that wait, in the dialect', () => {
  let open: OpenExchange;
  let alice: DialectClient;
  let bob: DialectClient;

  before(async () => {
    open = await openExchange();
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
  });
  after(() => open.close());

  async function trade(price: string): Promise<void> {
    const order = { ...ORDER, type: 'LIMIT', quantity: '0.001', price };
    await bob.send('POST', '/api/v3/order', { ...order, side: 'SELL' });
    const { body } = await bob.send('POST', '/api/v3/order', { ...order, side: 'BUY' });
    assert.equal(body['status'], 'FILLED', JSON.stringify(body));
  }

  const query = async (orderId: unknown): Promise<Json> =>
    (await alice.send('GET', '/api/v3/order', { symbol: 'BTCUSD', orderId: Number(orderId) })).body;

  test('are listed, with how many there may be', async () => {
    const { body } = await open.nobody.raw('GET', '/api/v3/exchangeInfo?symbol=BTCUSD', '');
    const [symbol] = body['symbols'] as readonly Json[];
    const types = symbol?.['orderTypes'] as readonly string[];
    for (const type of ['STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT']) {
      assert.ok(types.includes(type), type);
    }
    const filters = symbol?.['filters'] as readonly Json[];
    const algo = filters.find((filter) => filter['filterType'] === 'MAX_NUM_ALGO_ORDERS');
    assert.equal(algo?.['maxNumAlgoOrders'], 100);
  });

  test('do not work until a trade reaches their stop price', async () => {
    await trade('30000');
    const ack = await alice.send('POST', '/api/v3/order', STOP);
    assert.equal(ack.status, 200, JSON.stringify(ack.body));
    assert.equal(ack.body['status'], undefined);
    const { orderId } = ack.body;
    const waiting = await query(orderId);
    assert.deepEqual(
      ['type', 'status', 'stopPrice', 'price', 'isWorking', 'workingTime'].map((f) => waiting[f]),
      ['STOP_LOSS_LIMIT', 'NEW', '29000.00000000', '28900.00000000', false, -1],
    );
    await trade('29000');
    const working = await query(orderId);
    assert.deepEqual([working['isWorking'], working['status']], [true, 'NEW']);
    assert.ok(Number(working['workingTime']) >= Number(working['time']));
    const canceled = await alice.send('DELETE', '/api/v3/order', {
      symbol: 'BTCUSD',
      orderId: Number(orderId),
    });
    assert.deepEqual(
      [canceled.body['status'], canceled.body['stopPrice']],
      ['CANCELED', '29000.00000000'],
    );
  });

  test('say in the words that clients look for why they are refused', async () => {
    await trade('29000');
    const codeAndText = async (order: Readonly<Record<string, string>>) => {
      const { body } = await alice.send('POST', '/api/v3/order', order);
      return [body['code'], body['msg']];
    };
    const immediately = [-2010, 'Order would trigger immediately.'];
    assert.deepEqual(await codeAndText(STOP), immediately);
    assert.deepEqual(await codeAndText({ ...STOP, type: 'TAKE_PROFIT_LIMIT' }), immediately);
    const { price: _price, timeInForce: _time, ...market } = STOP;
    assert.deepEqual(await codeAndText({ ...market, type: 'STOP_LOSS' }), immediately);
    assert.deepEqual(await codeAndText({ ...STOP, type: 'STOP_LOSS' }), [
      -1106,
      "Parameter 'timeInForce' sent when not required.",
    ]);
    const { stopPrice: _stop, ...noStop } = STOP;
    assert.deepEqual(await codeAndText(noStop), [
      -1102,
      "Mandatory parameter 'stopPrice' was not sent, was empty/null, or malformed.",
    ]);
    assert.deepEqual(await codeAndText({ ...noStop, type: 'LIMIT', stopPrice: '1' }), [
      -1106,
      "Parameter 'stopPrice' sent when not required.",
    ]);
  });

  test('of the market kind may say what they spend; one that sells says a quantity', async () => {
    await trade('29000');
    const buy = { symbol: 'BTCUSD', side: 'BUY', type: 'STOP_LOSS', stopPrice: '29800' };
    const order = { ...buy, quoteOrderQty: '596', newOrderRespType: 'RESULT' };
    const placed = await alice.send('POST', '/api/v3/order', order);
    const shown = ['status', 'origQty', 'origQuoteOrderQty'].map((name) => placed.body[name]);
    assert.deepEqual(shown, ['NEW', '0.00000000', '596.00000000'], JSON.stringify(placed.body));
    const offer = { ...ORDER, side: 'SELL', type: 'LIMIT', price: '29900', quantity: '1' };
    await bob.send('POST', '/api/v3/order', offer);
    await trade('29800');
    const filled = await query(placed.body['orderId']);
    assert.deepEqual(
      [filled['status'], filled['executedQty'], filled['cummulativeQuoteQty']],
      ['FILLED', '0.01990000', '595.01000000'],
    );
    await bob.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    const codeOf = async (wrong: Json) =>
      (await alice.send('POST', '/api/v3/order', { ...wrong } as Record<string, string>)).body[
        'code'
      ];
    assert.equal(await codeOf(buy), -1102);
    assert.equal(await codeOf({ ...order, quantity: '1' }), -1128);
    assert.equal(await codeOf({ ...order, side: 'SELL', stopPrice: '29000' }), -1128);
  });

  test('of the market kind take what there is when they enter', async () => {
    await trade('29000');
    const { price: _price, timeInForce: _time, ...market } = STOP;
    const placed = await alice.send('POST', '/api/v3/order', {
      ...market,
      type: 'TAKE_PROFIT',
      stopPrice: '29500',
      newOrderRespType: 'RESULT',
    });
    assert.deepEqual(
      [placed.body['status'], placed.body['type'], placed.body['price']],
      ['NEW', 'TAKE_PROFIT', '0.00000000'],
      JSON.stringify(placed.body),
    );
    const bid = { ...ORDER, side: 'BUY', type: 'LIMIT', price: '29400', quantity: '3' };
    await bob.send('POST', '/api/v3/order', bid);
    await trade('29500');
    const filled = await query(placed.body['orderId']);
    assert.deepEqual(
      [filled['status'], filled['executedQty'], filled['cummulativeQuoteQty']],
      ['FILLED', '1.00000000', '29400.00000000'],
    );
    await bob.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  });
});
