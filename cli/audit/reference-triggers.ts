/**
 * Orders that wait for a price: one list in order of placing, looked through whole after every trade.
 *
 *   every trade price of the command ──▶ whose trigger was reached? ──▶ one enters ──▶ look again
 *
 * Who enters first: those that waited for the price to fall before those that waited for it to rise;
 * of each the one that the price reaches first; of these the one placed first.
 */
import { type PlaceOrder, RejectReason, Side, TriggerKind } from '../../proto/messages.ts';

/** From this version of a market's rules on it remembers its last trade and lets orders wait. */
const RULES_WITH_TRIGGERS = 2;
/** From this one on an order that shows a part of itself may wait, and end at a time. */
const RULES_WITH_PARTS = 3;
const WAITING_MAX = 16_384;

export type TriggeredOrder = PlaceOrder & { readonly trigger: NonNullable<PlaceOrder['trigger']> };

export const hasTrigger = (order: PlaceOrder): order is TriggeredOrder =>
  order.trigger !== undefined;

function fallsTo({ side, trigger }: TriggeredOrder): boolean {
  return side === Side.sell
    ? trigger.kind === TriggerKind.stopLoss
    : trigger.kind === TriggerKind.takeProfit;
}

function isReachedBy(order: TriggeredOrder, tradedTicks: number): boolean {
  const { priceTicks } = order.trigger;
  return fallsTo(order) ? tradedTicks <= priceTicks : tradedTicks >= priceTicks;
}

/** Below zero: `a` enters first. Sorting keeps the order of placing among equals. */
function entersFirst(a: TriggeredOrder, b: TriggeredOrder): number {
  if (fallsTo(a) !== fallsTo(b)) return fallsTo(a) ? -1 : 1;
  const higher = b.trigger.priceTicks - a.trigger.priceTicks;
  return fallsTo(a) ? higher : -higher;
}

export class ReferenceTriggers {
  #waiting: readonly TriggeredOrder[] = [];
  #rules = 1;
  #lastTicks = 0;
  /** Prices of the trades of the command at hand. */
  #traded: number[] = [];

  get count(): number {
    return this.#waiting.length;
  }

  /** 0: none, or the rules do not remember it. */
  get lastTicks(): number {
    return this.#rules < RULES_WITH_TRIGGERS ? 0 : this.#lastTicks;
  }

  get takesParts(): boolean {
    return this.#rules >= RULES_WITH_PARTS;
  }

  activate(version: number): void {
    if (this.#rules < RULES_WITH_TRIGGERS && version >= RULES_WITH_TRIGGERS) this.#lastTicks = 0;
    this.#rules = version;
  }

  find(orderId: number): TriggeredOrder | undefined {
    return this.#waiting.find((order) => order.orderId === orderId);
  }

  ordersOf(accountId: number, side: Side | null): readonly TriggeredOrder[] {
    return this.#waiting.filter(
      (order) => order.accountId === accountId && (side === null || order.side === side),
    );
  }

  /** Of an order that breaks no other rule; `taken`: places of the book that others have. */
  refusal(
    order: TriggeredOrder,
    bounds: {
      readonly minPriceTicks: number;
      readonly maxPriceTicks: number;
      readonly maxRestingOrders: number;
      readonly taken: number;
    },
  ): RejectReason | null {
    // Nobody knows what it meets when it enters: whether it would trade, how much brings an amount.
    const isOpenEnded = order.postOnly || order.quoteTargetMinor !== undefined;
    if (this.#rules < RULES_WITH_TRIGGERS || isOpenEnded) return RejectReason.invalidCombination;
    const { priceTicks } = order.trigger;
    if (priceTicks < bounds.minPriceTicks || priceTicks > bounds.maxPriceTicks) {
      return RejectReason.priceOutOfRange;
    }
    if (this.#lastTicks !== 0 && isReachedBy(order, this.#lastTicks)) {
      return RejectReason.wouldTriggerImmediately;
    }
    const full = this.count >= WAITING_MAX || bounds.taken >= bounds.maxRestingOrders;
    return full ? RejectReason.bookFull : null;
  }

  wait(order: TriggeredOrder): void {
    this.#waiting = [...this.#waiting, order];
  }

  remove(order: TriggeredOrder): void {
    this.#waiting = this.#waiting.filter((other) => other !== order);
  }

  noteTrade(priceTicks: number): void {
    this.#lastTicks = priceTicks;
    this.#traded.push(priceTicks);
  }

  /** Takes out who enters next; undefined: nobody was reached (any more), the command is over. */
  takeNext(): TriggeredOrder | undefined {
    const reached = this.#waiting.filter((order) =>
      this.#traded.some((price) => isReachedBy(order, price)),
    );
    const next = [...reached].sort(entersFirst)[0];
    if (next === undefined) this.#traded = [];
    else this.remove(next);
    return next;
  }
}
