import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DoneReason,
  type Event,
  type EventBatch,
  type OrderAccepted,
  OrderType,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import type { AccountId, OrderId, Sequence, TimestampUs } from '../../../proto/units.ts';
import type { MarketView } from '../../market-data/market-view.ts';
import { acceptedOrder, type KeptOrder } from '../../market-data/order-state.ts';
import { reportDrafts } from './execution-reports.ts';

const OWNER = 7 as AccountId;
const AT = { sequence: 1 as Sequence, timestampUs: 1 as TimestampUs };

function restingOrder(orderId: number): KeptOrder {
  const accepted = {
    kind: 'OrderAccepted',
    orderId,
    accountId: OWNER,
    clientOrderId: `c-${orderId}`,
    side: Side.buy,
    type: OrderType.limit,
    timeInForce: TimeInForce.gtc,
    postOnly: false,
    priceTicks: 100,
    quantityLots: 5,
    quoteBudgetMinor: 0,
  } as unknown as OrderAccepted;
  return { ...acceptedOrder(accepted, 'BTC-USD', AT), status: 'canceled' };
}

/** A mass cancel, and how often an event of it was looked at. */
function massCancel(count: number): { view: MarketView; batch: EventBatch; looks: () => number } {
  const orders = new Map<OrderId, KeptOrder>();
  const done: Event[] = [];
  for (let orderId = 1; orderId <= count; orderId += 1) {
    orders.set(orderId as OrderId, restingOrder(orderId));
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
