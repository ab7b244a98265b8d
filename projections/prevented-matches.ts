/**
 * The matches that self-trade prevention prevented: tables prevented-matches and order-prevented.
 * The log tells who ended; whom it met follows from the events before it, and of a taker that ended
 * alone from the account's open orders (ADR 21).
 */
import {
  orderPreventedKey,
  type PreventedMatchRow,
  preventedMatchKey,
} from '../ports/view-store/order-event-tables.ts';
import {
  type AcceptedOrderRow,
  type OrderRow,
  orderKey,
  TABLE,
} from '../ports/view-store/tables.ts';
import {
  DoneReason,
  type Event,
  type EventBatch,
  type OrderDone,
  SelfTradePrevention,
  Side,
  type TradePrevented,
} from '../proto/messages.ts';
import type { AccountId, OrderId, Sequence, TimestampUs } from '../proto/units.ts';
import { type MarketContext, type RowsInBatch, rowAddress } from './projection.ts';

interface Moment {
  readonly sequence: Sequence;
  readonly nowUs: TimestampUs;
}

const isEnd = (event: Event | undefined): event is Event & OrderDone =>
  event?.kind === 'OrderDone' && event.reason === DoneReason.expiredInMatch;

/** Whose open orders `ends` may ask for. */
export function accountsThatMetThemselves({ events }: EventBatch): readonly AccountId[] {
  const accounts = new Set<AccountId>();
  for (const [index, event] of events.entries()) {
    if (!isEnd(event) || event.wasResting) continue;
    // Behind a maker that ended the taker's counterpart is known.
    if (!isEnd(events[index - 1])) accounts.add(event.accountId);
  }
  return [...accounts];
}

export class PreventedMatchFold {
  readonly #rows: RowsInBatch;
  readonly #context: MarketContext;
  /** Who enters the book by the command at hand; null: its matches are told by their own events. */
  #taker: OrderId | null = null;
  #last: PreventedMatchRow | null = null;
  /** Of accounts that were asked for. */
  readonly #open = new Map<AccountId, Set<OrderId>>();

  constructor(rows: RowsInBatch, context: MarketContext) {
    this.#rows = rows;
    this.#context = context;
  }

  enters(orderId: OrderId): void {
    this.#taker = orderId;
  }

  opened(accountId: AccountId, orderId: OrderId): void {
    this.#open.get(accountId)?.add(orderId);
  }

  closed(accountId: AccountId, orderId: OrderId): void {
    this.#open.get(accountId)?.delete(orderId);
  }

  /** Both lost as much. */
  told(event: TradePrevented, at: Moment): void {
    const { accountId, makerOrderId, takerOrderId, priceTicks, quantityLots } = event;
    this.#taker = null;
    this.#put({
      matchId: at.sequence,
      accountId,
      market: this.#context.market,
      takerOrderId,
      makerOrderId,
      mode: SelfTradePrevention.decrement,
      priceTicks,
      makerLots: quantityLots,
      takerLots: quantityLots,
      atUs: at.nowUs,
    });
  }

  /** The match that ended the order; null: another reason did. Asked before it is closed. */
  ends(event: OrderDone, order: AcceptedOrderRow, at: Moment): Sequence | null {
    if (event.reason !== DoneReason.expiredInMatch) return null;
    const match = this.#matchOf(event, order, at);
    if (match === null) return null;
    if (match !== this.#last) this.#put(match);
    return match.matchId;
  }

  #matchOf(event: OrderDone, order: AcceptedOrderRow, at: Moment): PreventedMatchRow | null {
    const taker = this.#taker;
    const last = this.#last;
    if (taker === null) return last;
    const { accountId, market, orderId } = order;
    const lots = event.remainingLots;
    const common = { matchId: at.sequence, accountId, market, atUs: at.nowUs };
    if (event.wasResting) {
      const { priceTicks } = event;
      const pair = { takerOrderId: taker, makerOrderId: orderId, priceTicks };
      return { ...common, ...pair, mode: SelfTradePrevention.expireMaker, makerLots: lots };
    }
    const lost = lots === 0 ? {} : { takerLots: lots };
    if (last?.matchId === at.sequence - 1) {
      return { ...last, ...lost, mode: SelfTradePrevention.expireBoth };
    }
    const maker = this.#firstAgainst(order);
    if (maker === null) return null;
    const { priceTicks } = maker;
    const pair = { takerOrderId: orderId, makerOrderId: maker.orderId, priceTicks };
    return { ...common, ...pair, mode: SelfTradePrevention.expireTaker, ...lost };
  }

  /** A taker meets the first order of the best price, so of the account's own ones the same. */
  #firstAgainst(taker: AcceptedOrderRow): AcceptedOrderRow | null {
    let first: AcceptedOrderRow | null = null;
    for (const orderId of this.#openOf(taker.accountId)) {
      const address = rowAddress(TABLE.orders, orderKey(taker.accountId, orderId));
      const order = this.#rows.get(address) as OrderRow;
      if (order.status === 'rejected' || order.side === taker.side || isWaiting(order)) continue;
      if (first === null || standsBefore(order, first)) first = order;
    }
    return first;
  }

  #openOf(accountId: AccountId): ReadonlySet<OrderId> {
    const known = this.#open.get(accountId);
    if (known !== undefined) return known;
    const open = new Set(this.#context.openOrders(accountId));
    for (const { table, key, value } of this.#rows.writes) {
      if (table !== TABLE.openOrders || key[0] !== accountId) continue;
      const orderId = key[2] as OrderId;
      if (value === undefined) open.delete(orderId);
      else open.add(orderId);
    }
    this.#open.set(accountId, open);
    return open;
  }

  #put(match: PreventedMatchRow): void {
    this.#last = match;
    this.#rows.put({ table: TABLE.preventedMatches, key: preventedMatchKey(match) }, match);
    for (const orderId of [match.takerOrderId, match.makerOrderId]) {
      const key = orderPreventedKey(match, orderId);
      this.#rows.put({ table: TABLE.orderPrevented, key }, match);
    }
  }
}

const isWaiting = ({ trigger, triggeredAtUs }: AcceptedOrderRow): boolean =>
  trigger !== undefined && triggeredAtUs === undefined;

function standsBefore(order: AcceptedOrderRow, other: AcceptedOrderRow): boolean {
  if (order.priceTicks === other.priceTicks) return placeOf(order) < placeOf(other);
  return order.side === Side.buy
    ? order.priceTicks > other.priceTicks
    : order.priceTicks < other.priceTicks;
}

const placeOf = ({ enteredSequence, createdSequence }: AcceptedOrderRow): Sequence =>
  enteredSequence ?? createdSequence;
