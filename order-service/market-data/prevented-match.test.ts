import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MarketMachine } from '../../engine/core/market-machine.ts';
import { seedOfRun } from '../../engine/core/testing/seeded-random.ts';
import type { PreventedMatchRow } from '../../ports/view-store/order-event-tables.ts';
import { TABLE } from '../../ports/view-store/tables.ts';
import { ordersProjection } from '../../projections/orders.ts';
import { Tables } from '../../projections/testing/tables.ts';
import { DoneReason, type Event, SelfTradePrevention, Side } from '../../proto/messages.ts';
import type { OrderId } from '../../proto/units.ts';
import { type FlowMoment, run, step } from '../testing/market-flow.ts';
import { isRejected } from './order-index.ts';

type Prevented = 'maker' | 'both' | 'taker';

/** Of the naive book: who stands first at the best price of a side, and what of it shows. */
function firstOf(machine: MarketMachine, side: Side) {
  const { orders, icebergs = [] } = machine.snapshot();
  const sign = side === Side.buy ? -1 : 1;
  const rows = [...orders.orderId.keys()].filter((row) => orders.side[row] === side);
  // A stable sort: of one price, the first in the queue stays the first.
  const [row] = rows.sort((a, b) => (orders.priceTicks[a]! - orders.priceTicks[b]!) * sign);
  assert.ok(row !== undefined, 'a taker that ended met somebody');
  const orderId = orders.orderId[row]! as OrderId;
  const part = icebergs.find((each) => each.orderId === orderId);
  return {
    orderId,
    accountId: orders.accountId[row]!,
    priceTicks: orders.priceTicks[row]!,
    shownLots: part?.shownLots ?? orders.remainingLots[row]!,
  };
}

const isEnd = (event: Event): event is Event & { readonly kind: 'OrderDone' } =>
  event.kind === 'OrderDone' && event.reason === DoneReason.expiredInMatch;

/** What the views say of a command's ends, held against the command and the book behind it. */
function judge({ command, batch, machine, views }: FlowMoment, seen: Map<Prevented, number>): void {
  if (command.kind !== 'PlaceOrder' && command.kind !== 'AmendOrder') return;
  const mode = command.selfTradePrevention;
  if (mode === undefined || mode === SelfTradePrevention.decrement) return;
  const ends = batch.events.filter(isEnd);
  const makers = ends.filter(({ wasResting }) => wasResting);
  const count = (what: Prevented) => seen.set(what, (seen.get(what) ?? 0) + 1);
  for (const view of views) {
    for (const end of ends) {
      const order = view.orders.find(end.orderId);
      assert.ok(order !== null && !isRejected(order));
      const match = order.preventedMatch ?? null;
      assert.ok(match !== null && match.quantityLots > 0, `no match of order ${end.orderId}`);
      if (end.wasResting) {
        assert.equal(match.counterOrderId, command.orderId);
        assert.equal(match.priceTicks, end.priceTicks);
        assert.ok(match.quantityLots <= (end.shownLots ?? end.remainingLots));
        count('maker');
      } else if (mode === SelfTradePrevention.expireBoth) {
        assert.equal(match.counterOrderId, makers.at(-1)?.orderId);
        assert.equal(match.priceTicks, makers.at(-1)?.priceTicks);
        count('both');
      } else {
        const first = firstOf(machine, end.side === Side.buy ? Side.sell : Side.buy);
        assert.equal(first.accountId, end.accountId);
        assert.deepEqual(
          [match.counterOrderId, match.priceTicks],
          [first.orderId, first.priceTicks],
        );
        if (order.quantityLots > 0) {
          assert.equal(match.quantityLots, Math.min(end.remainingLots, first.shownLots));
        } else assert.ok(match.quantityLots <= first.shownLots);
        count('taker');
      }
    }
  }
}

/** What the read model says of the events: the view that has seen them all says the same. */
function compare(tables: Tables, { batch, views }: FlowMoment, seen: Set<SelfTradePrevention>) {
  tables.foldBatch(ordersProjection, batch);
  const [view] = views;
  for (const end of batch.events.filter(isEnd)) {
    const order = view!.orders.find(end.orderId);
    assert.ok(order !== null && !isRejected(order));
    const { accountId, orderId, preventedMatchId, preventedMatch } = order;
    assert.equal(tables.order(accountId, orderId).preventedMatchId, preventedMatchId);
    const key = [accountId, 'BTC-USD', preventedMatchId!];
    const row = tables.get(TABLE.preventedMatches, key) as PreventedMatchRow;
    assert.deepEqual(tables.get(TABLE.orderPrevented, [accountId, orderId, row.matchId]), row);
    seen.add(row.mode);
    const { takerOrderId, makerOrderId, priceTicks } = row;
    assert.equal(end.wasResting ? makerOrderId : takerOrderId, orderId);
    assert.ok((end.wasResting ? row.makerLots : row.takerLots) !== 0);
    if (row.mode === SelfTradePrevention.decrement) continue;
    assert.ok(preventedMatch !== undefined && preventedMatch !== null);
    assert.deepEqual(
      [end.wasResting ? takerOrderId : makerOrderId, priceTicks],
      [preventedMatch.counterOrderId, preventedMatch.priceTicks],
    );
  }
}

test('the read models know of the same matches as the view', () => {
  const seen = new Set<SelfTradePrevention>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 60 }), (steps) => {
      const tables = new Tables();
      run(steps, (moment) => compare(tables, moment, seen));
    }),
    { numRuns: 300, seed: seedOfRun() },
  );
  assert.deepEqual([...seen].sort(), Object.values(SelfTradePrevention).sort());
});

test('who ends by self-trade prevention is told whom it would have traded with', () => {
  const seen = new Map<Prevented, number>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 60 }), (steps) => {
      run(steps, (moment) => judge(moment, seen));
    }),
    { numRuns: 300, seed: seedOfRun() },
  );
  for (const what of ['maker', 'both', 'taker'] as const) {
    assert.ok((seen.get(what) ?? 0) > 0, `${what}: ${seen.get(what)}`);
  }
});
