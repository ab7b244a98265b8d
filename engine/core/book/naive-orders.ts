/** What the naive book holds, what comes at it, and how the two compare. */
import { assert } from '../../../proto/assert.ts';
import type {
  IcebergOrder,
  RestingOrderColumns,
  SelfTradePrevention,
} from '../../../proto/messages.ts';
import { Side } from '../../../proto/messages.ts';
import { commandDoubles, commandInts, Field, Wide } from '../hot/order-command.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;

interface Part {
  readonly displayLots: number;
  shownLots: number;
  /** The priority of its first part since it came, or since it was loaded. */
  readonly enteredWith: number;
}

export interface Order {
  readonly orderId: number;
  readonly accountId: number;
  readonly side: Side;
  readonly priceTicks: number;
  quantityLots: number;
  remainingLots: number;
  readonly makerFeePpm: number;
  /** Rises when it shows its next part. */
  priority: number;
  /** What it shows at a time, and now; null: all of it. */
  part: Part | null;
}

/** What a taker may take of it before the next one's turn. */
export function offeredBy({ part, remainingLots }: Order): number {
  return part === null ? remainingLots : part.shownLots;
}

/** The command's order, which comes to rest with what the taker has left. */
export function orderOf(taker: Taker, priority: number): Order {
  const { orderId, accountId, side, limitTicks: priceTicks, remainingLots } = taker;
  return {
    orderId,
    accountId,
    side,
    priceTicks,
    quantityLots: ROW_WIDE[Wide.quantityLots]!,
    remainingLots,
    makerFeePpm: ROW[Field.makerFeePpm]!,
    priority,
    part: partOf(taker.displayLots, remainingLots, priority),
  };
}

/** Now that it has so many lots; `display` 0: it shows all of itself. */
function partOf(displayLots: number, remainingLots: number, enteredWith: number): Order['part'] {
  if (displayLots === 0) return null;
  return { displayLots, shownLots: Math.min(displayLots, remainingLots), enteredWith };
}

export function nextPartOf({ part, remainingLots }: Order): Order['part'] {
  return part && { ...part, shownLots: Math.min(part.displayLots, remainingLots) };
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
  /** What it shows at a time when it rests; 0: all of it. */
  readonly displayLots: number;
  remainingLots: number;
  /** Quote minor units still to spend; null: an order by quantity. */
  budgetMinor: number | null;
}

export function takerOf(): Taker {
  return {
    orderId: ROW_WIDE[Wide.orderId]!,
    accountId: ROW_WIDE[Wide.accountId]!,
    side: ROW[Field.side] as Side,
    limitTicks: ROW[Field.priceTicks]!,
    takerFeePpm: ROW[Field.takerFeePpm]!,
    selfTradePrevention: ROW[Field.selfTradePrevention] as SelfTradePrevention | 0,
    displayLots: ROW_WIDE[Wide.displayLots]!,
    remainingLots: ROW_WIDE[Wide.quantityLots]!,
    budgetMinor: ROW_WIDE[Wide.quoteBudgetMinor]! > 0 ? ROW_WIDE[Wide.quoteBudgetMinor]! : null,
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

/** By the positions of `Found`. */
export function foundOf(order: Order): Float64Array {
  const { side, priceTicks, quantityLots, remainingLots } = order;
  const { displayLots, shownLots } = order.part ?? { displayLots: 0, shownLots: 0 };
  const stands = [side, priceTicks, quantityLots, remainingLots];
  return Float64Array.of(...stands, displayLots, shownLots);
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

export function icebergsOf(all: readonly Order[]): IcebergOrder[] {
  return all.flatMap(({ orderId, part }) => {
    if (part === null) return [];
    const { displayLots, shownLots } = part;
    return [{ orderId, displayLots, shownLots } as unknown as IcebergOrder];
  });
}

export function ordersOf(columns: RestingOrderColumns, icebergs: readonly IcebergOrder[]): Order[] {
  const parts = new Map<number, IcebergOrder>(icebergs.map((order) => [order.orderId, order]));
  assert(
    icebergs.every(({ orderId }) => columns.orderId.includes(orderId)),
    'what shows a part of itself rests',
  );
  return Array.from(columns.orderId, (orderId, index) => ({
    orderId,
    accountId: columns.accountId[index]!,
    side: columns.side[index] as Side,
    priceTicks: columns.priceTicks[index]!,
    quantityLots: columns.quantityLots[index]!,
    remainingLots: columns.remainingLots[index]!,
    makerFeePpm: columns.makerFeePpm[index]!,
    priority: columns.priority[index]!,
    part: partFrom(parts.get(orderId), columns.priority[index]!),
  }));
}

function partFrom(order: IcebergOrder | undefined, enteredWith: number): Order['part'] {
  if (order === undefined) return null;
  return { displayLots: order.displayLots, shownLots: order.shownLots, enteredWith };
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
    const offered = offeredBy(order);
    assert(offered > 0 && offered <= order.remainingLots, `order ${order.orderId} shows something`);
    assert(
      order.part === null || offered <= order.part.displayLots,
      `${order.orderId} shows a part`,
    );
  }
  for (const side of [bids, asks]) {
    for (const [index, order] of side.slice(1).entries()) {
      assert(precedes(side[index]!, order), `price-time order at ${order.orderId}`);
    }
  }
  const isCrossed = bids[0] && asks[0] && bids[0].priceTicks >= asks[0].priceTicks;
  assert(!isCrossed, 'the book is never crossed');
}
