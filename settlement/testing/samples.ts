/** A market and events to settle, with what a test does not care about filled in. */
import {
  type Command,
  DoneReason,
  type Event,
  type EventBatch,
  type EventBody,
  type MarketDefinition,
  type OrderDone,
  OrderType,
  Side,
  TimeInForce,
  type TradeExecuted,
} from '../../proto/messages.ts';
import { RULES_VERSION_LATEST } from '../../proto/rules-version.ts';
import {
  accountId,
  commandSequence,
  epoch,
  hash64,
  lots,
  minorUnits,
  offset,
  orderId,
  ppm,
  priceTicks,
  sequence,
  sessionId,
  timestampUs,
  tradeId,
} from '../../proto/units.ts';

/** One tick of one lot costs 2 quote minor units; one lot is 5 base minor units. */
export const definition = (market = 'BTC-USD'): MarketDefinition => {
  const [baseAsset = '', quoteAsset = ''] = market.split('-');
  return {
    market,
    baseAsset,
    baseScale: 4,
    quoteAsset,
    quoteScale: 4,
    tickSize: '0.4',
    lotSize: '0.0005',
    minPriceTicks: priceTicks(1),
    maxPriceTicks: priceTicks(1_000_000),
    minQuantityLots: lots(1),
    maxQuantityLots: lots(1_000_000),
    minNotionalMinor: minorUnits(0),
    maxNotionalMinor: minorUnits(2 ** 50),
    maxRestingOrders: 1000,
    makerFeePpm: ppm(1000),
    takerFeePpm: ppm(2000),
  };
};

export const ALICE = accountId(1);
export const BOB = accountId(2);
export const NOW = timestampUs(1_700_000_000_000_000);

export const batchOf = (
  events: readonly EventBody[],
  at: Partial<EventBatch> = {},
): EventBatch => ({
  inputOffset: offset(0),
  sessionId: sessionId(1),
  sessionEpoch: epoch(1),
  firstCommandSequence: commandSequence(1),
  firstSequence: sequence(1),
  timestampUs: NOW,
  prevHash: hash64('0'.repeat(16)),
  events: events.map((event, index): Event => ({ ...event, commandIndex: index })),
  eventHash: hash64('0'.repeat(16)),
  ...at,
});

interface OrderShape {
  readonly id: number;
  readonly account?: ReturnType<typeof accountId>;
  readonly side?: Side;
  readonly price?: number;
  readonly quantity?: number;
  readonly budget?: number;
}

export const accepted = (order: OrderShape): EventBody => ({
  kind: 'OrderAccepted',
  orderId: orderId(order.id),
  accountId: order.account ?? ALICE,
  side: order.side ?? Side.buy,
  type: order.budget === undefined ? OrderType.limit : OrderType.market,
  timeInForce: order.budget === undefined ? TimeInForce.gtc : TimeInForce.ioc,
  postOnly: false,
  priceTicks: priceTicks(order.price ?? 100),
  quantityLots: lots(order.budget === undefined ? (order.quantity ?? 10) : 0),
  quoteBudgetMinor: minorUnits(order.budget ?? 0),
  clientOrderId: `client-${order.id}`,
});

export const traded = (trade: Partial<TradeExecuted> = {}): EventBody => ({
  kind: 'TradeExecuted',
  tradeId: tradeId(1),
  makerOrderId: orderId(1),
  takerOrderId: orderId(2),
  makerAccountId: ALICE,
  takerAccountId: BOB,
  takerSide: Side.buy,
  priceTicks: priceTicks(100),
  quantityLots: lots(4),
  makerFeeMinor: minorUnits(0),
  takerFeeMinor: minorUnits(0),
  makerRemainingLots: lots(6),
  takerRemainingLots: lots(1),
  takerLimitTicks: priceTicks(100),
  ...trade,
});

/** Canceled, unless something else is said. */
export const done = (end: Partial<OrderDone> = {}): EventBody => ({
  kind: 'OrderDone',
  orderId: orderId(1),
  accountId: ALICE,
  side: Side.buy,
  reason: DoneReason.canceled,
  wasResting: true,
  priceTicks: priceTicks(100),
  remainingLots: lots(1),
  remainingQuoteMinor: minorUnits(0),
  ...end,
});

/** What a new market is given first. */
export const LATEST_RULES: Command = { kind: 'RulesActivated', version: RULES_VERSION_LATEST };
