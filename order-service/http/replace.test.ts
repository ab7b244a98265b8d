import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decodeCommandBatch } from '../../proto/codec.ts';
import { commandTopic } from '../../proto/topics.ts';
import { offset } from '../../proto/units.ts';
import { DialectClient } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type ApiReply, type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const MARKET = 'BTC-USD';
type Row = Readonly<Record<string, string>>;

describe('one order for another, over HTTP', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const order = { market: MARKET, side: 'sell', type: 'limit', price: '30000.00' } as const;

  const place = async (more: object): Promise<string> => {
    const reply = await open.alice.send('POST', '/v1/orders', { ...order, ...more });
    assert.equal(reply.status, 201, reply.text);
    return String(reply.body['id']);
  };

  const replace = (id: string, more: object): Promise<ApiReply> =>
    open.alice.send('POST', `/v1/orders/${id}/replace`, { ...order, ...more });

  const statusOf = async (id: string): Promise<unknown> =>
    (await open.alice.send('GET', `/v1/orders/${id}`)).body['status'];

  const partsOf = ({ body }: ApiReply) => ({
    order: body['order'] as Row,
    canceled: body['canceled'] as Row | undefined,
    notCanceled: body['not_canceled'] as Row | undefined,
  });

  /** Settled up to now. */
  async function bitcoin(sequence: unknown): Promise<Row> {
    const path = `/v1/balances?min_sequence=${MARKET}:${sequence}`;
    const rows = (await open.alice.send('GET', path)).body['balances'] as readonly Row[];
    return rows.find(({ asset }) => asset === 'BTC')!;
  }

  test('the old one ends and the new one stands, in one record', async () => {
    const old = await place({ quantity: '0.1000' });
    const reply = await replace(old, { quantity: '0.2000', price: '31000.00' });
    assert.equal(reply.status, 201, reply.text);
    const { order: fresh, canceled, notCanceled } = partsOf(reply);
    assert.deepEqual(
      [fresh['status'], fresh['price'], canceled?.['id'], canceled?.['status'], notCanceled],
      ['open', '31000.00', old, 'canceled', undefined],
    );
    assert.ok(Number(canceled?.['sequence']) < Number(fresh['sequence']));
    assert.equal((await bitcoin(fresh['sequence']))['held'], '0.20000000');
    await open.alice.send('DELETE', `/v1/orders/${fresh['id']}`);
  });

  test('whose money is all on hold for the old one gets the new one', async () => {
    const all = '5.0000';
    await open.exchange.settled(MARKET);
    const had = Number((await bitcoin(0))['available']);
    const out = { asset: 'BTC', amount: String(had - Number(all)), transaction_id: 'leave-five' };
    const taken = await open.alice.send('POST', '/v1/withdrawals', out);
    assert.equal(taken.status, 201, taken.text);
    await until(async () => Number((await bitcoin(0))['total']) === 5, 'only five are left');
    const old = await place({ quantity: all });
    const tooMuch = await open.alice.send('POST', '/v1/orders', { ...order, quantity: '0.1000' });
    assert.equal(tooMuch.body['code'], 'INSUFFICIENT_BALANCE');

    const reply = await replace(old, { quantity: all, price: '32000.00' });
    assert.equal(reply.status, 201, reply.text);
    const { order: fresh } = partsOf(reply);
    const after = await bitcoin(fresh['sequence']);
    assert.deepEqual([Number(after['held']), Number(after['available'])], [Number(all), 0]);

    const refused = await replace(String(fresh['id']), { quantity: '6.0000' });
    assert.deepEqual([refused.status, refused.body['code']], [422, 'INSUFFICIENT_BALANCE']);
    assert.equal(await statusOf(String(fresh['id'])), 'open', 'nothing was done');

    const smaller = await replace(String(fresh['id']), { quantity: '0.1000' });
    assert.equal(smaller.status, 201, smaller.text);
    const { order: last } = partsOf(smaller);
    assert.equal((await bitcoin(last['sequence']))['held'], '0.10000000');
    await open.alice.send('DELETE', `/v1/orders/${last['id']}`);
  });

  test('sent again under its client order id it is the same one', async () => {
    const old = await place({ quantity: '0.1000' });
    const mine = { quantity: '0.1000', price: '33000.00', client_order_id: 'instead-1' };
    const first = await replace(old, mine);
    const again = await replace(old, mine);
    assert.deepEqual([first.status, again.status], [201, 200], again.text);
    assert.equal(partsOf(again).order['id'], partsOf(first).order['id']);
    assert.equal(partsOf(again).canceled?.['id'], old);
    const other = await replace(old, { ...mine, on_failure: 'place' });
    assert.equal(other.status, 404, other.text);
    await open.alice.send('DELETE', `/v1/orders/${partsOf(first).order['id']}`);
  });

  test('sent again to a store that was rebuilt from the logs it is that one, too', async () => {
    const old = await place({ quantity: '0.1000' });
    const mine = { quantity: '0.1000', price: '33500.00', client_order_id: 'instead-2' };
    const first = await replace(old, mine);
    assert.equal(first.status, 201, first.text);
    // The logs do not tell what was asked for, only what came of it.
    const { accounts } = open.exchange;
    const remembered = accounts.orderIdOf.bind(accounts);
    accounts.orderIdOf = async (accountId, clientOrderId) => {
      const claimed = await remembered(accountId, clientOrderId);
      return claimed && { ...claimed, requestDigest: '' };
    };
    const again = await replace(old, mine).finally(() => {
      accounts.orderIdOf = remembered;
    });
    assert.equal(again.status, 200, again.text);
    assert.equal(partsOf(again).order['id'], partsOf(first).order['id']);
    await open.alice.send('DELETE', `/v1/orders/${partsOf(first).order['id']}`);
  });

  test('nothing happens for an order that is over, or that is of somebody else', async () => {
    const old = await place({ quantity: '0.1000' });
    const path = `/v1/orders/${old}/replace`;
    const stranger = await open.bob.send('POST', path, { ...order, quantity: '0.1000' });
    assert.deepEqual([stranger.status, stranger.body['code']], [404, 'UNKNOWN_ORDER']);
    assert.equal(await statusOf(old), 'open');
    await open.alice.send('DELETE', `/v1/orders/${old}`);
    const late = await replace(old, { quantity: '0.1000' });
    assert.deepEqual([late.status, late.body['code']], [404, 'UNKNOWN_ORDER']);
    const elsewhere = await replace(old, { quantity: '0.1000', on_failure: 'perhaps' });
    assert.equal(elsewhere.body['code'], 'INVALID_FIELD');
  });

  test('what the market refuses of the new one ends the old one all the same', async () => {
    const bid = { ...order, side: 'buy', price: '20000.00', quantity: '0.1000' };
    const theirs = await open.bob.send('POST', '/v1/orders', bid);
    assert.equal(theirs.status, 201, theirs.text);
    const old = await place({ quantity: '0.1000' });
    const crossing = { price: '20000.00', quantity: '0.1000', post_only: true };
    const reply = await replace(old, crossing);
    assert.deepEqual([reply.status, reply.body['code']], [422, 'POST_ONLY_WOULD_TRADE']);
    assert.match(String(reply.body['detail']), new RegExp(`order ${old} was canceled`));
    assert.equal(await statusOf(old), 'canceled');
  });

  test('in the dialect both halves stand in one record too, and each has its result', async () => {
    const dialect = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const old = await place({ quantity: '0.1000' });
    const values = {
      ...{ symbol: 'BTCUSD', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC' },
      ...{ quantity: '0.2000', price: '34000.00', cancelReplaceMode: 'STOP_ON_FAILURE' },
    };
    const send = (more: object) =>
      dialect.send('POST', '/api/v3/order/cancelReplace', { ...values, ...more });
    const reply = await send({ cancelOrderId: old });
    assert.equal(reply.status, 200, reply.text);
    const { cancelResult, newOrderResult } = reply.body;
    assert.deepEqual([cancelResult, newOrderResult], ['SUCCESS', 'SUCCESS']);
    const canceled = reply.body['cancelResponse'] as Readonly<Record<string, unknown>>;
    const fresh = reply.body['newOrderResponse'] as Readonly<Record<string, unknown>>;
    assert.deepEqual(
      [canceled['orderId'], canceled['status'], fresh['status']],
      [Number(old), 'CANCELED', 'NEW'],
    );
    const { log } = open.exchange;
    const topic = commandTopic(MARKET);
    const { end } = await log.bounds(topic);
    const [record] = await log.read(topic, offset(end - 1), { records: 1, bytes: 1 << 20 });
    const kinds = decodeCommandBatch(record!.bytes).commands.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['PlaceOrder'], 'one command does both');

    const none = await send({ cancelOrderId: old });
    assert.deepEqual([none.status, none.body['code']], [400, -2022]);
    await open.alice.send('DELETE', `/v1/orders/${fresh['orderId']}`);
  });
});
