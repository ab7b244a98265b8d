/** The open orders of a snapshot: those that rest in the book, and those that wait for a trigger. */
import {
  type IcebergOrder,
  type MarketSnapshot,
  OrderType,
  type Side,
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
} from '../../proto/units.ts';
import { type KeptOrder, NO_FILLS, type OrderState, UNPLACED } from './order-state.ts';

/** What a snapshot does not know of an order. */
const UNKNOWN = {
  clientOrderId: '',
  postOnly: false,
  filledTickLots: 0,
  // It counts as filled: a snapshot tells only what is left.
  preventedLots: 0 as Lots,
  createdAtUs: 0 as TimestampUs,
  updatedAtUs: 0 as TimestampUs,
  triggeredAtUs: 0 as TimestampUs,
  isWhole: false,
  ...UNPLACED,
} as const;

const WITHOUT_END = 0 as TimestampUs;
const WHOLE = { displayLots: 0 as Lots, shownLots: 0 as Lots } as const;

function partOf(iceberg: IcebergOrder | undefined): Pick<OrderState, 'displayLots' | 'shownLots'> {
  if (iceberg === undefined) return WHOLE;
  return { displayLots: iceberg.displayLots, shownLots: iceberg.shownLots };
}

/** Resting ones first, in the order of the book. */
export function* ordersOfSnapshot(snapshot: MarketSnapshot): Generator<KeptOrder> {
  const { market, orders } = snapshot;
  const sequence = (snapshot.nextSequence - 1) as Sequence;
  const ends = new Map((snapshot.expiring ?? []).map((each) => [each.orderId, each.goodTillUs]));
  const icebergs = new Map((snapshot.icebergs ?? []).map((each) => [each.orderId, each]));
  for (let index = 0; index < snapshot.orderCount; index += 1) {
    const quantityLots = orders.quantityLots[index]! as Lots;
    const remainingLots = orders.remainingLots[index]! as Lots;
    const filledLots = (quantityLots - remainingLots) as Lots;
    const orderId = orders.orderId[index]! as OrderId;
    yield {
      ...UNKNOWN,
      orderId,
      goodTillUs: ends.get(orderId) ?? WITHOUT_END,
      ...partOf(icebergs.get(orderId)),
      accountId: orders.accountId[index]! as AccountId,
      market,
      side: orders.side[index]! as Side,
      // It rests, so it is a limit order that may stay.
      type: OrderType.limit,
      timeInForce: TimeInForce.gtc,
      priceTicks: orders.priceTicks[index]! as PriceTicks,
      quantityLots,
      quoteBudgetMinor: 0 as MinorUnits,
      filledLots,
      remainingLots,
      status: filledLots > 0 ? 'partially_filled' : 'open',
      trigger: null,
      sequence,
      fills: NO_FILLS,
    };
  }
  for (const waiting of snapshot.triggers?.waiting ?? []) {
    yield {
      ...UNKNOWN,
      orderId: waiting.orderId,
      goodTillUs: WITHOUT_END,
      displayLots: waiting.displayLots ?? WHOLE.displayLots,
      // Nothing yet.
      shownLots: WHOLE.shownLots,
      accountId: waiting.accountId,
      market,
      side: waiting.side,
      type: waiting.type,
      timeInForce: waiting.timeInForce,
      priceTicks: waiting.priceTicks,
      quantityLots: waiting.quantityLots,
      quoteBudgetMinor: waiting.quoteBudgetMinor,
      filledLots: 0 as Lots,
      remainingLots: waiting.quantityLots,
      status: 'open',
      trigger: waiting.trigger,
      sequence,
      fills: NO_FILLS,
    };
  }
}
