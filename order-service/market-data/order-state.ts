/** An order as it stands after the last event that was read: for answers, reads and feeds. */
import { type OrderStatus, statusOfDone } from '../../ports/view-store/order-status.ts';
import {
  DoneReason,
  type OrderAccepted,
  type OrderAmended,
  type OrderDone,
  type OrderTrigger,
  type OrderType,
  type SelfTradePrevention,
  type Side,
  type TimeInForce,
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
import type { PreventedMatch } from './prevented-match.ts';

export type Liquidity = 'maker' | 'taker';

export interface FillState {
  readonly tradeId: TradeId;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly feeMinor: MinorUnits;
  readonly liquidity: Liquidity;
  readonly sequence: Sequence;
  readonly executedAtUs: TimestampUs;
}

/** Mutable: one object per order, updated by the events of its market. */
export interface OrderState {
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly market: string;
  /** Empty: it was taken from a snapshot, which holds none; see `isWhole`. */
  readonly clientOrderId: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** Log time at which it ends; 0: it stands until it is canceled. */
  readonly goodTillUs: TimestampUs;
  /** What it shows at a time when it rests; 0: all of it. */
  readonly displayLots: Lots;
  /** Of the others: what it shows now. */
  shownLots: Lots;
  readonly selfTradePrevention?: SelfTradePrevention;
  priceTicks: PriceTicks;
  quantityLots: Lots;
  readonly quoteBudgetMinor: MinorUnits;
  filledLots: Lots;
  /** What self-trade prevention took of it instead of a trade. */
  preventedLots: Lots;
  /** The match that ended it by self-trade prevention; absent: none, or its events told it. */
  preventedMatch?: PreventedMatch | null;
  /** Of the match that ended it so, also when its events told it; absent: none, or not known. */
  preventedMatchId?: Sequence;
  /** Σ price × quantity of its fills, in ticks × lots: below 2^53 by the limits of one order. */
  filledTickLots: number;
  remainingLots: Lots;
  status: OrderStatus;
  /** What it waits, or waited, for; null: it entered at once. */
  readonly trigger: OrderTrigger | null;
  /** Log time; 0: not yet, or without a trigger. */
  triggeredAtUs: TimestampUs;
  readonly createdAtUs: TimestampUs;
  /** Log time of its last change; 0: before this service began. */
  updatedAtUs: TimestampUs;
  sequence: Sequence;
  fills: readonly FillState[];
  /** False: there were more fills, or it came from a snapshot; the views know the whole of it. */
  isWhole: boolean;
}

/** An order of a market's view, and where it stands among the others that the view keeps. */
export interface KeptOrder extends OrderState {
  /** How many came to rest up to it: of one level, the lesser stands before. 0: it does not rest. */
  restedAs: number;
  /** Its row among the open orders of its account. */
  openRow: number;
  /** The change of the view that it was part of last. */
  changedIn: number;
}

/** Where an order stands that was not put anywhere yet. */
export const UNPLACED = { restedAs: 0, openRow: 0, changedIn: 0 } as const;

/** Of all orders that have none; the first makes an array of its own. */
export const NO_FILLS: readonly FillState[] = Object.freeze([]);

export function acceptedOrder(event: OrderAccepted, market: string, at: EventMoment): KeptOrder {
  return {
    orderId: event.orderId,
    accountId: event.accountId,
    market,
    clientOrderId: event.clientOrderId,
    side: event.side,
    type: event.type,
    timeInForce: event.timeInForce,
    postOnly: event.postOnly,
    goodTillUs: event.goodTillUs ?? (0 as TimestampUs),
    displayLots: event.displayLots ?? (0 as Lots),
    shownLots: 0 as Lots,
    ...(event.selfTradePrevention && { selfTradePrevention: event.selfTradePrevention }),
    priceTicks: event.priceTicks,
    quantityLots: event.quantityLots,
    quoteBudgetMinor: event.quoteBudgetMinor,
    filledLots: 0 as Lots,
    preventedLots: 0 as Lots,
    filledTickLots: 0,
    remainingLots: event.quantityLots,
    status: 'open',
    trigger: event.trigger ?? null,
    triggeredAtUs: 0 as TimestampUs,
    createdAtUs: at.timestampUs,
    updatedAtUs: at.timestampUs,
    sequence: at.sequence,
    fills: NO_FILLS,
    isWhole: true,
    restedAs: UNPLACED.restedAs,
    openRow: UNPLACED.openRow,
    changedIn: UNPLACED.changedIn,
  };
}

/** It waits for its trigger, outside the book. */
export const isWaiting = (
  order: Pick<OrderState, 'trigger' | 'triggeredAtUs' | 'status'>,
): boolean => order.trigger !== null && order.triggeredAtUs === 0 && order.status === 'open';

/** What of it the market sees when it rests. */
export const lotsInView = (order: OrderState): Lots =>
  order.displayLots === 0 ? order.remainingLots : order.shownLots;

/** It rests, or rests again, with what it has now. */
export function showPart(order: OrderState): void {
  if (order.displayLots === 0) return;
  order.shownLots = Math.min(order.displayLots, order.remainingLots) as Lots;
}

/** It rested, and lost so many lots of what it showed. */
export function useShown(order: OrderState, lots: Lots): void {
  if (order.displayLots !== 0) order.shownLots = (order.shownLots - lots) as Lots;
}

/** When in its market's log. */
export interface EventMoment {
  readonly sequence: Sequence;
  readonly timestampUs: TimestampUs;
}

/** Something of it changed. */
function touch(order: OrderState, { sequence, timestampUs }: EventMoment): void {
  order.sequence = sequence;
  order.updatedAtUs = timestampUs;
}

/** What it waited for has come. */
export function enterMarket(order: OrderState, at: EventMoment): void {
  order.triggeredAtUs = at.timestampUs;
  touch(order, at);
}

/** Lots that are used up without a trade, and what it has left. */
export function prevent(
  order: OrderState,
  { lots, remainingLots }: { readonly lots: Lots; readonly remainingLots: Lots },
  at: EventMoment,
): void {
  order.preventedLots = (order.preventedLots + lots) as Lots;
  order.remainingLots = remainingLots;
  touch(order, at);
}

export function amend(order: OrderState, event: OrderAmended, at: EventMoment): void {
  order.priceTicks = event.priceTicks;
  order.quantityLots = event.quantityLots;
  order.remainingLots = event.remainingLots;
  order.shownLots = event.shownLots ?? order.shownLots;
  touch(order, at);
}

/** It is over. */
export function finish(order: OrderState, event: OrderDone, at: EventMoment): void {
  const { reason, remainingLots } = event;
  order.status = statusOfDone(reason);
  order.remainingLots = remainingLots;
  if (reason === DoneReason.expiredInMatch) {
    prevent(order, { lots: remainingLots, remainingLots }, at);
  } else touch(order, at);
}

export function addFill(
  order: OrderState,
  fill: FillState,
  options: { readonly remainingLots: Lots; readonly fillsKept: number },
): void {
  order.filledLots = (order.filledLots + fill.quantityLots) as Lots;
  order.filledTickLots += fill.priceTicks * fill.quantityLots;
  order.remainingLots = options.remainingLots;
  order.sequence = fill.sequence;
  order.updatedAtUs = fill.executedAtUs;
  if (order.fills.length >= options.fillsKept) order.isWhole = false;
  // Most have one: the first push to an empty array would make room for seventeen.
  else if (order.fills.length === 0) order.fills = [fill];
  else (order.fills as FillState[]).push(fill);
  // An order by quote amount has no remaining lots; its OrderDone says when it is over.
  const isDone = options.remainingLots === 0 && order.quantityLots > 0;
  order.status = isDone ? 'filled' : 'partially_filled';
}
