import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Scope } from '../../proto/messages.ts';
import { accountId } from '../../proto/units.ts';
import {
  ApiClient,
  addKey,
  nextTimestampMs,
  type OpenExchange,
  openExchange,
  sendHttp,
  sign,
} from '../testing/open-exchange.ts';

const order = {
  market: 'BTC-USD',
  side: 'buy',
  type: 'limit',
  price: '10.00',
  quantity: '1.0000',
};
const withOrder = (more: object) => JSON.stringify({ ...order, ...more });
const deep = `{"orders":[{"a":{"b":{"c":1}}}]}`;

/** What is sent to POST /v1/orders, and what must come of it. */
const rows: readonly (readonly [what: string, body: string, status: number, code: string])[] = [
  ['malformed JSON', '{"market":', 400, 'MALFORMED_JSON'],
  ['text behind the JSON', `${JSON.stringify(order)}x`, 400, 'MALFORMED_JSON'],
  ['a list', '[]', 400, 'INVALID_FIELD'],
  ['a number as price', withOrder({ price: 10 }), 400, 'INVALID_FIELD'],
  ['a number as quantity', withOrder({ quantity: 1 }), 400, 'INVALID_FIELD'],
  ['a null price', withOrder({ price: null }), 400, 'INVALID_FIELD'],
  ['an exponent', withOrder({ price: '1e3' }), 400, 'INVALID_FIELD'],
  ['a plus sign', withOrder({ price: '+10.00' }), 400, 'INVALID_FIELD'],
  ['a negative price', withOrder({ price: '-10.00' }), 400, 'INVALID_FIELD'],
  ['a negative quantity', withOrder({ quantity: '-1' }), 400, 'INVALID_FIELD'],
  ['a leading zero', withOrder({ price: '010.00' }), 400, 'INVALID_FIELD'],
  ['a blank', withOrder({ price: ' 10.00' }), 400, 'INVALID_FIELD'],
  ['a line end behind a price', withOrder({ price: '10.00\n' }), 400, 'INVALID_FIELD'],
  ['other digits', withOrder({ price: '１0.00' }), 400, 'INVALID_FIELD'],
  ['nine decimal places', withOrder({ price: '10.000000001' }), 400, 'INVALID_FIELD'],
  ['off the tick', withOrder({ price: '10.001' }), 422, 'PRICE_OFF_TICK'],
  ['off the lot', withOrder({ quantity: '1.00001' }), 422, 'QUANTITY_OFF_LOT'],
  ['a zero price', withOrder({ price: '0' }), 422, 'PRICE_OUT_OF_RANGE'],
  ['a zero quantity', withOrder({ quantity: '0.0000' }), 422, 'QUANTITY_OUT_OF_RANGE'],
  ['a price above 2^53', withOrder({ price: '9007199254740993' }), 422, 'PRICE_OUT_OF_RANGE'],
  [
    'a quantity above 2^53',
    withOrder({ quantity: '9007199254740993' }),
    422,
    'QUANTITY_OUT_OF_RANGE',
  ],
  ['an unknown market', withOrder({ market: 'NO-NE' }), 404, 'UNKNOWN_MARKET'],
  ['a wrong market name', withOrder({ market: 'btc-usd' }), 400, 'INVALID_FIELD'],
  ['an unknown field', withOrder({ prize: '1' }), 400, 'UNKNOWN_FIELD'],
  ['a missing field', '{"market":"BTC-USD"}', 400, 'MISSING_FIELD'],
  ['a duplicate key', '{"market":"BTC-USD","market":"BTC-USD"}', 400, 'DUPLICATE_KEY'],
  ['an escaped duplicate key', '{"market":"BTC-USD","m\\u0061rket":"X"}', 400, 'DUPLICATE_KEY'],
  ['__proto__', '{"__proto__":{"x":1}}', 400, 'FORBIDDEN_KEY'],
  ['constructor', '{"constructor":{"prototype":{"x":1}}}', 400, 'FORBIDDEN_KEY'],
  ['deep nesting', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 400, 'JSON_TOO_DEEP'],
  ['a huge body', withOrder({ client_order_id: 'x'.repeat(20_000) }), 413, 'BODY_TOO_LARGE'],
  ['a wrong side', withOrder({ side: 'BUY' }), 400, 'INVALID_FIELD'],
  ['a wrong flag', withOrder({ post_only: 'true' }), 400, 'INVALID_FIELD'],
  ['no price on a limit order', withOrder({ price: undefined }), 422, 'INVALID_COMBINATION'],
  ['a price on a market order', withOrder({ type: 'market' }), 422, 'INVALID_COMBINATION'],
  [
    'post-only ioc',
    withOrder({ post_only: true, time_in_force: 'ioc' }),
    422,
    'INVALID_COMBINATION',
  ],
  [
    'more than there is',
    withOrder({ price: '1000000.00', quantity: '10' }),
    422,
    'INSUFFICIENT_BALANCE',
  ],
  ['a strange client order id', withOrder({ client_order_id: '~x' }), 400, 'INVALID_FIELD'],
];

