/**
 * Whoever has the ids of someone else has nothing: every operation of the OpenAPI document that takes
 * an id is called by one user with all ids of another. An operation or a kind of id that is new in the
 * document fails the test until it is told here.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { DemoAccount } from '../cli/connection.ts';
import { signRequest } from '../client/request-signature.ts';
import { RestClient } from '../client/rest-client.ts';
import { SocketClient } from '../client/socket-client.ts';
import { eventually } from './testing/eventually.ts';
import { ExchangeProcesses } from './testing/exchange-processes.ts';
import { fieldNames, type Operation, operationsOf, requestBy } from './testing/open-api.ts';
import { type RawReply, signedRequest } from './testing/signed-request.ts';

const ID_FIELD = /(^|_)(id|ids|(?<!public_)keys?|cursor|reference)$/;
/** Everyone has ids of this kind of their own: the request succeeds, and concerns the asker only. */
const OWN_IDS: Readonly<Record<string, string>> = {
  'POST /v1/orders': 'client_order_id',
  'POST /v1/orders/batch': 'client_order_id',
};
/** What requests need beside the ids to be good ones. */
const TERMS = { market: 'BTC-USD', side: 'buy', type: 'limit', price: '10.00', quantity: '1' };
/** In what alice has, and nowhere else. */
const HER_PRICE = '12345.67';
const HER_QUANTITY = '0.0789';
const VIEWS_MS = 20_000;

type Ids = Readonly<Record<string, readonly string[]>>;

interface Reported {
  readonly code: string;
}

