/** Words of a market: enums as the numbers of market.proto, and its definition. */
import type { Lots, MinorUnits, Ppm, PriceTicks } from './units.ts';

export const Side = { buy: 1, sell: 2 } as const;
export type Side = (typeof Side)[keyof typeof Side];

export const OrderType = { limit: 1, market: 2 } as const;
export type OrderType = (typeof OrderType)[keyof typeof OrderType];

export const TimeInForce = { gtc: 1, ioc: 2, fok: 3 } as const;
export type TimeInForce = (typeof TimeInForce)[keyof typeof TimeInForce];

/** What becomes of a new order when the one that it replaces cannot be canceled. */
export const ReplacementRule = { stop: 1, place: 2 } as const;
export type ReplacementRule = (typeof ReplacementRule)[keyof typeof ReplacementRule];

export const TriggerKind = { stopLoss: 1, takeProfit: 2 } as const;
export type TriggerKind = (typeof TriggerKind)[keyof typeof TriggerKind];

/** A trade at or beyond `priceTicks` lets the order enter; the side is in market.proto. */
export interface OrderTrigger {
  readonly kind: TriggerKind;
  readonly priceTicks: PriceTicks;
}
/** The taker's; an order without one trades with its own account. */
export const SelfTradePrevention = {
  expireTaker: 1,
  expireMaker: 2,
  expireBoth: 3,
  /** Both lose what they would have traded. */
  decrement: 4,
} as const;
export type SelfTradePrevention = (typeof SelfTradePrevention)[keyof typeof SelfTradePrevention];

export const MarketStatus = { trading: 1, cancelOnly: 2, halted: 3, closed: 4 } as const;
export type MarketStatus = (typeof MarketStatus)[keyof typeof MarketStatus];

export const AccountStatus = { active: 1, blocked: 2 } as const;
export type AccountStatus = (typeof AccountStatus)[keyof typeof AccountStatus];

export const DoneReason = { canceled: 1, expired: 2, filled: 3, expiredInMatch: 7 } as const;
export type DoneReason = (typeof DoneReason)[keyof typeof DoneReason];

export const RejectReason = {
  marketNotDefined: 1,
  marketHalted: 2,
  marketCancelOnly: 3,
  duplicateOrderId: 4,
  unknownOrder: 5,
  priceOutOfRange: 6,
  quantityOutOfRange: 7,
  notionalOutOfRange: 8,
  postOnlyWouldTrade: 9,
  bookFull: 10,
  feeOutOfRange: 11,
  invalidCombination: 12,
  quantityBelowFilled: 13,
  nothingToAmend: 14,
  marketAlreadyDefined: 15,
  invalidDefinition: 16,
  wouldTriggerImmediately: 17,
  priceOutOfBand: 18,
  orderWaits: 19,
  maxOpenOrders: 20,
  accountBlocked: 21,
  goodTillOver: 22,
  displayOutOfRange: 24,
  marketClosed: 30,
  ordersOpen: 31,
  priceOffTick: 32,
  quantityOffLot: 33,
  notReplaced: 34,
  replacedHoldsLess: 35,
} as const;
export type RejectReason = (typeof RejectReason)[keyof typeof RejectReason];

export const IgnoreReason = {
  staleEpoch: 1,
  duplicateSequence: 2,
  unknownSession: 3,
  sequenceGap: 4,
} as const;
export type IgnoreReason = (typeof IgnoreReason)[keyof typeof IgnoreReason];

export const Scope = { read: 1, trade: 2, cancel: 3, withdraw: 4, admin: 5 } as const;
export type Scope = (typeof Scope)[keyof typeof Scope];

/** As logged. `market-units.ts` derives the integers that the arithmetic needs. */
export interface MarketDefinition {
  readonly market: string;
  readonly baseAsset: string;
  readonly baseScale: number;
  readonly quoteAsset: string;
  readonly quoteScale: number;
  /** Decimal string: quote units per base unit of one price tick. */
  readonly tickSize: string;
  /** Decimal string: base units of one lot. */
  readonly lotSize: string;
  readonly minPriceTicks: PriceTicks;
  readonly maxPriceTicks: PriceTicks;
  readonly minQuantityLots: Lots;
  readonly maxQuantityLots: Lots;
  readonly minNotionalMinor: MinorUnits;
  readonly maxNotionalMinor: MinorUnits;
  readonly maxRestingOrders: number;
  readonly makerFeePpm: Ppm;
  readonly takerFeePpm: Ppm;
  /** How far above the last trade price a limit buy may be; absent: as far as it likes. */
  readonly bidBandPpm?: number;
  /** How far below it a limit sell may be. */
  readonly askBandPpm?: number;
  /** Orders of one account that the book holds at most; absent: as many as it has room for. */
  readonly maxOpenOrders?: number;
  /** A limit or trigger price is a multiple of it, in ticks; absent: 1. */
  readonly priceStepTicks?: number;
  /** A quantity is a multiple of it, in lots; absent: 1. */
  readonly quantityStepLots?: number;
}
