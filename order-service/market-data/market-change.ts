import type { Side } from '../../proto/messages.ts';
import type {
  Lots,
  OrderId,
  PriceTicks,
  Sequence,
  TimestampUs,
  TradeId,
} from '../../proto/units.ts';
import type { Level } from './book-levels.ts';
import type { OrderState } from './order-state.ts';

export interface TradeState {
  readonly tradeId: TradeId;
  readonly sequence: Sequence;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly takerSide: Side;
  readonly takerOrderId: OrderId;
  readonly executedAtUs: TimestampUs;
}

/** What one batch changed, for the feeds. */
export interface MarketChange {
  /** Last event before. */
  readonly after: Sequence;
  readonly sequence: Sequence;
  readonly timestampUs: TimestampUs;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly trades: readonly TradeState[];
  readonly orders: ReadonlySet<OrderState>;
}
