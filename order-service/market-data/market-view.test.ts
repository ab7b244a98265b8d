import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Side } from '../../proto/messages.ts';
import type { OrderId } from '../../proto/units.ts';
import { run, step } from '../testing/market-flow.ts';
import type { OrderState } from './order-state.ts';

test("a view's levels and orders are the engine's, from the start and from a snapshot", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const { machine, fromStart, fromSnapshot } = run(steps);
      const { orders, orderCount, nextSequence, icebergs = [] } = machine.snapshot();
      const shown = new Map(icebergs.map(({ orderId, shownLots }) => [orderId, shownLots]));
      const levels = {
        [Side.buy]: new Map<number, number>(),
        [Side.sell]: new Map<number, number>(),
      };
      for (let index = 0; index < orderCount; index += 1) {
        const side = levels[orders.side[index] as Side];
        const price = orders.priceTicks[index]!;
        const part = shown.get(orders.orderId[index]! as OrderId);
        side.set(price, (side.get(price) ?? 0) + (part ?? orders.remainingLots[index]!));
        const [{ goodTillUs, displayLots, shownLots }, other] = [fromStart, fromSnapshot].map(
          (view) => view.orders.findOpen(orders.orderId[index]! as OrderId)!,
        ) as OrderState[] as [OrderState, OrderState];
        assert.equal(other.goodTillUs, goodTillUs);
        assert.deepEqual([other.displayLots, other.shownLots], [displayLots, shownLots]);
        assert.equal(displayLots > 0 ? shownLots : undefined, part);
        for (const view of [fromStart, fromSnapshot]) {
          const order = view.orders.findOpen(orders.orderId[index]! as OrderId);
          assert.equal(order?.remainingLots, orders.remainingLots[index]);
          assert.equal(order?.quantityLots, orders.quantityLots[index]);
          const { filledLots, preventedLots, remainingLots, quantityLots } = order!;
          assert.equal(filledLots + preventedLots + remainingLots, quantityLots);
        }
      }
      for (const view of [fromStart, fromSnapshot]) {
        assert.equal(view.orders.openCount, orderCount);
        assert.equal(view.sequence, nextSequence - 1);
        const queues = [...view.restingOrders()].sort(
          (a, b) => a.side - b.side || a.priceTicks - b.priceTicks,
        );
        // A stable sort leaves each level as it stands.
        const rows = [...orders.orderId.keys()].sort(
          (a, b) =>
            orders.side[a]! - orders.side[b]! || orders.priceTicks[a]! - orders.priceTicks[b]!,
        );
        assert.deepEqual(
          queues.map(({ orderId }) => orderId as number),
          rows.map((row) => orders.orderId[row]),
        );
        for (const [side, book] of [
          [Side.buy, view.bids],
          [Side.sell, view.asks],
        ] as const) {
          const best = side === Side.buy ? -1 : 1;
          const expected = [...levels[side]].sort(([a], [b]) => (a - b) * best);
          const seen = book.top(1_000).map(({ priceTicks, lots }) => [priceTicks, lots]);
          assert.deepEqual(seen, expected);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('the changes that a view reports, applied to a snapshot of its levels, give its levels', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const { fromStart } = run(steps);
      const { bids, asks } = fromStart.takeChange();
      for (const [book, changes] of [
        [fromStart.bids, bids],
        [fromStart.asks, asks],
      ] as const) {
        const rebuilt = changes.filter(({ lots }) => lots > 0).map(({ priceTicks }) => priceTicks);
        const shown = book.top(1_000).map(({ priceTicks }) => priceTicks);
        assert.deepEqual([...rebuilt].sort(), [...shown].sort());
        for (const { priceTicks, lots } of changes) assert.equal(book.size(priceTicks), lots);
      }
    }),
  );
});
