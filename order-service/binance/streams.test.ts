import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { aggregated } from './streams/aggregated-trades.ts';
import { StreamFeed, type StreamListener, type StreamMessage } from './streams/stream-feed.ts';
import { streamNamed } from './streams/stream-name.ts';

type Levels = readonly (readonly [string, string])[];

describe('market streams', () => {
  let open: OpenExchange;
  let alice: DialectClient;
  let bob: DialectClient;
  const listeners: DialectListener[] = [];
  const connect = async (path: string) => {
    const url = `${open.doors.baseUrl.replace('http', 'ws')}${path}`;
    const listener = await DialectListener.connect(url);
    listeners.push(listener);
    return listener;
  };
  const limit = (by: DialectClient, side: string, price: number, quantity = 1) =>
    by.send('POST', '/api/v3/order', {
      symbol: 'BTCUSD',
      side,
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity,
      price,
    });

  before(async () => {
    open = await openExchange();
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
  });
  after(async () => {
    for (const listener of listeners) listener.close();
    await open.close();
  });

  test('depth updates follow one another without a gap, and lead from any snapshot to the book', async () => {
    const early = await connect('/ws/btcusd@depth@100ms');
    const snapshots: Json[] = [];
    const snapshot = async () =>
      snapshots.push((await open.nobody.raw('GET', '/api/v3/depth?symbol=BTCUSD', '')).body);
    await snapshot();
    for (let round = 0; round < 30; round += 1) {
      await limit(alice, 'BUY', 20_000 + (round % 7));
      if (round % 5 === 4) await limit(bob, 'SELL', 20_003, 2);
      if (round % 10 === 9) {
        await snapshot();
        await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
      }
    }
    const late = await connect('/stream?streams=btcusd@depth@100ms');
    await limit(alice, 'BUY', 19_000);
    const { body } = await open.nobody.raw('GET', '/api/v3/depth?symbol=BTCUSD', '');
    const last = body['lastUpdateId'];
    const told = (listener: DialectListener) => listener.events('depthUpdate');
    await until(() => told(early).at(-1)?.['u'] === last, 'the last update');
    await until(() => told(late).length > 0, 'an update for who came late');
    const updates = told(early);
    for (const [index, update] of updates.entries()) {
      assert.ok(Number(update['U']) <= Number(update['u']));
      if (index > 0) assert.equal(update['U'], Number(updates[index - 1]!['u']) + 1);
    }
    assert.deepEqual(snapshots.length, 4);
    for (const from of snapshots) {
      const book = followed(from, updates);
      assert.deepEqual(book.bids, body['bids']);
      assert.deepEqual(book.asks, body['asks']);
    }
    // The whole of what was pending, or nothing of it.
    const first = told(late)[0];
    assert.ok(updates.some(({ U, u }) => U === first?.['U'] && u === first?.['u']));
  });

  test('trades, their aggregates and best prices come at once, with the ids of REST', async () => {
    for (const by of [alice, bob])
      await by.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
    const names = ['btcusd@trade', 'btcusd@aggTrade', 'btcusd@bookTicker', 'btcusd@depth5@100ms'];
    const listener = await connect('/ws/0');
    const reply = await listener.ask('SUBSCRIBE', names);
    assert.deepEqual(reply, { result: null, id: 1 });
    await limit(alice, 'SELL', 30_000, 1);
    await limit(alice, 'SELL', 30_000, 1);
    await limit(bob, 'BUY', 30_000, 2);
    await until(() => listener.events('trade').length === 2, 'two trades');
    const [one, two] = listener.events('trade');
    assert.equal(Number(two?.['t']), Number(one?.['t']) + 1);
    assert.deepEqual([one?.['p'], one?.['q'], one?.['m']], ['30000.00000000', '1.00000000', false]);
    const [whole] = listener.events('aggTrade');
    assert.deepEqual(
      [whole?.['a'], whole?.['f'], whole?.['l'], whole?.['q']],
      [one?.['t'], one?.['t'], two?.['t'], '2.00000000'],
    );
    const best = listener.heard.filter((message) => 'B' in message && !('e' in message));
    assert.ok(best.length >= 2);
    assert.ok(best.every((message) => !('e' in message) && typeof message['u'] === 'number'));
    await until(() => listener.heard.some((each) => 'lastUpdateId' in each), 'partial depth');
  });

  test('takes requests about subscriptions, echoes ids as they came, and says what is wrong', async () => {
    const listener = await connect('/prefix/ws');
    await listener.ask('SUBSCRIBE', ['btcusd@trade', 'nothing@like_this']);
    const listed = await listener.ask('LIST_SUBSCRIPTIONS', undefined);
    assert.deepEqual(listed['result'], ['btcusd@trade', 'nothing@like_this']);
    await listener.ask('UNSUBSCRIBE', ['nothing@like_this']);
    assert.deepEqual((await listener.ask('LIST_SUBSCRIPTIONS', null))['result'], ['btcusd@trade']);
    assert.equal((await listener.ask('GET_PROPERTY', ['combined']))['result'], false);
    await listener.ask('SET_PROPERTY', ['combined', true]);
    assert.equal((await listener.ask('GET_PROPERTY', ['combined']))['result'], true);
    listener.raw(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 'a name' }));
    await until(() => listener.heard.some(({ id }) => id === 'a name'), 'an id that is a string');
    const wrong = await listener.ask('SHOUT', []);
    assert.equal((wrong['error'] as Json)['code'], 2);
    listener.raw('{');
    await until(
      () => listener.heard.some(({ error }) => (error as Json)?.['code'] === 3),
      'no JSON',
    );
    await limit(alice, 'SELL', 31_000, 1);
    await limit(bob, 'BUY', 31_000, 1);
    await until(() => listener.events('trade').length === 1, 'a trade');
    assert.equal(listener.heard.at(-1)?.['stream'], 'btcusd@trade');
  });

  test('tickers of all markets come in one message, whatever speed a client names', async () => {
    const kinds = {
      '!ticker@arr': '24hrTicker',
      '!miniTicker@arr@1000ms': '24hrMiniTicker',
      '!ticker_1h@arr': '1hTicker',
      '!ticker_4h@arr': '4hTicker',
    };
    const listener = await connect(`/stream?streams=${Object.keys(kinds).join('/')}`);
    for (const [name, kind] of Object.entries(kinds)) {
      const find = () => listener.heard.find(({ stream }) => stream === name);
      await until(() => find() !== undefined, name);
      const rows = find()?.['data'] as readonly Json[];
      assert.deepEqual(
        rows.map(({ e, s }) => [e, s]),
        [[kind, 'BTCUSD']],
      );
    }
  });

  test('more streams than a connection may have are refused in its address, too', async () => {
    const names = Array.from({ length: 1_025 }, (_, index) => index.toString(36));
    const many = await connect(`/stream?streams=${names.join('/')}`);
    await until(() => many.closed.length > 0, 'the end');
    assert.deepEqual(many.closed, [1008]);
    const error = many.heard[0]?.['error'] as Json | undefined;
    assert.equal(error?.['code'], 2);
    const most = await connect(`/stream?streams=${names.slice(1).join('/')}`);
    const left = await most.ask('UNSUBSCRIBE', names.slice(1, 3));
    assert.deepEqual([left['result'], left['error']], [null, undefined]);
  });

  test('says that it goes', async () => {
    const own = await openExchange();
    const url = `${own.doors.baseUrl.replace('http', 'ws')}/stream?streams=`;
    const listener = await DialectListener.connect(url);
    await own.close();
    await until(() => listener.closed.length > 0, 'the end');
    assert.equal(listener.events('serverShutdown').length, 1);
  });
});

