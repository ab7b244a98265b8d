/**
 * Every endpoint and every method of both dialects, asked by keys that have one scope each: who may is
 * said here a second time, by path and not by what the routes declare.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { dialectMethods } from '../binance/dialect-methods.ts';
import { listenKeyMethods } from '../binance/listen-key-methods.ts';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { ApiClient, addKey, type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { SCOPE_NAME_LIST, type ScopeName, scopeOf } from './request-auth.ts';

const STREAM_KEYS = 'userDataStream';
const PUBLIC_OF_DIALECT =
  /^GET \/(api\/v3\/(ping|time|exchangeInfo|depth|trades|historicalTrades|aggTrades|klines|uiKlines|avgPrice|ticker.*)|[fd]api\/.*|sapi\/v1\/system\/status)$/;
/** A key that is good is all they ask for. */
const BY_KEY_ALONE = /^GET \/sapi\/v1\/(margin\/.*|spot\/delist-schedule)$/;

/** Who may trade may cancel. */
const CANCELS: readonly ScopeName[] = ['cancel', 'trade'];

function whoMay(method: string, path: string): readonly ScopeName[] {
  if (path.startsWith('/v1/admin/')) return ['admin'];
  if (path === '/v1/withdrawals') return ['withdraw'];
  if (path === '/v1/faucet') return ['read'];
  if (method === 'GET') return ['read'];
  if (method === 'DELETE') return CANCELS;
  return path === '/v1/cancel-all-after' ? CANCELS : ['trade'];
}

function whoMayInDialect(rest: string): readonly ScopeName[] {
  if (BY_KEY_ALONE.test(rest)) return SCOPE_NAME_LIST;
  if (rest.startsWith('GET ') || rest.endsWith(STREAM_KEYS)) return ['read'];
  return rest.startsWith('DELETE ') ? CANCELS : ['trade'];
}

const methods = [...dialectMethods, ...listenKeyMethods({} as never)];

/** Signed and well-formed, and no more than that: what it asks for is nonsense. */
const NONSENSE = '[]';

describe('scopes', () => {
  let open: OpenExchange;
  const keys = new Map<
    ScopeName,
    { readonly native: ApiClient; readonly dialect: DialectClient }
  >();

  before(async () => {
    open = await openExchange();
    const { baseUrl } = open.doors;
    for (const name of SCOPE_NAME_LIST) {
      const credentials = await addKey(open.exchange, {
        accountId: 1 as never,
        scopes: [scopeOf(name)],
      });
      const native = new ApiClient(baseUrl, credentials);
      keys.set(name, { native, dialect: new DialectClient(baseUrl, credentials) });
    }
  });
  after(() => open.close());

  test('let through every endpoint of /v1 by theirs, and by no other', async () => {
    const document = (await open.nobody.send('GET', '/openapi.json')).body;
    let asked = 0;
    for (const [path, operations] of Object.entries(document['paths'] as Json)) {
      for (const [verb, operation] of Object.entries(operations as Json)) {
        if ((operation as Json)['security'] === undefined) continue;
        const method = verb.toUpperCase();
        const may = whoMay(method, path);
        const place = path.replace('{market}', 'BTC-USD').replaceAll(/\{\w+\}/g, '999999');
        for (const [name, { native }] of keys) {
          const isRead = method === 'GET' || method === 'DELETE';
          const { status, body } = await native.raw(method, place, isRead ? '' : NONSENSE);
          const isOut = status === 403 && body['code'] === 'INSUFFICIENT_SCOPE';
          assert.equal(isOut, !may.includes(name), `${method} ${path} by ${name}: ${status}`);
          asked += 1;
        }
      }
    }
    assert.ok(asked >= 150, `${asked} of them`);
  });

  test('let through every REST method of the dialect by theirs, and by no other', async () => {
    let asked = 0;
    for (const { rest } of methods) {
      if (rest === null || PUBLIC_OF_DIALECT.test(rest)) continue;
      const [method, path] = rest.split(' ') as [string, string];
      const may = whoMayInDialect(rest);
      for (const [name, { dialect }] of keys) {
        const { status, body } = await dialect.send(method, path);
        const isOut = status === 401 && body['code'] === -2015;
        assert.equal(isOut, !may.includes(name), `${rest} by ${name}: ${status}`);
        asked += 1;
      }
    }
    assert.ok(asked >= 100, `${asked} of them`);
  });

  test('let through every method of the WebSocket API by theirs, and by no other', async () => {
    const url = `${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`;
    const socket = await DialectListener.connect(url);
    let asked = 0;
    for (const { rest, socket: names } of methods) {
      if (rest === null || PUBLIC_OF_DIALECT.test(rest)) continue;
      const may = whoMayInDialect(rest);
      for (const method of names) {
        for (const [name, { dialect }] of keys) {
          const answer = await socket.ask(method, dialect.members());
          const error = answer['error'] as Json | undefined;
          const isOut = answer['status'] === 401 && error?.['code'] === -2015;
          assert.equal(isOut, !may.includes(name), `${method} by ${name}: ${answer['status']}`);
          asked += 1;
        }
      }
    }
    socket.close();
    assert.ok(asked >= 80, `${asked} of them`);
  });
});
