/** Every error row of the dialect gives the class of ccxt that callers of a real exchange expect. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Ccxt, type CcxtLibrary, ccxtOf } from './ccxt-exchange.ts';
import { npmClients } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

const SYMBOL = 'BTC/USD';
const LIMIT = {
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '20000',
} as const;

interface Row {
  readonly what: string;
  readonly error: string;
  /** What the answer says, code and text. */
  readonly says: RegExp;
  readonly ask: (by: Ccxt) => Promise<unknown>;
}

const order = (change: object) => (by: Ccxt) => by.privatePostOrder({ ...LIMIT, ...change });
const row = (error: string, says: RegExp, what: string, ask: Row['ask']): Row => ({
  what,
  error,
  says,
  ask,
});

const ROWS: readonly Row[] = [
  row('InvalidOrder', /Filter failure: PRICE_FILTER/, 'off tick', order({ price: '20000.001' })),
  row('InvalidOrder', /Filter failure: PRICE_FILTER/, 'no price', order({ price: '0' })),
  row('InvalidOrder', /Filter failure: LOT_SIZE/, 'off lot', order({ quantity: '1.000001' })),
  row('InvalidOrder', /Filter failure: LOT_SIZE/, 'too much', order({ quantity: '91' })),
  row('InvalidOrder', /Filter failure: MARKET_LOT_SIZE/, 'a market order off lot', (by) =>
    by.privatePostOrder({ symbol: 'BTCUSD', side: 'BUY', type: 'MARKET', quantity: '1.000001' }),
  ),
  row(
    'BadRequest',
    /-1013.*Filter failure: NOTIONAL/,
    'next to nothing',
    order({ quantity: '0.00001', price: '1' }),
  ),
  row('BadRequest', /-1100.*parameter 'price'/, 'a price in words', order({ price: 'much' })),
  row(
    'BadRequest',
    /-1100.*'newClientOrderId'.*\{1,36\}/,
    'an id too long',
    order({ newClientOrderId: 'x'.repeat(37) }),
  ),
  row('BadRequest', /-1102.*'side' was not sent/, 'no side', order({ side: undefined })),
  row('BadRequest', /-1102.*'price' was not sent/, 'no price at all', order({ price: undefined })),
  row(
    'BadRequest',
    /-1106.*'timeInForce' sent when not required/,
    'a maker in force',
    order({ type: 'LIMIT_MAKER' }),
  ),
  row('BadRequest', /-1111.*too much precision/, 'nine places', order({ price: '1.123456789' })),
  row('BadRequest', /-1115/, 'a wrong time in force', order({ timeInForce: 'GTX' })),
  row('BadRequest', /-1116/, 'a wrong type', order({ type: 'STOP' })),
  row('BadRequest', /-1117/, 'a wrong side', order({ side: 'HOLD' })),
  row('BadRequest', /-1120/, 'a wrong interval', (by) =>
    by.publicGetKlines({ symbol: 'BTCUSD', interval: '7m' }),
  ),
  row('BadRequest', /-1128/, 'quantity and cost at once', (by) =>
    by.privatePostOrder({
      symbol: 'BTCUSD',
      side: 'BUY',
      type: 'MARKET',
      quantity: '1',
      quoteOrderQty: '1',
    }),
  ),
  row('BadRequest', /-1130/, 'a wrong response type', order({ newOrderRespType: 'LONG' })),
  row('BadSymbol', /-1121.*Invalid symbol/, 'a symbol that is not', order({ symbol: 'DOGEUSD' })),
  row('BadRequest', /-1100.*'symbol'/, 'no symbol by its form', order({ symbol: 'btc!' })),
  row('OrderNotFound', /-2011.*Unknown order sent/, 'a cancel of nothing', (by) =>
    by.cancelOrder('12345', SYMBOL),
  ),
  row('OrderNotFound', /-2013.*Order does not exist/, 'a read of nothing', (by) =>
    by.fetchOrder('12345', SYMBOL),
  ),
  row('ExchangeError', /-2022.*NOT_ATTEMPTED/, 'a replacement of nothing', (by) =>
    by.privatePostOrderCancelReplace({
      ...LIMIT,
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelOrderId: 12345,
    }),
  ),
  row(
    'ExchangeError',
    /-2021.*"cancelResult":"FAILURE","newOrderResult":"SUCCESS"/,
    'half of it',
    (by) =>
      by.privatePostOrderCancelReplace({
        ...LIMIT,
        cancelReplaceMode: 'ALLOW_FAILURE',
        cancelOrderId: 12345,
      }),
  ),
];

