/**
 * The rules of one defined market for orders: every refusal first, then the book.
 *
 *   row ─▶ id ─▶ status, account ─▶ combination ─▶ ranges ─▶ post-only, book full, open orders
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
import { RulesVersion } from '../../../proto/rules-version.ts';
import { type Book, Found } from '../book/book.ts';
import { TriggerDesk } from '../triggers/trigger-desk.ts';
import type { WaitingOrders } from '../triggers/waiting-orders.ts';
import { BlockedAccounts } from './blocked-accounts.ts';
import type { EventBuffer } from './event-buffer.ts';
import { commandDoubles, commandInts, Field, OrderCommandKind, Wide } from './order-command.ts';
import {
  writeAccepted,
  writeAcceptedWaiting,
  writeAmended,
  writeAmendRejected,
  writeCancelRejected,
  writeOrdersCanceled,
  writeRejected,
} from './order-events.ts';
import { allowedForms, isBudget, statusRefusal } from './order-forms.ts';
import { amendedTermsRefusal, termsRefusal } from './order-terms.ts';
import { PlacementRules } from './placement-rules.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
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
const tellAccepted = writeAccepted;
const termsRefusalOf = termsRefusal;

const FORMS = allowedForms();
const ALLOWED = 0;
type Refusal = RejectReason | typeof ALLOWED;

export class OrderDesk {
  readonly book: Book;
  readonly triggers: TriggerDesk;
  status: MarketStatus = MarketStatus.trading;
  readonly blocked = new BlockedAccounts();
  private readonly events: EventBuffer;
  /** Bounds of the market. They never change, so that a double among them is boxed once. */
  private readonly minPriceTicks: number;
  private readonly maxPriceTicks: number;
  private readonly minLots: number;
  private readonly maxLots: number;
  private readonly minNotionalMinor: number;
  private readonly maxNotionalMinor: number;
  private readonly quoteMinorPerTickLot: number;
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
    this.minPriceTicks = definition.minPriceTicks;
    this.maxPriceTicks = definition.maxPriceTicks;
    this.minLots = definition.minQuantityLots;
    this.maxLots = definition.maxQuantityLots;
    this.minNotionalMinor = definition.minNotionalMinor;
    this.maxNotionalMinor = definition.maxNotionalMinor;
    this.quoteMinorPerTickLot = options.quoteMinorPerTickLot;
    this.placement = PlacementRules.of(definition);
    this.maxRestingOrders = definition.maxRestingOrders;
    this.maxOpenOrders = definition.maxOpenOrders ?? 0;
  }

  /** `idIsNew`: greater than every order id that its session used before. */
  apply(idIsNew: boolean): void {
    const kind = ROW[ROW_KIND]!;
    if (kind === PLACE) this.place(idIsNew);
    else if (kind === CANCEL) this.cancel();
    else if (kind === AMEND) this.amend();
    else if (kind === WAIT) this.wait(idIsNew);
    else this.cancelAll();
  }

  /** Returns how many orders of it were cancelled. `command`: a row with the account, of both sides. */
  block(): number {
    this.blocked.block();
    return this.cancelAllOf();
  }

  checkInvariants(): void {
    this.book.checkInvariants();
    this.triggers.checkInvariants();
  }

  /** As `apply`, of a row that is known to be of kind `place`. */
  place(idIsNew: boolean): void {
    const refusal = this.placeRefusal(idIsNew);
    if (refusal !== ALLOWED) {
      writeRejected(this.events, refusal);
      return;
    }
    // ─── nothing below this line may fail ───
    tellAccepted(this.events);
    this.book.place();
    if (this.triggers.count !== 0) this.triggers.cascade();
  }

  private wait(idIsNew: boolean): void {
    ROW[Field.mayWaitInParts] = this.triggers.rules >= RulesVersion.parts ? 1 : 0;
    const refusal = this.askedRefusal(idIsNew) || this.triggers.refusal() || this.openRefusal();
    if (refusal !== ALLOWED) {
      writeRejected(this.events, refusal);
      return;
    }
    // ─── nothing below this line may fail ───
    writeAcceptedWaiting(this.events);
    this.triggers.wait();
  }

  private cancel(): void {
    if (this.status === HALTED) {
      writeCancelRejected(this.events, RejectReason.marketHalted);
    } else if (this.book.find()) {
      // ─── nothing below this line may fail ───
      this.book.cancel();
    } else if (!this.triggers.cancel()) {
      writeCancelRejected(this.events, RejectReason.unknownOrder);
    }
  }

  private cancelAll(): void {
    const count = this.status === HALTED ? 0 : this.cancelAllOf();
    writeOrdersCanceled(this.events, count);
  }

  private cancelAllOf(): number {
    const count = this.book.cancelAll();
    return this.triggers.count === 0 ? count : count + this.triggers.cancelAll();
  }

  private amend(): void {
    if (this.book.find()) {
      this.amendFound(this.book.describe());
      return;
    }
    const { orderWaits, unknownOrder } = RejectReason;
    const absent = this.triggers.holds() ? orderWaits : unknownOrder;
    const reason = this.enterRefusal() || absent;
    writeAmendRejected(this.events, reason, this.triggers.describe());
  }

  /** From here on the command holds the price and the total that the order would have. */
  private amendFound(found: Float64Array): void {
    if (ROW[ROW_PRICE_TICKS] === 0) ROW[ROW_PRICE_TICKS] = found[FOUND_PRICE_TICKS]!;
    if (ROW_WIDE[ROW_QUANTITY_LOTS] === 0)
      ROW_WIDE[ROW_QUANTITY_LOTS] = found[FOUND_QUANTITY_LOTS]!;
    const refusal = this.enterRefusal() || this.amendRefusal(found);
    if (refusal !== ALLOWED) {
      writeAmendRejected(this.events, refusal, found);
      return;
    }
    // ─── nothing below this line may fail ───
    const keepsPlace =
      ROW[ROW_PRICE_TICKS] === found[FOUND_PRICE_TICKS] &&
      ROW_WIDE[ROW_QUANTITY_LOTS]! < found[FOUND_QUANTITY_LOTS]!;
    ROW[ROW_SIDE] = found[FOUND_SIDE]!;
    writeAmended(this.events, found, keepsPlace ? 1 : 0);
    if (keepsPlace) this.book.reduce();
    else {
      this.book.replace();
      if (this.triggers.count !== 0) this.triggers.cascade();
    }
  }

  private enterRefusal(): Refusal {
    if (this.status !== TRADING) return statusRefusal(this.status);
    const isBlocked = this.blocked.count !== 0 && this.blocked.has();
    return isBlocked ? RejectReason.accountBlocked : ALLOWED;
  }

  private placeRefusal(idIsNew: boolean): Refusal {
    const refusal = this.askedRefusal(idIsNew);
    if (refusal !== ALLOWED || ROW[ROW_TIME_IN_FORCE] !== GTC) return refusal;
    if (ROW[ROW_POST_ONLY] !== 0 && this.book.wouldTrade()) {
      return RejectReason.postOnlyWouldTrade;
    }
    const taken = this.book.restingOrders + this.triggers.count;
    return taken >= this.maxRestingOrders ? RejectReason.bookFull : this.openRefusal();
  }

  /** Whether the account may have one more order that rests or waits. */
  private openRefusal(): Refusal {
    if (this.maxOpenOrders === 0) return ALLOWED;
    const open = this.book.openOrdersOf() + this.triggers.countOf();
    return open < this.maxOpenOrders ? ALLOWED : RejectReason.maxOpenOrders;
  }

  /** What is judged of every new order, whether it waits or not. */
  private askedRefusal(idIsNew: boolean): Refusal {
    // First of all: whatever else is said of this id is said of the order that has it.
    const waits = this.triggers.count !== 0 && this.triggers.has();
    if (!idIsNew || waits || this.book.has()) return RejectReason.duplicateOrderId;
    const refusal = this.enterRefusal();
    if (refusal !== ALLOWED) return refusal;
    const form = (ROW[ROW_TYPE]! << 4) | (ROW[ROW_TIME_IN_FORCE]! << 1) | ROW[ROW_POST_ONLY]!;
    const isForm = FORMS[form] === 1 && (ROW_WIDE[ROW_QUOTE_BUDGET_MINOR] === 0 || isBudget());
    if (!isForm) return RejectReason.invalidCombination;
    return this.sizeRefusal() || termsRefusalOf() || this.placementRefusal();
  }

  /** Price and quantity are in range before they are multiplied: so the product fits 2^53. */
  private sizeRefusal(): Refusal {
    const price = ROW[ROW_PRICE_TICKS]!;
    if (price < this.minPriceTicks || price > this.maxPriceTicks) {
      return RejectReason.priceOutOfRange;
    }
    const budget = ROW_WIDE[ROW_QUOTE_BUDGET_MINOR]!;
    if (budget > 0) {
      const isFit = budget >= this.minNotionalMinor && budget <= this.maxNotionalMinor;
      return isFit ? ALLOWED : RejectReason.notionalOutOfRange;
    }
    const lots = ROW_WIDE[ROW_QUANTITY_LOTS]!;
    if (!(lots >= this.minLots && lots <= this.maxLots)) {
      return RejectReason.quantityOutOfRange;
    }
    const notional = price * lots * this.quoteMinorPerTickLot;
    const isSmall = notional < this.minNotionalMinor && ROW[ROW_TYPE] !== MARKET;
    return isSmall || notional > this.maxNotionalMinor ? RejectReason.notionalOutOfRange : ALLOWED;
  }

  private placementRefusal(): Refusal {
    const { placement, triggers } = this;
    return placement === null ? ALLOWED : placement.refusal(triggers.lastPriceTicks);
  }

  private amendRefusal(found: Float64Array): Refusal {
    const filled = found[FOUND_QUANTITY_LOTS]! - found[FOUND_REMAINING_LOTS]!;
    if (ROW_WIDE[ROW_QUANTITY_LOTS]! <= filled) return RejectReason.quantityBelowFilled;
    if (
      ROW[ROW_PRICE_TICKS] === found[FOUND_PRICE_TICKS] &&
      ROW_WIDE[ROW_QUANTITY_LOTS] === found[FOUND_QUANTITY_LOTS]
    ) {
      return RejectReason.nothingToAmend;
    }
    ROW[ROW_TYPE] = LIMIT;
    ROW_WIDE[ROW_QUOTE_BUDGET_MINOR] = 0;
    const steps = this.placement === null ? ALLOWED : this.placement.stepRefusal();
    const refusal = this.sizeRefusal() || amendedTermsRefusal(found) || steps;
    if (refusal !== ALLOWED || ROW[ROW_PRICE_TICKS] === found[FOUND_PRICE_TICKS]) return refusal;
    ROW[ROW_SIDE] = found[FOUND_SIDE]!;
    return this.placementRefusal();
  }
}
