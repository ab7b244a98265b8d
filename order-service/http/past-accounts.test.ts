/** An account's reads `at` a moment say what the same reads said then. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../testing/exchange-harness.ts';
import {
  type ApiClient,
  type ApiReply,
  type OpenExchange,
  openExchange,
} from '../testing/open-exchange.ts';
import { saveSnapshot, timeText } from '../testing/past.ts';
import { ReadModels } from '../testing/read-models.ts';

const MARKET = 'BTC-USD';
type Rows = readonly Record<string, unknown>[];

/** What was read then, in the present. */
interface Then {
  readonly sequence: number;
  readonly timeUs: number;
  readonly open: ApiReply['body'];
  readonly orders: ReadonlyMap<string, ApiReply['body']>;
  readonly fills: Rows;
  readonly balances: unknown;
  readonly ledger: unknown;
}

describe("reads of an account's past, over HTTP", () => {
  let open: OpenExchange;
  let alice: ApiClient;
  let readModels: ReadModels;
  const ids: string[] = [];
  const thens: Then[] = [];

  const read = (path: string): Promise<ApiReply> => alice.send('GET', `/v1/${path}`);

  async function isFolded(sequence: number): Promise<boolean> {
    const names = ['orders', 'fills', 'postings'] as const;
    const { history, ports } = open.service;
    const reached = await Promise.all(names.map((name) => history.sequence(name, MARKET)));
    const settled = (await ports.accounts.cursor(`events.${MARKET}`))?.sequence ?? 0;
    return [...reached, settled].every((each) => each >= sequence);
  }

  /** Places, amends or cancels, and notes how all stands once everybody has seen it. */
  async function step(change: () => Promise<ApiReply>, isAlices = true): Promise<ApiReply> {
    const changed = await change();
    assert.ok(changed.status < 300, changed.text);
    if (isAlices && changed.status === 201) ids.push(String(changed.body['id']));
    const book = (await open.nobody.send('GET', `/v1/markets/${MARKET}/book`)).body;
    const sequence = Number(book['sequence']);
    await until(() => isFolded(sequence), 'all have seen it');
    const orders = new Map<string, ApiReply['body']>();
    for (const id of ids) orders.set(id, (await read(`orders/${id}`)).body);
    thens.push({
      ...{ sequence, timeUs: Number(book['time_us']), orders },
      open: (await read(`orders?market=${MARKET}`)).body,
      fills: (await read(`fills?market=${MARKET}`)).body['fills'] as Rows,
      balances: (await read('balances')).body['balances'],
      ledger: (await read('ledger')).body['postings'],
    });
    return changed;
  }

  const place = (client: ApiClient, order: Readonly<Record<string, unknown>>) => () =>
    client.send('POST', '/v1/orders', { market: MARKET, type: 'limit', ...order });

  before(async () => {
    open = await openExchange();
    ({ alice } = open);
    readModels = new ReadModels(open);
    const mine = (order: Readonly<Record<string, unknown>>) => step(place(alice, order));
    const bobs = (order: Readonly<Record<string, unknown>>) => step(place(open.bob, order), false);
    await mine({ side: 'sell', price: '100.00', quantity: '1.0000', client_order_id: 'first' });
    const second = await mine({ side: 'sell', price: '101.00', quantity: '2.0000' });
    await mine({ side: 'buy', price: '90.00', quantity: '0.5000' });
    await bobs({ side: 'buy', price: '100.00', quantity: '0.4000' });
    // Waits until somebody pays 101.
    await mine({ side: 'buy', price: '103.00', quantity: '0.1000', stop_price: '101.00' });
    await saveSnapshot(open, MARKET);
    await mine({ side: 'sell', price: '102.00', quantity: '0.9000', display_quantity: '0.3000' });
    const path = `/v1/orders/${second.body['id']}`;
    await step(() => alice.send('PATCH', path, { quantity: '1.5000' }));
    await bobs({ side: 'buy', price: '101.00', quantity: '1.1000' });
    await step(() => alice.send('DELETE', path).then(asDone));
    await bobs({ side: 'buy', price: '102.00', quantity: '0.5000' });
    await mine({ side: 'sell', type: 'market', quantity: '0.2000' });
    await step(() => alice.send('DELETE', `/v1/orders?market=${MARKET}`));
  });
  after(async () => {
    await readModels.close();
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  test('the day had all kinds of orders in it', () => {
    const statuses = new Set(
      thens.flatMap(({ orders }) => [...orders.values()].map((o) => o['status'])),
    );
    assert.deepEqual([...statuses].sort(), ['canceled', 'filled', 'open', 'partially_filled']);
    const waited = thens.map(({ orders }) =>
      [...orders.values()].some((o) => o['waiting'] === true),
    );
    assert.ok(waited.includes(true) && !waited.at(-1));
    assert.equal(new Set(thens.map(({ sequence }) => sequence)).size, thens.length);
    assert.ok(thens.at(-1)!.fills.length >= 5);
  });

  test('each order is what it was, by sequence and by time, or was not there yet', async () => {
    for (const then of thens) {
      for (const at of [String(then.sequence), timeText(then.timeUs)]) {
        for (const id of ids) {
          const found = await read(`orders/${id}?at=${at}`);
          const expected = then.orders.get(id);
          if (expected === undefined) assert.equal(found.body['code'], 'UNKNOWN_ORDER');
          else assert.deepEqual(untimed(found.body), untimed(expected), `${id} at ${at}`);
        }
      }
    }
  });

  test('the open orders are those of then, page by page', async () => {
    for (const { sequence, open: expected } of thens) {
      const all = (await read(`orders?market=${MARKET}&at=${sequence}`)).body;
      const told = (page: ApiReply['body']) => (page['orders'] as Rows).map(untimed);
      assert.deepEqual(told(all), told(expected), `at ${sequence}`);
      const pages: Record<string, unknown>[] = [];
      for (let cursor = ''; ; ) {
        const page = (await read(`orders?market=${MARKET}&at=${sequence}&limit=1${cursor}`)).body;
        pages.push(...told(page));
        if (page['next'] === null) break;
        cursor = `&cursor=${page['next']}`;
      }
      assert.deepEqual(pages, told(expected));
    }
  });

  test('fills are those up to then, of the market and of one order', async () => {
    for (const { sequence, timeUs, fills } of thens) {
      for (const at of [String(sequence), timeText(timeUs)]) {
        assert.deepEqual((await read(`fills?market=${MARKET}&at=${at}`)).body['fills'], fills);
      }
      const ofFirst = (await read(`fills?order_id=${ids[0]}&at=${sequence}`)).body['fills'];
      const expected = fills.filter((fill) => fill['order_id'] === ids[0]);
      assert.deepEqual(ofFirst, expected.toReversed());
    }
    const { sequence, fills } = thens.at(-1)!;
    const first = (await read(`fills?market=${MARKET}&at=${sequence}&limit=2`)).body;
    const rest = (await read(`fills?market=${MARKET}&cursor=${first['next']}`)).body;
    assert.deepEqual([...(first['fills'] as Rows), ...(rest['fills'] as Rows)], fills);
  });

  test('money is what it was: balances and postings', async () => {
    for (const { timeUs, balances, ledger } of thens) {
      const at = timeText(timeUs);
      assert.deepEqual((await read(`ledger?at=${at}`)).body['postings'], ledger);
      assert.deepEqual((await read(`balances?at=${at}`)).body['balances'], balances, at);
    }
    const beginning = (await read('balances?at=1970-01-02T00:00:00Z')).body;
    assert.deepEqual(beginning, { balances: [], sequence: `${MARKET}:0` });
  });

  test('what is no moment of these reads is refused', async () => {
    const codeOf = async (path: string) => (await read(path)).body['code'];
    const one = `orders/${ids[0]}`;
    for (const path of [`orders?market=${MARKET}`, one, `fills?market=${MARKET}`]) {
      const at = `${path}${path.includes('?') ? '&' : '?'}at=`;
      assert.equal(await codeOf(`${at}yesterday`), 'INVALID_FIELD');
      assert.equal(await codeOf(`${at}2999-01-01T00:00:00Z`), 'MOMENT_OUT_OF_REACH');
      assert.equal(await codeOf(`${at}${thens.at(-1)!.sequence + 1}`), 'MOMENT_OUT_OF_REACH');
    }
    for (const path of ['balances', 'ledger']) {
      assert.equal(await codeOf(`${path}?at=5`), 'INVALID_COMBINATION');
      assert.equal(await codeOf(`${path}?at=2999-01-01T00:00:00Z`), 'MOMENT_OUT_OF_REACH');
      assert.equal(await codeOf(`${path}?at=2026-13-01T00:00:00Z`), 'MOMENT_OUT_OF_REACH');
    }
    for (const path of [
      'orders?at=5',
      `orders?market=${MARKET}&status=closed&at=5`,
      'fills?at=5',
    ]) {
      assert.equal(await codeOf(path), 'INVALID_COMBINATION');
    }
    for (const path of [`fills?market=${MARKET}&at=5`, 'ledger?at=2026-11-01T00:00:00Z']) {
      assert.equal(await codeOf(`${path}&cursor=WzEsNDJd`), 'INVALID_COMBINATION');
    }
    assert.equal(await codeOf('orders?market=NO-SUCH&at=5'), 'UNKNOWN_MARKET');
  });

  test('nobody reads the past of somebody else', async () => {
    const { sequence } = thens[0]!;
    const bob = (path: string) => open.bob.send('GET', `/v1/${path}`);
    assert.equal((await bob(`orders/${ids[0]}?at=${sequence}`)).body['code'], 'UNKNOWN_ORDER');
    assert.deepEqual((await bob(`orders?market=${MARKET}&at=${sequence}`)).body['orders'], []);
    const ofOrder = await bob(`fills?order_id=${ids[0]}&at=${sequence}`);
    assert.equal(ofOrder.body['code'], 'UNKNOWN_ORDER');
  });
});

/** A snapshot does not tell which event changed an order last. */
function untimed({ sequence: _sequence, ...order }: Record<string, unknown>) {
  return order;
}

/** A cancel answers with the order; no new one. */
const asDone = (reply: ApiReply): ApiReply => ({ ...reply, status: Math.min(reply.status, 200) });