describe("ccxt's errors", () => {
  let exchange: ClientExchange;
  let library: CcxtLibrary;
  let bob: Ccxt;

  /** By a client of its own: after one good call, some classes change. */
  async function fails({ error, says, ask }: Row, by: Ccxt): Promise<void> {
    await assert.rejects(
      () => ask(by),
      (thrown: Error) => {
        assert.equal(thrown.constructor.name, error, thrown.message);
        assert.match(thrown.message, says);
        return true;
      },
    );
  }

  before(async () => {
    library = (await npmClients())('ccxt') as CcxtLibrary;
    // Out of sight of every other test, and enough for these.
    exchange = await clientExchange(['--binance-orders-per-10s', '60']);
    bob = ccxtOf(library, exchange, 'bob');
    await bob.loadMarkets();
  });
  after(async () => {
    await bob?.close();
    await exchange?.close();
  });

  for (const each of ROWS) {
    test(`${each.what}: ${each.error}`, async () => {
      const before = await bob.privateGetAccount();
      const open = (await bob.fetchOpenOrders(SYMBOL)).length;
      await fails(each, bob);
      await bob.cancelAllOrders(SYMBOL).catch(() => []);
      assert.equal(open, 0);
      const { balances } = (await bob.privateGetAccount()) as { balances?: unknown };
      assert.deepEqual(balances, (before as { balances?: unknown }).balances);
    });
  }

  test('a post-only order that would trade, and a client order id that is in use', async () => {
    const alice = ccxtOf(library, exchange, 'alice');
    await alice.loadMarkets();
    await alice.createOrder(SYMBOL, 'limit', 'sell', 1, 30_000);
    const ask = (by: Ccxt) => by.createOrder(SYMBOL, 'limit', 'buy', 1, 30_000, { postOnly: true });
    const says = /would immediately match and take/;
    await fails({ what: '', error: 'OrderImmediatelyFillable', says, ask }, bob);
    await alice.cancelAllOrders(SYMBOL);
    await alice.close();

    const params = { clientOrderId: 'mine' };
    const again = (by: Ccxt) => by.createOrder(SYMBOL, 'limit', 'buy', 1, 20_000, params);
    const first = await again(bob);
    await fails({ what: '', error: 'InvalidOrder', says: /Duplicate order sent/, ask: again }, bob);
    await bob.cancelOrder(first.id, SYMBOL);
    // Over: the id is free, and means the newer order.
    const second = await again(bob);
    assert.notEqual(second.id, first.id);
    const byId = await bob.privateGetOrder({ symbol: 'BTCUSD', origClientOrderId: 'mine' });
    assert.equal(String(byId['orderId']), second.id);
    await bob.cancelAllOrders(SYMBOL);
  });

  test('keys, signatures and clocks', async () => {
    const { apiKey, secret } = exchange.accounts.carol;
    const by = (keys: { apiKey: string; secret: string }) => ccxtOf(library, exchange, keys);
    const ask = (client: Ccxt) => client.privateGetAccount();
    const wrong: readonly (readonly [string, RegExp, Ccxt])[] = [
      ['AuthenticationError', /-2014.*API-key format invalid/, by({ apiKey: 'no key!', secret })],
      ['AuthenticationError', /-2015.*Invalid API-key, IP/, by({ apiKey: 'unknown', secret })],
      ['AuthenticationError', /-1022.*Signature for this request/, by({ apiKey, secret: 'other' })],
    ];
    for (const [error, says, client] of wrong) {
      await fails({ what: '', error, says, ask }, client);
      await client.close();
    }
    for (const offsetMs of [-60_000, 60_000]) {
      const client = by({ apiKey, secret });
      client.nonce = () => Date.now() + offsetMs;
      const says = /-1021.*Timestamp for this request/;
      await fails({ what: '', error: 'InvalidNonce', says, ask }, client);
      await client.close();
    }
  });

  test('more than there is', async () => {
    const { account_id } = await exchange.admin.request<{ account_id: string }>(
      'POST',
      '/v1/admin/accounts',
      { name: 'penniless' },
    );
    const body = { account_id, scopes: ['read', 'trade'] };
    const key = await exchange.admin.request<{ api_key: string; secret: string }>(
      'POST',
      '/v1/admin/keys',
      body,
    );
    const poor = ccxtOf(library, exchange, { apiKey: key.api_key, secret: key.secret });
    const says = /Account has insufficient balance for requested action/;
    await fails({ what: '', error: 'InsufficientFunds', says, ask: order({}) }, poor);
    await poor.close();
  });

  test('a market that is closed', async () => {
    const reason = { reason: 'maintenance' };
    await exchange.admin.request('POST', '/v1/admin/markets/ETH-USD/halt', reason);
    const ask = order({ symbol: 'ETHUSD', price: '2000' });
    await fails({ what: '', error: 'MarketClosed', says: /Market is closed/, ask }, bob);
    await exchange.admin.request('POST', '/v1/admin/markets/ETH-USD/resume', reason);
  });

  test('too many orders: cancels go on', async () => {
    const carol = ccxtOf(library, exchange, 'carol');
    await carol.loadMarkets();
    const first = await carol.createOrder(SYMBOL, 'limit', 'buy', 1, 20_000);
    // Twice what a window allows: one may end in the middle.
    const ask = async (client: Ccxt) => {
      for (let count = 0; count < 125; count += 1) await order({ newOrderRespType: 'ACK' })(client);
    };
    await fails(
      { what: '', error: 'DDoSProtection', says: /-1015.*Too many new orders/, ask },
      carol,
    );
    assert.equal((await carol.cancelOrder(first.id, SYMBOL)).status, 'canceled');
    await carol.close();
  });

  test('no answer in time: the outcome is unknown', async () => {
    for (const name of exchange.processes.names.filter((each) => each.startsWith('engine'))) {
      await exchange.processes.kill(name);
    }
    const ask = order({ price: '19999' });
    await fails(
      { what: '', error: 'RequestTimeout', says: /-1007.*execution status unknown/, ask },
      bob,
    );
  });
});

