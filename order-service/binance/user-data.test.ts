import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

describe('the WebSocket API', () => {
  let open: OpenExchange;
  let alice: DialectClient;
  let bob: DialectClient;
  const listeners: DialectListener[] = [];
  const connect = async () => {
    const url = `${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`;
    const listener = await DialectListener.connect(url);
    listeners.push(listener);
    return listener;
  };
  const following = async (by: DialectClient) => {
    const listener = await connect();
    const reply = await listener.ask('userDataStream.subscribe.signature', by.members());
    assert.deepEqual(reply['result'], { subscriptionId: 0 });
    return listener;
  };
  const limit = (side: string, price: string, more: Readonly<Record<string, string>> = {}) => ({
    symbol: 'BTCUSD',
    side,
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '1',
    price,
    ...more,
  });
  const reports = (listener: DialectListener) => listener.events('executionReport');

  before(async () => {
    open = await openExchange();
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
  });
  after(async () => {
    for (const listener of listeners) listener.close();
    await open.close();
  });

  test('tells both parties: new, each fill, and the end, in the order of the engine', async () => {
    const [maker, taker] = [await following(alice), await following(bob)];
    const socket = await connect();
    const placed = await socket.ask(
      'order.place',
      alice.members(limit('SELL', '30000', { newClientOrderId: 'the-maker' })),
    );
    const { status, orderId } = placed['result'] as Json;
    assert.deepEqual([placed['status'], status], [200, 'NEW']);
    await bob.send('POST', '/api/v3/order', { ...limit('BUY', '30000'), quantity: '0.4' });
    const ioc = { ...limit('BUY', '30000'), timeInForce: 'IOC', quantity: '2' };
    await bob.send('POST', '/api/v3/order', ioc);
    await until(() => reports(taker).length === 5, 'five reports');
    assert.deepEqual(
      reports(maker).map((each) => [
        each['x'],
        each['X'],
        each['l'],
        each['z'],
        each['m'],
        each['N'],
      ]),
      [
        ['NEW', 'NEW', '0.00000000', '0.00000000', false, null],
        ['TRADE', 'PARTIALLY_FILLED', '0.40000000', '0.40000000', true, 'USD'],
        ['TRADE', 'FILLED', '0.60000000', '1.00000000', true, 'USD'],
      ],
    );
    assert.deepEqual(
      reports(taker).map((each) => [each['x'], each['X'], each['z']]),
      [
        ['NEW', 'NEW', '0.00000000'],
        ['TRADE', 'FILLED', '0.40000000'],
        ['NEW', 'NEW', '0.00000000'],
        ['TRADE', 'PARTIALLY_FILLED', '0.60000000'],
        ['EXPIRED', 'EXPIRED', '0.60000000'],
      ],
    );
    for (const each of reports(maker)) {
      assert.deepEqual([each['i'], each['c'], each['C']], [orderId, 'the-maker', '']);
    }
    // Balances follow, as settlement has them.
    await until(() => {
      const last = maker.events('outboundAccountPosition').at(-1)?.['B'] as readonly Json[];
      return last?.some(({ a, l }) => a === 'BTC' && l === '0.00000000') === true;
    }, 'nothing is locked any more');
  });

  test('orders that lost lots instead of a trade say how many, and to which one', async () => {
    const listener = await following(alice);
    const order = (side: string, quantity: string) => ({
      ...limit(side, '34000', { selfTradePreventionMode: 'DECREMENT' }),
      quantity,
    });
    const maker = (await alice.send('POST', '/api/v3/order', order('SELL', '1'))).body['orderId'];
    const taker = (await alice.send('POST', '/api/v3/order', order('BUY', '0.4'))).body['orderId'];
    await bob.send('POST', '/api/v3/order', limit('BUY', '34000', { timeInForce: 'IOC' }));
    await until(() => reports(listener).length === 5, 'five reports');
    const fields = ['i', 'x', 'X', 'q', 'z', 'A', 'B', 'U', 'u', 'Cs', 'pl', 'pL', 'pY'];
    const seen = reports(listener).map((each) => fields.map((field) => each[field]));
    const lost = ['0.40000000', '0.40000000'];
    const match = [-1, 'BTCUSD', '0.40000000', '34000.00000000', '13600.00000000'];
    const [one, none] = ['1.00000000', '0.00000000'];
    const nothing = fields.slice(5).map(() => undefined);
    assert.deepEqual(seen, [
      [maker, 'NEW', 'NEW', one, none, ...nothing],
      [taker, 'NEW', 'NEW', lost[0], none, ...nothing],
      [taker, 'TRADE_PREVENTION', 'EXPIRED_IN_MATCH', lost[0], none, ...lost, maker, ...match],
      [maker, 'TRADE_PREVENTION', 'NEW', one, none, ...lost, taker, ...match],
      [maker, 'TRADE', 'FILLED', one, '0.60000000', ...nothing],
    ]);
    const ids = reports(listener).map((each) => each['v']);
    assert.ok(Number(ids[2]) > 0 && ids[2] === ids[3]);
  });

  test('an order that ends instead of a trade with its own account says with which one', async () => {
    const fields = ['i', 'x', 'X', 'V', 'A', 'U', 'Cs', 'pl', 'pL', 'pY'];
    const nothing = fields.slice(4).map(() => undefined);
    const match = (counter: unknown) => [
      ...['1.00000000', counter, 'BTCUSD'],
      ...['1.00000000', '33000.00000000', '33000.00000000'],
    ];
    const prevented = async (mode: string) => {
      const listener = await following(alice);
      const send = async (order: ReturnType<typeof limit>) =>
        (await alice.send('POST', '/api/v3/order', order)).body['orderId'];
      const maker = await send(limit('SELL', '33000'));
      const taker = await send(limit('BUY', '33000', { selfTradePreventionMode: mode }));
      await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
      // Another order ends what is looked at.
      const last = await send(limit('BUY', '1', { timeInForce: 'IOC' }));
      await until(() => reports(listener).at(-1)?.['i'] === last, 'the reports');
      const seen = reports(listener).filter(({ i, x }) => i !== last && x !== 'CANCELED');
      const told = seen.map((each) => fields.map((field) => each[field]));
      assert.deepEqual(told.slice(0, 2), [
        [maker, 'NEW', 'NEW', 'NONE', ...nothing],
        [taker, 'NEW', 'NEW', mode, ...nothing],
      ]);
      const ended = ['TRADE_PREVENTION', 'EXPIRED_IN_MATCH'];
      return {
        told: told.slice(2),
        matchIds: new Set(seen.slice(2).map(({ v }) => v)).size,
        ofMaker: [maker, ...ended, 'NONE', ...match(taker)],
        ofTaker: [taker, ...ended, mode, ...match(maker)],
      };
    };
    const both = await prevented('EXPIRE_BOTH');
    assert.deepEqual(both.told, [both.ofMaker, both.ofTaker]);
    assert.equal(both.matchIds, 1);
    const byTaker = await prevented('EXPIRE_TAKER');
    assert.deepEqual(byTaker.told, [byTaker.ofTaker]);
    const byMaker = await prevented('EXPIRE_MAKER');
    assert.deepEqual(byMaker.told, [byMaker.ofMaker]);
  });

  test('a cancel bears its own id, and that of the order beside it', async () => {
    const listener = await following(alice);
    const order = limit('BUY', '20000', { newClientOrderId: 'mine' });
    await alice.send('POST', '/api/v3/order', order);
    const cancel = { symbol: 'BTCUSD', origClientOrderId: 'mine', newClientOrderId: 'the-cancel' };
    await alice.send('DELETE', '/api/v3/order', cancel);
    await until(() => reports(listener).length === 2, 'two reports');
    const { x, X, c, C } = reports(listener)[1] ?? {};
    assert.deepEqual([x, X, c, C], ['CANCELED', 'CANCELED', 'the-cancel', 'mine']);
  });

  test('an order that waits is NEW twice: when it is accepted, and when it enters', async () => {
    const listener = await following(alice);
    await bob.send('POST', '/api/v3/order', limit('SELL', '21000'));
    await alice.send('POST', '/api/v3/order', limit('BUY', '21000'));
    const stop = { type: 'STOP_LOSS_LIMIT', stopPrice: '20500' };
    await alice.send('POST', '/api/v3/order', limit('SELL', '20400', stop));
    await bob.send('POST', '/api/v3/order', limit('SELL', '20500'));
    await alice.send('POST', '/api/v3/order', limit('BUY', '20500'));
    const ofStop = () => reports(listener).filter((each) => each['o'] === 'STOP_LOSS_LIMIT');
    await until(() => ofStop().length === 2, 'two reports');
    assert.deepEqual(
      ofStop().map((each) => [each['x'], each['X'], each['P'], each['w'], 'W' in each]),
      [
        ['NEW', 'NEW', '20500.00000000', false, false],
        ['NEW', 'NEW', '20500.00000000', true, true],
      ],
    );
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  });

  test('ends a subscription when it is asked to, and when its key is revoked', async () => {
    const listener = await connect();
    for (const id of [0, 1]) {
      const reply = await listener.ask('userDataStream.subscribe.signature', alice.members());
      assert.deepEqual(reply['result'], { subscriptionId: id });
    }
    assert.equal(
      (await listener.ask('userDataStream.unsubscribe', { subscriptionId: 0 }))['status'],
      200,
    );
    assert.equal(listener.events('eventStreamTerminated').length, 1);

    const key = await open.admin.send('POST', '/v1/admin/keys', {
      account_id: '1',
      scopes: ['read'],
    });
    const { api_key: apiKey, secret } = key.body as Readonly<Record<string, string>>;
    const other = new DialectClient(open.doors.baseUrl, { apiKey: apiKey!, secret: secret! });
    const revoked = await following(other);
    await open.admin.send('DELETE', `/v1/admin/keys/${apiKey}`);
    await until(() => revoked.events('eventStreamTerminated').length === 1, 'the end');
    const again = await revoked.ask('account.status', other.members());
    assert.deepEqual([again['status'], (again['error'] as Json)['code']], [401, -2015]);
  });

  test('logs on with Ed25519, and then needs no signature', async () => {
    const pair = generateKeyPairSync('ed25519');
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const body = { account_id: '1', scopes: ['read', 'trade'], ed25519_public_key: pem };
    const created = await open.admin.send('POST', '/v1/admin/keys', body);
    const apiKey = String(created.body['api_key']);
    const by = new DialectClient(open.doors.baseUrl, { apiKey, privateKey: pair.privateKey });
    const listener = await connect();
    assert.equal((await listener.ask('userDataStream.subscribe', {}))['status'], 400);
    const hmac = await listener.ask('session.logon', alice.members());
    assert.equal((hmac['error'] as Json)['code'], -4056);
    const reply = await listener.ask('session.logon', by.members());
    assert.equal((reply['result'] as Json)['apiKey'], apiKey);
    assert.deepEqual((await listener.ask('userDataStream.subscribe', {}))['result'], {
      subscriptionId: 0,
    });
    const params = { ...limit('BUY', '15000'), timestamp: Date.now() };
    const placed = await listener.ask('order.place', params);
    assert.equal((placed['result'] as Json)['status'], 'NEW');
    await listener.ask('openOrders.cancelAll', { symbol: 'BTCUSD', timestamp: Date.now() });
    const out = await listener.ask('session.logout', {});
    assert.equal((out['result'] as Json)['apiKey'], null);
    assert.equal((await listener.ask('order.place', params))['status'], 401);
  });

  test('signs what was written: numbers, escapes and truths as they came', async () => {
    const listener = await connect();
    const { apiKey } = open.keys.alice;
    const timestamp = Date.now();
    const { createHmac } = await import('node:crypto');
    const payload = `apiKey=${apiKey}&omitZeroBalances=true&recvWindow=5000.0&timestamp=${timestamp}`;
    const signature = createHmac('sha256', open.keys.alice.secret).update(payload).digest('hex');
    listener.raw(
      `{"id":"x","method":"v3/account.status","params":{"recvWindow":5000.0,"timestamp":${timestamp},` +
        `"omitZeroBalances":true,"apiKey":"${apiKey}","signature":"${signature}"}}`,
    );
    await until(() => listener.heard.length > 0, 'an answer');
    assert.deepEqual([listener.heard[0]?.['id'], listener.heard[0]?.['status']], ['x', 200]);
  });

  test('says what is wrong with a request, and goes on', async () => {
    const listener = await connect();
    listener.raw('[]');
    listener.raw('{"id":1,"method":7}');
    listener.raw('{"id":2,"method":"no.such"}');
    listener.raw('{"id":{"a":1},"method":"time","params":{"returnRateLimits":false}}');
    await until(() => listener.heard.length === 4, 'four answers');
    const codes = listener.heard.map(({ error }) => (error as Json | undefined)?.['code']);
    assert.deepEqual(codes, [-1135, -1135, -1020, undefined]);
    assert.deepEqual(listener.heard[3]?.['id'], { a: 1 });
    assert.ok(!('rateLimits' in listener.heard[3]!));
  });
});
