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
import { type AcceptedOrderRow, TABLE } from '../ports/view-store/tables.ts';
import { assert } from '../proto/assert.ts';
import {
  DoneReason,
  type OrderDone,
  SelfTradePrevention,
  Side,
  type TradePrevented,
} from '../proto/messages.ts';
import type { OrderId, Sequence, TimestampUs } from '../proto/units.ts';
import type { StepOrders } from './step-orders.ts';

interface Moment {
  readonly sequence: Sequence;
  readonly nowUs: TimestampUs;
}

export class PreventedMatchFold {
  readonly #orders: StepOrders;
  /** Who enters the book by the command at hand; null: its matches are told by their own events. */
  #taker: OrderId | null = null;
  #last: PreventedMatchRow | null = null;

  constructor(orders: StepOrders) {
    this.#orders = orders;
  }

  enters(orderId: OrderId): void {
    this.#taker = orderId;
  }

  /** Both lost as much. */
  told(event: TradePrevented, at: Moment): void {
    const { accountId, makerOrderId, takerOrderId, priceTicks, quantityLots } = event;
    this.#taker = null;
    this.#put({
      matchId: at.sequence,
      accountId,
      market: this.#orders.market,
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
    for (const orderId of this.#orders.open.of(taker.accountId)) {
      const order = this.#orders.order(orderId);
      assert(order !== undefined, `order ${orderId} is open`);
      if (order.status === 'rejected' || order.side === taker.side || isWaiting(order)) continue;
      if (first === null || standsBefore(order, first)) first = order;
    }
    return first;
  }

  #put(match: PreventedMatchRow): void {
    this.#last = match;
    this.#orders.add(TABLE.preventedMatches, preventedMatchKey(match), match);
    for (const orderId of [match.takerOrderId, match.makerOrderId]) {
      this.#orders.add(TABLE.orderPrevented, orderPreventedKey(match, orderId), match);
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
