/** A random flow of orders through a machine with the naive book, and views that follow it. */
import fc from 'fast-check';
import { NaiveBook } from '../../engine/core/book/naive-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import {
  type Command,
  type EventBatch,
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
import { MarketView } from '../market-data/market-view.ts';
import { btcUsd } from './btc-usd.ts';

const newView = () =>
  new MarketView({ market: 'BTC-USD', closedOrdersKept: 100, tradesKept: 50, fillsKept: 20 });

export interface Step {
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

/** What an account may ask for, on a narrow book with few accounts. */
export const step: fc.Arbitrary<Step> = fc.record({
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
        ...(wanted.display !== undefined && { displayLots: wanted.display as Lots }),
      };
    }
  }
}

/** What the machine and its followers are after one command. */
export interface FlowMoment {
  readonly command: Command;
  readonly batch: EventBatch;
  readonly machine: MarketMachine;
  readonly views: readonly MarketView[];
}

/** The machine and views that follow it: one from the start, one from a snapshot in the middle. */
export function run(steps: readonly Step[], then: (moment: FlowMoment) => void = () => {}) {
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
    const views = fromSnapshot === null ? [fromStart] : [fromStart, fromSnapshot];
    then({ command, batch, machine, views });
    if (index === Math.floor(commands.length / 2)) {
      fromSnapshot = newView();
      fromSnapshot.load(machine.snapshot());
    }
  }
  return { machine, fromStart, fromSnapshot: fromSnapshot! };
}
