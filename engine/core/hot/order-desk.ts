/**
 * The rules of one defined market for orders: every refusal first, then the book.
 *
 *   OrderCommand ─▶ id ─▶ status, account ─▶ combination ─▶ ranges ─▶ post-only, book full, open orders
 *                     │ no: OrderRejected, CancelRejected, AmendRejected
 *                     ▼ ─ ─ ─ nothing below this line may fail ─ ─ ─
 *                OrderAccepted ─▶ Book: trades, rests, ends ─▶ triggers/: who waited for such a price enters
 *
 * Which rule refuses first is fixed (replay depends on it). Rules that were open:
 * - A full book refuses every limit order that may rest (TimeInForce.gtc), even one that would trade entirely.
 * - So does an account that has as many orders in the book as it may; an amend needs no room for one more.
 * - A market order by quantity is held to the greatest notional at its worst price and to no least one;
 *   one by quote amount is held to both with its budget, and cannot be FOK.
 * - A halted market answers CancelAllOrders with a count of 0.
 * - An amend that keeps its place keeps the order's maker rate; any other takes the command's.
 * - Post-only is a rule for placing: an amended order may trade.
 * - An order that waits for its trigger takes a place of the book's room; it cannot be amended.
 */
import {
  type MarketDefinition,
  MarketStatus,
  OrderType,
  RejectReason,
  TimeInForce,
} from '../../../proto/messages.ts';
import { type Book, Found } from '../book/book.ts';
import { TriggerDesk } from '../triggers/trigger-desk.ts';
import type { WaitingOrders } from '../triggers/waiting-orders.ts';
import { BlockedAccounts } from './blocked-accounts.ts';
import type { EventBuffer } from './event-buffer.ts';
import { Field, type OrderCommand, OrderCommandKind, Wide } from './order-command.ts';
import {
  writeAccepted,
  writeAcceptedWaiting,
  writeAmended,
  writeAmendRejected,
  writeCancelRejected,
  writeOrdersCanceled,
  writeRejected,
} from './order-events.ts';
import { allowedForms, feeRefusal, isBudget, statusRefusal } from './order-forms.ts';
import { PlacementRules } from './placement-rules.ts';

// Local constants: see README.md, "constants".
const {
  kind: ROW_KIND,
  postOnly: ROW_POST_ONLY,
  priceTicks: ROW_PRICE_TICKS,
  side: ROW_SIDE,
  timeInForce: ROW_TIME_IN_FORCE,
  type: ROW_TYPE,
} = Field;
const { amend: AMEND, cancel: CANCEL, place: PLACE, wait: WAIT } = OrderCommandKind;
const { halted: HALTED, trading: TRADING } = MarketStatus;
const {
  priceTicks: FOUND_PRICE_TICKS,
  quantityLots: FOUND_QUANTITY_LOTS,
  remainingLots: FOUND_REMAINING_LOTS,
  side: FOUND_SIDE,
} = Found;
const { quantityLots: ROW_QUANTITY_LOTS, quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR } = Wide;
const { gtc: GTC } = TimeInForce;
const { limit: LIMIT, market: MARKET } = OrderType;

const FORMS = allowedForms();
/** No refusal. */
const ALLOWED = 0;
type Refusal = RejectReason | typeof ALLOWED;

/** Positions of the market's bounds. */
const MIN_PRICE = 0;
const MAX_PRICE = 1;
const MIN_LOTS = 0;
const MAX_LOTS = 1;
const MIN_NOTIONAL = 2;
const MAX_NOTIONAL = 3;
const QUOTE_MINOR_PER_TICK_LOT = 4;

export class OrderDesk {
  readonly book: Book;
  readonly triggers: TriggerDesk;
  status: MarketStatus = MarketStatus.trading;
  readonly blocked = new BlockedAccounts();
  private readonly events: EventBuffer;
  private readonly prices: Int32Array;
  private readonly amounts: Float64Array;
  private readonly placement: PlacementRules | null;
  private readonly maxRestingOrders: number;
  private readonly maxOpenOrders: number;

  constructor(options: {
    readonly book: Book;
    readonly events: EventBuffer;
    readonly definition: MarketDefinition;
    readonly quoteMinorPerTickLot: number;
    readonly waiting: WaitingOrders;
  }) {
    const { definition } = options;
    this.triggers = new TriggerDesk({ ...definition, ...options });
    this.book = options.book;
    this.events = options.events;
    this.prices = Int32Array.of(definition.minPriceTicks, definition.maxPriceTicks);
    this.amounts = Float64Array.of(
      definition.minQuantityLots,
      definition.maxQuantityLots,
      definition.minNotionalMinor,
      definition.maxNotionalMinor,
      options.quoteMinorPerTickLot,
    );
    this.placement = PlacementRules.of(definition);
    this.maxRestingOrders = definition.maxRestingOrders;
    this.maxOpenOrders = definition.maxOpenOrders ?? 0;
  }

