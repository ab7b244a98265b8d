import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SnapshotStoreError } from '../../ports/snapshot-store/snapshot-store.ts';
import type { Sequence } from '../../proto/units.ts';
import { PastMarkets } from '../market-data/past-markets.ts';
import { isRefusal } from '../refusal.ts';
import { until } from '../testing/exchange-harness.ts';
import { type ApiReply, type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { saveSnapshot, timeText } from '../testing/past.ts';
import { ReadModels } from '../testing/read-models.ts';

const MARKET = 'BTC-USD';
type Book = { readonly sequence: number; readonly time_us: number };

describe('reads of the past, over HTTP', () => {
  let open: OpenExchange;
  let readModels: ReadModels;
  /** As the market was told to be, step by step. */
  const books: Book[] = [];

  const read = (query: string): Promise<ApiReply> =>
    open.nobody.send('GET', `/v1/markets/${MARKET}/${query}`);

  before(async () => {
    open = await openExchange();
    readModels = new ReadModels(open);
    const note = async () => books.push((await read('book')).body as unknown as Book);
    const order = { market: MARKET, type: 'limit', quantity: '1.0000' };
    const sell = { ...order, side: 'sell' };
    for (const price of ['100.00', '101.00', '101.00', '102.00']) {
      await open.alice.send('POST', '/v1/orders', { ...sell, price });
      await note();
    }
    await saveSnapshot(open, MARKET);
    const shown = { ...sell, price: '100.00', quantity: '3.0000', display_quantity: '1.0000' };
    await open.alice.send('POST', '/v1/orders', shown);
    await note();
    const buy = { ...order, side: 'buy', price: '101.00', quantity: '2.5000' };
    await open.bob.send('POST', '/v1/orders', buy);
    await note();
    await open.alice.send('DELETE', `/v1/orders?market=${MARKET}`);
    await note();
    assert.equal(new Set(books.map(({ sequence }) => sequence)).size, books.length);
  });
  after(async () => {
    await readModels.close();
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  test('a book is the one of its sequence, before a snapshot, behind it and now', async () => {
    const { snapshots } = open.exchange;
    const get = snapshots.get.bind(snapshots);
    let loaded = 0;
    snapshots.get = (key) => {
      loaded += 1;
      return get(key);
    };
    for (const book of books) {
      assert.deepEqual((await read(`book?at=${book.sequence}`)).body, book);
    }
    // Four steps were before the snapshot, the fourth was in it.
    assert.equal(loaded, books.length - 3);
    snapshots.get = get;
    const [first] = books;
    const none = (await read('book?at=1')).body;
    assert.deepEqual([none['bids'], none['asks']], [[], []]);
    assert.deepEqual((await read(`book?at=${first!.sequence}&depth=1`)).body, first);
  });

  test('a book is the one of its time', async () => {
    for (const book of books) {
      const found = await read(`book?at=${timeText(book.time_us)}`);
      assert.deepEqual(found.body, book, found.text);
    }
  });

  test('what is no moment of the past is refused', async () => {
    const codeOf = async (what: string, at: string) =>
      (await read(`${what}?at=${encodeURIComponent(at)}`)).body['code'];
    for (const what of ['book', 'trades']) {
      assert.equal(await codeOf(what, 'yesterday'), 'INVALID_FIELD');
      const none = ['2026-13-01T00:00:00Z', '1960-01-01T00:00:00Z', '9007199254740993'];
      const ahead = ['2999-01-01T00:00:00Z', String(books.at(-1)!.sequence + 1)];
      for (const at of [...none, ...ahead]) {
        assert.equal(await codeOf(what, at), 'MOMENT_OUT_OF_REACH', at);
      }
    }
    const together = await read('trades?at=3&cursor=WzEsNDJd');
    assert.equal(together.body['code'], 'INVALID_COMBINATION');
  });

  test('a moment that is far behind every snapshot is out of reach, others are not', async () => {
    const { ports } = open.exchange;
    const past = new PastMarkets({ ...ports, eventsMax: 1 });
    const at = (sequence: number) =>
      past.viewAt(MARKET, { kind: 'sequence', sequence: sequence as Sequence });
    const near = await at(books[3]!.sequence);
    assert.ok(!isRefusal(near) && near.sequence === books[3]!.sequence);
    const far = await at(books.at(-1)!.sequence);
    assert.ok(isRefusal(far) && far.code === 'MOMENT_OUT_OF_REACH');
  });

  test('one read of the past waits for the other, and no more than a few do', async () => {
    const { snapshots } = open.exchange;
    const list = snapshots.list.bind(snapshots);
    const gate: { open: () => void } = { open: () => {} };
    const opened = new Promise<void>((resolve) => {
      gate.open = resolve;
    });
    snapshots.list = (market) => opened.then(() => list(market));
    try {
      const at = { kind: 'sequence', sequence: books[0]!.sequence as Sequence } as const;
      const waiting = Array.from({ length: 8 }, () => open.service.past.viewAt(MARKET, at));
      const tooMany = await open.service.past.viewAt(MARKET, at);
      assert.ok(isRefusal(tooMany) && tooMany.code === 'OVERLOADED');
      const balances = await open.alice.send(
        'GET',
        `/v1/balances?at=${timeText(books[0]!.time_us)}`,
      );
      assert.equal(balances.body['code'], 'OVERLOADED', balances.text);
      gate.open();
      for (const view of await Promise.all(waiting)) {
        assert.ok(!isRefusal(view) && view.sequence === at.sequence);
      }
      assert.equal((await read(`book?at=${at.sequence}`)).status, 200);
    } finally {
      gate.open();
      snapshots.list = list;
    }
  });

  test('while the snapshots cannot be read the past has to wait, the present does not', async () => {
    const { snapshots } = open.exchange;
    const list = snapshots.list.bind(snapshots);
    snapshots.list = () =>
      Promise.reject(new SnapshotStoreError('SNAPSHOT_STORE_UNAVAILABLE', 'away'));
    try {
      assert.equal((await read('book?at=3')).body['code'], 'NOT_READY');
      assert.equal((await read('book')).status, 200);
    } finally {
      snapshots.list = list;
    }
  });

  test('trades are those up to a moment, and their pages lead further back', async () => {
    const live = (await read('trades')).body['trades'] as readonly Record<string, unknown>[];
    assert.equal(live.length, 3);
    const last = books.at(-1)!.sequence;
    const isFolded = async () => (await open.service.history.sequence('trades', MARKET)) >= last;
    await until(isFolded, 'the read model has them');
    const idsOf = ({ body }: ApiReply) =>
      (body['trades'] as readonly Record<string, unknown>[]).map((each) => each['trade_id']);
    for (const [index, trade] of live.entries()) {
      const upTo = await read(`trades?at=${trade['sequence']}`);
      assert.deepEqual(upTo.body['trades'], live.slice(index), upTo.text);
    }
    assert.deepEqual(idsOf(await read('trades?at=1')), []);
    const first = await read(`trades?at=${live[1]!['sequence']}&limit=1`);
    const second = await read(`trades?limit=5&cursor=${first.body['next']}`);
    assert.deepEqual([...idsOf(first), ...idsOf(second)], ['2', '1']);
    const [before, bought] = books.slice(-3);
    const upToThen = async ({ time_us: timeUs }: Book) =>
      idsOf(await read(`trades?at=${timeText(timeUs)}`));
    assert.deepEqual(await upToThen(before!), []);
    assert.deepEqual(await upToThen(bought!), ['3', '2', '1']);
  });
});
