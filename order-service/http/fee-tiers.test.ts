/** What an account pays: its own rates, else those of its tier, else those of the market. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, type Json } from '../testing/dialect-client.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const ORDER = { market: 'BTC-USD', type: 'limit', price: '20000.00', quantity: '0.1000' } as const;
const TIERS = '/v1/admin/fee-tiers';
const ALICE_TIER = '/v1/admin/accounts/1/fee-tier';

describe('fee tiers', () => {
  let open: OpenExchange;
  /** Of the market. */
  let usual: Json;

  before(async () => {
    open = await openExchange();
    const { body } = await open.nobody.raw('GET', '/v1/markets', '');
    const [market] = body['markets'] as readonly Json[];
    usual = { maker: market?.['maker_fee_ppm'], taker: market?.['taker_fee_ppm'] };
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const define = (row: object) => open.admin.send('POST', TIERS, row);
  const feesOfAlice = async () => {
    const { body } = await open.alice.send('GET', '/v1/fees');
    const [fees] = body['fees'] as readonly Json[];
    return {
      tier: body['tier'],
      maker: fees?.['maker_fee_ppm'],
      taker: fees?.['taker_fee_ppm'],
    };
  };
  /** What she is charged, in parts per million of what she buys. */
  const ppmOf = (fill: Json | undefined) => Math.round(Number(fill?.['fee']) * 1e7);
  /** Alice buys what Bob offers. */
  const aliceBuys = async () => {
    const offered = await open.bob.send('POST', '/v1/orders', { ...ORDER, side: 'sell' });
    assert.equal(offered.status, 201, offered.text);
    const bought = await open.alice.send('POST', '/v1/orders', { ...ORDER, side: 'buy' });
    const [fill] = bought.body['fills'] as readonly Json[];
    assert.ok(fill !== undefined, bought.text);
    return ppmOf(fill);
  };
  /** The same, with Alice as the one who is there. */
  const aliceMakes = async () => {
    const bid = await open.alice.send('POST', '/v1/orders', { ...ORDER, side: 'buy' });
    await open.bob.send('POST', '/v1/orders', { ...ORDER, side: 'sell' });
    const { body } = await open.alice.send('GET', `/v1/orders/${bid.body['id']}`);
    const [fill] = body['fills'] as readonly Json[];
    return ppmOf(fill);
  };

  test('an account in no tier pays what the market says', async () => {
    assert.deepEqual(await feesOfAlice(), { tier: null, ...usual });
    assert.equal(await aliceBuys(), usual['taker']);
  });

  test('one in a tier pays the rates of the tier, those of a market before those of all', async () => {
    const everywhere = { tier: 'pro', maker_fee_ppm: 40, taker_fee_ppm: 80 };
    const defined = await define(everywhere);
    assert.deepEqual([defined.status, defined.body], [200, { ...everywhere, market: null }]);
    const put = await open.admin.send('POST', ALICE_TIER, { tier: 'pro' });
    assert.deepEqual([put.status, put.body], [200, { account_id: '1', tier: 'pro' }]);
    assert.deepEqual(await feesOfAlice(), { tier: 'pro', maker: 40, taker: 80 });
    assert.deepEqual([await aliceBuys(), await aliceMakes()], [80, 40]);

    const here = { tier: 'pro', market: 'BTC-USD', maker_fee_ppm: 0, taker_fee_ppm: 70 };
    assert.equal((await define(here)).status, 200);
    assert.deepEqual(await feesOfAlice(), { tier: 'pro', maker: 0, taker: 70 });
    assert.deepEqual([await aliceBuys(), await aliceMakes()], [70, 0]);
    const listed = (await open.admin.send('GET', TIERS)).body['fee_tiers'];
    assert.deepEqual(listed, [{ ...everywhere, market: null }, here]);
  });

  test('the dialect tells them', async () => {
    const dialect = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const { body } = await dialect.send('GET', '/api/v3/account', {});
    const { maker, taker } = body['commissionRates'] as Json;
    assert.deepEqual([maker, taker], ['0.00000000', '0.00007000']);
    const asked = await dialect.send('GET', '/api/v3/account/commission', { symbol: 'BTCUSD' });
    assert.equal((asked.body['standardCommission'] as Json)['taker'], '0.00007000');
  });

  test('an order keeps the rates that it was placed with', async () => {
    const bid = await open.alice.send('POST', '/v1/orders', { ...ORDER, side: 'buy' });
    await define({ tier: 'pro', market: 'BTC-USD', maker_fee_ppm: 500, taker_fee_ppm: 500 });
    await open.bob.send('POST', '/v1/orders', { ...ORDER, side: 'sell' });
    const { body } = await open.alice.send('GET', `/v1/orders/${bid.body['id']}`);
    assert.equal(ppmOf((body['fills'] as readonly Json[])[0]), 0);
    assert.equal(await aliceMakes(), 500);
  });

  test('an account that leaves its tier pays what the market says', async () => {
    const left = await open.admin.send('POST', ALICE_TIER, { tier: 'none' });
    assert.deepEqual(left.body, { account_id: '1', tier: null });
    assert.deepEqual(await feesOfAlice(), { tier: null, ...usual });
    assert.equal(await aliceBuys(), usual['taker']);
  });

  test('only the operator changes them, and only to what there is', async () => {
    const row = { tier: 'pro', maker_fee_ppm: 1, taker_fee_ppm: 1 };
    for (const [path, body] of [[TIERS, row] as const, [ALICE_TIER, { tier: 'pro' }] as const]) {
      const { body: told } = await open.alice.send('POST', path, body);
      assert.equal(told['code'], 'INSUFFICIENT_SCOPE');
    }
    const wrong = [
      [TIERS, { ...row, market: 'NO-USD' }, 'UNKNOWN_MARKET'],
      [TIERS, { ...row, tier: 'none' }, 'INVALID_FIELD'],
      [TIERS, { ...row, taker_fee_ppm: 1_000_000 }, 'INVALID_FIELD'],
      [ALICE_TIER, { tier: 'gold' }, 'UNKNOWN_FEE_TIER'],
      ['/v1/admin/accounts/77/fee-tier', { tier: 'pro' }, 'UNKNOWN_ACCOUNT'],
    ] as const;
    for (const [path, body, code] of wrong) {
      assert.equal((await open.admin.send('POST', path, body)).body['code'], code);
    }
  });
});
