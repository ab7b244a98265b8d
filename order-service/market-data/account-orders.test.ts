import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AccountOrders } from './account-orders.ts';
import type { KeptOrder } from './order-state.ts';

test('the open orders of an account stand in the order of their opening, however many closed', () => {
  const closes = fc.array(fc.option(fc.nat(), { freq: 3 }), { minLength: 200, maxLength: 400 });
  fc.assert(
    fc.property(closes, (steps) => {
      const orders = new AccountOrders();
      const expected: KeptOrder[] = [];
      for (const [index, which] of steps.entries()) {
        if (which === null || expected.length === 0) {
          const order = { orderId: index, openRow: 0 } as unknown as KeptOrder;
          orders.add(order);
          expected.push(order);
        } else orders.remove(expected.splice(which % expected.length, 1)[0]!);
        assert.equal(orders.count, expected.length);
      }
      assert.deepEqual([...orders], expected);
      for (const order of expected.splice(0)) orders.remove(order);
      assert.deepEqual([[...orders], orders.count], [[], 0]);
    }),
    { numRuns: 100 },
  );
});
