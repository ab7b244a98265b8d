import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { AccountStore } from '../../ports/account-store/account-store.ts';
import { AccountStoreError } from '../../ports/account-store/account-store-error.ts';
import { silentLog } from '../service-context.ts';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { LIMIT } from '../testing/dialect-error-rows.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

/** Methods of the account store that fail for the moment. */
const away = new Set<keyof AccountStore>();
const logged: unknown[] = [];

let open: OpenExchange;
let alice: DialectClient;
let listener: DialectListener;

const wrapAccounts = (store: AccountStore): AccountStore =>
  new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        away.has(name as keyof AccountStore)
          ? Promise.reject(new AccountStoreError('ACCOUNT_STORE_UNAVAILABLE', 'it is away'))
          : value.apply(target, args);
    },
  });

before(async () => {
  const log = { ...silentLog, error: (fields: object) => logged.push(fields) };
  open = await openExchange({ wrapAccounts, service: { log, limits: { keyBelievedMs: 1 } } });
  alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
  listener = await DialectListener.connect(`${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`);
});
beforeEach(() => away.clear());
after(async () => {
  away.clear();
  listener.close();
  await open.close();
});

/** What REST and the WebSocket API answer. */
async function answers(rest: [string, string, string], values: Record<string, string>) {
  const [verb, path, method] = rest;
  const reply = await alice.send(verb, path, values);
  const heard = await listener.ask(method, alice.members(values));
  return [
    [reply.status, reply.body['code']],
    [heard['status'], (heard['error'] as Json | undefined)?.['code']],
  ];
}

test('a read that the store cannot answer now is told to try again, and is no error of ours', async () => {
  away.add('balances');
  const account = await answers(['GET', '/api/v3/account', 'account.status'], {});
  assert.deepEqual(account, [
    [503, -1008],
    [503, -1008],
  ]);
  assert.deepEqual(logged, []);
});

test('nor is a key that cannot be read now', async () => {
  away.add('apiKey');
  const account = await answers(['GET', '/api/v3/account', 'account.status'], {});
  assert.deepEqual(account, [
    [503, -1008],
    [503, -1008],
  ]);
  assert.deepEqual(logged, []);
});

test('of what may have taken effect the outcome is unknown', async () => {
  away.add('orderIdOf');
  const cancel = { symbol: LIMIT.symbol, origClientOrderId: 'mine' };
  const canceled = await answers(['DELETE', '/api/v3/order', 'order.cancel'], cancel);
  assert.deepEqual(canceled, [
    [504, -1007],
    [504, -1007],
  ]);
  assert.deepEqual(logged, []);
});