describe("ccxt's errors of whoever asks too much, or may no more", () => {
  let exchange: ClientExchange;
  let library: CcxtLibrary;

  before(async () => {
    library = (await npmClients())('ccxt') as CcxtLibrary;
    exchange = await clientExchange(['--binance-weight-per-minute', '400']);
  });
  after(() => exchange?.close());

  const thrownBy = async (ask: () => Promise<unknown>): Promise<Error> => {
    const thrown = await ask().then(
      () => null,
      (error: Error) => error,
    );
    assert.ok(thrown !== null, 'nothing was refused');
    return thrown;
  };

  test('a key that is revoked after a good call: it reads as a ban', async () => {
    const { admin, accounts } = exchange;
    const client = ccxtOf(library, exchange, 'carol');
    await client.privateGetAccount();
    await admin.request('DELETE', `/v1/admin/keys/${accounts.carol.apiKey}`);
    const thrown = await thrownBy(() => client.privateGetAccount());
    assert.equal(thrown.constructor.name, 'DDoSProtection', thrown.message);
    assert.match(thrown.message, /-2015.*Invalid API-key, IP, or permissions for action/);
    await client.close();
  });

  test('too much weight: 429, then 418', async () => {
    const client = ccxtOf(library, exchange, 'alice');
    const ask = async () => {
      // Each costs 20 of 400.
      for (let count = 0; count < 60; count += 1) await client.privateGetAccount();
    };
    const first = await thrownBy(ask);
    assert.equal(first.constructor.name, 'DDoSProtection', first.message);
    assert.match(first.message, /429.*-1003.*Too much request weight used/);
    let last = first;
    // The window is a minute of the clock: where one begins between, calls are let through again for a while.
    for (let count = 0; count < 300 && !last.message.includes('418'); count += 1) {
      await client.privateGetAccount().catch((error: Error) => {
        last = error;
      });
    }
    assert.equal(last.constructor.name, 'DDoSProtection', last.message);
    assert.match(last.message, /418.*-1003.*IP banned until/);
    await client.close();
  });
});
