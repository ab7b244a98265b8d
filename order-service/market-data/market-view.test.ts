import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NaiveBook } from '../../engine/core/book/naive-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import {
  type Command,
  OrderType,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from '../../proto/messages.ts';
import {
  type AccountId,
  commandSequence,
  epoch,
  type Lots,
  type MinorUnits,
  type OrderId,
  offset,
  type PriceTicks,
  ppm,
  sequence,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import { btcUsd } from '../testing/btc-usd.ts';
import { MarketView } from './market-view.ts';
import type { OrderState } from './order-state.ts';

const newView = () =>
  new MarketView({ market: 'BTC-USD', closedOrdersKept: 100, tradesKept: 50, fillsKept: 20 });

interface Step {
  readonly kind: 'place' | 'market' | 'cancel' | 'cancel-all' | 'amend';
  readonly account: number;
  readonly side: Side;
  readonly price: number;
  readonly quantity: number;
  readonly target: number;
  readonly timeInForce: TimeInForce;
  readonly mode: SelfTradePrevention | undefined;
  readonly goodTillUs: number | undefined;
  readonly display: number | undefined;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('place', 'place', 'place', 'market', 'cancel', 'cancel-all', 'amend'),
  account: fc.integer({ min: 1, max: 3 }),
  side: fc.constantFrom(Side.buy, Side.sell),
  price: fc.integer({ min: 95, max: 105 }),
  quantity: fc.integer({ min: 1, max: 20 }),
  target: fc.integer({ min: 1, max: 60 }),
  timeInForce: fc.constantFrom(TimeInForce.gtc, TimeInForce.gtc, TimeInForce.ioc, TimeInForce.fok),
  mode: fc.constantFrom(undefined, ...Object.values(SelfTradePrevention)),
  goodTillUs: fc.constantFrom(undefined, undefined, 2 ** 50, 2 ** 51),
  display: fc.constantFrom(undefined, undefined, 1, 3),
});

function commandOf(wanted: Step, id: number): Command {
  const accountId = wanted.account as AccountId;
  const priceTicks = wanted.price as PriceTicks;
  const quantityLots = wanted.quantity as Lots;
  const fees = { makerFeePpm: ppm(1_000), takerFeePpm: ppm(2_000) };
  const mode = wanted.mode === undefined ? {} : { selfTradePrevention: wanted.mode };
  const target = { orderId: wanted.target as OrderId, accountId };
  switch (wanted.kind) {
    case 'cancel':
      return { kind: 'CancelOrder', ...target };
    case 'cancel-all':
      return { kind: 'CancelAllOrders', accountId, side: null };
    case 'amend':
      return { kind: 'AmendOrder', ...target, priceTicks, quantityLots, ...fees, ...mode };
    case 'place':
    case 'market': {
      const isMarket = wanted.kind === 'market';
      const mayEnd =
        wanted.goodTillUs !== undefined && !isMarket && wanted.timeInForce === TimeInForce.gtc;
      const byBudget = isMarket && wanted.side === Side.buy;
      const ioc = wanted.timeInForce === TimeInForce.gtc ? TimeInForce.ioc : wanted.timeInForce;
      return {
        kind: 'PlaceOrder',
        orderId: id as OrderId,
        accountId,
        side: wanted.side,
        type: isMarket ? OrderType.market : OrderType.limit,
        timeInForce: byBudget ? TimeInForce.ioc : isMarket ? ioc : wanted.timeInForce,
        postOnly: false,
        priceTicks,
        quantityLots: (byBudget ? 0 : wanted.quantity) as Lots,
        quoteBudgetMinor: (byBudget ? wanted.quantity * 100 : 0) as MinorUnits,
        clientOrderId: `c${id}`,
        ...fees,
        ...mode,
        ...(mayEnd && { goodTillUs: timestampUs(wanted.goodTillUs!) }),
        ...(wanted.display !== undefined && !mayEnd && { displayLots: wanted.display as Lots }),
      };
    }
  }
}

/** The machine and views that follow it: one from the start, one from a snapshot in the middle. */
function run(steps: readonly Step[]) {
  const machine = new MarketMachine({
    market: 'BTC-USD',
    book: (options) => new NaiveBook(options),
  });
  const fromStart = newView();
  let fromSnapshot: MarketView | null = null;
  const commands: Command[] = [
    { kind: 'DefineMarket', definition: btcUsd },
    { kind: 'SessionStarted', sessionId: sessionId(1), epoch: epoch(1), node: 'n' },
    ...steps.map((wanted, index) => commandOf(wanted, index + 1)),
  ];
  for (const [index, command] of commands.entries()) {
    const isControl = index < 2;
    const batch = machine.applyBatch(
      {
        sessionId: sessionId(isControl ? 0 : 1),
        sessionEpoch: epoch(isControl ? 0 : 1),
        firstSequence: commandSequence(isControl ? 0 : index - 1),
        timestampUs: timestampUs(1_000 + index),
        prevHash: 0,
        commands: [command],
      },
      offset(index),
    );
    for (const [at, event] of batch.events.entries()) {
      fromStart.apply(event, sequence(batch.firstSequence + at), batch.timestampUs);
      fromSnapshot?.apply(event, sequence(batch.firstSequence + at), batch.timestampUs);
    }
    if (index === Math.floor(commands.length / 2)) {
      fromSnapshot = newView();
      fromSnapshot.load(machine.snapshot());
    }
  }
  return { machine, fromStart, fromSnapshot: fromSnapshot! };
}

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
        ) as [OrderState, OrderState];
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