  /** `idIsNew`: greater than every order id that its session used before. */
  apply(command: OrderCommand, idIsNew: boolean): void {
    const kind = command.ints[ROW_KIND]!;
    if (kind === PLACE) this.place(command, idIsNew);
    else if (kind === CANCEL) this.cancel(command);
    else if (kind === AMEND) this.amend(command);
    else if (kind === WAIT) this.wait(command, idIsNew);
    else this.cancelAll(command);
  }

  /** Returns how many orders of it were cancelled. `command`: a row with the account, of both sides. */
  block(command: OrderCommand): number {
    this.blocked.block(command);
    return this.cancelAllOf(command);
  }

  checkInvariants(): void {
    this.book.checkInvariants();
    this.triggers.checkInvariants();
  }

  private place(command: OrderCommand, idIsNew: boolean): void {
    const refusal = this.placeRefusal(command, idIsNew);
    if (refusal !== ALLOWED) {
      writeRejected(this.events, command, refusal);
      return;
    }
    // ─── nothing below this line may fail ───
    writeAccepted(this.events, command);
    this.book.place(command);
    if (this.triggers.count !== 0) this.triggers.cascade();
  }

  private wait(command: OrderCommand, idIsNew: boolean): void {
    const refusal =
      this.askedRefusal(command, idIsNew) ||
      this.triggers.refusal(command) ||
      this.openRefusal(command);
    if (refusal !== ALLOWED) {
      writeRejected(this.events, command, refusal);
      return;
    }
    // ─── nothing below this line may fail ───
    writeAcceptedWaiting(this.events, command);
    this.triggers.wait(command);
  }

  private cancel(command: OrderCommand): void {
    if (this.status === HALTED) {
      writeCancelRejected(this.events, command, RejectReason.marketHalted);
    } else if (this.book.find(command)) {
      // ─── nothing below this line may fail ───
      this.book.cancel(command);
    } else if (!this.triggers.cancel(command)) {
      writeCancelRejected(this.events, command, RejectReason.unknownOrder);
    }
  }

  private cancelAll(command: OrderCommand): void {
    const count = this.status === HALTED ? 0 : this.cancelAllOf(command);
    writeOrdersCanceled(this.events, command, count);
  }

  private cancelAllOf(command: OrderCommand): number {
    const count = this.book.cancelAll(command);
    return this.triggers.count === 0 ? count : count + this.triggers.cancelAll(command);
  }

  private amend(command: OrderCommand): void {
    if (this.book.find(command)) {
      this.amendFound(command, this.book.describe());
      return;
    }
    const { orderWaits, unknownOrder } = RejectReason;
    const absent = this.triggers.holds(command) ? orderWaits : unknownOrder;
    const reason = this.enterRefusal(command) || absent;
    writeAmendRejected(this.events, command, reason, this.triggers.describe(command));
  }

  /** From here on the command holds the price and the total that the order would have. */
  private amendFound(command: OrderCommand, found: Float64Array): void {
    const { ints, doubles } = command;
    if (ints[ROW_PRICE_TICKS] === 0) ints[ROW_PRICE_TICKS] = found[FOUND_PRICE_TICKS]!;
    if (doubles[ROW_QUANTITY_LOTS] === 0) doubles[ROW_QUANTITY_LOTS] = found[FOUND_QUANTITY_LOTS]!;
    const refusal = this.enterRefusal(command) || this.amendRefusal(command, found);
    if (refusal !== ALLOWED) {
      writeAmendRejected(this.events, command, refusal, found);
      return;
    }
    // ─── nothing below this line may fail ───
    const keepsPlace =
      ints[ROW_PRICE_TICKS] === found[FOUND_PRICE_TICKS] &&
      doubles[ROW_QUANTITY_LOTS]! < found[FOUND_QUANTITY_LOTS]!;
    ints[ROW_SIDE] = found[FOUND_SIDE]!;
    writeAmended(this.events, command, found, keepsPlace ? 1 : 0);
    if (keepsPlace) this.book.reduce(command);
    else {
      this.book.replace(command);
      if (this.triggers.count !== 0) this.triggers.cascade();
    }
  }

  private enterRefusal(command: OrderCommand): Refusal {
    if (this.status !== TRADING) return statusRefusal(this.status);
    const isBlocked = this.blocked.count !== 0 && this.blocked.has(command);
    return isBlocked ? RejectReason.accountBlocked : ALLOWED;
  }

