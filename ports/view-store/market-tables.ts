/**
 * The read tables of market data and of an account's history in one market.
 *
 *   table          key                                    row
 *   candles        [market, interval, openMs]             CandleRow
 *   agg-trades     [market, firstTradeId]                 AggregateTradeRow
 *   order-history  [accountId, market, createdSequence]   OrderHistoryRow
 *
 * Time and ids rise with the last element of each key, so a moment is found by halving.
 */
import type { Side } from '../../proto/messages.ts';
import type {
  AccountId,
  Lots,
  OrderId,
  PriceTicks,
  Sequence,
  TimestampUs,
  TradeId,
} from '../../proto/units.ts';
import type { CandleInterval } from './candle-intervals.ts';
import type { ViewKey } from './view-store.ts';

/** What traded from `openMs` until the next candle. Sums are bigint: a month may exceed 2^53. */
export interface CandleRow {
  readonly openMs: number;
  readonly openTicks: PriceTicks;
  readonly highTicks: PriceTicks;
  readonly lowTicks: PriceTicks;
  readonly closeTicks: PriceTicks;
  readonly volumeLots: bigint;
  /** Σ price × quantity; times the market's quote units per tick and lot it is what was paid. */
  readonly volumeTickLots: bigint;
  readonly takerBuyLots: bigint;
  readonly takerBuyTickLots: bigint;
  readonly tradeCount: number;
  readonly firstTradeId: TradeId;
  readonly lastTradeId: TradeId;
}

export const candleKey = (market: string, interval: CandleInterval, openMs: number): ViewKey => [
  market,
  interval,
  openMs,
];

/**
 * Trades of one taker order at one price, in one go. Its id is that of its first trade: the same in
 * every view and feed, without a counter that one of them might not know.
 */
export interface AggregateTradeRow {
  readonly market: string;
  readonly firstTradeId: TradeId;
  readonly lastTradeId: TradeId;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly takerSide: Side;
  readonly executedAtUs: TimestampUs;
}

export const aggregateTradeKey = (market: string, firstTradeId: TradeId): ViewKey => [
  market,
  firstTradeId,
];

export interface OrderHistoryRow {
  readonly orderId: OrderId;
  readonly createdAtUs: TimestampUs;
}

export const orderHistoryKey = (
  accountId: AccountId,
  market: string,
  createdSequence: Sequence,
): ViewKey => [accountId, market, createdSequence];
