/** What holds after every command, whatever is sent: money and lots are conserved, price-time order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Event, OrderType, Side, TimeInForce } from '../../proto/messages.ts';
import { asked, MarketDesk, type Wish } from './testing/market-desk.ts';

const RUNS = { numRuns: 150 };
const QUOTE_PER_TICK_LOT = 2;

const order = fc.record({
  side: fc.constantFrom(Side.buy, Side.sell),
  accountId: fc.integer({ min: 1, max: 3 }),
  priceTicks: fc.integer({ min: 95, max: 105 }),
  quantityLots: fc.integer({ min: 1, max: 20 }),
  timeInForce: fc.constantFrom(TimeInForce.gtc, TimeInForce.gtc, TimeInForce.ioc, TimeInForce.fok),
  takerFeePpm: fc.constantFrom(0, 250_000),
  makerFeePpm: fc.constantFrom(0, 100_000),
});
const step = fc.oneof(
  { weight: 6, arbitrary: order.map((wish) => ({ kind: 'PlaceOrder', ...wish })) },
  { weight: 2, arbitrary: fc.nat(40).map((target) => ({ kind: 'CancelOrder', target })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('AmendOrder'),
      target: fc.nat(40),
      priceTicks: fc.option(fc.integer({ min: 95, max: 105 })),
      quantityLots: fc.option(fc.integer({ min: 1, max: 20 })),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'CancelAllOrders', accountId: 2, side: null }) },
);
const story = fc.array(step, { maxLength: 60 });

/** Sends the story, one command a record; `see` gets each command's events. */
function tellStory(
  desk: MarketDesk,
  steps: readonly Wish[],
  see: (events: readonly Event[], command: Wish) => void,
): void {
  const owners = new Map<number, unknown>();
  for (const [index, wish] of steps.entries()) {
    const orderId = (wish['target'] as number | undefined) ?? index + 1;
    const accountId = wish['accountId'] ?? owners.get(orderId) ?? 1;
    if (wish['kind'] === 'PlaceOrder') owners.set(orderId, accountId);
    const common = { makerFeePpm: 0, takerFeePpm: 0, ...wish, orderId, accountId };
    const command =
      wish['kind'] === 'PlaceOrder' ? asked(orderId, Side.buy, '1@1', { ...common }) : common;
    see(desk.record([command]).events, command);
  }
}

test('lots are conserved: what was accepted was traded, is left, or rests', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const open = new Map<number, number>();
      const change = (id: number, by: number) => open.set(id, (open.get(id) ?? 0) + by);
      const desk = MarketDesk.defined();
      tellStory(desk, steps, (events) => {
        for (const event of events) {
          if (event.kind === 'OrderAccepted') change(event.orderId, event.quantityLots);
          else if (event.kind === 'OrderAmended') open.set(event.orderId, event.remainingLots);
          else if (event.kind === 'OrderDone') change(event.orderId, -event.remainingLots);
          else if (event.kind === 'TradeExecuted') {
            change(event.makerOrderId, -event.quantityLots);
            change(event.takerOrderId, -event.quantityLots);
            assert.equal(open.get(event.makerOrderId), event.makerRemainingLots);
            assert.equal(open.get(event.takerOrderId), event.takerRemainingLots);
          }
        }
      });
      const { orders } = desk.machine.snapshot();
      const resting = new Map(
        [...orders.orderId].map((id, row) => [id, orders.remainingLots[row]]),
      );
      for (const [id, lots] of open) assert.equal(lots, resting.get(id) ?? 0, `order ${id}`);
    }),
    RUNS,
  );
});

test('money is conserved: what a buyer pays, the seller and the fee account get', () => {
  fc.assert(
    fc.property(story, (steps) => {
      tellStory(MarketDesk.defined(), steps, (events) => {
        for (const event of events) {
          if (event.kind !== 'TradeExecuted') continue;
          const quote = event.priceTicks * event.quantityLots * QUOTE_PER_TICK_LOT;
          const base = event.quantityLots * 1_000;
          const [ofQuote, ofBase] =
            event.takerSide === Side.buy
              ? [event.makerFeeMinor, event.takerFeeMinor]
              : [event.takerFeeMinor, event.makerFeeMinor];
          assert.ok(ofQuote >= 0 && ofQuote < quote && ofBase >= 0 && ofBase < base);
          assert.ok(Number.isInteger(ofQuote) && Number.isInteger(ofBase));
        }
      });
    }),
    RUNS,
  );
});

test('the book is never crossed, and nobody trades beyond his limit', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const desk = MarketDesk.defined();
      tellStory(desk, steps, (events) => {
        for (const event of events) {
          if (event.kind !== 'TradeExecuted') continue;
          const limit = event.takerLimitTicks as number;
          if (event.takerSide === Side.buy) assert.ok(event.priceTicks <= limit);
          else assert.ok(event.priceTicks >= limit);
        }
        const { orders } = desk.machine.snapshot();
        const prices = (side: Side) =>
          [...orders.priceTicks].filter((_, row) => orders.side[row] === side);
        const bid = Math.max(0, ...prices(Side.buy));
        assert.ok(prices(Side.sell).every((price) => price > bid));
      });
    }),
    RUNS,
  );
});

test('makers come in price-time order: nobody better or earlier is passed by', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const desk = MarketDesk.defined();
      let queue: number[] = [];
      tellStory(desk, steps, (events) => {
        const trades = events.filter((event) => event.kind === 'TradeExecuted');
        const takerSide = trades[0]?.takerSide;
        const makers = trades.map((trade) => trade.makerOrderId);
        const rows = desk.machine.snapshot().orders;
        if (takerSide !== undefined) {
          const side = takerSide === Side.buy ? Side.sell : Side.buy;
          const expected = queue.filter((id) => Math.sign(id) === (side === Side.buy ? -1 : 1));
          assert.deepEqual(makers, expected.map(Math.abs).slice(0, makers.length));
        }
        // Before the next command: bids negative, each side in canonical order.
        queue = [...rows.orderId].map((id, row) => (rows.side[row] === Side.buy ? -id : id));
      });
    }),
    RUNS,
  );
});

test('fill or kill takes all or nothing, and immediate or cancel never rests', () => {
  fc.assert(
    fc.property(story, order, (steps, wish) => {
      for (const timeInForce of [TimeInForce.fok, TimeInForce.ioc]) {
        const desk = MarketDesk.defined();
        tellStory(desk, steps, () => {});
        const type = OrderType.limit;
        const last = asked(9_999, wish.side, '1@1', { ...wish, type, timeInForce });
        const { events } = desk.record([last]);
        const lots = events.reduce(
          (sum, event) => sum + (event.kind === 'TradeExecuted' ? event.quantityLots : 0),
          0,
        );
        if (timeInForce === TimeInForce.fok) assert.ok(lots === 0 || lots === wish.quantityLots);
        assert.ok(events.every((event) => event.kind !== 'OrderRested'));
      }
    }),
    RUNS,
  );
});
