/** What the naive book holds, what comes at it, and how the two compare. */
import { assert } from '../../../proto/assert.ts';
import type { RestingOrderColumns, SelfTradePrevention } from '../../../proto/messages.ts';
import { Side } from '../../../proto/messages.ts';
import { Field, type OrderCommand, Wide } from '../hot/order-command.ts';

export interface Order {
  readonly orderId: number;
  readonly accountId: number;
  readonly side: Side;
  readonly priceTicks: number;
  quantityLots: number;
  remainingLots: number;
  readonly makerFeePpm: number;
  readonly priority: number;
}

/** What comes at the book; its limit and rates are the command's. */
export interface Taker {
  readonly orderId: number;
  readonly accountId: number;
  readonly side: Side;
  readonly limitTicks: number;
  readonly takerFeePpm: number;
  /** 0: none. */
  readonly selfTradePrevention: SelfTradePrevention | 0;
  remainingLots: number;
  /** Quote minor units still to spend; null: an order by quantity. */
  budgetMinor: number | null;
}

export function takerOf({ ints, doubles }: OrderCommand): Taker {
  return {
    orderId: doubles[Wide.orderId]!,
    accountId: doubles[Wide.accountId]!,
    side: ints[Field.side] as Side,
    limitTicks: ints[Field.priceTicks]!,
    takerFeePpm: ints[Field.takerFeePpm]!,
    selfTradePrevention: ints[Field.selfTradePrevention] as SelfTradePrevention | 0,
    remainingLots: doubles[Wide.quantityLots]!,
    budgetMinor: doubles[Wide.quoteBudgetMinor]! > 0 ? doubles[Wide.quoteBudgetMinor]! : null,
  };
}

/** Lots that the taker would take where one costs so much. */
export function wantedLots({ remainingLots, budgetMinor }: Taker, lotCost: number): number {
  return budgetMinor === null ? remainingLots : (budgetMinor - (budgetMinor % lotCost)) / lotCost;
}

export function isOwn(taker: Taker, maker: Order): boolean {
  return taker.selfTradePrevention !== 0 && taker.accountId === maker.accountId;
}

/** Better price first, then who came first. */
export function precedes(a: Order, b: Order): boolean {
  if (a.priceTicks === b.priceTicks) return a.priority < b.priority;
  return a.side === Side.buy ? a.priceTicks > b.priceTicks : a.priceTicks < b.priceTicks;
}

/** `all`: in canonical order. */
export function columnsOf(all: readonly Order[]): RestingOrderColumns {
  const column = (field: keyof RestingOrderColumns) => all.map((order) => order[field]);
  return {
    orderId: Float64Array.from(column('orderId')),
    accountId: Uint32Array.from(column('accountId')),
    side: Uint8Array.from(column('side')),
    priceTicks: Int32Array.from(column('priceTicks')),
    quantityLots: Float64Array.from(column('quantityLots')),
    remainingLots: Float64Array.from(column('remainingLots')),
    makerFeePpm: Uint32Array.from(column('makerFeePpm')),
    priority: Float64Array.from(column('priority')),
  };
}

export function ordersOf(columns: RestingOrderColumns): Order[] {
  return Array.from(columns.orderId, (orderId, index) => ({
    orderId,
    accountId: columns.accountId[index]!,
    side: columns.side[index] as Side,
    priceTicks: columns.priceTicks[index]!,
    quantityLots: columns.quantityLots[index]!,
    remainingLots: columns.remainingLots[index]!,
    makerFeePpm: columns.makerFeePpm[index]!,
    priority: columns.priority[index]!,
  }));
}

export function checkOrders(
  { bids, asks }: { readonly bids: readonly Order[]; readonly asks: readonly Order[] },
  nextPriority: number,
): void {
  const all = [...bids, ...asks];
  assert(new Set(all.map((order) => order.orderId)).size === all.length, 'an id rests once');
  assert(new Set(all.map((order) => order.priority)).size === all.length, 'so does a priority');
  for (const order of all) {
    assert(order.priority < nextPriority, 'a priority is one that was given');
    assert(order.remainingLots > 0, `order ${order.orderId} has something left`);
    assert(order.remainingLots <= order.quantityLots, `order ${order.orderId} is within its total`);
  }
  for (const side of [bids, asks]) {
    for (const [index, order] of side.slice(1).entries()) {
      assert(precedes(side[index]!, order), `price-time order at ${order.orderId}`);
    }
  }
  const isCrossed = bids[0] && asks[0] && bids[0].priceTicks >= asks[0].priceTicks;
  assert(!isCrossed, 'the book is never crossed');
}