describe('two users', () => {
  let exchange: ExchangeProcesses;
  let alice: DemoAccount;
  let mallory: DemoAccount;
  let operations: readonly Operation[];
  let ids: Ids;

  const ask = (by: DemoAccount, method: string, path: string, body?: unknown) =>
    signedRequest(exchange.baseUrl, by, { method, path, body });

  before(async () => {
    exchange = await ExchangeProcesses.prepare({ durability: 'process' });
    exchange.startAll();
    const accounts = await exchange.setUp(['alice', 'bob', 'mallory']);
    const [first, bob, third] = accounts as [DemoAccount, DemoAccount, DemoAccount];
    [alice, mallory] = [first, third];
    operations = await operationsOf(exchange.baseUrl);
    ids = await herIds(exchange.baseUrl, alice, bob);
  });
  after(() => exchange.close());

  /** All that she may see. */
  async function hers(): Promise<string> {
    const paths = [
      '/v1/orders?status=all',
      '/v1/fills?market=BTC-USD',
      '/v1/balances',
      '/v1/ledger',
    ];
    const replies = await Promise.all(paths.map((path) => ask(alice, 'GET', path)));
    return replies.map(({ text }) => text.replaceAll(/"sequence":"[^"]*"/g, '')).join('\n');
  }

  function assertNothingTold(reply: RawReply, sent: string, what: string): void {
    const marks = [HER_PRICE, HER_QUANTITY, ...Object.values(ids).flat()];
    for (const mark of marks.filter((each) => each.length > 3 && !sent.includes(each))) {
      assert.ok(!reply.text.includes(mark), `${what} tells ${mark}: ${reply.text}`);
    }
  }

  function assertRefused(operation: Operation, field: string, reply: RawReply): void {
    const what = `${operation.name} with her ${field}: ${reply.text}`;
    if (OWN_IDS[operation.name] === field) return assert.ok(reply.status < 300, what);
    assert.ok(operation.statuses.includes(reply.status), `${what} is not in the document`);
    const { code } = JSON.parse(reply.text) as Reported;
    if (operation.path.includes('/admin/')) {
      return assert.deepEqual([reply.status, code], [403, 'INSUFFICIENT_SCOPE'], what);
    }
    if (field === 'cursor')
      return assert.deepEqual([reply.status, code], [422, 'INVALID_CURSOR'], what);
    if (field === 'transaction_id') {
      return assert.deepEqual([reply.status, code], [409, 'TRANSACTION_ID_CONFLICT'], what);
    }
    assert.ok(reply.status === 404 || reply.status === 403, what);
  }

  test('no message on a socket does either', async () => {
    const before = await hers();
    const socket = await SocketClient.connect({ wsUrl: exchange.wsUrl, credentials: mallory });
    try {
      for (const id of ids['order_id']!) {
        for (const attempt of [socket.cancel(id), socket.amend(id, { price: '11.00' })]) {
          await assert.rejects(attempt, { code: 'UNKNOWN_ORDER' });
        }
      }
    } finally {
      socket.close();
    }
    assert.equal(await hers(), before);
  });

  test('no method of the dialect does either', async () => {
    const before = await hers();
    const order = { symbol: 'BTCUSD', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' };
    const terms = { ...order, quantity: '1', price: '10' };
    const replace = { ...terms, cancelReplaceMode: 'STOP_ON_FAILURE' };
    const named = [
      ...ids['order_id']!.map((id) => ({ orderId: id })),
      ...ids['client_order_id']!.map((id) => ({ origClientOrderId: id })),
    ];
    for (const name of named) {
      const where = { symbol: 'BTCUSD', ...name };
      const cancel =
        'orderId' in name
          ? { cancelOrderId: name.orderId }
          : { cancelOrigClientOrderId: name.origClientOrderId };
      const attempts = [
        ['GET', 'order', where, -2013],
        ['DELETE', 'order', where, -2011],
        ['PUT', 'order/amend/keepPriority', { ...where, newQty: '0.0001' }, -2013],
        ['POST', 'order/cancelReplace', { ...replace, ...cancel }, -2022],
      ] as const;
      for (const [method, path, values, code] of attempts) {
        const reply = await dialect(mallory, method, path, values);
        assert.equal((JSON.parse(reply.text) as { code: number }).code, code, reply.text);
        assertNothingTold(reply, JSON.stringify(values), `${method} ${path}`);
      }
    }
    const { listenKey } = JSON.parse((await dialect(alice, 'POST', 'userDataStream', {})).text);
    for (const method of ['PUT', 'DELETE']) {
      const reply = await dialect(mallory, method, 'userDataStream', { listenKey });
      assert.ok(reply.status >= 400, `${method} of her listen key: ${reply.text}`);
    }
    assert.equal((await dialect(alice, 'PUT', 'userDataStream', { listenKey })).status, 200);
    for (const path of ['myTrades', 'allOrders']) {
      for (const id of ids['order_id']!) {
        const values = { symbol: 'BTCUSD', orderId: id };
        const reply = await dialect(mallory, 'GET', path, values);
        assertNothingTold(reply, JSON.stringify(values), path);
      }
    }
    assert.equal(await hers(), before);
  });

  test('the same reads by herself show it: the ids are right', async () => {
    const reads = operations.filter(
      ({ method, path }) => method === 'GET' && !path.includes('admin'),
    );
    let shown = 0;
    for (const operation of reads) {
      for (const field of fieldNames(operation).filter((name) => ID_FIELD.test(name))) {
        for (const value of ids[field] ?? []) {
          const { path } = requestBy(operation, { market: 'BTC-USD', [field]: value });
          const reply = await ask(alice, 'GET', path);
          // A cursor is of one list; of the others it is none of hers either.
          if (field === 'cursor' && reply.status === 422) continue;
          assert.equal(reply.status, 200, `${path}: ${reply.text}`);
          shown += 1;
        }
      }
    }
    assert.ok(shown >= 8, `${shown} shown`);
  });

  test('no operation with an id does anything for who has it from another', async () => {
    let calls = 0;
    const before = await hers();
    // Last those that give mallory what has the same id.
    const isOwn = ({ name }: Operation) => Number(name in OWN_IDS);
    for (const operation of operations.toSorted((left, right) => isOwn(left) - isOwn(right))) {
      for (const field of fieldNames(operation).filter((name) => ID_FIELD.test(name))) {
        const values = ids[field];
        assert.ok(values !== undefined, `${operation.name} takes ${field}: what is hers of that?`);
        for (const value of values) {
          const { path, body } = requestBy(operation, { ...TERMS, [field]: value });
          const reply = await ask(mallory, operation.method, path, body);
          const what = `${operation.name} ${path}`;
          assertRefused(operation, field, reply);
          assertNothingTold(reply, `${path}${JSON.stringify(body) ?? ''}`, what);
          calls += 1;
        }
      }
    }
    assert.equal(await hers(), before);
    assert.ok(calls >= 30, `${calls} calls`);
  });

  async function dialect(
    by: DemoAccount,
    method: string,
    path: string,
    values: Readonly<Record<string, string>>,
  ): Promise<RawReply> {
    const query = new URLSearchParams({ ...values, timestamp: String(Date.now()) }).toString();
    const signature = createHmac('sha256', by.secret).update(query).digest('hex');
    const url = `${exchange.baseUrl}/api/v3/${path}?${query}&signature=${signature}`;
    const reply = await fetch(url, { method, headers: { 'x-mbx-apikey': by.apiKey } });
    return { status: reply.status, text: await reply.text() };
  }
});

/** She has an open, a filled, and a canceled order, has taken money out, and has turned pages. */
async function herIds(baseUrl: string, alice: DemoAccount, bob: DemoAccount): Promise<Ids> {
  const her = new RestClient({ baseUrl, credentials: alice });
  const his = new RestClient({ baseUrl, credentials: bob });
  try {
    const terms = { market: 'BTC-USD', type: 'limit', price: HER_PRICE } as const;
    const sell = { ...terms, side: 'sell', quantity: HER_QUANTITY } as const;
    const filled = await her.place({ ...sell, client_order_id: 'hers-filled' });
    await his.place({ ...terms, side: 'buy', quantity: HER_QUANTITY });
    const canceled = await her.place({ ...sell, client_order_id: 'hers-canceled' });
    await her.cancel(canceled.id);
    const open = await her.place({ ...sell, client_order_id: 'hers-open' });
    const taken = { asset: 'USD', amount: '1.23', transaction_id: 'hers-out-1' };
    await her.request('POST', '/v1/withdrawals', taken);
    const cursors: string[] = [];
    const lists = [
      '/v1/orders?status=all&limit=1',
      '/v1/fills?market=BTC-USD&limit=1',
      '/v1/ledger?limit=1',
    ];
    // One more fill, so that there is a page behind the first.
    const last = await his.place({ ...terms, side: 'buy', quantity: '0.0001' });
    await eventually('her pages are filled', VIEWS_MS, async () => {
      const pages = await Promise.all(
        lists.map((path) => her.request<{ next: string | null }>('GET', path)),
      );
      cursors.splice(
        0,
        cursors.length,
        ...pages.flatMap(({ next }) => (next === null ? [] : [next])),
      );
      const read = await Promise.all([
        her.request<object>('GET', `/v1/orders?status=all&min_sequence=BTC-USD:${last.sequence}`),
        her.request<object>('GET', '/v1/ledger'),
      ]);
      // Trades and withdrawals come from logs of their own.
      const ledger = JSON.stringify(read[1]);
      const isAllThere = ledger.includes('trade 2') && ledger.includes(taken.transaction_id);
      return cursors.length === lists.length && isAllThere;
    });
    return {
      order_id: [open.id, filled.id, canceled.id],
      client_order_id: ['hers-open', 'hers-filled', 'hers-canceled'],
      transaction_id: [taken.transaction_id],
      api_key: [alice.apiKey],
      client_key_id: ['hers-key-1'],
      account_id: [await accountIdOf(baseUrl, alice)],
      cursor: cursors,
    };
  } finally {
    her.close();
    his.close();
  }
}

async function accountIdOf(baseUrl: string, { apiKey, secret }: DemoAccount): Promise<string> {
  const socket = await SocketClient.connect({ wsUrl: `${baseUrl.replace('http', 'ws')}/v1/ws` });
  try {
    const timestamp = Date.now();
    const text = { timestampMs: timestamp, method: 'GET', path: '/v1/ws', body: '' };
    const signature = signRequest(secret, text);
    const reply = await socket.request('login', { api_key: apiKey, timestamp, signature });
    return String(reply['account_id']);
  } finally {
    socket.close();
  }
}
