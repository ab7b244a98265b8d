import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Event, type EventBody, Side } from '../proto/messages.ts';
import { type OrderId, orderId } from '../proto/units.ts';
import { ALICE, accepted, BOB, batchOf, done, traded } from '../settlement/testing/samples.ts';
import { askForOrders } from './asked-orders.ts';

const TAKER = 1_000_000;

const sold = (index: number): EventBody =>
  traded({
    makerOrderId: orderId(1 + index),
    makerAccountId: ALICE,
    takerOrderId: orderId(TAKER),
    takerAccountId: BOB,
  });
const canceled = (id: number): EventBody => done({ orderId: orderId(id), side: Side.sell });

function asked(
  events: readonly EventBody[],
  known: readonly number[] = [],
): { readonly orders: readonly OrderId[]; readonly looks: number } {
  const batch = batchOf(events);
  let looks = 0;
  const counted = new Proxy(batch.events, {
    get(target, name, receiver) {
      looks += 1;
      return Reflect.get(target, name, receiver) as Event;
    },
  });
  const orders: OrderId[] = [];
  const isKnown = (id: OrderId) => known.includes(id);
  askForOrders({ ...batch, events: counted }, { isKnown }, (_account, id) => orders.push(id));
  return { orders, looks };
}

test('orders that the batch accepts before they are asked for are nobody else’s', () => {
  // From the one that came last to one that is far away, and each of them more than once.
  for (const between of [0, 1, 15, 16, 17, 100]) {
    const far = Array.from({ length: between }, (_, index) => canceled(10 + index));
    const own = [accepted({ id: 1 }), accepted({ id: 2 }), ...far, canceled(2), canceled(1)];
    const others = far.map((_, index) => 10 + index);
    assert.deepEqual(asked([...own, canceled(1)]).orders, others, `${between} between`);
    assert.deepEqual(asked(own, others).orders, []);
  }
  assert.deepEqual(asked([canceled(1), accepted({ id: 1 })]).orders, [1], 'not behind it');
});

test('a taker that meets many orders, or the end of many, costs a few looks at each event', () => {
  const count = 2_000;
  const makers = Array.from({ length: count }, (_, index) => index);
  const sweep = asked([accepted({ id: TAKER, account: BOB }), ...makers.map(sold)]);
  assert.equal(sweep.orders.length, count);
  const ends = asked(makers.map((id) => canceled(1 + id)));
  assert.equal(ends.orders.length, count);
  for (const { looks } of [sweep, ends]) assert.ok(looks < 100 * count, `${looks} looks`);
});

test('accounts are told with their orders', () => {
  const found: unknown[] = [];
  const batch = batchOf([sold(6)]);
  askForOrders(batch, { isKnown: () => false }, (account, id) => found.push([account, id]));
  assert.deepEqual(found, [
    [ALICE, 7],
    [BOB, TAKER],
  ]);
});
