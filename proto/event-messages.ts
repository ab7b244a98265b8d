/** What an event log may hold; see events.proto. */
import type {
  AccountStatus,
  DoneReason,
  IgnoreReason,
  MarketDefinition,
  MarketStatus,
  OrderTrigger,
  OrderType,
  RejectReason,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from './market-words.ts';
import type {
  AccountId,
  CommandSequence,
  Epoch,
  Hash64,
  Lots,
  MinorUnits,
  Offset,
  OrderId,
  PriceTicks,
  Sequence,
  SessionId,
  TimestampUs,
  TradeId,
} from './units.ts';

export interface OrderAccepted {
  readonly kind: 'OrderAccepted';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  /** Orders by quote amount: what a buy may spend, what a sell may bring; else 0. */
  readonly quoteBudgetMinor: MinorUnits;
  readonly clientOrderId: string;
  /** Present: the order waits. */
  readonly trigger?: OrderTrigger;
  readonly selfTradePrevention?: SelfTradePrevention;
  /** What it shows at a time when it rests; absent: all of it. */
  readonly displayLots?: Lots;
  readonly goodTillUs?: TimestampUs;
}
export interface OrderRejected {
  readonly kind: 'OrderRejected';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly reason: RejectReason;
  readonly clientOrderId: string;
}
export interface OrderRested {
  readonly kind: 'OrderRested';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly priceTicks: PriceTicks;
  readonly remainingLots: Lots;
  /** Present: it shows the lesser of this and what remains. */
  readonly displayLots?: Lots;
}
/** What it showed is used up: it shows the next part, last of its level. */
export interface OrderReplenished {
  readonly kind: 'OrderReplenished';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly priceTicks: PriceTicks;
  /** The hidden part included. */
  readonly remainingLots: Lots;
  readonly shownLots: Lots;
}
export interface TradeExecuted {
  readonly kind: 'TradeExecuted';
  readonly tradeId: TradeId;
  readonly makerOrderId: OrderId;
  readonly takerOrderId: OrderId;
  readonly makerAccountId: AccountId;
  readonly takerAccountId: AccountId;
  readonly takerSide: Side;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  /** In the asset received: the buyer's in base, the seller's in quote. */
  readonly makerFeeMinor: MinorUnits;
  readonly takerFeeMinor: MinorUnits;
  readonly makerRemainingLots: Lots;
  /** 0 for an order by quote amount. */
  readonly takerRemainingLots: Lots;
  /** The taker's own limit; null for an order by quote amount. */
  readonly takerLimitTicks: PriceTicks | null;
}
/** In place of a trade, by the mode DECREMENT: both lose these lots. */
export interface TradePrevented {
  readonly kind: 'TradePrevented';
  readonly makerOrderId: OrderId;
  readonly takerOrderId: OrderId;
  /** Of both. */
  readonly accountId: AccountId;
  readonly takerSide: Side;
  /** The maker's price. */
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly makerRemainingLots: Lots;
  /** 0 for an order by quote amount. */
  readonly takerRemainingLots: Lots;
  /** The taker's own limit; null for an order by quote amount. */
  readonly takerLimitTicks: PriceTicks | null;
  /** Of a maker that shows a part of itself: what is left of it. */
  readonly makerShownLots?: Lots;
}
export interface OrderAmended {
  readonly kind: 'OrderAmended';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly remainingLots: Lots;
  readonly keptPriority: boolean;
  /** Of an order that shows a part of itself: what it shows now, or would if it rested at once. */
  readonly shownLots?: Lots;
}
export interface OrderDone {
  readonly kind: 'OrderDone';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly reason: DoneReason;
  readonly wasResting: boolean;
  readonly priceTicks: PriceTicks;
  readonly remainingLots: Lots;
  readonly remainingQuoteMinor: MinorUnits;
  /** Of an order that showed a part of itself, or would have; absent also when it has nothing left. */
  readonly shownLots?: Lots;
}
export interface CancelRejected {
  readonly kind: 'CancelRejected';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly reason: RejectReason;
}
export interface AmendRejected {
  readonly kind: 'AmendRejected';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly reason: RejectReason;
  /** The order's own, unchanged; null and 0 when it is unknown. */
  readonly priceTicks: PriceTicks | null;
  readonly remainingLots: Lots;
}
export interface OrdersCanceled {
  readonly kind: 'OrdersCanceled';
  readonly accountId: AccountId;
  readonly count: number;
}
export interface OrderTriggered {
  readonly kind: 'OrderTriggered';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly quoteBudgetMinor: MinorUnits;
  readonly triggerTicks: PriceTicks;
  /** What it shows at a time when it rests; absent: all of it. */
  readonly displayLots?: Lots;
}
export interface MarketDefined {
  readonly kind: 'MarketDefined';
  readonly definition: MarketDefinition;
}
export interface MarketChanged {
  readonly kind: 'MarketChanged';
  readonly definition: MarketDefinition;
}
export interface MarketDefinitionRejected {
  readonly kind: 'MarketDefinitionRejected';
  readonly reason: RejectReason;
}
export interface MarketStatusChanged {
  readonly kind: 'MarketStatusChanged';
  readonly status: MarketStatus;
  readonly reason: string;
}
export interface AccountStatusChanged {
  readonly kind: 'AccountStatusChanged';
  readonly accountId: AccountId;
  readonly status: AccountStatus;
  readonly reason: string;
  readonly canceledOrders: number;
}
export interface SessionOpened {
  readonly kind: 'SessionOpened';
  readonly sessionId: SessionId;
  readonly epoch: Epoch;
  readonly previousEpoch: Epoch;
  readonly previousLastSequence: CommandSequence;
  readonly node: string;
}
export interface SessionRefused {
  readonly kind: 'SessionRefused';
  readonly sessionId: SessionId;
  readonly epoch: Epoch;
  readonly currentEpoch: Epoch;
  readonly node: string;
}
export interface CommandIgnored {
  readonly kind: 'CommandIgnored';
  readonly reason: IgnoreReason;
}
export interface LeadershipChanged {
  readonly kind: 'LeadershipChanged';
  readonly epoch: Epoch;
  readonly node: string;
}
export interface LeadershipRefused {
  readonly kind: 'LeadershipRefused';
  readonly epoch: Epoch;
  readonly node: string;
  readonly currentEpoch: Epoch;
  readonly currentNode: string;
}
export interface RulesChanged {
  readonly kind: 'RulesChanged';
  readonly version: number;
}
export interface StateHashed {
  readonly kind: 'StateHashed';
  readonly markId: number;
  readonly stateHash: Hash64;
  readonly restingOrders: number;
}
export interface CommandPassedOver {
  readonly kind: 'CommandPassedOver';
  readonly offset: Offset;
  readonly reason: string;
}

export type EventBody =
  | OrderAccepted
  | OrderRejected
  | OrderRested
  | OrderReplenished
  | TradeExecuted
  | OrderAmended
  | OrderDone
  | CancelRejected
  | AmendRejected
  | OrdersCanceled
  | OrderTriggered
  | TradePrevented
  | MarketDefined
  | MarketChanged
  | MarketDefinitionRejected
  | MarketStatusChanged
  | AccountStatusChanged
  | SessionOpened
  | SessionRefused
  | CommandIgnored
  | LeadershipChanged
  | LeadershipRefused
  | RulesChanged
  | StateHashed
  | CommandPassedOver;

/** `commandIndex`: which command of the batch caused it. */
export type Event = EventBody & { readonly commandIndex: number };

export interface EventBatch {
  readonly inputOffset: Offset;
  readonly sessionId: SessionId;
  readonly sessionEpoch: Epoch;
  readonly firstCommandSequence: CommandSequence;
  readonly firstSequence: Sequence;
  readonly timestampUs: TimestampUs;
  readonly prevHash: Hash64;
  readonly events: readonly Event[];
  readonly eventHash: Hash64;
}
