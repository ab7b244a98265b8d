import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiClient, nextTimestampMs, openExchange, sign } from '../testing/open-exchange.ts';

test('a door of its own takes the endpoints of operators away from the one of everybody', async () => {
  const open = await openExchange({ adminDoor: 'apart' });
  try {
    const { doors, admin, nobody, keys } = open;
    assert.notEqual(doors.adminUrl, doors.baseUrl);
    const body = { name: 'somebody' };
    const outside = new ApiClient(doors.baseUrl, keys.admin);
    const refused = await outside.send('POST', '/v1/admin/accounts', body);
    assert.deepEqual([refused.status, refused.body['code']], [404, 'NOT_FOUND']);
    const opened = await admin.send('POST', '/v1/admin/accounts', body);
    assert.equal(opened.status, 201, opened.text);

    const trader = new ApiClient(doors.adminUrl, keys.alice);
    const scope = await trader.send('POST', '/v1/admin/accounts', body);
    assert.deepEqual([scope.status, scope.body['code']], [403, 'INSUFFICIENT_SCOPE']);
    const stranger = new ApiClient(doors.adminUrl, null);
    assert.equal((await stranger.send('POST', '/v1/admin/accounts', body)).status, 401);
    assert.equal((await stranger.send('GET', '/api/v3/ping')).status, 404, 'no dialect there');

    const pathsAt = async (client: ApiClient) =>
      Object.keys((await client.send('GET', '/openapi.json')).body['paths'] as object);
    const [shown, all] = await Promise.all([pathsAt(nobody), pathsAt(stranger)]);
    const isOfOperator = (path: string) => path.startsWith('/v1/admin/');
    assert.deepEqual(
      shown,
      all.filter((path) => !isOfOperator(path)),
    );
    assert.ok(all.filter(isOfOperator).length > 10);
  } finally {
    await open.close();
  }
});

test('a request that was signed for one door is known at the other', async () => {
  const open = await openExchange({ adminDoor: 'apart' });
  try {
    const { doors, keys } = open;
    const timestamp = String(nextTimestampMs());
    const [method, path, body] = ['DELETE', '/v1/orders?market=BTC-USD', ''];
    const headers = {
      'x-api-key': keys.alice.apiKey,
      'x-timestamp': timestamp,
      'x-signature': sign(keys.alice.secret, { timestamp, method, path, body }),
    };
    const at = (url: string) => new ApiClient(url, null).raw(method, path, body, headers);
    assert.equal((await at(doors.adminUrl)).status, 200);
    const again = await at(doors.baseUrl);
    assert.deepEqual([again.status, again.body['code']], [401, 'REPLAYED_REQUEST']);
  } finally {
    await open.close();
  }
});
