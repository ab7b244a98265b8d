import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { LIMIT } from '../testing/dialect-error-rows.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

const MICROSECOND = { 'x-mbx-time-unit': 'MICROSECOND' };
const US_PER_MS = 1_000;

/** The same moment in both units, and one that has more than milliseconds. */
function assertSame(ms: unknown, us: unknown): void {
  assert.ok(Number.isSafeInteger(ms) && Number.isSafeInteger(us), `${ms} ${us}`);
  assert.equal(Math.floor(Number(us) / US_PER_MS), ms);
}

describe('times in milliseconds, or in microseconds for whom asks', () => {
  let open: OpenExchange;
  let readModels: ReadModels;
  let alice: DialectClient;
  let bob: DialectClient;
  const listeners: DialectListener[] = [];
  const connect = async (path: string) => {
    const url = `${open.doors.baseUrl.replace('http', 'ws')}${path}`;
    const listener = await DialectListener.connect(url);
    listeners.push(listener);
    return listener;
  };

  before(async () => {
    open = await openExchange();
    readModels = new ReadModels(open);
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
  });
  after(async () => {
    for (const listener of listeners) listener.close();
    await readModels.close();
    await open.close();
  });

  const read = async (
    path: string,
    query: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> => (await alice.raw('GET', `/api/v3/${path}?${query}`, '', headers)).body;
  const trade = async (): Promise<number> => {
    await bob.send('POST', '/api/v3/order', { ...LIMIT, side: 'SELL', price: '30000' });
    const bought = await alice.send('POST', '/api/v3/order', { ...LIMIT, price: '30000' });
    return Number(bought.body['orderId']);
  };

  test('an order, its trade and its candle are the same in both units', async () => {
    const orderId = await trade();
    const query = () => alice.signed({ symbol: 'BTCUSD', orderId, timestamp: Date.now() });
    const both = async (path: string, ask: () => string) =>
      [await read(path, ask()), await read(path, ask(), MICROSECOND)] as const;
    const [inMs, inUs] = (await both('order', query)) as readonly [Json, Json];
    for (const name of ['time', 'updateTime', 'workingTime']) assertSame(inMs[name], inUs[name]);
    const { time, updateTime, workingTime, ...others } = inUs;
    assert.deepEqual(
      { ...inMs, time, updateTime, workingTime },
      { ...others, ...{ time, updateTime, workingTime } },
    );
    const trades = (await both('trades', () => 'symbol=BTCUSD')) as unknown as readonly Json[][];
    assertSame(trades[0]![0]!['time'], trades[1]![0]!['time']);
    const candles = await both('klines', () => 'symbol=BTCUSD&interval=1m');
    const [ofMs, ofUs] = (candles as unknown as readonly (readonly unknown[][])[]).map(
      ([row]) => row,
    );
    assertSame(ofMs![0], ofUs![0]);
    assertSame(ofMs![6], ofUs![6]);
    assert.equal(Number(ofUs![6]) - Number(ofUs![0]), 60_000_000 - 1);
    const { serverTime } = (await read('time', '', MICROSECOND)) as Json;
    assert.ok(Math.abs(Number(serverTime) / US_PER_MS - Date.now()) < 10_000);
  });

  test('a unit that is none is refused, at every door', async () => {
    const error = {
      code: -1194,
      msg: 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.',
    };
    assert.deepEqual(await read('time', '', { 'x-mbx-time-unit': 'HOUR' }), error);
    for (const path of ['/ws/btcusd@trade', '/ws-api/v3']) {
      const listener = await connect(`${path}?timeUnit=HOUR`);
      await until(() => listener.closed.length === 1, 'the end');
      assert.deepEqual([listener.heard, listener.closed], [[{ error }], [1008]]);
    }
  });

  test('a stream tells each listener in the unit of its connection', async () => {
    const plain = await connect('/ws/btcusd@trade');
    const fine = await connect('/ws/btcusd@trade?timeUnit=microsecond');
    const combined = await connect('/stream?streams=btcusd@trade&timeUnit=MICROSECOND');
    await trade();
    const told = () => [plain, fine, combined].map((each) => each.events('trade')[0]);
    await until(() => told().every((each) => each !== undefined), 'the trade');
    const [inMs, inUs, again] = told() as readonly Json[];
    assertSame(inMs!['T'], inUs!['T']);
    assertSame(inMs!['E'], inUs!['E']);
    assert.deepEqual(again, inUs);
  });

  test('the WebSocket API answers and reports in the unit of its connection', async () => {
    const session = await connect('/ws-api/v3?timeUnit=MICROSECOND');
    const plain = await connect('/ws-api/v3');
    for (const each of [session, plain]) {
      await each.ask('userDataStream.subscribe.signature', alice.members());
    }
    const placed = await session.ask('order.place', alice.members({ ...LIMIT, price: '1000' }));
    const reports = () => [plain, session].map((each) => each.events('executionReport')[0]);
    await until(() => reports().every((each) => each !== undefined), 'the report');
    const [inMs, inUs] = reports() as readonly Json[];
    for (const name of ['E', 'T', 'O', 'W']) assertSame(inMs![name], inUs![name]);
    assert.equal((placed['result'] as Json)['transactTime'], inUs!['T']);
    await alice.send('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  });
});
