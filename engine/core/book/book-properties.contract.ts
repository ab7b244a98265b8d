/** What holds of every book after any flow: nothing appears or vanishes, and the order is price-time. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Command, type Event, Side, TimeInForce } from '../../../proto/messages.ts';
import { amend, cancel, cancelAll, Desk, limit, market, spend } from '../testing/market-fixture.ts';
import type { BookFactory } from './book.ts';

const RUNS = { numRuns: 60 };
const rate = fc.constantFrom(0, 1, 999, 250_000);
const step = fc.record({
  kind: fc.constantFrom(
    'limit',
    'limit',
    'limit',
    'ioc',
    'fok',
    'market',
    'spend',
    'cancel',
    'amend',
    'all',
  ),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  lots: fc.integer({ min: 1, max: 12 }),
  price: fc.integer({ min: 95, max: 105 }),
  account: fc.integer({ min: 1, max: 3 }),
  target: fc.nat({ max: 40 }),
  makerFeePpm: rate,
  takerFeePpm: rate,
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function commandOf(drawn: Step, id: number): Command {
  const { side, lots, price, account: accountId, target, makerFeePpm, takerFeePpm } = drawn;
  const change = { accountId, makerFeePpm, takerFeePpm };
  switch (drawn.kind) {
    case 'ioc':
      return limit(id, side, lots, price, { ...change, timeInForce: TimeInForce.ioc });
    case 'fok':
      return limit(id, side, lots, price, { ...change, timeInForce: TimeInForce.fok });
    case 'market':
      return market(id, side, lots, price, change);
    case 'spend':
      return {
        ...spend(id, lots * price * 100 + target, price),
        takerFeePpm: takerFeePpm as never,
      };
    case 'cancel':
      return cancel(target, accountId);
    case 'amend':
      return amend(target, { ...change, priceTicks: price, quantityLots: lots });
    case 'all':
      return cancelAll(accountId);
    default: {
      const part = target % 3 === 0 ? { displayLots: 1 + (target % 4) } : {};
      return limit(id, side, lots, price, { ...change, ...part });
    }
  }
}

/** Follows every order by the events alone. */
class Follower {
  readonly #remaining = new Map<number, number>();

  see(event: Event): void {
    switch (event.kind) {
      case 'OrderAccepted':
        this.#remaining.set(event.orderId, event.quantityLots);
        return;
      case 'TradeExecuted':
        this.#take(event.makerOrderId, event.quantityLots, event.makerRemainingLots);
        if (event.takerLimitTicks !== null) {
          this.#take(event.takerOrderId, event.quantityLots, event.takerRemainingLots);
        }
        return;
      case 'OrderAmended':
        this.#remaining.set(event.orderId, event.remainingLots);
        return;
      case 'OrderRested':
        assert.equal(this.#remaining.get(event.orderId), event.remainingLots);
        return;
      case 'OrderDone':
        assert.equal(this.#remaining.get(event.orderId), event.remainingLots);
        this.#remaining.delete(event.orderId);
        return;
      default:
        return;
    }
  }

  #take(orderId: number, lots: number, left: number): void {
    assert.ok(lots > 0);
    assert.equal((this.#remaining.get(orderId) ?? 0) - lots, left, `order ${orderId}`);
    if (left === 0) this.#remaining.delete(orderId);
    else this.#remaining.set(orderId, left);
  }

  /** What the events leave is what rests. */
  expect(desk: Desk): void {
    const { orders } = desk.machine.snapshot();
    const resting = [...orders.orderId].map((id, row) => [id, orders.remainingLots[row]!] as const);
    assert.deepEqual(
      new Map(resting.sort(([a], [b]) => a - b)),
      new Map([...this.#remaining].sort(([a], [b]) => a - b)),
    );
  }
}

export function bookProperties(name: string, book: BookFactory): void {
  const run = (steps: readonly Step[], see: (events: readonly Event[], desk: Desk) => void) => {
    const desk = new Desk(book);
    for (const [index, drawn] of steps.entries()) {
      const events = desk.say(commandOf(drawn, index + 1));
      see(events, desk);
    }
  };
  const property = (see: () => (events: readonly Event[], desk: Desk) => void) =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => run(steps, see())),
      RUNS,
    );

  describe(`${name}: properties`, () => {
    test('lots are conserved: what is not traded or ended rests', () => {
      property(() => {
        const follower = new Follower();
        return (events, desk) => {
          for (const event of events) follower.see(event);
          follower.expect(desk);
        };
      });
    });

    test('trades are within both limits, best price first, and fees below what is received', () => {
      property(() => (events) => {
        const trades = events.filter((event) => event.kind === 'TradeExecuted');
        for (const [index, trade] of trades.entries()) {
          const buys = trade.takerSide === Side.buy;
          const limitTicks = trade.takerLimitTicks;
          if (limitTicks !== null) {
            assert.ok(buys ? trade.priceTicks <= limitTicks : trade.priceTicks >= limitTicks);
          }
          const next = trades[index + 1];
          if (next !== undefined) {
            assert.ok(
              buys ? next.priceTicks >= trade.priceTicks : next.priceTicks <= trade.priceTicks,
            );
          }
          const quote = trade.priceTicks * trade.quantityLots * 100;
          const base = trade.quantityLots * 1000;
          assert.ok(trade.takerFeeMinor < (buys ? base : quote));
          assert.ok(trade.makerFeeMinor < (buys ? quote : base));
        }
      });
    });

    test('a budget is spent or left, to the last unit', () => {
      property(() => (events) => {
        const [accepted] = events;
        if (accepted?.kind !== 'OrderAccepted' || accepted.quoteBudgetMinor === 0) return;
        const spent = events
          .filter((event) => event.kind === 'TradeExecuted')
          .reduce((sum, trade) => sum + trade.priceTicks * trade.quantityLots * 100, 0);
        const done = events.at(-1);
        assert.ok(done?.kind === 'OrderDone');
        assert.equal(spent + done.remainingQuoteMinor, accepted.quoteBudgetMinor);
      });
    });
  });
}
