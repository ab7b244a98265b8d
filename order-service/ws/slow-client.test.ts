import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const ORDER = { market: 'BTC-USD', side: 'buy', type: 'limit', price: '1.00', quantity: '1' };
const AT_ONCE = 10_000;
const WAIT_MS = 60_000;

let open: OpenExchange;

before(async () => {
  open = await openExchange();
});
after(async () => {
  await open.close();
  assert.deepEqual(open.exchange.broken, []);
});

async function metric(name: string): Promise<number> {
  const { text } = await open.nobody.send('GET', '/metrics');
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

test('a client that reads nothing is cut when a megabyte waits for it; others trade on', async () => {
  const socket = new WebSocket(open.doors.wsUrl);
  await new Promise((done) => socket.once('open', done));
  socket.on('error', () => {});
  socket.send(JSON.stringify({ op: 'subscribe', channel: 'book', market: 'BTC-USD' }));
  socket.pause();
  const isCut = async () => (await metric('exchange_ws_slow_consumers_disconnected_total')) === 1;
  // What it asks is answered, and what it leaves unread fills the system's buffers first.
  await until(
    async () => {
      for (let count = 0; count < AT_ONCE; count += 1) socket.send('{"op":"ping"}');
      const placed = await open.alice.send('POST', '/v1/orders', ORDER);
      assert.equal(placed.status, 201, placed.text);
      return isCut();
    },
    'it is cut',
    WAIT_MS,
  );
  await until(async () => (await metric('exchange_ws_clients')) === 0, 'it is gone', WAIT_MS);
  socket.terminate();
});
