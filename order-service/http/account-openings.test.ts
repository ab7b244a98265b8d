/** Whoever asks for an account once more, because no answer came, means the same account. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const PATH = '/v1/admin/accounts';

describe('accounts that are being opened', () => {
  let open: OpenExchange;

  before(async () => {
    open = await openExchange({ service: { limits: { answerTimeoutMs: 1_500 } } });
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const named = async (name: string) =>
    (await open.exchange.accounts.accounts()).filter((account) => account.name === name);

  test('are the same one when the name comes twice at once', async () => {
    await open.exchange.stopSettlement();
    const sent = ['carol', 'dave', 'carol'].map((name) => open.admin.send('POST', PATH, { name }));
    await until(() => open.service.commands.unsettledCount === 3, 'all are on their way');
    open.exchange.startSettlement();
    const replies = await Promise.all(sent);
    const [first, other, second] = replies.map(({ body }) => body['account_id']);
    assert.equal(second, first);
    assert.notEqual(other, first);
    assert.equal((await named('carol')).length, 1);
  });

  test('are the same one when the first request got no answer', async () => {
    await open.exchange.stopSettlement();
    const unknown = await open.admin.send('POST', PATH, { name: 'erin' });
    assert.deepEqual([unknown.status, unknown.body['code']], [504, 'OUTCOME_UNKNOWN']);
    const other = await open.admin.send('POST', PATH, { name: 'erin', account_id: 99 });
    assert.deepEqual([other.status, other.body['code']], [409, 'ACCOUNT_EXISTS']);
    const again = open.admin.send('POST', PATH, { name: 'erin' });
    open.exchange.startSettlement();
    assert.ok([200, 201, 504].includes((await again).status));
    await until(async () => (await named('erin')).length > 0, 'it is there');
    const found = await open.admin.send('POST', PATH, { name: 'erin' });
    assert.equal(found.status, 200, found.text);
    assert.deepEqual(
      (await named('erin')).map(({ accountId }) => String(accountId)),
      [found.body['account_id']],
    );
  });
});
