import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiSocket } from '../testing/api-socket.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const MARKET = 'BTC-USD';
const order = {
  market: MARKET,
  side: 'sell',
  type: 'limit',
  price: '30000.00',
  quantity: '1.0000',
  display_quantity: '0.3000',
} as const;

describe('orders that show a part of themselves, over HTTP', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const asks = async () =>
    (await open.nobody.send('GET', `/v1/markets/${MARKET}/book`)).body['asks'];
  const heldBase = async (sequence: unknown) => {
    const asOf = `?min_sequence=${MARKET}:${sequence}`;
    const { body } = await open.alice.send('GET', `/v1/balances${asOf}`);
    const rows = body['balances'] as readonly Record<string, string>[];
    return rows.find(({ asset }) => asset === 'BTC')?.['held'];
  };

  test('show their owner all, the market a part, and hold what all of it may cost', async () => {
    const { alice, bob } = open;
    const placed = await alice.send('POST', '/v1/orders', order);
    const { status, quantity, display_quantity, id } = placed.body;
    assert.deepEqual(
      [placed.status, status, quantity, display_quantity],
      [201, 'open', '1.0000', '0.3000'],
      placed.text,
    );
    const { display_quantity: _, ...plain } = order;
    const behind = await alice.send('POST', '/v1/orders', { ...plain, quantity: '0.2000' });
    assert.equal(behind.body['display_quantity'], null);
    assert.deepEqual(await asks(), [['30000.00', '0.5000']]);
    assert.equal(await heldBase(behind.body['sequence']), '1.20000000');
    const taken = { ...plain, side: 'buy', quantity: '0.6000' };
    const bought = await bob.send('POST', '/v1/orders', taken);
    const fills = bought.body['fills'] as readonly { readonly quantity: string }[];
    assert.deepEqual(
      fills.map((fill) => fill.quantity),
      ['0.3000', '0.2000', '0.1000'],
    );
    assert.deepEqual(await asks(), [['30000.00', '0.2000']]);
    const amended = await alice.send('PATCH', `/v1/orders/${id}`, { quantity: '0.5000' });
    assert.equal(amended.body['display_quantity'], '0.3000', amended.text);
    assert.deepEqual(await asks(), [['30000.00', '0.1000']]);
    assert.equal(await heldBase(amended.body['sequence']), '0.10000000');
    const moved = await alice.send('PATCH', `/v1/orders/${id}`, { quantity: '2.0000' });
    assert.deepEqual(await asks(), [['30000.00', '0.3000']], moved.text);
    const tooMuch = await alice.send('PATCH', `/v1/orders/${id}`, { quantity: '30.0001' });
    assert.ok(tooMuch.status >= 400, tooMuch.text);
    const canceled = await alice.send('DELETE', `/v1/orders/${id}`);
    assert.equal(canceled.body['filled_quantity'], '0.4000');
    assert.deepEqual(await asks(), []);
    assert.equal(await heldBase(canceled.body['sequence']), '0.00000000');
  });

  test('are refused where nothing of them would rest, or nothing be hidden', async () => {
    const codeOf = async (change: object) =>
      (await open.alice.send('POST', '/v1/orders', { ...order, ...change })).body['code'];
    assert.equal(await codeOf({ time_in_force: 'ioc' }), 'INVALID_COMBINATION');
    assert.equal(await codeOf({ type: 'market', price: undefined }), 'INVALID_COMBINATION');
    assert.equal(await codeOf({ time_in_force: 'fok' }), 'INVALID_COMBINATION');
    const marketStop = { type: 'market', price: undefined, stop_price: '29000.00' };
    assert.equal(await codeOf(marketStop), 'INVALID_COMBINATION');
    assert.equal(await codeOf({ display_quantity: '1.0000' }), 'DISPLAY_OUT_OF_RANGE');
    assert.equal(await codeOf({ display_quantity: '0.0099' }), 'DISPLAY_OUT_OF_RANGE');
    assert.equal(await codeOf({ display_quantity: '0.00001' }), 'QUANTITY_OFF_LOT');
    assert.equal(await codeOf({ display_quantity: 'some' }), 'INVALID_FIELD');
  });

  test('may wait for a price, or end at a time, and show no more than their part then', async () => {
    const { alice, bob } = open;
    const { display_quantity: _, ...plain } = order;
    const socket = await ApiSocket.connect(open.doors.wsUrl);
    await socket.ask('subscribe', { channel: 'orders', market: MARKET });
    const waiting = { ...order, stop_price: '29000.00', price: '29500.00' };
    const placed = await alice.send('POST', '/v1/orders', waiting);
    assert.deepEqual(
      [placed.status, placed.body['display_quantity']],
      [201, '0.3000'],
      placed.text,
    );
    const later = { time_in_force: 'gtd', good_till: Date.now() * 1_000 + 60_000_000 };
    const ending = await alice.send('POST', '/v1/orders', {
      ...order,
      ...later,
      price: '29600.00',
    });
    assert.deepEqual([ending.status, ending.body['time_in_force']], [201, 'gtd'], ending.text);
    assert.deepEqual(await asks(), [['29600.00', '0.3000']]);
    const one = { ...plain, price: '29000.00', quantity: '0.1000' };
    await alice.send('POST', '/v1/orders', one);
    await bob.send('POST', '/v1/orders', { ...one, side: 'buy' });
    assert.deepEqual(await asks(), [
      ['29500.00', '0.3000'],
      ['29600.00', '0.3000'],
    ]);
    const told = () =>
      socket.of('orders').flatMap(({ events }) => events as readonly Record<string, unknown>[]);
    const ofStop = () => told().filter(({ order_id }) => order_id === placed.body['id']);
    await until(() => ofStop().length === 2, 'the order that entered');
    assert.deepEqual(
      ofStop().map(({ kind, quantity, remaining }) => [kind, quantity, remaining]),
      [
        ['received', '0.3000', undefined],
        ['open', undefined, '0.3000'],
      ],
    );
    socket.close();
    await alice.send('DELETE', `/v1/orders?market=${MARKET}`);
  });

  test('the same client order id with another part is another order', async () => {
    const { alice } = open;
    const mine = { ...order, price: '40000.00', client_order_id: 'part-1' };
    assert.equal((await alice.send('POST', '/v1/orders', mine)).status, 201);
    const other = await alice.send('POST', '/v1/orders', { ...mine, display_quantity: '0.2000' });
    assert.equal(other.body['code'], 'CLIENT_ORDER_ID_CONFLICT');
  });
});
