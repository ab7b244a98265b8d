import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { faucetOption } from '../faucet-option.ts';
import { type ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const PATH = '/v1/faucet';

async function dollars(client: ApiClient): Promise<number> {
  const { body } = await client.send('GET', '/v1/balances');
  const rows = body['balances'] as readonly Readonly<Record<string, string>>[];
  return Number(rows.find(({ asset }) => asset === 'USD')?.['total'] ?? 0);
}

describe('the faucet', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange({ faucet: 'on' });
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  test("fills one's own account, once per transaction id", async () => {
    const { alice, bob } = open;
    const before = { alice: await dollars(alice), bob: await dollars(bob) };
    const money = { asset: 'USD', amount: '250.5', transaction_id: 'first' };
    const given = await alice.send('POST', PATH, money);
    assert.equal(given.status, 201, given.text);
    const again = await alice.send('POST', PATH, money);
    assert.deepEqual([again.status, again.body['status']], [200, 'applied_before']);
    const his = await bob.send('POST', PATH, money);
    assert.equal(his.status, 201, 'the id is his own');
    assert.equal(await dollars(alice), before.alice + 250.5);
    assert.equal(await dollars(bob), before.bob + 250.5);
  });

  test('gives nothing to whoever has no key, and not more than a million at a time', async () => {
    const money = { asset: 'USD', amount: '1000000' };
    assert.equal((await open.nobody.send('POST', PATH, money)).status, 401);
    assert.equal((await open.alice.send('POST', PATH, money)).status, 201);
    const more = await open.alice.send('POST', PATH, { ...money, amount: '1000000.01' });
    assert.deepEqual([more.status, more.body['code']], [422, 'AMOUNT_OUT_OF_RANGE']);
    const other = await open.alice.send('POST', PATH, { ...money, asset: 'NONE' });
    assert.equal(other.body['code'], 'UNKNOWN_ASSET');
  });
});

test('is never on in production', () => {
  assert.equal(faucetOption('on', 'development'), 'on');
  assert.equal(faucetOption('off', 'production'), 'off');
  assert.throws(() => faucetOption('on', 'production'), { code: 'USAGE' });
  assert.throws(() => faucetOption('perhaps', 'development'), { code: 'USAGE' });
});

test('where nobody turned it on there is none', async () => {
  const open = await openExchange();
  try {
    const money = { asset: 'USD', amount: '1' };
    assert.equal((await open.alice.send('POST', PATH, money)).status, 404);
    const document = await open.nobody.send('GET', '/openapi.json');
    assert.ok(!document.text.includes(PATH));
  } finally {
    await open.close();
  }
});
