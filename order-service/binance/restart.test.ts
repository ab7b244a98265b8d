import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { eventTopic } from '../../proto/topics.ts';
import { openDoors } from '../doors.ts';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { LIMIT } from '../testing/dialect-error-rows.ts';
import { until } from '../testing/exchange-harness.ts';
import { openExchange } from '../testing/open-exchange.ts';

const EVENTS = eventTopic('BTC-USD');

/** The market's events are read up to an offset, and no further until they are let go. */
function heldLog() {
  const state = { upTo: Number.POSITIVE_INFINITY, held: 0, letGo: () => {} };
  let free: Promise<void> = Promise.resolve();
  const hold = (upTo: number) => {
    state.upTo = upTo;
    free = new Promise((done) => {
      state.letGo = () => {
        state.upTo = Number.POSITIVE_INFINITY;
        done();
      };
    });
  };
  const wrapLog = (log: EventLog): EventLog =>
    new Proxy(log, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'read') return value.bind(target);
        return async (...args: Parameters<EventLog['read']>) => {
          const [topic, from] = args;
          if (topic === EVENTS && from >= state.upTo) {
            state.held += 1;
            await free;
          }
          const { upTo } = state;
          const records = await target.read(...args);
          return topic === EVENTS ? records.filter(({ offset }) => offset < upTo) : records;
        };
      },
    });
  return { state, hold, wrapLog };
}

test('after a start nothing of before is told as if it were new, nor what was as if it still were', async () => {
  const { state, hold, wrapLog } = heldLog();
  const open = await openExchange({ wrapLog });
  const { exchange, keys } = open;
  const before = new DialectClient(open.doors.baseUrl, keys.alice);
  await before.send('POST', '/api/v3/order', { ...LIMIT, side: 'SELL' });
  const half = (await exchange.log.bounds(EVENTS)).end;
  await before.send('POST', '/api/v3/order', LIMIT);
  await open.doors.close();
  await open.service.stop();

  hold(half);
  const service = await exchange.service();
  const identity = { pid: process.pid, version: 'test' };
  const doors = await openDoors({ service, host: '127.0.0.1', port: 0, identity });
  const alice = new DialectClient(doors.baseUrl, keys.alice);
  const url = doors.baseUrl.replace('http', 'ws');
  await until(() => state.held > 0 && service.ledger.isOpen, 'half of it is read');
  const user = await DialectListener.connect(`${url}/ws-api/v3`);
  const market = await DialectListener.connect(`${url}/ws/btcusd@trade/btcusd@depth@100ms`);
  await user.ask('userDataStream.subscribe.signature', alice.members());
  const early = await alice.send('GET', '/api/v3/openOrders', { symbol: 'BTCUSD' });
  assert.deepEqual([early.status, early.body['code']], [503, -1008]);
  assert.equal((await alice.send('GET', '/api/v3/openOrders', {})).status, 503);

  state.letGo();
  await until(() => service.markets.isOpen('BTC-USD'), 'the market opens');
  assert.equal((await alice.send('GET', '/api/v3/openOrders', { symbol: 'BTCUSD' })).text, '[]');
  // Streams that came before are of it within a moment.
  await until(async () => {
    await alice.send('POST', '/api/v3/order', { ...LIMIT, side: 'SELL', price: '21000' });
    await alice.send('POST', '/api/v3/order', { ...LIMIT, price: '21000' });
    return market.events('trade').length > 0;
  }, 'a trade of now');
  const prices = [...user.events('executionReport'), ...market.events('trade')].map((each: Json) =>
    Number(each['p']),
  );
  assert.deepEqual([...new Set(prices)], [21_000]);
  user.close();
  market.close();
  await doors.close();
  await service.stop();
  await exchange.close();
});
