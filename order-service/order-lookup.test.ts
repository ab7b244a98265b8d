import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountStore } from '../ports/account-store/account-store.ts';
import type { Lots } from '../proto/units.ts';
import type { History } from './market-data/history.ts';
import { isRejected } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';
import { OrderLookup } from './order-lookup.ts';

const orderWith = (fields: Partial<OrderState>): OrderState =>
  ({ trigger: null, triggeredAtUs: 0, fills: [], status: 'open', ...fields }) as OrderState;

const lots = (filled: number, prevented: number) => ({
  filledLots: filled as Lots,
  preventedLots: prevented as Lots,
});

async function wholeOf(order: OrderState, past: OrderState) {
  const lookup = new OrderLookup({
    views: () => [],
    history: { order: async () => past } as unknown as History,
    accounts: {} as AccountStore,
  });
  const whole = await lookup.whole(order);
  assert.ok(!isRejected(whole));
  return [whole.status, whole.filledLots, whole.preventedLots, whole.isWhole];
}

/** As a snapshot tells it: what is used up, not how. */
const snapshotOrder = (used: number, preventedSince = 0): OrderState =>
  orderWith({ ...lots(used, preventedSince), status: 'partially_filled', isWhole: false });

test('what a snapshot takes for filled is told apart by the views', async () => {
  const past = orderWith(lots(3, 2));
  assert.deepEqual(await wholeOf(snapshotOrder(5), past), ['partially_filled', 3, 2, true]);
});

test('an order that lost lots and never traded is open', async () => {
  const past = orderWith(lots(0, 5));
  assert.deepEqual(await wholeOf(snapshotOrder(5), past), ['open', 0, 5, true]);
});

test('views that are behind know less than the market', async () => {
  const past = orderWith(lots(1, 2));
  assert.deepEqual(await wholeOf(snapshotOrder(5), past), ['partially_filled', 3, 2, false]);
});

test('what was prevented since the snapshot is known without the views', async () => {
  const past = orderWith(lots(1, 0));
  assert.deepEqual(await wholeOf(snapshotOrder(1, 4), past), ['partially_filled', 1, 4, true]);
});
