import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DoneReason, type Event, type EventBatch } from '../../../proto/messages.ts';
import type { AccountId, OrderId } from '../../../proto/units.ts';
import type { MarketView } from '../../market-data/market-view.ts';
import type { KeptOrder } from '../../market-data/order-state.ts';
import { restingOrder } from '../../testing/resting-order.ts';
import { reportDrafts } from './execution-reports.ts';

const OWNER = 7 as AccountId;
/** A mass cancel, and how often an event of it was looked at. */
function massCancel(count: number): { view: MarketView; batch: EventBatch; looks: () => number } {
  const orders = new Map<OrderId, KeptOrder>();
  const done: Event[] = [];
  for (let orderId = 1; orderId <= count; orderId += 1) {
    orders.set(orderId as OrderId, { ...restingOrder(orderId, OWNER), status: 'canceled' });
    const event = { kind: 'OrderDone', orderId, accountId: OWNER, reason: DoneReason.canceled };
    done.push({ ...event, remainingLots: 5, wasResting: true } as unknown as Event);
  }
  let looks = 0;
  const events = new Proxy(done, {
    get(target, name) {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks += 1;
      return Reflect.get(target, name);
    },
  });
  const view = { orders: { find: (orderId: OrderId) => orders.get(orderId) ?? null } };
  return {
    view: view as unknown as MarketView,
    batch: { firstSequence: 10, timestampUs: 1, events } as unknown as EventBatch,
    looks: () => looks,
  };
}

test('a mass cancel is told in one pass over its events, however many there are', () => {
  const { view, batch, looks } = massCancel(500);
  const drafts = reportDrafts(view, batch, (accountId) => accountId === OWNER);
  assert.deepEqual(
    drafts.map(({ sequence, execution }) => [sequence, execution]),
    Array.from({ length: 500 }, (_, index) => [10 + index, 'CANCELED']),
  );
  assert.ok(looks() <= 3 * 500, `${looks()} looks at 500 events`);
});