/** A client's book: what it has from a snapshot, and every update behind it. */
function followed(snapshot: Json, updates: readonly Json[]): { bids: Levels; asks: Levels } {
  const side = (name: 'bids' | 'asks', letter: 'b' | 'a'): Levels => {
    const levels = new Map(snapshot[name] as Levels);
    for (const update of updates) {
      if (Number(update['u']) <= Number(snapshot['lastUpdateId'])) continue;
      for (const [price, quantity] of update[letter] as Levels) {
        if (Number(quantity) === 0) levels.delete(price);
        else levels.set(price, quantity);
      }
    }
    const sorted = [...levels].sort(([left], [right]) => Number(left) - Number(right));
    return name === 'bids' ? sorted.reverse() : sorted;
  };
  return { bids: side('bids', 'b'), asks: side('asks', 'a') };
}

test('names of streams mean what they say; others mean nothing', () => {
  assert.deepEqual(streamNamed('btcusd@depth'), {
    scope: 'symbol',
    symbol: 'BTCUSD',
    of: { kind: 'depth', speedMs: 1_000 },
  });
  assert.deepEqual(streamNamed('btc-usd@kline_1M'), {
    scope: 'symbol',
    symbol: 'BTC-USD',
    of: { kind: 'kline', interval: '1M' },
  });
  for (const name of [
    '',
    '0',
    '@trade',
    'btcusd',
    'btcusd@depth7',
    'btcusd@kline_7m',
    'a@toString',
    '!toString@arr',
    '!bookTicker',
    '!ticker_2h@arr',
  ]) {
    assert.equal(streamNamed(name), null, name);
  }
});

test('aggregates only what is of one taker, at one price, in one go', () => {
  const trade = (id: number, taker: number, price: number) =>
    ({ tradeId: id, takerOrderId: taker, priceTicks: price, quantityLots: 2 }) as never;
  const rows = aggregated([trade(1, 7, 5), trade(2, 7, 5), trade(3, 7, 6), trade(4, 8, 6)]);
  assert.deepEqual(
    rows.map(({ firstTradeId, lastTradeId, quantityLots }) => [
      firstTradeId,
      lastTradeId,
      quantityLots,
    ]),
    [
      [1, 2, 4],
      [3, 3, 2],
      [4, 4, 2],
    ],
  );
});

test('of states, who is behind gets the latest; of changes, every one', () => {
  const heard: StreamMessage[] = [];
  const listener = {
    isBehind: true,
    deliver: (message) => heard.push(message),
  } as StreamListener & {
    isBehind: boolean;
  };
  const states = new StreamFeed('s', 'latest');
  states.listeners.add(listener);
  for (const at of [1, 2, 3]) states.publish({ at });
  states.catchUp();
  assert.equal(heard.length, 0);
  listener.isBehind = false;
  states.catchUp();
  states.catchUp();
  assert.deepEqual(
    heard.map((message) => message.bytes('combined', 'milliseconds').toString()),
    ['{"stream":"s","data":{"at":3}}'],
  );
  listener.isBehind = true;
  const changes = new StreamFeed('c', 'every');
  changes.listeners.add(listener);
  changes.publish({ at: 4 });
  assert.equal(heard.at(-1)?.bytes('plain', 'milliseconds').toString(), '{"at":4}');
});
