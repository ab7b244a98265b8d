import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestingOrders } from './resting-orders.ts';

test('the oldest of an account in a market makes room, and no other', () => {
  const resting = new RestingOrders(3);
  const [here, there] = [
    { account: 0, market: 'BTC-USD' },
    { account: 0, market: 'ETH-USD' },
  ];
  const leaving = (ids: readonly string[]) => ids.map((id) => resting.add(here, id));
  assert.deepEqual(leaving(['a', 'b', 'c']), [null, null, null]);
  assert.equal(resting.add(there, 'x'), null);
  assert.equal(resting.add({ ...here, account: 1 }, 'y'), null);
  assert.deepEqual(leaving(['d', 'e', 'f', 'g']), ['a', 'b', 'c', 'd']);
});

test('however long a load goes on, so many rest and each has left once', () => {
  const resting = new RestingOrders(50);
  const at = { account: 2, market: 'BTC-USD' };
  const ids = Array.from({ length: 10_000 }, (_, index) => String(index));
  const left = ids.map((id) => resting.add(at, id)).filter((id) => id !== null);
  assert.deepEqual(left, ids.slice(0, -50));
});
