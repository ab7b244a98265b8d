import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AcceptedOrderRow } from '../ports/view-store/tables.ts';
import { marketUnits } from '../proto/market-units.ts';
import { type EventBody, Side } from '../proto/messages.ts';
import { lots, orderId, sequence } from '../proto/units.ts';
import {
  ALICE,
  accepted,
  BOB,
  batchOf,
  definition,
  done,
  traded,
} from '../settlement/testing/samples.ts';
import { ordersProjection } from './orders.ts';
import { StepOrders } from './step-orders.ts';

const UNITS = marketUnits(definition());

class Scene {
  readonly orders = new StepOrders('BTC-USD');
  #next = 1;

  fold(...events: EventBody[]): void {
    const batch = batchOf(events, { firstSequence: sequence(this.#next) });
    this.#next += events.length;
    const { events: fold } = ordersProjection;
    assert.ok(fold.kind === 'orders');
    assert.deepEqual(this.orders.missing(batch), []);
    fold.foldEvents(batch, this.orders, UNITS);
  }

  /** What the step writes of orders: id, status, sequence. */
  end(): readonly unknown[] {
    const writes = this.orders.endStep(sequence(this.#next - 1));
    return writes.flatMap(({ table, value }) => {
      if (table !== 'orders') return [];
      const { orderId: id, status, sequence: at } = value as AcceptedOrderRow;
      return [[id, status, at]];
    });
  }
}

const sold = (tradeNumber: number, left: number): EventBody =>
  traded({
    tradeId: tradeNumber as never,
    makerRemainingLots: lots(left),
    takerOrderId: orderId(100 + tradeNumber),
    takerRemainingLots: lots(0),
  });
const buys = (tradeNumber: number): EventBody =>
  accepted({ id: 100 + tradeNumber, account: BOB, quantity: 5 });
const canceled: EventBody = done({ side: Side.sell });

test('an order is written once for a step that changes it, as the step leaves it', () => {
  const scene = new Scene();
  scene.fold(accepted({ id: 1, side: Side.sell, quantity: 20 }), buys(1), sold(1, 15));
  scene.fold(buys(2), sold(2, 10));
  assert.deepEqual(scene.end(), [
    [1, 'partially_filled', 5],
    [101, 'filled', 3],
    [102, 'filled', 5],
  ]);
  assert.deepEqual(scene.end(), []);
  scene.fold(buys(3), sold(3, 5));
  scene.fold(buys(4), sold(4, 1));
  assert.deepEqual(scene.end(), [
    [103, 'filled', 7],
    [1, 'partially_filled', 9],
    [104, 'filled', 9],
  ]);
});

test('an order that is over is not kept, and would be looked for', () => {
  const scene = new Scene();
  scene.fold(accepted({ id: 1, side: Side.sell }), accepted({ id: 2, side: Side.sell }));
  scene.end();
  assert.equal(scene.orders.isKnown(orderId(1)), true);
  scene.fold(canceled);
  assert.deepEqual(scene.end(), [[1, 'canceled', 3]]);
  assert.deepEqual(
    [1, 2].map((id) => scene.orders.isKnown(orderId(id))),
    [false, true],
  );
  const again = batchOf([canceled], { firstSequence: sequence(4) });
  assert.deepEqual(scene.orders.missing(again), [[ALICE, 1]]);
});

test('a row that the store has from behind the step ends the fold', () => {
  const scene = new Scene();
  scene.fold(accepted({ id: 1, side: Side.sell }));
  scene.end();
  const batch = batchOf([{ ...canceled, orderId: orderId(7) } as EventBody], {
    firstSequence: sequence(2),
  });
  assert.deepEqual(scene.orders.missing(batch), [[ALICE, 7]]);
  const row = scene.orders.order(orderId(1))!;
  assert.throws(() => scene.orders.found(orderId(7), { ...row, sequence: sequence(2) }), /stored/);
  scene.orders.found(orderId(7), row);
});
