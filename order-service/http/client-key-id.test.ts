import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const PATH = '/v1/admin/keys';

describe('a key that is asked for under an id of the client', () => {
  let open: OpenExchange;
  let account = '';

  before(async () => {
    open = await openExchange();
    const opened = await open.admin.send('POST', '/v1/admin/accounts', { name: 'carol' });
    account = String(opened.body['account_id']);
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const ask = (more: object) =>
    open.admin.send('POST', PATH, { account_id: account, scopes: ['read', 'trade'], ...more });

  test('is the same key with the same secret when it is asked for again', async () => {
    const [first, second] = await Promise.all([
      ask({ client_key_id: 'desk-1' }),
      ask({ client_key_id: 'desk-1', scopes: ['trade', 'read'] }),
    ]);
    const again = await ask({ client_key_id: 'desk-1' });
    assert.deepEqual([first.status, again.status], [201, 200], again.text);
    for (const reply of [second, again]) {
      const { api_key, secret } = reply.body;
      assert.deepEqual([api_key, secret], [first.body['api_key'], first.body['secret']]);
    }
    const carol = new ApiClient(open.doors.baseUrl, {
      apiKey: String(first.body['api_key']),
      secret: String(first.body['secret']),
    });
    assert.equal((await carol.send('GET', '/v1/balances')).status, 200);
    const other = await ask({ client_key_id: 'desk-2' });
    assert.notEqual(other.body['api_key'], first.body['api_key']);
  });

  test('is refused with other terms, and once it is revoked', async () => {
    const first = await ask({ client_key_id: 'desk-3' });
    for (const more of [
      { scopes: ['read'] },
      { ip_allow_list: ['10.0.0.0/8'] },
      { expires_in_ms: 60_000 },
    ]) {
      const other = await ask({ client_key_id: 'desk-3', ...more });
      assert.deepEqual([other.status, other.body['code']], [409, 'CLIENT_KEY_ID_CONFLICT']);
    }
    const revoked = await open.admin.send('DELETE', `${PATH}/${first.body['api_key']}`);
    assert.equal(revoked.status, 200, revoked.text);
    const late = await ask({ client_key_id: 'desk-3' });
    assert.equal(late.body['code'], 'CLIENT_KEY_ID_CONFLICT');
  });

  test('is a new one each time without such an id', async () => {
    const [first, second] = [await ask({}), await ask({})];
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.notEqual(first.body['api_key'], second.body['api_key']);
    assert.notEqual(first.body['secret'], second.body['secret']);
  });
});
