/** What the naive book holds, what comes at it, and how the two compare. */
import type { SelfTradePrevention } from '../../../proto/messages.ts';
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

export function isOwn(taker: Taker, maker: Order): boolean {
  return taker.selfTradePrevention !== 0 && taker.accountId === maker.accountId;
}

/** Better price first, then who came first. */
export function precedes(a: Order, b: Order): boolean {
  if (a.priceTicks === b.priceTicks) return a.priority < b.priority;
  return a.side === Side.buy ? a.priceTicks > b.priceTicks : a.priceTicks < b.priceTicks;
}
