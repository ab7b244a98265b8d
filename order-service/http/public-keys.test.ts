import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { ApiError } from '../../client/api-error.ts';
import type { OrderRequest } from '../../client/api-types.ts';
import { type Credentials, signRequest } from '../../client/request-signature.ts';
import { RestClient } from '../../client/rest-client.ts';
import { SocketClient } from '../../client/socket-client.ts';
import {
  nextTimestampMs,
  type OpenExchange,
  openExchange,
  sendHttp,
} from '../testing/open-exchange.ts';

const ORDER: OrderRequest = {
  market: 'BTC-USD',
  side: 'sell',
  type: 'limit',
  price: '30000.00',
  quantity: '0.1000',
};

function newPair(type: 'ed25519' | 'rsa' = 'ed25519', modulusLength = 2_048) {
  const { publicKey, privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength }) : generateKeyPairSync('ed25519');
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

describe('keys of which the exchange has the public half', () => {
  const pair = newPair();
  let open: OpenExchange;
  let apiKey = '';

  before(async () => {
    open = await openExchange();
    const key = { account_id: '1', scopes: ['read', 'trade'], ed25519_public_key: pair.publicPem };
    const created = await open.admin.send('POST', '/v1/admin/keys', key);
    assert.deepEqual([created.status, created.body['secret']], [201, null]);
    apiKey = String(created.body['api_key']);
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  test('trade over HTTP and over the socket', () =>
    assertTrades({ apiKey, secret: pair.privatePem }));

  test('may be RSA of 2048 to 4096 bits, with few addresses, and not both at once', async () => {
    const create = (key: object) =>
      open.admin.send('POST', '/v1/admin/keys', { account_id: '1', ...key });
    for (const bits of [2_048, 4_096]) {
      const rsa = newPair('rsa', bits);
      const created = await create({
        ...{ scopes: ['read', 'trade'], rsa_public_key: rsa.publicPem },
        ip_allow_list: ['127.0.0.1', '::1', '10.0.0.0/8', '10.0.0.1', '10.0.0.2'],
      });
      assert.deepEqual([created.status, created.body['secret']], [201, null], created.text);
      const secret = rsa.privatePem;
      await assertTrades({ apiKey: String(created.body['api_key']), secret });
      const forged = { apiKey: String(created.body['api_key']), secret: rsa.publicPem };
      const { baseUrl } = open.doors;
      await assert.rejects(
        new RestClient({ baseUrl, credentials: forged }).balances(),
        (error) => error instanceof ApiError && error.code === 'INVALID_SIGNATURE',
      );
    }
    const { publicPem } = newPair('rsa');
    const refused = async (key: object) => {
      const { status, body } = await create(key);
      return [status, body['code']];
    };
    const short = { rsa_public_key: newPair('rsa', 1_024).publicPem };
    assert.deepEqual(await refused(short), [400, 'INVALID_FIELD']);
    assert.deepEqual(await refused({ rsa_public_key: pair.publicPem }), [400, 'INVALID_FIELD']);
    assert.deepEqual(await refused({ ed25519_public_key: publicPem }), [400, 'INVALID_FIELD']);
    const addresses = { ip_allow_list: Array(6).fill('10.0.0.1') };
    assert.deepEqual(await refused({ rsa_public_key: publicPem, ...addresses }), [
      ...[400, 'INVALID_FIELD'],
    ]);
    const both = { rsa_public_key: publicPem, ed25519_public_key: pair.publicPem };
    assert.deepEqual(await refused(both), [422, 'INVALID_COMBINATION']);
  });

  async function assertTrades(credentials: Credentials): Promise<void> {
    const { baseUrl, wsUrl } = open.doors;
    const rest = new RestClient({ baseUrl, credentials });
    const socket = await SocketClient.connect({ wsUrl, credentials });
    try {
      const order = await rest.place(ORDER);
      assert.equal(order.status, 'open');
      assert.equal((await socket.cancel(order.id)).status, 'canceled');
      assert.ok((await rest.balances()).length > 0);
    } finally {
      rest.close();
      socket.close();
    }
  }

  /** One order, signed over `signed` unless told, sent as it is. */
  const attempt = async (changes: {
    readonly signature?: (timestampMs: number) => string;
    readonly sent?: string;
    readonly timestampMs?: number;
  }) => {
    const [method, path, body] = ['POST', '/v1/orders', JSON.stringify(ORDER)] as const;
    const timestampMs = changes.timestampMs ?? nextTimestampMs();
    const own = signRequest(pair.privatePem, { timestampMs, method, path, body });
    const headers = {
      'content-type': 'application/json',
      'x-api-key': apiKey,
      'x-timestamp': String(timestampMs),
      'x-signature': changes.signature?.(timestampMs) ?? own,
    };
    const sent = { method, path, body: changes.sent ?? body, headers };
    const reply = await sendHttp(open.doors.baseUrl, sent);
    return [reply.status, reply.body['code']];
  };

  test('let nothing else through', async () => {
    const refused = [401, 'INVALID_SIGNATURE'];
    const text = (timestampMs: number) => ({
      ...{ timestampMs, method: 'POST', path: '/v1/orders', body: JSON.stringify(ORDER) },
    });
    const stranger = newPair();
    const by = (secret: string) => (timestampMs: number) => signRequest(secret, text(timestampMs));
    assert.deepEqual(await attempt({ signature: by(stranger.privatePem) }), refused);
    assert.deepEqual(await attempt({ signature: by(pair.publicPem) }), refused, 'as a secret');
    assert.deepEqual(await attempt({ signature: () => `${'A'.repeat(86)}==` }), refused);
    assert.deepEqual(await attempt({ signature: () => 'AA==' }), refused);
    assert.deepEqual(await attempt({ sent: `${JSON.stringify(ORDER)} ` }), refused);
    const other = signRequest(pair.privatePem, text(nextTimestampMs()));
    const ofAlice = await sendHttp(open.doors.baseUrl, {
      ...{ method: 'DELETE', path: '/v1/orders', body: '' },
      headers: {
        'x-api-key': open.keys.alice.apiKey,
        'x-timestamp': String(nextTimestampMs()),
        'x-signature': other,
      },
    });
    assert.deepEqual([ofAlice.status, ofAlice.body['code']], refused, 'a key with a secret');
  });

  test('are good once, however the signature is written', async () => {
    const timestampMs = nextTimestampMs();
    assert.deepEqual(await attempt({ timestampMs }), [201, undefined]);
    assert.deepEqual(await attempt({ timestampMs }), [401, 'REPLAYED_REQUEST']);
    // The last character before `==` has four bits to spare.
    const otherwise = (at: number) => {
      const body = JSON.stringify(ORDER);
      const text = { timestampMs: at, method: 'POST', path: '/v1/orders', body };
      const signature = signRequest(pair.privatePem, text);
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
      const spare = alphabet.indexOf(signature[85]!) + 1;
      return `${signature.slice(0, 85)}${alphabet[spare]}==`;
    };
    const again = await attempt({ timestampMs, signature: otherwise });
    assert.deepEqual(again, [401, 'REPLAYED_REQUEST']);
  });

  test('of others open no socket', async () => {
    const credentials = { apiKey, secret: newPair().privatePem };
    await assert.rejects(
      SocketClient.connect({ wsUrl: open.doors.wsUrl, credentials }),
      (error) => error instanceof ApiError && error.code === 'INVALID_SIGNATURE',
    );
  });
});
