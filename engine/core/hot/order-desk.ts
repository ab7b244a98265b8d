/**
 * The rules of one defined market for orders: every refusal first, then the book.
 *
 *   OrderCommand ─▶ id ─▶ status, account ─▶ combination ─▶ ranges ─▶ post-only, book full, open orders
 *                     │ no: OrderRejected, CancelRejected, AmendRejected
 *                     ▼ ─ ─ ─ nothing below this line may fail ─ ─ ─
 *                OrderAccepted ─▶ Book: trades, rests, ends
 *
 * Which rule refuses first is fixed (replay depends on it). Rules that were open:
 * - A full book refuses every limit order that may rest (TimeInForce.gtc), even one that would trade entirely.
 * - So does an account that has as many orders in the book as it may; an amend needs no room for one more.
 * - A market order by quantity is held to the greatest notional at its worst price and to no least one;
 *   one by quote amount is held to both with its budget, and cannot be FOK.
 * - A halted market answers CancelAllOrders with a count of 0.
 * - An amend that keeps its place keeps the order's maker rate; any other takes the command's.
 * - Post-only is a rule for placing: an amended order may trade.
 */
import {
  type MarketDefinition,
  MarketStatus,
  OrderType,
  RejectReason,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import type { AccountId } from '../../../proto/units.ts';
import { type Book, Found } from '../book/book.ts';
import type { EventBuffer } from './event-buffer.ts';
import { Field, type OrderCommand, OrderCommandKind, Wide } from './order-command.ts';
import {
  writeAccepted,
  writeAmended,
  writeAmendRejected,
  writeCancelRejected,
  writeOrdersCanceled,
  writeRejected,
} from './order-events.ts';

// Local constants: see README.md, "constants".
const {
  isQuoteTarget: ROW_IS_QUOTE_TARGET,
  kind: ROW_KIND,
  makerFeePpm: ROW_MAKER_FEE_PPM,
  postOnly: ROW_POST_ONLY,
  priceTicks: ROW_PRICE_TICKS,
  side: ROW_SIDE,
  takerFeePpm: ROW_TAKER_FEE_PPM,
  timeInForce: ROW_TIME_IN_FORCE,
  type: ROW_TYPE,
} = Field;
const { amend: AMEND, cancel: CANCEL, place: PLACE } = OrderCommandKind;
const { halted: HALTED, trading: TRADING } = MarketStatus;
const {
  priceTicks: FOUND_PRICE_TICKS,
  quantityLots: FOUND_QUANTITY_LOTS,
  remainingLots: FOUND_REMAINING_LOTS,
  side: FOUND_SIDE,
} = Found;
const {
  accountId: ROW_ACCOUNT_ID,
  quantityLots: ROW_QUANTITY_LOTS,
  quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR,
} = Wide;
const { fok: FOK, gtc: GTC, ioc: IOC } = TimeInForce;
const { limit: LIMIT, market: MARKET } = OrderType;
const { buy: BUY } = Side;

const PPM_ONE = 1_000_000;
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
  status: MarketStatus = MarketStatus.trading;
  private readonly blocked = new Set<number>();
  /** How many there are: asked for every order. */
  private blockedCount = 0;
  private readonly events: EventBuffer;
  private readonly prices: Int32Array;
  private readonly amounts: Float64Array;
  private readonly maxRestingOrders: number;
  /** Of one account; 0: no limit of its own. */
  private readonly maxOpenOrders: number;

  constructor(options: {
    readonly book: Book;
    readonly events: EventBuffer;
    readonly definition: MarketDefinition;
    readonly quoteMinorPerTickLot: number;
  }) {
    const { definition } = options;
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
    this.maxRestingOrders = definition.maxRestingOrders;
    this.maxOpenOrders = definition.maxOpenOrders ?? 0;
  }

  /** `idIsNew`: greater than every order id that its session used before. */
  apply(command: OrderCommand, idIsNew: boolean): void {
    const kind = command.ints[ROW_KIND]!;
    if (kind === PLACE) this.place(command, idIsNew);
    else if (kind === CANCEL) this.cancel(command);
    else if (kind === AMEND) this.amend(command);
    else this.cancelAll(command);
  }

  /** For a snapshot: ascending, and nothing when nobody is blocked. */
  blockedState(): { readonly blockedAccounts?: readonly AccountId[] } {
    const ascending = [...this.blocked].sort((a, b) => a - b) as unknown as AccountId[];
    return ascending.length === 0 ? {} : { blockedAccounts: ascending };
  }

  /** Returns how many orders of it were cancelled. `command`: a row with the account, of both sides. */
  block(command: OrderCommand): number {
    this.blocked.add(command.doubles[ROW_ACCOUNT_ID]!);
    this.blockedCount = this.blocked.size;
    return this.book.cancelAll(command);
  }

  unblock(command: OrderCommand): void {
    this.blocked.delete(command.doubles[ROW_ACCOUNT_ID]!);
    this.blockedCount = this.blocked.size;
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
  }

  private cancel(command: OrderCommand): void {
    if (this.status === HALTED) {
      writeCancelRejected(this.events, command, RejectReason.marketHalted);
    } else if (!this.book.find(command)) {
      writeCancelRejected(this.events, command, RejectReason.unknownOrder);
    } else {
      // ─── nothing below this line may fail ───
      this.book.cancel(command);
    }
  }

  private cancelAll(command: OrderCommand): void {
    const count = this.status === HALTED ? 0 : this.book.cancelAll(command);
    writeOrdersCanceled(this.events, command, count);
  }

  /** From here on the command holds the price and the total that the order would have. */
  private amend(command: OrderCommand): void {
    const found = this.book.find(command) ? this.book.describe() : null;
    const { ints, doubles } = command;
    if (found !== null) {
      if (ints[ROW_PRICE_TICKS] === 0) ints[ROW_PRICE_TICKS] = found[FOUND_PRICE_TICKS]!;
      if (doubles[ROW_QUANTITY_LOTS] === 0) {
        doubles[ROW_QUANTITY_LOTS] = found[FOUND_QUANTITY_LOTS]!;
      }
    }
    const refusal =
      this.enterRefusal(command) ||
      (found === null ? RejectReason.unknownOrder : this.amendRefusal(command, found));
    if (refusal !== ALLOWED || found === null) {
      writeAmendRejected(this.events, command, refusal || RejectReason.unknownOrder, found);
      return;
    }
    // ─── nothing below this line may fail ───
    const keepsPlace =
      ints[ROW_PRICE_TICKS] === found[FOUND_PRICE_TICKS] &&
      doubles[ROW_QUANTITY_LOTS]! < found[FOUND_QUANTITY_LOTS]!;
    ints[ROW_SIDE] = found[FOUND_SIDE]!;
    writeAmended(this.events, command, found, keepsPlace ? 1 : 0);
    if (keepsPlace) this.book.reduce(command);
    else this.book.replace(command);
  }

  private enterRefusal({ doubles }: OrderCommand): Refusal {
    if (this.status !== TRADING) {
      return this.status === HALTED ? RejectReason.marketHalted : RejectReason.marketCancelOnly;
    }
    const isBlocked = this.blockedCount !== 0 && this.blocked.has(doubles[ROW_ACCOUNT_ID]!);
    return isBlocked ? RejectReason.accountBlocked : ALLOWED;
  }

  private placeRefusal(command: OrderCommand, idIsNew: boolean): Refusal {
    // First of all: whatever else is said of this id is said of the order that has it.
    if (!idIsNew || this.book.has(command)) return RejectReason.duplicateOrderId;
    const refusal = this.enterRefusal(command);
    if (refusal !== ALLOWED) return refusal;
    const { ints: order, doubles } = command;
    const form = (order[ROW_TYPE]! << 4) | (order[ROW_TIME_IN_FORCE]! << 1) | order[ROW_POST_ONLY]!;
    const isForm =
      FORMS[form] === 1 && (doubles[ROW_QUOTE_BUDGET_MINOR] === 0 || isBudget(command));
    if (!isForm) return RejectReason.invalidCombination;
    const asked = this.sizeRefusal(command) || feeRefusal(order);
    if (asked !== ALLOWED) return asked;
    if (order[ROW_TIME_IN_FORCE] !== GTC) return ALLOWED;
    if (order[ROW_POST_ONLY] !== 0 && this.book.wouldTrade(command)) {
      return RejectReason.postOnlyWouldTrade;
    }
    if (this.book.restingOrders >= this.maxRestingOrders) return RejectReason.bookFull;
    const isOneMore =
      this.maxOpenOrders === 0 || this.book.openOrdersOf(command) < this.maxOpenOrders;
    return isOneMore ? ALLOWED : RejectReason.maxOpenOrders;
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
    return this.sizeRefusal(command) || feeRefusal(order);
  }
}

