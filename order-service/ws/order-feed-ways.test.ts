import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../ports/clock/clock.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { marketUnits } from '../../proto/market-units.ts';
import type { Sequence } from '../../proto/units.ts';
import type { MarketView } from '../market-data/market-view.ts';
import { btcUsd } from '../testing/btc-usd.ts';
import { OrderFeed } from './order-feed.ts';

const view = {
  market: 'BTC-USD',
  units: marketUnits(btcUsd),
  sequence: 5 as Sequence,
  restingOrders: () => [],
} as unknown as MarketView;

const clock = {
  sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
} as unknown as Clock;

function listenerOf() {
  const heard: string[] = [];
  return {
    heard,
    isOpen: true,
    isBehind: false,
    send: (text: string | Buffer) => heard.push(JSON.parse(String(text)).type),
  };
}

test('who leaves while he is led to the present hears no more, and begins anew when he comes back', async () => {
  const feed = new OrderFeed({ log: {} as EventLog, clock });
  const listener = listenerOf();
  listener.isBehind = true;
  const first = feed.add(listener, view, null);
  feed.remove(listener, view.market);
  const second = feed.add(listener, view, null);
  listener.isBehind = false;
  await Promise.all([first, second]);
  assert.deepEqual(listener.heard, ['orders_snapshot']);

  const other = listenerOf();
  other.isBehind = true;
  const left = feed.add(other, view, null);
  feed.remove(other, view.market);
  other.isBehind = false;
  await left;
  assert.deepEqual(other.heard, []);
});