describe('bad input', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    const balances = await open.alice.send('GET', '/v1/balances');
    const held = (balances.body['balances'] as { held: string }[]).map((each) => Number(each.held));
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
    assert.deepEqual(held, [0, 0], 'nothing changed');
    assert.equal(open.exchange.machine('BTC-USD')?.restingOrderCount, 0);
    assert.equal(({} as { x?: unknown }).x, undefined);
  });

  for (const [what, body, status, code] of rows) {
    test(`refuses ${what}`, async () => {
      const reply = await open.alice.raw('POST', '/v1/orders', body);
      assert.deepEqual([reply.status, reply.body['code']], [status, code], reply.text);
      assert.match(String(reply.headers['content-type']), /^application\/problem\+json/);
      assert.ok(reply.headers['x-request-id']);
      assert.doesNotMatch(reply.text, /\bat .*\.(js|ts):|<html/i);
    });
  }

  test('refuses a body that is not JSON by its type', async () => {
    const type = { 'content-type': 'text/plain' };
    const reply = await open.alice.raw('POST', '/v1/orders', JSON.stringify(order), type);
    assert.deepEqual([reply.status, reply.body['code']], [415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test('refuses too deep a batch', async () => {
    const reply = await open.alice.raw('POST', '/v1/orders/batch', deep);
    assert.equal(reply.body['code'], 'JSON_TOO_DEEP');
  });

  test('refuses 51 orders in a batch', async () => {
    const tiny = Array.from({ length: 51 }, () => order);
    const reply = await open.alice.send('POST', '/v1/orders/batch', { orders: tiny });
    assert.equal(reply.body['code'], 'INVALID_FIELD');
  });

  test('refuses a query field that comes twice or is unknown', async () => {
    const twice = await open.nobody.send('GET', '/v1/markets/BTC-USD/book?depth=1&depth=2');
    assert.equal(twice.body['code'], 'INVALID_FIELD');
    const unknown = await open.nobody.send('GET', '/v1/markets/BTC-USD/book?deep=1');
    assert.equal(unknown.body['code'], 'UNKNOWN_FIELD');
  });

  test('refuses every wrong way to sign', async () => {
    const { doors, keys } = open;
    const path = '/v1/orders';
    const body = JSON.stringify(order);
    const method = 'POST';
    const at = (shiftMs: number) => String(nextTimestampMs() + shiftMs);
    const attempt = async (
      changes: Partial<Record<'key' | 'time' | 'signature' | 'sent', string>>,
    ) => {
      const timestamp = changes.time ?? at(0);
      const { apiKey, secret } = keys.alice;
      const signature =
        changes.signature ?? sign(secret, { timestamp, method, path, body: changes.sent ?? body });
      const headers = {
        'content-type': 'application/json',
        'x-api-key': changes.key ?? apiKey,
        'x-timestamp': timestamp,
        'x-signature': signature,
      };
      const reply = await sendHttp(doors.baseUrl, { method, path, body, headers });
      return [reply.status, reply.body['code']];
    };
    assert.deepEqual(await attempt({ key: 'nobody' }), [401, 'INVALID_SIGNATURE']);
    assert.deepEqual(await attempt({ sent: `${body} ` }), [401, 'INVALID_SIGNATURE']);
    assert.deepEqual(await attempt({ signature: 'zz' }), [401, 'INVALID_SIGNATURE']);
    assert.deepEqual(await attempt({ signature: '0'.repeat(64) }), [401, 'INVALID_SIGNATURE']);
    const now = Date.now();
    assert.deepEqual(await attempt({ time: String(now - 6_000) }), [401, 'STALE_TIMESTAMP']);
    assert.deepEqual(await attempt({ time: String(now + 3_000) }), [401, 'STALE_TIMESTAMP']);
    assert.deepEqual(await attempt({ time: 'soon' }), [401, 'STALE_TIMESTAMP']);
    const unsigned = await open.nobody.raw(method, path, body);
    assert.deepEqual([unsigned.status, unsigned.body['code']], [401, 'MISSING_CREDENTIALS']);
  });

  test('refuses a request that was received before', async () => {
    const { doors, keys } = open;
    const path = '/v1/orders?market=BTC-USD';
    const timestamp = String(nextTimestampMs());
    const method = 'DELETE';
    const headers = {
      'x-api-key': keys.alice.apiKey,
      'x-timestamp': timestamp,
      'x-signature': sign(keys.alice.secret, { timestamp, method, path, body: '' }),
    };
    const send = () => sendHttp(doors.baseUrl, { method, path, body: '', headers });
    assert.equal((await send()).status, 200);
    const again = await send();
    assert.deepEqual([again.status, again.body['code']], [401, 'REPLAYED_REQUEST']);
  });

  test('refuses keys that are expired or used from elsewhere', async () => {
    const { exchange, doors } = open;
    const scopes = [Scope.read];
    const own = { accountId: accountId(1), scopes };
    const codeWith = async (key: Parameters<typeof addKey>[1]) => {
      const client = new ApiClient(doors.baseUrl, await addKey(exchange, key));
      return (await client.send('GET', '/v1/balances')).body['code'];
    };
    assert.equal(await codeWith({ ...own, expiresAtUs: 1 }), 'KEY_EXPIRED');
    assert.equal(await codeWith({ ...own, ipAllowList: ['10.0.0.0/8'] }), 'IP_NOT_ALLOWED');
    assert.equal(await codeWith({ ...own, ipAllowList: ['127.0.0.0/8'] }), undefined);
  });

  test('answers with a problem what is no HTTP, and headers that are too large', async () => {
    const { port } = new URL(open.doors.baseUrl);
    const exchange = (text: string) =>
      new Promise<string>((resolve) => {
        let received = '';
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
        socket.on('data', (bytes) => {
          received += bytes.toString('utf8');
        });
        socket.on('close', () => resolve(received));
      });
    assert.match(await exchange('nonsense\r\n\r\n'), /^HTTP\/1.1 400 .*"code":"BAD_REQUEST"/s);
    const large = `GET /v1/time HTTP/1.1\r\nx: ${'y'.repeat(10_000)}\r\n\r\n`;
    assert.match(await exchange(large), /^HTTP\/1.1 431 .*"code":"HEADERS_TOO_LARGE"/s);
  });

  test('lets nobody see, change or cancel the order of someone else', async () => {
    const { alice, bob } = open;
    const placed = await alice.send('POST', '/v1/orders', { ...order, client_order_id: 'mine' });
    const id = String(placed.body['id']);
    const attempts: readonly (readonly [string, string, unknown?])[] = [
      ['GET', `/v1/orders/${id}`],
      ['DELETE', `/v1/orders/${id}`],
      ['PATCH', `/v1/orders/${id}`, { price: '11.00' }],
      ['GET', '/v1/orders/client/mine'],
    ];
    for (const [method, path, body] of attempts) {
      const reply = await bob.send(method, path, body);
      assert.deepEqual([reply.status, reply.body['code']], [404, 'UNKNOWN_ORDER'], path);
    }
    const all = await bob.send('DELETE', '/v1/orders?market=BTC-USD');
    assert.equal(all.body['canceled'], 0);
    for (const path of ['/v1/orders?status=all', '/v1/fills', '/v1/ledger', '/v1/balances']) {
      const reply = await bob.send('GET', path);
      assert.equal(reply.status, 200, path);
      assert.doesNotMatch(reply.text, new RegExp(id), path);
    }
    assert.equal((await alice.send('DELETE', `/v1/orders/${id}`)).status, 200);
  });

  test('never overdraws an account with 1,000 orders at once', async () => {
    const { exchange, service } = open;
    const account = await exchange.fund(77, { USD: 100_000_000n });
    const outcomes = await Promise.all(
      Array.from({ length: 1_000 }, () =>
        service.orders.place({
          accountId: account,
          market: 'BTC-USD',
          side: 'buy',
          type: 'limit',
          price: '1.00',
          quantity: '1',
        }),
      ),
    );
    const placed = outcomes.filter(({ kind }) => kind === 'placed');
    const refused = outcomes.filter(
      (outcome) => outcome.kind === 'refused' && outcome.code === 'INSUFFICIENT_BALANCE',
    );
    assert.deepEqual([placed.length, refused.length], [100, 900]);
    const [usd] = await exchange.accounts.balances(account);
    assert.deepEqual([usd?.available, usd?.held], [0n, 100_000_000n]);
    await service.changes.cancelAll({ accountId: account, market: 'BTC-USD' });
    await exchange.settled('BTC-USD');
    const [free] = await exchange.accounts.balances(account);
    assert.deepEqual([free?.available, free?.held], [100_000_000n, 0n]);
  });

  test('tells of a method that a path has not, whatever the body', async () => {
    const { alice } = open;
    for (const method of ['PATCH', 'DELETE', 'GET', 'PUT', 'OPTIONS']) {
      const reply = await alice.send(
        method,
        '/v1/orders/batch',
        method === 'PATCH' ? {} : undefined,
      );
      assert.deepEqual([reply.status, reply.headers['allow']], [405, 'POST'], method);
      assert.equal(reply.body['code'], 'METHOD_NOT_ALLOWED');
    }
    const odd = { 'content-type': 'text/csv' };
    const nowhere = await alice.raw('POST', '/v1/nothing', 'a,b', odd);
    assert.deepEqual([nowhere.status, nowhere.body['code']], [404, 'NOT_FOUND']);
    const wrong = await alice.raw('POST', '/v1/balances', 'a,b', odd);
    assert.deepEqual([wrong.status, wrong.headers['allow']], [405, 'GET']);
  });

  test('tells with every reply what is left, of the key or of the address', async () => {
    const { alice, nobody } = open;
    const left = async (by: typeof alice, path: string) => {
      const { headers } = await by.send('GET', path);
      const names = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'];
      const [limit, remaining, reset] = names.map((name) => Number(headers[name]));
      assert.ok(limit! > 0 && remaining! >= 0 && remaining! <= limit!, `${remaining} of ${limit}`);
      assert.ok(Number.isInteger(reset), `reset ${reset}`);
      return limit;
    };
    const [ofKey, ofAddress] = [await left(alice, '/v1/balances'), await left(nobody, '/v1/time')];
    assert.notEqual(ofKey, ofAddress);
    assert.equal(await left(nobody, '/v1/balances'), ofAddress);
  });
});