  private placeRefusal(command: OrderCommand, idIsNew: boolean): Refusal {
    const refusal = this.askedRefusal(command, idIsNew);
    const { ints: order } = command;
    if (refusal !== ALLOWED || order[ROW_TIME_IN_FORCE] !== GTC) return refusal;
    if (order[ROW_POST_ONLY] !== 0 && this.book.wouldTrade(command)) {
      return RejectReason.postOnlyWouldTrade;
    }
    const taken = this.book.restingOrders + this.triggers.count;
    return taken >= this.maxRestingOrders ? RejectReason.bookFull : this.openRefusal(command);
  }

  /** Whether the account may have one more order that rests or waits. */
  private openRefusal(command: OrderCommand): Refusal {
    if (this.maxOpenOrders === 0) return ALLOWED;
    const open = this.book.openOrdersOf(command) + this.triggers.countOf(command);
    return open < this.maxOpenOrders ? ALLOWED : RejectReason.maxOpenOrders;
  }

  /** What is judged of every new order, whether it waits or not. */
  private askedRefusal(command: OrderCommand, idIsNew: boolean): Refusal {
    // First of all: whatever else is said of this id is said of the order that has it.
    const waits = this.triggers.count !== 0 && this.triggers.has(command);
    if (!idIsNew || waits || this.book.has(command)) return RejectReason.duplicateOrderId;
    const refusal = this.enterRefusal(command);
    if (refusal !== ALLOWED) return refusal;
    const { ints: order, doubles } = command;
    const form = (order[ROW_TYPE]! << 4) | (order[ROW_TIME_IN_FORCE]! << 1) | order[ROW_POST_ONLY]!;
    const isForm =
      FORMS[form] === 1 && (doubles[ROW_QUOTE_BUDGET_MINOR] === 0 || isBudget(command));
    if (!isForm) return RejectReason.invalidCombination;
    return this.sizeRefusal(command) || feeRefusal(command) || this.placementRefusal(command);
  }

  /** Price and quantity are in range before they are multiplied: so the product fits 2^53. */
  private sizeRefusal({ ints: order, doubles }: OrderCommand): Refusal {
    const { prices, amounts } = this;
    const price = order[ROW_PRICE_TICKS]!;
    if (price < prices[MIN_PRICE]! || price > prices[MAX_PRICE]!) {
      return RejectReason.priceOutOfRange;
    }
    const budget = doubles[ROW_QUOTE_BUDGET_MINOR]!;
    if (budget > 0) {
      const isFit = budget >= amounts[MIN_NOTIONAL]! && budget <= amounts[MAX_NOTIONAL]!;
      return isFit ? ALLOWED : RejectReason.notionalOutOfRange;
    }
    const lots = doubles[ROW_QUANTITY_LOTS]!;
    if (!(lots >= amounts[MIN_LOTS]! && lots <= amounts[MAX_LOTS]!)) {
      return RejectReason.quantityOutOfRange;
    }
    const notional = price * lots * amounts[QUOTE_MINOR_PER_TICK_LOT]!;
    const isSmall = notional < amounts[MIN_NOTIONAL]! && order[ROW_TYPE] !== MARKET;
    return isSmall || notional > amounts[MAX_NOTIONAL]! ? RejectReason.notionalOutOfRange : ALLOWED;
  }

  private placementRefusal(command: OrderCommand): Refusal {
    const { placement, triggers } = this;
    return placement === null ? ALLOWED : placement.refusal(command, triggers.lastPriceTicks);
  }

  private amendRefusal(command: OrderCommand, found: Float64Array): Refusal {
    const { ints: order, doubles } = command;
    const filled = found[FOUND_QUANTITY_LOTS]! - found[FOUND_REMAINING_LOTS]!;
    if (doubles[ROW_QUANTITY_LOTS]! <= filled) return RejectReason.quantityBelowFilled;
    if (
      order[ROW_PRICE_TICKS] === found[FOUND_PRICE_TICKS] &&
      doubles[ROW_QUANTITY_LOTS] === found[FOUND_QUANTITY_LOTS]
    ) {
      return RejectReason.nothingToAmend;
    }
    order[ROW_TYPE] = LIMIT;
    doubles[ROW_QUOTE_BUDGET_MINOR] = 0;
    const steps = this.placement === null ? ALLOWED : this.placement.stepRefusal(command);
    const refusal = this.sizeRefusal(command) || feeRefusal(command) || steps;
    if (refusal !== ALLOWED || order[ROW_PRICE_TICKS] === found[FOUND_PRICE_TICKS]) return refusal;
    order[ROW_SIDE] = found[FOUND_SIDE]!;
    return this.placementRefusal(command);
  }
}
