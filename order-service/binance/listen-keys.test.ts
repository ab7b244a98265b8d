import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Scope } from '../../proto/messages.ts';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { LIMIT } from '../testing/dialect-error-rows.ts';
import { until } from '../testing/exchange-harness.ts';
import { addKey, type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const KEY_PATH = '/api/v3/userDataStream';

let open: OpenExchange;
let alice: DialectClient;

before(async () => {
  open = await openExchange();
  alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
});
after(() => open.close());

const stream = (listenKey: unknown) =>
  DialectListener.connect(`${open.doors.baseUrl.replace('http', 'ws')}/ws/${listenKey}`);
const reports = (listener: DialectListener) => listener.events('executionReport');

test('a listen key tells what happens to the account', async () => {
  const { listenKey } = (await alice.raw('POST', KEY_PATH, '')).body;
  const listener = await stream(listenKey);
  await until(async () => {
    await alice.send('POST', '/api/v3/order', LIMIT);
    return reports(listener).length > 0;
  }, 'a report');
  assert.deepEqual([reports(listener)[0]?.['x'], reports(listener)[0]?.['s']], ['NEW', 'BTCUSD']);
  listener.close();
  await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
});

test('a listen key of a key that was revoked meanwhile tells nothing', async () => {
  const key = await addKey(open.exchange, { accountId: 1 as never, scopes: [Scope.read] });
  const by = new DialectClient(open.doors.baseUrl, key);
  const { listenKey } = (await by.raw('POST', KEY_PATH, '')).body;
  await open.admin.send('DELETE', `/v1/admin/keys/${key.apiKey}`);
  const heard: Json[] = [];
  for (let round = 0; round < 20; round += 1) {
    const listener = await stream(listenKey);
    await alice.send('POST', '/api/v3/order', LIMIT);
    await until(() => listener.closed.length > 0, 'the end');
    heard.push(...reports(listener));
    assert.deepEqual(listener.closed, [1008]);
  }
  assert.deepEqual(heard, []);
  await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
});
