import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ApiClient, OpenExchange } from '../testing/open-exchange.ts';
import { openExchange } from '../testing/open-exchange.ts';

const PATH = '/v1/admin/reset';
const MARKET = 'BTC-USD';
const WANTED = {
  balances: [
    { asset: 'USD', amount: '5000.25' },
    { asset: 'BTC', amount: '2' },
  ],
};
type Row = Readonly<Record<string, string>>;

describe('a demonstration that begins anew', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange({ faucet: 'on' });
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const order = { market: MARKET, type: 'limit', quantity: '1.0000' } as const;
  const send = async (client: ApiClient, more: object): Promise<Row> => {
    const reply = await client.send('POST', '/v1/orders', { ...order, ...more });
    assert.equal(reply.status, 201, reply.text);
    return reply.body as Row;
  };
  const rowsOf = async (client: ApiClient): Promise<readonly Row[]> =>
    (await client.send('GET', '/v1/balances')).body['balances'] as readonly Row[];
  const figuresOf = async (client: ApiClient) =>
    new Map(
      (await rowsOf(client)).map(({ asset, available, held }) => [
        asset,
        [Number(available), Number(held)],
      ]),
    );

  test('cancels what is open, brings each account to its balances, and trades on', async () => {
    const { alice, bob, admin, nobody } = open;
    await send(alice, { side: 'sell', price: '100.00' });
    await send(bob, { side: 'buy', price: '100.00', quantity: '0.4000' });
    await send(bob, { side: 'buy', price: '90.00' });
    await send(bob, { side: 'buy', price: '110.00', stop_price: '120.00' });

    const reset = await admin.send('POST', PATH, WANTED);
    assert.equal(reset.status, 200, reset.text);
    assert.deepEqual(reset.body, { canceled_orders: 3, accounts: 2 });
    const wanted = new Map([
      ['USD', [5000.25, 0]],
      ['BTC', [2, 0]],
    ]);
    assert.deepEqual(await figuresOf(alice), wanted);
    assert.deepEqual(await figuresOf(bob), wanted);
    assert.deepEqual(await rowsOf(admin), [], 'who has no money gets none');
    const book = (await nobody.send('GET', `/v1/markets/${MARKET}/book`)).body;
    assert.deepEqual([book['bids'], book['asks']], [[], []]);

    assert.equal((await send(alice, { side: 'sell', price: '100.00' }))['status'], 'open');
    const again = await admin.send('POST', PATH, WANTED);
    assert.deepEqual(again.body, { canceled_orders: 1, accounts: 2 });
    assert.deepEqual(await figuresOf(alice), wanted);
  });

  test('is no matter for traders, and refuses what cannot be', async () => {
    const codeOf = async (client: ApiClient, body: object) =>
      (await client.send('POST', PATH, body)).body['code'];
    assert.equal(await codeOf(open.alice, WANTED), 'INSUFFICIENT_SCOPE');
    const balances = (asset: string, amount: string) => ({ balances: [{ asset, amount }] });
    assert.equal(await codeOf(open.admin, balances('NONE', '1')), 'UNKNOWN_ASSET');
    assert.equal(await codeOf(open.admin, balances('USD', '1.0000000001')), 'AMOUNT_TOO_PRECISE');
    const most = '99999999999999999';
    assert.equal(await codeOf(open.admin, balances('USD', most)), 'AMOUNT_OUT_OF_RANGE');
    assert.equal(await codeOf(open.admin, { balances: [] }), 'INVALID_FIELD');
    assert.equal((await send(open.bob, { side: 'buy', price: '1.00' }))['status'], 'open');
  });

  test('a market that an operator halted is halted again, and what was open in it is canceled', async () => {
    await send(open.alice, { side: 'sell', price: '100.00' });
    const say = (word: string) =>
      open.admin.send('POST', `/v1/admin/markets/${MARKET}/${word}`, { reason: 'a test' });
    const statusOf = async () => {
      const { body } = await open.nobody.send('GET', '/v1/markets');
      const [market] = body['markets'] as readonly Row[];
      return market!['status'];
    };
    assert.equal((await say('halt')).status, 200);
    const reset = await open.admin.send('POST', PATH, WANTED);
    assert.deepEqual([reset.status, reset.body['canceled_orders']], [200, 2], reset.text);
    assert.equal(await statusOf(), 'halted');
    assert.equal((await say('resume')).status, 200);
    assert.equal(await statusOf(), 'trading');
  });

  test('an order that holds what is to go does not hinder it', async () => {
    await send(open.alice, { side: 'sell', price: '100.00', quantity: '2.0000' });
    const none = { balances: [{ asset: 'USD', amount: '1' }] };
    const reset = await open.admin.send('POST', PATH, none);
    assert.equal(reset.status, 200, reset.text);
    const figures = await figuresOf(open.alice);
    assert.deepEqual(
      [figures.get('USD'), figures.get('BTC')],
      [
        [1, 0],
        [0, 0],
      ],
    );
  });
});

test('elsewhere nobody resets anything', async () => {
  const open = await openExchange();
  try {
    const reply = await open.admin.send('POST', PATH, WANTED);
    assert.deepEqual([reply.status, reply.body['code']], [403, 'NOT_A_DEMONSTRATION']);
  } finally {
    await open.close();
  }
});
