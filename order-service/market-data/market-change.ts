import type { Side, TradeExecuted } from '../../proto/messages.ts';
import type {
  Lots,
  MinorUnits,
  OrderId,
  PriceTicks,
  Sequence,
  TimestampUs,
  TradeId,
} from '../../proto/units.ts';
import type { Level } from './book-levels.ts';
import type { EventMoment, FillState, Liquidity, OrderState } from './order-state.ts';

export interface TradeState {
  readonly tradeId: TradeId;
  readonly sequence: Sequence;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly takerSide: Side;
  readonly takerOrderId: OrderId;
  readonly executedAtUs: TimestampUs;
}

export const tradeOf = (event: TradeExecuted, at: EventMoment): TradeState => ({
  tradeId: event.tradeId,
  sequence: at.sequence,
  priceTicks: event.priceTicks,
  quantityLots: event.quantityLots,
  takerSide: event.takerSide,
  takerOrderId: event.takerOrderId,
  executedAtUs: at.timestampUs,
});

/** Of one of the two that traded. */
export interface TradeSide {
  readonly liquidity: Liquidity;
  readonly feeMinor: MinorUnits;
  readonly remainingLots: Lots;
}

export const fillOf = (trade: TradeState, { feeMinor, liquidity }: TradeSide): FillState => ({
  tradeId: trade.tradeId,
  priceTicks: trade.priceTicks,
  quantityLots: trade.quantityLots,
  feeMinor,
  liquidity,
  sequence: trade.sequence,
  executedAtUs: trade.executedAtUs,
});

/** What one batch changed, for the feeds. */
export interface MarketChange {
  /** Last event before. */
  readonly after: Sequence;
  readonly sequence: Sequence;
  readonly timestampUs: TimestampUs;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly trades: readonly TradeState[];
  /** Each once. */
  readonly orders: readonly OrderState[];
}
