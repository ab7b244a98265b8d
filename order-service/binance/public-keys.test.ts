import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { DialectClient, DialectListener } from '../testing/dialect-client.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

describe('keys of which the exchange has the public half, in the dialect', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange();
  });
  after(() => open.close());

  test('takes Ed25519 by a registered key, and never that key as a secret', async () => {
    const pair = generateKeyPairSync('ed25519');
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const created = await open.admin.send('POST', '/v1/admin/keys', {
      account_id: '1',
      scopes: ['read', 'trade'],
      ed25519_public_key: pem,
    });
    assert.deepEqual([created.status, created.body['secret']], [201, null]);
    const apiKey = String(created.body['api_key']);
    const by = new DialectClient(open.doors.baseUrl, { apiKey, privateKey: pair.privateKey });
    assert.equal((await by.send('GET', '/api/v3/account')).status, 200);
    const forged = new DialectClient(open.doors.baseUrl, { apiKey, secret: pem });
    assert.equal((await forged.send('GET', '/api/v3/account')).body['code'], -1022);
    const wrong = { account_id: '1', ed25519_public_key: pem.replace('MCow', 'MCox') };
    assert.equal((await open.admin.send('POST', '/v1/admin/keys', wrong)).status, 400);
  });

  test('takes RSA by a registered key, over REST and the socket, but no login by it', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const created = await open.admin.send('POST', '/v1/admin/keys', {
      ...{ account_id: '1', scopes: ['read', 'trade'], rsa_public_key: pem },
    });
    assert.equal(created.status, 201, created.text);
    const apiKey = String(created.body['api_key']);
    const by = new DialectClient(open.doors.baseUrl, { apiKey, privateKey: pair.privateKey });
    assert.equal((await by.send('GET', '/api/v3/account')).status, 200);
    const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
    const stranger = new DialectClient(open.doors.baseUrl, { apiKey, privateKey: other });
    assert.equal((await stranger.send('GET', '/api/v3/account')).body['code'], -1022);
    const url = `${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`;
    const listener = await DialectListener.connect(url);
    try {
      assert.equal((await listener.ask('account.status', by.members()))['status'], 200);
      assert.deepEqual((await listener.ask('session.logon', by.members()))['error'], {
        code: -4056,
        msg: 'RSA API key is not supported for this operation.',
      });
    } finally {
      listener.close();
    }
  });
});