function feeRefusal(order: Int32Array): Refusal {
  return order[ROW_MAKER_FEE_PPM]! < PPM_ONE && order[ROW_TAKER_FEE_PPM]! < PPM_ONE
    ? ALLOWED
    : RejectReason.feeOutOfRange;
}

/** A market order by quote amount has no quantity and takes what it gets. */
function isBudget({ ints: order, doubles }: OrderCommand): boolean {
  return (
    order[ROW_TYPE] === MARKET &&
    order[ROW_IS_QUOTE_TARGET] === (order[ROW_SIDE] === BUY ? 0 : 1) &&
    doubles[ROW_QUANTITY_LOTS] === 0 &&
    order[ROW_TIME_IN_FORCE] === IOC
  );
}

/**
 * Whether type, time in force and post-only go together; by type · 16 + time in force · 2 + post-only.
 * A market order cannot rest, and only what may rest can be post-only.
 */
function allowedForms(): Uint8Array {
  const forms = new Uint8Array(64);
  const formOf = (type: OrderType, timeInForce: TimeInForce) => type * 16 + timeInForce * 2;
  for (const timeInForce of [GTC, IOC, FOK]) forms[formOf(LIMIT, timeInForce)] = 1;
  for (const timeInForce of [IOC, FOK]) forms[formOf(MARKET, timeInForce)] = 1;
  forms[formOf(LIMIT, GTC) + 1] = 1;
  return forms;
}
