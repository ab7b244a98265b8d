import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountStoreError } from '../../../ports/account-store/account-store-error.ts';
import { marketUnits } from '../../../proto/market-units.ts';
import { DoneReason, type EventBatch } from '../../../proto/messages.ts';
import type { AccountId } from '../../../proto/units.ts';
import type { MarketView } from '../../market-data/market-view.ts';
import { btcUsd } from '../../testing/btc-usd.ts';
import { until } from '../../testing/exchange-harness.ts';
import { restingOrder } from '../../testing/resting-order.ts';
import type { DialectContext } from '../method.ts';
import { UserFeeds } from './user-feeds.ts';

const OWNER = 7 as AccountId;
const units = marketUnits(btcUsd);
const order = restingOrder(1, OWNER);
const canceled = {
  firstSequence: 7,
  timestampUs: 1,
  events: [{ kind: 'OrderDone', orderId: 1, accountId: OWNER, reason: DoneReason.canceled }],
} as unknown as EventBatch;

/** A market's event, and a settlement that gets to it when the test says so; time is what is slept. */
function opened() {
  const state = { nowMs: 0, settled: 6, asked: 0, available: 1n, failures: 0, warned: 0 };
  const clock = {
    nowUs: () => state.nowMs * 1_000,
    monotonicMs: () => state.nowMs,
    sleep: (ms: number) =>
      new Promise<void>((done) => {
        state.nowMs += ms;
        setImmediate(done);
      }),
  };
  const accounts = {
    cursor: async () => {
      state.asked += 1;
      return { sequence: state.settled };
    },
    assets: async () => [{ asset: 'USD', scale: 6 }],
    balances: async () => {
      if (state.failures === 0) return [{ asset: 'USD', available: state.available, held: 0n }];
      state.failures -= 1;
      throw new AccountStoreError('ACCOUNT_STORE_UNAVAILABLE', 'it is away');
    },
  };
  const view = { market: 'BTC-USD', sequence: 7, units, orders: { find: () => order } };
  const log = {
    warn: () => {
      state.warned += 1;
    },
  };
  const bounds = () => new Promise(() => {});
  const feeds = new UserFeeds({
    service: { ports: { accounts, clock, log: { bounds } }, log },
    symbols: { ofMarket: () => ({ symbol: 'BTCUSD', view, units }) },
    ...{ cancelIds: new Map(), replacing: { isEmpty: true }, newClientId: () => 'id' },
  } as unknown as DialectContext);
  const change = () => feeds.changed(view as unknown as MarketView, canceled);
  const told: Readonly<Record<string, unknown>>[] = [];
  const listener = { tell: (event: object) => told.push(event as (typeof told)[number]) };
  feeds.add(OWNER, listener);
  change();
  const positions = () => told.filter(({ e }) => e === 'outboundAccountPosition');
  return { state, feeds, listener, positions, change };
}

test('balances are told when settlement has them, however late that is', async () => {
  const { state, feeds, listener, positions } = opened();
  await until(() => state.nowMs > 60_000, 'a minute without settlement');
  assert.deepEqual(positions(), []);
  assert.ok(state.asked < 2_000, `asked ${state.asked} times in a minute`);
  state.available = 2_000_000n;
  state.settled = 7;
  await until(() => positions().length > 0, 'the balances');
  assert.deepEqual(
    positions().map(({ B }) => B),
    [[{ a: 'USD', f: '2.00000000', l: '0.00000000' }]],
  );
  feeds.remove(OWNER, listener);
});

test('nobody waits for settlement when nobody listens any more, or the door is closed', async () => {
  for (const end of ['remove', 'close'] as const) {
    const { state, feeds, listener } = opened();
    await until(() => state.asked > 3, 'settlement is asked');
    if (end === 'remove') feeds.remove(OWNER, listener);
    else feeds.close();
    const { asked } = state;
    await new Promise((done) => setTimeout(done, 20));
    assert.ok(state.asked <= asked + 1, `${state.asked - asked} times after ${end}`);
  }
});

test('an event that comes right behind the balances has its own', async () => {
  for (let steps = 0; steps < 12; steps += 1) {
    const { state, feeds, listener, positions, change } = opened();
    const { tell } = listener;
    listener.tell = (event) => {
      const count = tell(event);
      const isFirst = positions().length === 1 && 'B' in event;
      const later = (left: number): void =>
        left === 0 ? change() : queueMicrotask(() => later(left - 1));
      if (isFirst) later(steps);
      return count;
    };
    state.settled = 7;
    await until(() => positions().length === 2, `balances ${steps} microtasks later`);
    feeds.remove(OWNER, listener);
  }
});

test('balances that cannot be read for a moment are told when they can', async () => {
  const { state, feeds, listener, positions } = opened();
  state.failures = 3;
  state.settled = 7;
  await until(() => positions().length > 0, 'the balances');
  assert.deepEqual([state.warned, state.failures], [3, 0]);
  assert.ok(state.nowMs >= 3_000, 'it does not ask in a loop');
  feeds.remove(OWNER, listener);
});
