import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiSocket, type Message } from '../testing/api-socket.ts';
import { until } from '../testing/exchange-harness.ts';
import { ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { memoryWatchStore } from '../watch-store.ts';

const codeOf = (reply: Message): unknown => (reply['error'] as Message | undefined)?.['code'];

describe('the WebSocket', () => {
  let open: OpenExchange;
  const watches = memoryWatchStore();
  const clients: ApiSocket[] = [];
  const connect = async () => {
    const client = await ApiSocket.connect(open.doors.wsUrl);
    clients.push(client);
    return client;
  };

  before(async () => {
    open = await openExchange({
      service: { watches },
      doors: { socketIdleMs: 60_000, heartbeatMs: 50 },
    });
  });
  after(async () => {
    for (const client of clients) client.close();
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const order = {
    market: 'BTC-USD',
    side: 'sell',
    type: 'limit',
    price: '100.00',
    quantity: '1.0000',
  };

  test('logs in, places, amends and cancels', async () => {
    const client = await connect();
    assert.equal(codeOf(await client.ask('place', { order })), 'MISSING_CREDENTIALS');
    assert.equal((await client.login(open.keys.alice))['account_id'], '1');
    const placed = await client.ask('place', { order: { ...order, client_order_id: 'ws-1' } });
    const { id, status } = placed['order'] as Record<string, string>;
    assert.equal(status, 'open');
    const amended = await client.ask('amend', { order_id: id, price: '101.00' });
    assert.equal((amended['order'] as Message)['price'], '101.00');
    const canceled = await client.ask('cancel', { order_id: id });
    assert.equal((canceled['order'] as Message)['status'], 'canceled');
    assert.equal(codeOf(await client.ask('cancel', { order_id: id })), 'ORDER_NOT_OPEN');
    const batch = await client.ask('place_batch', {
      orders: [order, { ...order, price: '1' }, {}],
    });
    const results = batch['results'] as readonly Message[];
    assert.equal(results.length, 3);
    assert.equal(codeOf(results[2]!), 'MISSING_FIELD');
    const all = await client.ask('cancel_all', { market: 'BTC-USD' });
    assert.equal(all['canceled'], 2);
  });

  test('replaces one order by another in one step, and tells what became of both', async () => {
    const client = await connect();
    assert.equal(
      codeOf(await client.ask('replace', { order_id: '7', order })),
      'MISSING_CREDENTIALS',
    );
    await client.login(open.keys.alice);
    const idOf = (reply: Message) => String((reply['order'] as Message)['id']);
    const old = idOf(await client.ask('place', { order }));
    const instead = { ...order, price: '101.00', client_order_id: 'ws-instead' };
    const first = await client.ask('replace', { order_id: old, order: instead });
    const [fresh, canceled] = [first['order'] as Message, first['canceled'] as Message];
    assert.deepEqual([fresh['status'], fresh['price']], ['open', '101.00']);
    assert.deepEqual([canceled['id'], canceled['status']], [old, 'canceled']);
    assert.equal(first['durability'], 'process');
    const again = await client.ask('replace', { order_id: old, order: instead });
    assert.deepEqual([idOf(again), (again['canceled'] as Message)['id']], [idOf(first), old]);

    const late = await client.ask('replace', { order_id: old, order });
    assert.equal(codeOf(late), 'UNKNOWN_ORDER', 'nothing is placed for one that is over');
    const stranger = await connect();
    await stranger.login(open.keys.bob);
    const theirs = await stranger.ask('replace', { order_id: idOf(first), order });
    assert.equal(codeOf(theirs), 'UNKNOWN_ORDER');
    const wrong = await client.ask('replace', { order_id: old, order, on_failure: 'perhaps' });
    assert.equal(codeOf(wrong), 'INVALID_FIELD');
    const all = await client.ask('cancel_all', { market: 'BTC-USD' });
    assert.equal(all['canceled'], 1, 'the one that stands');
  });

  test('admits what arrives together in one record', async () => {
    const client = await connect();
    await client.login(open.keys.alice);
    const { end: before } = await open.exchange.log.bounds('commands.BTC-USD');
    const ids = Array.from({ length: 20 }, () => client.send('place', { order }));
    for (const id of ids) assert.equal(codeOf(await client.reply(id)), undefined);
    const { end } = await open.exchange.log.bounds('commands.BTC-USD');
    assert.ok(end - before <= 5, `${end - before} records for 20 orders`);
    await client.ask('cancel_all', { market: 'BTC-USD' });
  });

  test('keeps a book equal to the snapshot of the HTTP API', async () => {
    const watcher = await connect();
    const trader = await connect();
    await trader.login(open.keys.alice);
    await trader.ask('place', { order });
    await watcher.ask('subscribe', { channel: 'book', market: 'BTC-USD' });
    await watcher.ask('subscribe', { channel: 'trades', market: 'BTC-USD' });
    for (const price of ['100.00', '100.50', '102.00']) {
      await trader.ask('place', { order: { ...order, price } });
    }
    const taker = await connect();
    await taker.login(open.keys.bob);
    const buy = { ...order, side: 'buy', price: '100.50', quantity: '2.5000' };
    const last = await taker.ask('place', { order: buy });
    const { sequence } = last['order'] as { sequence: number };
    await until(
      () => Number(watcher.of('book_update').at(-1)?.['sequence']) >= sequence,
      'the last update',
    );
    const asks = new Map<string, string>(
      watcher.of('book_snapshot')[0]?.['asks'] as [string, string][],
    );
    for (const update of watcher.of('book_update')) {
      for (const [price, quantity] of update['asks'] as [string, string][]) {
        if (Number(quantity) === 0) asks.delete(price);
        else asks.set(price, quantity);
      }
    }
    const book = await open.nobody.send('GET', '/v1/markets/BTC-USD/book');
    const sorted = [...asks].sort(([a], [b]) => Number(a) - Number(b));
    assert.deepEqual(sorted, book.body['asks']);
    assert.equal(watcher.of('trades').length, 1);
    await until(() => watcher.of('heartbeat').length > 0, 'a heartbeat');
    const [market] = watcher.of('heartbeat')[0]!['markets'] as { crc32: number }[];
    assert.ok(Number.isInteger(market?.crc32));
    const resumed = await connect();
    const reply = await resumed.ask('subscribe', {
      channel: 'trades',
      market: 'BTC-USD',
      from_sequence: 0,
    });
    assert.equal(reply['resumed'], true);
    assert.equal((resumed.of('trades')[0]!['trades'] as unknown[]).length, 3);
    await trader.ask('cancel_all', { market: 'BTC-USD' });
  });

  test('tells an account about its own orders, and nobody else', async () => {
    const [alice, bob] = [await connect(), await connect()];
    await alice.login(open.keys.alice);
    await bob.login(open.keys.bob);
    assert.equal(
      codeOf(await (await connect()).ask('subscribe', { channel: 'account' })),
      'MISSING_CREDENTIALS',
    );
    await alice.ask('subscribe', { channel: 'account' });
    await bob.ask('subscribe', { channel: 'account' });
    await alice.ask('place', { order });
    await bob.ask('place', { order: { ...order, side: 'buy', quantity: '0.4000' } });
    await until(() => alice.of('order').length === 2, 'both events of alice');
    const [resting, filled] = alice.of('order').map((each) => each['order'] as Message);
    assert.equal(resting?.['status'], 'open');
    assert.equal(filled?.['status'], 'partially_filled');
    assert.equal((filled!['fills'] as Message[])[0]?.['liquidity'], 'maker');
    assert.equal(bob.of('order').length, 1);
    await alice.ask('cancel_all', { market: 'BTC-USD' });
  });

  test('cancels on disconnect when asked to', async () => {
    const client = await connect();
    await client.login(open.keys.bob);
    await client.ask('cancel_on_disconnect', { enabled: true });
    await client.ask('place', { order: { ...order, side: 'buy', price: '1.00' } });
    client.close();
    await until(() => watches.load().length === 0, 'its end is over');
    assert.equal(open.service.lookup.open(2 as never, null).length, 0);
  });

  test('cancels on disconnect what was still on its way, and what no longer wants it stays', async () => {
    const bobs = () => open.service.lookup.open(2 as never, null);
    const client = await connect();
    await client.login(open.keys.bob);
    await client.ask('cancel_on_disconnect', { enabled: true });
    const low = { ...order, side: 'buy', price: '1.00' };
    for (let count = 0; count < 50; count += 1) client.send('place', { order: low });
    client.terminate();
    // It is watched until all that it had sent is answered, and canceled after that.
    await until(() => watches.load().length === 0, 'its end is over');
    assert.equal(bobs().length, 0, 'nothing is left of it');
    const other = await connect();
    await other.login(open.keys.bob);
    await other.ask('cancel_on_disconnect', { enabled: true });
    await other.ask('place', { order: low });
    await other.ask('cancel_on_disconnect', { enabled: false });
    other.terminate();
    await until(() => other.closed.length > 0, 'the end');
    // Behind whatever its end might have sent.
    await open.bob.send('POST', '/v1/orders', low);
    assert.equal(bobs().length, 2);
    await open.bob.send('DELETE', '/v1/orders?market=BTC-USD');
  });

  test('sets a dead-man timer, which HTTP shows and another setting ends', async () => {
    const { bob } = open;
    const client = await connect();
    await client.login(open.keys.bob);
    const set = await client.ask('cancel_all_after', { ms: 60_000, market: 'BTC-USD' });
    const { timers } = (await bob.send('GET', '/v1/cancel-all-after')).body as never as {
      readonly timers: readonly Message[];
    };
    assert.deepEqual(timers, [
      { market: 'BTC-USD', cancel_at: set['cancel_at'], cancel_at_us: set['cancel_at_us'] },
    ]);
    const none = await bob.send('POST', '/v1/cancel-all-after', { ms: 60_000, market: 'NO-ONE' });
    assert.deepEqual([none.status, none.body['code']], [404, 'UNKNOWN_MARKET']);
    const ended = await bob.send('POST', '/v1/cancel-all-after', { ms: 0, market: 'BTC-USD' });
    assert.deepEqual(ended.body, { market: 'BTC-USD', cancel_at: null, cancel_at_us: null });
    assert.deepEqual((await bob.send('GET', '/v1/cancel-all-after')).body, { timers: [] });
    await bob.send('POST', '/v1/orders', { ...order, side: 'buy', price: '1.00' });
    assert.equal((await bob.send('POST', '/v1/cancel-all-after', { ms: 20 })).status, 200);
    await until(() => open.service.lookup.open(2 as never, null).length === 0, 'all is canceled');
  });

  test('a revoked key takes the orders of its account along when asked to', async () => {
    const { admin, alice, doors } = open;
    const scopes = ['read', 'trade', 'cancel'];
    const key = await admin.send('POST', '/v1/admin/keys', { account_id: '1', scopes });
    const { api_key: apiKey, secret } = key.body as unknown as Record<'api_key' | 'secret', string>;
    const robot = new ApiClient(doors.baseUrl, { apiKey, secret });
    await robot.send('POST', '/v1/orders', order);
    await robot.send('POST', '/v1/orders', { ...order, price: '90000.00' });
    const revoked = await admin.send('DELETE', `/v1/admin/keys/${apiKey}?cancel_orders=yes`);
    const canceled = [{ market: 'BTC-USD', canceled: 2 }];
    assert.deepEqual(revoked.body, { api_key: apiKey, canceled });
    assert.equal((await robot.send('POST', '/v1/orders', order)).body['code'], 'KEY_REVOKED');
    const orders = await alice.send('GET', '/v1/orders');
    assert.deepEqual(orders.body['orders'], []);
  });

  test('closes idle sockets', async () => {
    // Of its own: a busy machine may take as long from hello to a login.
    const impatient = await openExchange({ doors: { socketIdleMs: 300 } });
    try {
      const idle = await ApiSocket.connect(impatient.doors.wsUrl);
      await until(() => idle.closed.length > 0, 'the idle socket closes', 60_000);
      assert.equal(idle.closed[0]?.code, 1008);
    } finally {
      await impatient.close();
    }
  });

  test('closes the sockets of revoked keys, and survives nonsense', async () => {
    const key = await open.admin.send('POST', '/v1/admin/keys', {
      account_id: '1',
      scopes: ['read'],
    });
    const client = await connect();
    await client.login({ apiKey: String(key.body['api_key']), secret: String(key.body['secret']) });
    client.raw('{"op":');
    client.raw('{"op":"place","op":"place"}');
    client.raw('{"op":"launch","id":7}');
    await until(() => client.of('reply').length === 4, 'three errors');
    assert.deepEqual(client.of('reply').slice(1).map(codeOf), [
      'MALFORMED_JSON',
      'DUPLICATE_KEY',
      'INVALID_FIELD',
    ]);
    assert.equal(codeOf(await client.ask('place', { order })), 'INSUFFICIENT_SCOPE');
    await open.admin.send('DELETE', `/v1/admin/keys/${key.body['api_key']}`);
    await until(() => client.closed.length > 0, 'the socket of a revoked key closes');
    assert.equal(client.closed[0]?.reason, 'KEY_REVOKED');
    const large = await connect();
    await large.login(open.keys.alice);
    large.raw(JSON.stringify({ op: 'ping', pad: 'x'.repeat(20_000) }));
    await until(() => large.closed.length > 0, 'a frame beyond 16 KiB closes');
    assert.equal(large.closed[0]?.code, 1009);
  });
});
