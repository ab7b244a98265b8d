/** A market's whole state; see snapshot.proto. */
import type {
  MarketDefinition,
  MarketStatus,
  OrderTrigger,
  OrderType,
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
  Ppm,
  PriceTicks,
  Sequence,
  SessionId,
  TimestampUs,
  TradeId,
} from './units.ts';

export interface SessionState {
  readonly sessionId: SessionId;
  readonly epoch: Epoch;
  readonly lastSequence: CommandSequence;
  /** Order ids of a session only grow; 0: none yet. */
  readonly lastOrderId: number;
}

/** All resting orders, one typed array per field, in the canonical order of snapshot.proto. */
export interface RestingOrderColumns {
  readonly orderId: Float64Array;
  readonly accountId: Uint32Array;
  readonly side: Uint8Array;
  readonly priceTicks: Int32Array;
  readonly quantityLots: Float64Array;
  readonly remainingLots: Float64Array;
  readonly makerFeePpm: Uint32Array;
  /** Rises with the time of entry into the book; decides the order of CancelAllOrders. */
  readonly priority: Float64Array;
}

/**
 * All resting orders as a book of the engine has them in memory right after it has loaded their columns: a copy, or
 * the memory itself, is a book. The same columns make the same image. See snapshot.proto.
 */
export interface BookImage {
  /** How the engine lays out memory: one of another layout takes the orders out of the rows. */
  readonly layout: number;
  readonly greatestOrderId: number;
  /** By account number, from 1 on. */
  readonly accountIds: Uint32Array;
  /** First slot, last slot, orders; by account number. */
  readonly accountLists: Int32Array;
  readonly bidLevels: number;
  /** Level, price, last slot; in canonical order, bids first. */
  readonly levels: Int32Array;
  /** Lots, in the same order. */
  readonly levelTotals: Float64Array;
  /** Order id divided by sixteen. */
  readonly pageKeys: Float64Array;
  /** Which of its sixteen ids rest. */
  readonly pageMasks: Uint16Array;
  /** Of those, page by page. */
  readonly pageSlots: Int32Array;
  /** 64 bytes an order, in canonical order; see book-rows.ts. Row n is slot n + 1. */
  readonly rows: Uint8Array;
}

/** An order that was accepted and waits for its trigger, outside the book. */
export interface WaitingOrder {
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly quoteBudgetMinor: MinorUnits;
  readonly makerFeePpm: Ppm;
  readonly takerFeePpm: Ppm;
  readonly trigger: OrderTrigger;
  /** A priority of the market: rises with each placing. */
  readonly placement: number;
  readonly selfTradePrevention?: SelfTradePrevention;
  /** What it will show at a time; absent: all of it. */
  readonly displayLots?: Lots;
}

export interface TriggerState {
  /** Of the last trade; 0 before the first, and by rules that do not remember it. */
  readonly lastPriceTicks: number;
  /** In order of placing. */
  readonly waiting: readonly WaitingOrder[];
}

/** A resting order that ends at a time. */
export interface ExpiringOrder {
  readonly orderId: OrderId;
  readonly goodTillUs: TimestampUs;
}

/** A resting order that shows a part of itself. */
export interface IcebergOrder {
  readonly orderId: OrderId;
  readonly displayLots: Lots;
  /** Now. */
  readonly shownLots: Lots;
}

export interface MarketSnapshot {
  readonly market: string;
  /** The last command record that took part. */
  readonly offset: Offset;
  readonly nextSequence: Sequence;
  readonly timestampUs: TimestampUs;
  readonly leadership: { readonly epoch: Epoch; readonly node: string };
  readonly rulesVersion: number;
  /** null: not defined yet. */
  readonly definition: MarketDefinition | null;
  readonly status: MarketStatus;
  readonly eventHash: Hash64;
  readonly stateHash: Hash64;
  readonly nextTradeId: TradeId;
  readonly nextPriority: number;
  readonly sessions: readonly SessionState[];
  readonly orderCount: number;
  readonly orders: RestingOrderColumns;
  /** Absent: rules version 1, and no order waits. */
  readonly triggers?: TriggerState;
  /** In ascending order; absent when there are none. */
  readonly blockedAccounts?: readonly AccountId[];
  /** In the order in which they end; absent when there are none. */
  readonly expiring?: readonly ExpiringOrder[];
  /** In canonical order; absent when there are none. */
  readonly icebergs?: readonly IcebergOrder[];
  /** Of the same orders. */
  readonly image?: BookImage;
}

/** All but the resting orders. */
export type SnapshotHead = Omit<MarketSnapshot, 'orders' | 'image'>;

/** With the orders in either form. */
export type RestorableState = SnapshotHead & { readonly orders: RestingOrderColumns | BookImage };
