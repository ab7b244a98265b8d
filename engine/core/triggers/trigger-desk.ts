/**
 * Orders that wait for a price, and what happens when a trade reaches it.
 *
 *   order desk ──accepted, with a trigger──▶ waiting-orders
 *                                                 │ a command has traded between low and high
 *        book ◀── OrderTriggered, place ──────────┘ again, until nobody waits for a price that was reached
 *
 * Every trade counts, not only the last of a command: a price that stood on the tape has triggered.
 * A cascade ends: each round takes one order out, and none comes in. What it can do at most is bound
 * by `limits.waitingOrdersMax`. Nothing of it outlasts the command, so the state between two commands
 * is the waiting orders and the last trade price. Which comes first: waiting-orders.ts.
 */
import { assert } from '../../../proto/assert.ts';
import { limits } from '../../../proto/limits.ts';
import {
  DoneReason,
  type OrderTrigger,
  type OrderType,
  RejectReason,
  type SelfTradePrevention,
  type Side,
  type TimeInForce,
  type TriggerState,
  type WaitingOrder,
} from '../../../proto/messages.ts';
import { RulesVersion } from '../../../proto/rules-version.ts';
import type {
  AccountId,
  Lots,
  MinorUnits,
  OrderId,
  Ppm,
  PriceTicks,
} from '../../../proto/units.ts';
import { type Book, Traded } from '../book/book.ts';
import { writeDone } from '../book/naive-book-events.ts';
import type { EventBuffer } from '../hot/event-buffer.ts';
import {
  commandDoubles,
  commandInts,
  Field,
  OrderCommandKind,
  putAccount,
  Wide,
} from '../hot/order-command.ts';
import { writeTriggered } from '../hot/order-events.ts';
import { isReached, type WaitingOrders } from './waiting-orders.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;

const NO_LOW = 2 ** 31 - 1;
const NO_HIGH = 0;

export interface TriggerDeskOptions {
  readonly book: Book;
  readonly events: EventBuffer;
  readonly waiting: WaitingOrders;
  readonly minPriceTicks: number;
  readonly maxPriceTicks: number;
  readonly maxRestingOrders: number;
}

export class TriggerDesk {
  /** Orders that wait; a field of its own, for the hot path looks at it. */
  count = 0;
  readonly #options: TriggerDeskOptions;
  /** The version that the market plays by. */
  rules = 0;
  #remembersPrices = false;
  /** Of the trades of the command at hand. */
  #lowTicks = NO_LOW;
  #highTicks = NO_HIGH;

  constructor(options: TriggerDeskOptions) {
    this.#options = options;
    this.#forgetRange();
  }

