import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { marketUnits } from '../../proto/market-units.ts';
import type { PlaceBody } from '../http/order-bodies.ts';
import type { OrderState } from '../market-data/order-state.ts';
import type { OutcomeListener } from '../order-on-its-way.ts';
import type { OrderService } from '../order-service.ts';
import { orderJson } from '../presentation.ts';
import { refuse } from '../refusal.ts';
import { btcUsd } from '../testing/btc-usd.ts';
import { type Connection, errorOf, unknownError } from './connection.ts';
import { placeBatch } from './order-replies.ts';
import { ReplyText } from './reply-text.ts';

const units = marketUnits(btcUsd);
const connection = { caller: { accountId: 1 } } as Connection;
const body = { market: 'BTC-USD', side: 'buy', type: 'limit' } as PlaceBody;
const unknown = { kind: 'unknown', orderId: 5, clientOrderId: 'c' } as const;
const refused = refuse('INSUFFICIENT_BALANCE', 'not enough "USD"');

function stateOf(orderId: number, isWhole: boolean): OrderState {
  const numbers = { orderId, accountId: 1, sequence: 9, createdAtUs: 1_796_000_000_123_456 };
  const lots = { quantityLots: 5, filledLots: 0, remainingLots: 5, displayLots: 0, shownLots: 0 };
  return {
    ...{ ...numbers, ...lots, market: 'BTC-USD', clientOrderId: 'one', side: 1, type: 1 },
    ...{ timeInForce: 1, postOnly: false, goodTillUs: 0, priceTicks: 100, quoteBudgetMinor: 0 },
    ...{ preventedLots: 0, filledTickLots: 0, status: 'open', trigger: null, triggeredAtUs: 0 },
    ...{ updatedAtUs: 1, fills: [], isWhole },
  } as unknown as OrderState;
}

/** An exchange in which the test decides what becomes of each order, and when. */
function listening() {
  const listeners: OutcomeListener[] = [];
  const service = {
    orders: { placeFor: (_: unknown, listener: OutcomeListener) => listeners.push(listener) },
    markets: { view: () => ({ units }) },
    lookup: { whole: async (order: OrderState) => ({ ...order, isWhole: true }) },
    ports: { log: { durability: 'disk' } },
  } as unknown as OrderService;
  return { service, listeners };
}

type Fate = 'placed' | 'in part' | 'refused' | 'unknown' | 'unreadable';
const fates = fc.array(
  fc.constantFrom<Fate[]>('placed', 'in part', 'refused', 'unknown', 'unreadable'),
  { minLength: 1, maxLength: 12 },
);
const unreadable = refuse('INVALID_FIELD', 'the order is none');

function expected(fate: Fate, index: number): object {
  if (fate === 'refused') return { error: errorOf(refused.code, refused.detail) };
  if (fate === 'unreadable') return { error: errorOf(unreadable.code, unreadable.detail) };
  if (fate === 'unknown') return { error: unknownError(unknown as never) };
  return { order: orderJson(units, stateOf(index, true)), durability: 'disk' };
}

test('a batch has its results in its own order, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fates,
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      async (are, by) => {
        const { service, listeners } = listening();
        const orders = are.map((fate) => (fate === 'unreadable' ? unreadable : body));
        const reply = placeBatch(service, connection, orders);
        const placed = are.flatMap((fate, index) =>
          fate === 'unreadable' ? [] : [{ fate, index }],
        );
        const turns = placed.map((each, turn) => ({ ...each, turn }));
        for (const { fate, index, turn } of turns.sort((a, b) => by[a.turn]! - by[b.turn]!)) {
          const order = stateOf(index, fate === 'placed');
          if (fate === 'refused') listeners[turn]!.told(refused);
          else if (fate === 'unknown') listeners[turn]!.told(unknown as never);
          else listeners[turn]!.placed(order);
          // Whatever becomes of it later is not told.
          order.status = 'canceled';
        }
        const settled = await reply;
        assert.ok(settled instanceof ReplyText);
        assert.equal(
          settled.members.toString('utf8'),
          JSON.stringify({ results: are.map(expected) }).slice(1, -1),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('a batch of which one order cannot be told fails as a whole, once', async () => {
  const { service, listeners } = listening();
  const reply = placeBatch(service, connection, [body, body, body]);
  const error = new Error('the store is away');
  listeners[2]!.failed(error);
  listeners[1]!.failed(new Error('again'));
  listeners[0]!.placed(stateOf(0, true));
  await assert.rejects(reply, error);
});
