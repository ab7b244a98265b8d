import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, type Json } from '../testing/dialect-client.ts';
import { LIMIT } from '../testing/dialect-error-rows.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

type Values = Readonly<Record<string, string | number>>;

describe('what happened to orders besides fills', () => {
  let open: OpenExchange;
  let readModels: ReadModels;
  let alice: DialectClient;
  let bob: DialectClient;

  before(async () => {
    open = await openExchange();
    readModels = new ReadModels(open);
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
  });
  after(async () => {
    await readModels.close();
    await open.close();
  });

  const rows = async (path: string, values: Values, by = alice): Promise<readonly Json[]> =>
    (await by.send('GET', `/api/v3/${path}`, { symbol: 'BTCUSD', ...values }))
      .body as unknown as readonly Json[];
  const place = async (change: Values): Promise<number> => {
    const reply = await alice.send('POST', '/api/v3/order', { ...LIMIT, ...change });
    assert.equal(reply.status, 200, reply.text);
    return Number(reply.body['orderId']);
  };

  /** A dearer own order behind the one that is met: it must not be taken for the counterpart. */
  async function meet(mode: string): Promise<{ maker: number; taker: number }> {
    await place({ side: 'SELL', price: '34000' });
    const maker = await place({ side: 'SELL', price: '33000' });
    await place({ side: 'SELL', price: '33000' });
    const prevention = { selfTradePreventionMode: mode };
    const taker = await place({ price: '33000', quantity: '0.4', ...prevention });
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    return { maker, taker };
  }

  for (const [mode, lost] of [
    ['EXPIRE_TAKER', { takerPreventedQuantity: '0.40000000' }],
    ['EXPIRE_BOTH', { makerPreventedQuantity: '1.00000000', takerPreventedQuantity: '0.40000000' }],
    ['DECREMENT', { makerPreventedQuantity: '0.40000000', takerPreventedQuantity: '0.40000000' }],
  ] as const) {
    test(`a match that ${mode} prevented is listed under both orders, and named by them`, async () => {
      const { maker, taker } = await meet(mode);
      const [match, ...others] = await rows('myPreventedMatches', { orderId: taker });
      const { preventedMatchId, transactTime, ...shown } = match!;
      assert.deepEqual(others, []);
      assert.deepEqual(shown, {
        symbol: 'BTCUSD',
        takerOrderId: taker,
        makerSymbol: 'BTCUSD',
        makerOrderId: maker,
        tradeGroupId: -1,
        selfTradePreventionMode: mode,
        price: '33000.00000000',
        ...lost,
      });
      assert.ok(Number.isSafeInteger(transactTime));
      assert.deepEqual(await rows('myPreventedMatches', { orderId: maker }), [match]);
      const byId = { preventedMatchId: Number(preventedMatchId) };
      assert.deepEqual(await rows('myPreventedMatches', byId), [match]);
      assert.deepEqual(await rows('myPreventedMatches', byId, bob), []);
      const order = await alice.send('GET', '/api/v3/order', { symbol: 'BTCUSD', orderId: taker });
      const { status, preventedQuantity } = order.body;
      assert.deepEqual(
        [status, preventedQuantity, order.body['preventedMatchId']],
        ['EXPIRED_IN_MATCH', '0.40000000', preventedMatchId],
      );
    });
  }

  test('a taker that ends many makers has a page of matches, from one on', async () => {
    const makers = [await place({ side: 'SELL', price: '33000' })];
    makers.push(await place({ side: 'SELL', price: '33000' }));
    makers.push(await place({ side: 'SELL', price: '33100' }));
    const prevention = { selfTradePreventionMode: 'EXPIRE_MAKER' };
    const taker = await place({ price: '33200', ...prevention });
    const all = await rows('myPreventedMatches', { orderId: taker });
    assert.deepEqual(
      all.map(({ makerOrderId }) => makerOrderId),
      makers,
    );
    const from = { orderId: taker, fromPreventedMatchId: Number(all[1]!['preventedMatchId']) };
    assert.deepEqual(await rows('myPreventedMatches', { ...from, limit: 1 }), [all[1]]);
    // It was not ended by any of them.
    const order = await alice.send('GET', '/api/v3/order', { symbol: 'BTCUSD', orderId: taker });
    assert.ok(!('preventedMatchId' in order.body));
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  });

  test('amendments are listed with the quantities before and since, from one on', async () => {
    const orderId = await place({ newClientOrderId: 'shrinks' });
    const amend = (newQty: string) =>
      alice.send('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSD', orderId, newQty });
    const first = await amend('0.7');
    const second = await amend('0.2');
    const listed = await rows('order/amendments', { orderId });
    assert.deepEqual(
      listed.map(({ executionId, origQty, newQty }) => [executionId, origQty, newQty]),
      [
        [first.body['executionId'], '1.00000000', '0.70000000'],
        [second.body['executionId'], '0.70000000', '0.20000000'],
      ],
    );
    const { time, executionId, ...shown } = listed[1]!;
    assert.equal(time, second.body['transactTime']);
    assert.deepEqual(shown, {
      ...{ symbol: 'BTCUSD', orderId },
      ...{ origClientOrderId: 'shrinks', newClientOrderId: 'shrinks' },
      ...{ origQty: '0.70000000', newQty: '0.20000000' },
    });
    const from = { orderId, fromExecutionId: Number(executionId) };
    assert.deepEqual(await rows('order/amendments', from), [listed[1]]);
    assert.deepEqual(await rows('order/amendments', { orderId }, bob), []);
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  });
});
