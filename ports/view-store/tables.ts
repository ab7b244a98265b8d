/**
 * The read tables: what the projections write and everyone else only reads (`ViewStore`).
 *
 *   table                key                                             row
 *   orders               [accountId, orderId]                            OrderRow
 *   orders-by-client-id  [accountId, clientOrderId]                      OrderReference
 *   open-orders          [accountId, market, orderId]                    OrderReference, until there was a
 *                                                                        journal (ADR 45)
 *   fills                [accountId, market, sequence, 'maker'|'taker']  FillRow
 *   order-fills          [accountId, orderId, sequence]                  FillRow
 *   trades               [market, tradeId]                               TradeRow
 *   postings: see postings.ts; candles, agg-trades, order-history: see market-tables.ts
 *   prevented-matches, order-prevented, amendments: see order-event-tables.ts
 *
 * Rows hold integers of their market (ticks, lots, minor units); whoever shows them formats them
 * with the market's definition. Each table belongs to exactly one projection, and
 * `ViewStore.cursor(projection, topic)` tells up to which sequence it is complete.
 */

import type {
  MarketDefinition,
  OrderTrigger,
  OrderType,
  RejectReason,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from '../../proto/messages.ts';
import type {
  AccountId,
  Lots,
  MinorUnits,
  OrderId,
  PriceTicks,
  Sequence,
  TimestampUs,
  TradeId,
} from '../../proto/units.ts';
import type { OrderStatus } from './order-status.ts';
import type { ViewKey } from './view-store.ts';

/** Names for `ViewStore.cursor`; a read of a table is as fresh as its projection's cursor. */
export const PROJECTION = {
  orders: 'orders',
  fills: 'fills',
  trades: 'trades',
  postings: 'postings',
  candles: 'candles',
  aggregateTrades: 'agg-trades',
  orderHistory: 'order-history',
} as const;
export type ProjectionName = (typeof PROJECTION)[keyof typeof PROJECTION];

export const TABLE = {
  orders: 'orders',
  ordersByClientId: 'orders-by-client-id',
  openOrders: 'open-orders',
  preventedMatches: 'prevented-matches',
  orderPrevented: 'order-prevented',
  amendments: 'amendments',
  fills: 'fills',
  orderFills: 'order-fills',
  trades: 'trades',
  postings: 'postings',
  candles: 'candles',
  aggregateTrades: 'agg-trades',
  orderHistory: 'order-history',
} as const;

// --- rows -----------------------------------------------------------------------------------

interface OrderRowCommon {
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly market: string;
  readonly clientOrderId: string;
  /** Event that accepted or rejected it. */
  readonly createdSequence: Sequence;
  /** Last event that changed it. */
  readonly sequence: Sequence;
  /** Log time of the command. */
  readonly createdAtUs: TimestampUs;
  readonly updatedAtUs: TimestampUs;
}

export interface AcceptedOrderRow extends OrderRowCommon {
  readonly status: Exclude<OrderStatus, 'rejected'>;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly selfTradePrevention?: SelfTradePrevention;
  /** Log time at which it ends; absent: it stands until it is canceled. */
  readonly goodTillUs?: TimestampUs;
  /** What it shows at a time when it rests; absent: all of it. */
  readonly displayLots?: Lots;
  /** The limit now; of a market order the worst price. */
  readonly priceTicks: PriceTicks;
  /** The total now, filled part included; 0 for an order by quote amount. */
  readonly quantityLots: Lots;
  /** 0 unless it is a market buy by quote amount. */
  readonly quoteBudgetMinor: MinorUnits;
  readonly filledLots: Lots;
  /** Quote minor units paid or received before fees; average price = this over filledLots. */
  readonly filledQuoteMinor: MinorUnits;
  /** Lots that self-trade prevention took instead of a trade; absent: none. */
  readonly preventedLots?: Lots;
  /** The match that ended it by self-trade prevention; absent: none did. */
  readonly preventedMatchId?: Sequence;
  /** What may still trade; 0 once it is over, and for an order by quote amount. */
  readonly remainingLots: Lots;
  /** Of an order that waits, or waited, for it. */
  readonly trigger?: OrderTrigger;
  /** Absent: it still waits, was canceled before, or has no trigger. */
  readonly triggeredAtUs?: TimestampUs;
  /** Event by which it took its place in its level; absent: the one that accepted it. */
  readonly enteredSequence?: Sequence;
}

/** The event of a refusal names no more than this; what was asked stands in the command log. */
export interface RejectedOrderRow extends OrderRowCommon {
  readonly status: 'rejected';
  readonly reason: RejectReason;
}

export type OrderRow = AcceptedOrderRow | RejectedOrderRow;

export interface OrderReference {
  readonly orderId: OrderId;
  readonly market: string;
}

export type Liquidity = 'maker' | 'taker';

/** One side of a trade. The fee is in what this side received: a buyer's base, a seller's quote. */
export interface FillRow {
  readonly accountId: AccountId;
  readonly orderId: OrderId;
  readonly market: string;
  readonly tradeId: TradeId;
  readonly sequence: Sequence;
  readonly liquidity: Liquidity;
  readonly side: Side;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly feeMinor: MinorUnits;
  readonly executedAtUs: TimestampUs;
}

export interface TradeRow {
  readonly market: string;
  readonly tradeId: TradeId;
  readonly sequence: Sequence;
  readonly takerSide: Side;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly makerOrderId: OrderId;
  readonly takerOrderId: OrderId;
  readonly executedAtUs: TimestampUs;
}

/** Each projection that needs a market's units keeps its definition: `marketTable(projection)`. */
export type MarketRow = MarketDefinition;
export const marketTable = (projection: ProjectionName): string => `${projection}-markets`;

// --- keys -----------------------------------------------------------------------------------

export const orderKey = (accountId: AccountId, orderId: OrderId): ViewKey => [accountId, orderId];

export const clientOrderKey = (accountId: AccountId, clientOrderId: string): ViewKey => [
  accountId,
  clientOrderId,
];

export const fillKey = (fill: FillRow): ViewKey => [
  fill.accountId,
  fill.market,
  fill.sequence,
  fill.liquidity,
];

export const orderFillKey = (fill: FillRow): ViewKey => [
  fill.accountId,
  fill.orderId,
  fill.sequence,
];

export const tradeKey = (market: string, tradeId: TradeId): ViewKey => [market, tradeId];

// --- ranges ---------------------------------------------------------------------------------

/** Bounds for `ViewStore.range`: add `limit` to them. */
export interface KeyRange {
  readonly from: ViewKey;
  readonly to: ViewKey;
  readonly reverse?: boolean;
}

/** Above every number that stands in a key. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Above every key that continues the prefix; in our tables a number follows a string. */
function above(prefix: ViewKey): ViewKey {
  const last = prefix[prefix.length - 1];
  return typeof last === 'number' ? [...prefix.slice(0, -1), last + 1] : [...prefix, LAST];
}

export function under(prefix: ViewKey, after?: ViewKey): KeyRange {
  // A key that continues another one sorts right behind it, so [...after, 0] starts behind the row.
  return { from: after === undefined ? prefix : [...after, 0], to: above(prefix) };
}

function underNewestFirst(prefix: ViewKey, before?: ViewKey): KeyRange {
  if (before === undefined) return { from: above(prefix), to: prefix, reverse: true };
  const last = before[before.length - 1];
  // A reverse range includes its start: step to just below the key that was shown last.
  const below: ViewKey =
    typeof last === 'number' && last > 0
      ? [...before.slice(0, -1), last - 1, LAST]
      : before.slice(0, -1);
  return { from: below, to: prefix, reverse: true };
}

/** All orders of the account by rising id; `after`: behind the row with this key. */
export const ordersOf = (accountId: AccountId, after?: ViewKey): KeyRange =>
  under([accountId], after);
/** The latest ids first; `before`: behind the row with this key. */
export const ordersOfNewestFirst = (accountId: AccountId, before?: ViewKey): KeyRange =>
  underNewestFirst([accountId], before);

/** The fills of one order (table `order-fills`), oldest first. */
export const fillsOfOrder = (accountId: AccountId, orderId: OrderId): KeyRange =>
  under([accountId, orderId]);

export const tradesIn = (market: string, after?: ViewKey): KeyRange => under([market], after);