  /** The last trade price begins with the rules that remember it, whatever traded before. */
  activate(rulesVersion: number): void {
    this.rules = rulesVersion;
    const remembers = rulesVersion >= RulesVersion.triggers;
    if (remembers && !this.#remembersPrices) this.#options.book.tradedTicks[Traded.last] = 0;
    this.#remembersPrices = remembers;
  }

  /** Of the last trade; 0: none yet, or the rules do not remember it. */
  get lastPriceTicks(): number {
    return this.#remembersPrices ? this.#options.book.tradedTicks[Traded.last]! : 0;
  }

  state(): TriggerState | undefined {
    if (!this.#remembersPrices && this.count === 0) return undefined;
    return { lastPriceTicks: this.lastPriceTicks, waiting: this.#options.waiting.all() };
  }

  /** Of a new desk whose rules were activated. */
  load({ lastPriceTicks, waiting }: TriggerState): void {
    this.#options.book.tradedTicks[Traded.last] = lastPriceTicks;
    for (const order of waiting) this.#add(order);
  }

  holds(): boolean {
    return this.#own() !== undefined;
  }

  /** As `Book.describe`, of the account's order that waits; null: none, or one by quote amount. */
  describe(): Float64Array | null {
    const order = this.#own();
    if (order === undefined || order.quantityLots === 0) return null;
    const { side, priceTicks, quantityLots } = order;
    return Float64Array.of(side, priceTicks, quantityLots, quantityLots);
  }

  /** Orders of the command's account that wait. */
  countOf(): number {
    return this.count === 0 ? 0 : this.#options.waiting.ofAccount(ROW_WIDE[Wide.accountId]!).length;
  }

  /** Whether the id of the command waits, whoever owns it. */
  has(): boolean {
    return this.#options.waiting.find(ROW_WIDE[Wide.orderId]!) !== undefined;
  }

  /** Of an order with a trigger that every other rule allows; 0: none. */
  refusal(): RejectReason | 0 {
    const { book, minPriceTicks, maxPriceTicks, maxRestingOrders } = this.#options;
    // Nobody knows what it will meet: it cannot be post-only, nor sell what brings a quote amount.
    const { postOnly, isQuoteTarget } = Field;
    const isOpenEnded = (ROW[postOnly]! | ROW[isQuoteTarget]!) !== 0;
    if (!this.#remembersPrices || isOpenEnded) return RejectReason.invalidCombination;
    const trigger = triggerOf();
    if (trigger.priceTicks < minPriceTicks || trigger.priceTicks > maxPriceTicks) {
      return RejectReason.priceOutOfRange;
    }
    const last = this.lastPriceTicks;
    const side = ROW[Field.side]!;
    if (last !== 0 && isReached(side, trigger, { lowTicks: last, highTicks: last })) {
      return RejectReason.wouldTriggerImmediately;
    }
    // Who waits has its room in the book, so that it may always rest when it enters.
    const isFull =
      this.count >= limits.waitingOrdersMax || book.restingOrders + this.count >= maxRestingOrders;
    return isFull ? RejectReason.bookFull : 0;
  }

  /** An accepted order with a trigger. */
  wait(): void {
    const { book } = this.#options;
    const placement = book.nextPriority;
    const mode = ROW[Field.selfTradePrevention] as SelfTradePrevention | 0;
    const displayLots = ROW_WIDE[Wide.displayLots] as Lots;
    book.nextPriority = placement + 1;
    if (this.count === 0) this.#forgetRange();
    this.#add({
      orderId: ROW_WIDE[Wide.orderId] as OrderId,
      accountId: ROW_WIDE[Wide.accountId] as AccountId,
      side: ROW[Field.side] as Side,
      type: ROW[Field.type] as OrderType,
      timeInForce: ROW[Field.timeInForce] as TimeInForce,
      priceTicks: ROW[Field.priceTicks] as PriceTicks,
      quantityLots: ROW_WIDE[Wide.quantityLots] as Lots,
      quoteBudgetMinor: ROW_WIDE[Wide.quoteBudgetMinor] as MinorUnits,
      makerFeePpm: ROW[Field.makerFeePpm] as Ppm,
      takerFeePpm: ROW[Field.takerFeePpm] as Ppm,
      trigger: triggerOf(),
      placement,
      ...(mode === 0 ? {} : { selfTradePrevention: mode }),
      ...(displayLots === 0 ? {} : { displayLots }),
    });
  }

  /** False: the account has no such order waiting. */
  cancel(): boolean {
    const order = this.#own();
    if (order !== undefined) this.#end(order);
    return order !== undefined;
  }

  /** As `Book.cancelAll`. */
  cancelAll(): number {
    const side = ROW[Field.side];
    const orders = this.#options.waiting
      .ofAccount(ROW_WIDE[Wide.accountId]!)
      .filter((order) => side === 0 || order.side === side);
    for (const order of orders) this.#end(order);
    return orders.length;
  }

  /** After a command that may have traded: who was reached enters, one after the other. */
  cascade(): void {
    const { book, events, waiting } = this.#options;
    for (;;) {
      this.#widenRange();
      const order = waiting.reachedFirst(this.#lowTicks, this.#highTicks);
      if (order === undefined) break;
      this.#remove(order);
      fillRow(order);
      writeTriggered(events);
      book.place();
    }
    this.#forgetRange();
  }

  checkInvariants(): void {
    const { waiting, book, maxRestingOrders } = this.#options;
    waiting.checkInvariants();
    assert(waiting.count === this.count, 'those that wait are counted');
    assert(book.restingOrders + this.count <= maxRestingOrders, 'the book is full');
    const last = book.tradedTicks[Traded.last]!;
    const [lowTicks, highTicks] = last === 0 ? [NO_LOW, NO_HIGH] : [last, last];
    for (const { orderId, side, trigger, placement } of waiting.all()) {
      assert(!isReached(side, trigger, { lowTicks, highTicks }), `order ${orderId} must not wait`);
      assert(placement < book.nextPriority, `order ${orderId} has a priority that was given`);
    }
  }

  #own(): WaitingOrder | undefined {
    const order = this.#options.waiting.find(ROW_WIDE[Wide.orderId]!);
    return order?.accountId === ROW_WIDE[Wide.accountId] ? order : undefined;
  }

  #add(order: WaitingOrder): void {
    this.#options.waiting.add(order);
    this.count += 1;
  }

  #remove(order: WaitingOrder): void {
    this.#options.waiting.remove(order);
    this.count -= 1;
  }

  #end(order: WaitingOrder): void {
    this.#remove(order);
    const { priceTicks: limitTicks, quantityLots: remainingLots } = order;
    const ended = { ...order, limitTicks, remainingLots, budgetMinor: order.quoteBudgetMinor };
    const end = {
      reason: DoneReason.canceled,
      wasResting: false,
      shownLots: order.displayLots ?? 0,
    };
    writeDone(this.#options.events, ended, end);
  }

  /** By the trades of the order that entered last. */
  #widenRange(): void {
    const { tradedTicks } = this.#options.book;
    const first = tradedTicks[Traded.first]!;
    if (first === 0) return;
    const last = tradedTicks[Traded.last]!;
    this.#lowTicks = Math.min(this.#lowTicks, first, last);
    this.#highTicks = Math.max(this.#highTicks, first, last);
    tradedTicks[Traded.first] = 0;
  }

  #forgetRange(): void {
    this.#options.book.tradedTicks[Traded.first] = 0;
    this.#lowTicks = NO_LOW;
    this.#highTicks = NO_HIGH;
  }
}

function triggerOf(): OrderTrigger {
  return {
    kind: ROW[Field.triggerKind] as OrderTrigger['kind'],
    priceTicks: ROW[Field.triggerTicks] as PriceTicks,
  };
}

/** In place of the command that traded, which is over. */
function fillRow(order: WaitingOrder): void {
  ROW.fill(0);
  ROW[Field.kind] = OrderCommandKind.place;
  ROW[Field.side] = order.side;
  ROW[Field.type] = order.type;
  ROW[Field.timeInForce] = order.timeInForce;
  ROW[Field.priceTicks] = order.priceTicks;
  ROW[Field.makerFeePpm] = order.makerFeePpm;
  ROW[Field.takerFeePpm] = order.takerFeePpm;
  ROW_WIDE[Wide.orderId] = order.orderId;
  putAccount(order.accountId);
  ROW_WIDE[Wide.quantityLots] = order.quantityLots;
  ROW_WIDE[Wide.quoteBudgetMinor] = order.quoteBudgetMinor;
  ROW[Field.triggerKind] = order.trigger.kind;
  ROW[Field.triggerTicks] = order.trigger.priceTicks;
  ROW[Field.selfTradePrevention] = order.selfTradePrevention ?? 0;
  ROW_WIDE[Wide.displayLots] = order.displayLots ?? 0;
}
