/** Pages have no holes, end where there is no more, and go on only in the list that they are of. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../testing/exchange-harness.ts';
import { type ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

const MARKET = 'BTC-USD';
const OTHER = 'ETH-USD';
type Rows = readonly Record<string, unknown>[];

describe('pages', () => {
  let open: OpenExchange;
  let readModels: ReadModels;
  let bigOrder = '';

  async function trade(market: string, count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) {
      const order = { market, type: 'limit', price: '100.00', quantity: '0.1000' };
      await open.alice.send('POST', '/v1/orders', { ...order, side: 'sell' });
      const taken = await open.bob.send('POST', '/v1/orders', { ...order, side: 'buy' });
      assert.equal(taken.body['status'], 'filled', taken.text);
    }
  }

  async function folded(): Promise<void> {
    await until(async () => {
      for (const { market, sequence } of open.service.markets.views()) {
        for (const view of ['trades', 'fills', 'orders', 'postings'] as const) {
          if ((await open.service.history.sequence(view, market)) < sequence) return false;
        }
      }
      return true;
    }, 'all is folded');
  }

  /** Every row by pages of this size. */
  async function walk(client: ApiClient, path: string, name: string, limit: number): Promise<Rows> {
    const rows: Record<string, unknown>[] = [];
    let cursor = '';
    for (let pages = 0; pages < 100; pages += 1) {
      const more = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`;
      const page = await client.send('GET', path + more);
      assert.equal(page.status, 200, `${path}${more}: ${page.text}`);
      rows.push(...(page.body[name] as Rows));
      if (page.body['next'] === null) return rows;
      cursor = `&cursor=${page.body['next']}`;
    }
    throw new Error(`${path} does not end`);
  }

  before(async () => {
    open = await openExchange({ service: { limits: { sequenceWaitMs: 300, tradesKept: 2 } } });
    const definition = {
      ...{ market: OTHER, base_scale: 8, quote_scale: 6, tick_size: '0.01', lot_size: '0.0001' },
      ...{ max_price: '100000', max_quantity: '10' },
    };
    const defined = await open.admin.send('POST', '/v1/admin/markets', definition);
    assert.equal(defined.status, 201, defined.text);
    await open.exchange.fund(1, { ETH: 10_00000000n });
    readModels = new ReadModels(open);
    await trade(MARKET, 1);
    await folded();
  });
  after(async () => {
    await readModels.close();
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  test('of trades end where the views have yet to come to the next, and go on when they have', async () => {
    const { nobody } = open;
    await readModels.close();
    await trade(MARKET, 6);
    const path = `/v1/markets/${MARKET}/trades`;
    const first = await nobody.send('GET', `${path}?limit=100`);
    const ids = (first.body['trades'] as Rows).map((row) => Number(row['trade_id']));
    assert.ok(ids.length > 0 && ids.length < 7, 'not all of them are at hand');
    const oldest = ids.at(-1)!;
    assert.deepEqual(
      ids,
      ids.map((_, index) => 7 - index),
      `without a hole above ${oldest}`,
    );
    assert.notEqual(first.body['next'], null, 'there are older ones');
    const next = `${path}?limit=100&cursor=${first.body['next']}`;
    const late = await nobody.send('GET', next);
    assert.deepEqual([late.status, late.body['code']], [504, 'SEQUENCE_NOT_REACHED'], late.text);
    readModels = new ReadModels(open);
    await folded();
    const then = await nobody.send('GET', next);
    assert.deepEqual(
      (then.body['trades'] as Rows).map((row) => Number(row['trade_id'])),
      Array.from({ length: oldest - 1 }, (_, index) => oldest - 1 - index),
    );
    for (const limit of [1, 2, 3, 7, 8]) {
      const rows = await walk(nobody, path, 'trades', limit);
      assert.deepEqual(
        rows.map((row) => Number(row['trade_id'])),
        [7, 6, 5, 4, 3, 2, 1],
        `by ${limit}`,
      );
    }
  });

  test('of fills show those of one order, and those of all markets, to the last one', async () => {
    const { alice, bob } = open;
    for (let each = 0; each < 5; each += 1) {
      const maker = { market: MARKET, type: 'limit', price: '100.00', quantity: '0.1000' };
      await alice.send('POST', '/v1/orders', { ...maker, side: 'sell' });
    }
    const taker = { market: MARKET, side: 'buy', type: 'limit', price: '100.00', quantity: '0.5' };
    const taken = await bob.send('POST', '/v1/orders', taker);
    assert.equal(taken.body['status'], 'filled', taken.text);
    bigOrder = String(taken.body['id']);
    await trade(OTHER, 2);
    await trade(MARKET, 1);
    await folded();
    const ofOrder = `/v1/fills?order_id=${bigOrder}`;
    const whole = (await bob.send('GET', ofOrder)).body['fills'] as Rows;
    assert.equal(whole.length, 5);
    const [inMarket, inOther] = await Promise.all(
      [MARKET, OTHER].map((market) => walk(bob, `/v1/fills?market=${market}`, 'fills', 100)),
    );
    const all = (await bob.send('GET', '/v1/fills')).body['fills'] as Rows;
    assert.equal(all.length, inMarket!.length + inOther!.length);
    for (const limit of [1, 2, 3, 5, 6]) {
      assert.deepEqual(await walk(bob, ofOrder, 'fills', limit), whole, `by ${limit}`);
      assert.deepEqual(await walk(bob, '/v1/fills', 'fills', limit), all, `by ${limit}`);
    }
    const at = Number(whole[2]!['sequence']);
    assert.deepEqual(await walk(bob, `${ofOrder}&at=${at}`, 'fills', 2), whole.slice(0, 3));
  });

  test('go on in their own list only', async () => {
    const { bob } = open;
    const lists = [
      '/v1/orders?status=all&',
      `/v1/fills?market=${MARKET}&`,
      `/v1/fills?order_id=${bigOrder}&`,
      '/v1/fills?',
      '/v1/ledger?',
      `/v1/markets/${MARKET}/trades?`,
    ];
    const cursors = new Map<string, string>();
    for (const path of lists) {
      const page = await bob.send('GET', `${path}limit=1`);
      cursors.set(path, String(page.body['next']));
    }
    const forged = [[2], [2, 'x'], [2, -1], [2, 1e15, 'x'], [2, null], ['BTC-USD'], [MARKET, 'x']];
    const texts = forged.map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));
    for (const path of lists) {
      const own = await bob.send('GET', `${path}cursor=${cursors.get(path)}`);
      assert.equal(own.status, 200, `${path}: ${own.text}`);
      const others = [...cursors].filter(([other]) => other !== path).map(([, cursor]) => cursor);
      for (const cursor of [...others, ...texts]) {
        const { status, body } = await bob.send('GET', `${path}cursor=${cursor}`);
        const key = Buffer.from(cursor, 'base64url').toString();
        assert.deepEqual([status, body['code']], [422, 'INVALID_CURSOR'], `${path} by ${key}`);
      }
    }
  });
});
