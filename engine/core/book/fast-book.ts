/**
 * The book that production uses. Everything it holds is in typed arrays; a command allocates nothing.
 *
 *                    bids                                    asks
 *          bitmap ── best ─┐                             ┌─ best ── bitmap        hot/price-levels.ts
 *                          ▼                             ▼
 *        level  ┌──────────────────┐           ┌──────────────────┐
 *               │ head  tail  total│           │ head  tail  total│
 *               └──┬─────┬─────────┘           └──┬───────────────┘
 *                  ▼     └──────────┐             ▼
 *        slots  [ order ]⇄[ order ]⇄[ order ]  [ order ]⇄ …                       hot/order-slots.ts
 *                  ▲          ▲
 *                  │          └── list of the account's orders ⇄ …                hot/account-orders.ts
 *        order id ─┘ OrderIndex                                                   hot/order-index.ts
 *
 *   place      O(1) + O(1) per maker met + a bitmap search per emptied level
 *   cancel     O(1)             cancelAll  O(orders of the account)
 *   fill-or-kill looks ahead by level totals: O(levels within its limit)
 *
 * Outside the window of 2^20 prices levels are sorted arrays (hot/far-levels.ts); when most new levels
 * come there, the window moves after the market. The naive book is the judge of all this.
 */
import { isImage } from '../../../proto/book-rows.ts';
import {
  type BookImage,
  DoneReason,
  type IcebergOrder,
  OrderType,
  type RestingOrderColumns,
  TimeInForce,
} from '../../../proto/messages.ts';
import { EventBuffer } from '../hot/event-buffer.ts';
import {
  Taker,
  Tally,
  takerAmounts,
  writeRested,
  writeRestingDone,
  writeTakerDone,
} from '../hot/fast-book-events.ts';
import { Matching } from '../hot/matching.ts';
import { commandDoubles, commandInts, Field, Wide } from '../hot/order-command.ts';
import { SlotWide, SlotWord } from '../hot/order-slots.ts';
import { LevelWide, WINDOW_TICKS_MAX } from '../hot/price-levels.ts';
import { type Book, type BookFactory, type BookOptions, type BookUnits, Found } from './book.ts';
import { imageOf, placeForRows, takeImage } from './book-image.ts';
import { loadIcebergs, readIcebergs } from './iceberg-orders.ts';
import { loadOrders } from './load-orders.ts';
import { followMarket, readColumns } from './resting-orders-columns.ts';
import { checkRestingOrders } from './resting-orders-invariants.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const TAKER = takerAmounts;
const { greatestId: GREATEST_ID, nextPriority: NEXT_PRIORITY, nextTradeId: NEXT_TRADE_ID } = Tally;
const { budget: TAKER_BUDGET, lots: TAKER_LOTS } = Taker;
const {
  displayLots: ROW_DISPLAY_LOTS,
  orderId: ROW_ORDER_ID,
  quantityLots: ROW_QUANTITY_LOTS,
  quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR,
} = Wide;
const {
  account: SLOT_ACCOUNT,
  accountNext: SLOT_ACCOUNT_NEXT,
  feeSide: SLOT_FEE_SIDE,
  level: SLOT_LEVEL,
  price: SLOT_PRICE,
} = SlotWord;
const {
  displayLots: FOUND_DISPLAY_LOTS,
  priceTicks: FOUND_PRICE_TICKS,
  quantityLots: FOUND_QUANTITY_LOTS,
  remainingLots: FOUND_REMAINING_LOTS,
  shownLots: FOUND_SHOWN_LOTS,
  side: FOUND_SIDE,
} = Found;
const { priority: SLOT_PRIORITY, quantity: SLOT_QUANTITY, remaining: SLOT_REMAINING } = SlotWide;
const {
  accountWord: ROW_ACCOUNT_WORD,
  priceTicks: ROW_PRICE_TICKS,
  side: ROW_SIDE,
  timeInForce: ROW_TIME_IN_FORCE,
  type: ROW_TYPE,
} = Field;
const { fok: FOK, gtc: GTC } = TimeInForce;
const { limit: LIMIT } = OrderType;
const { canceled: CANCELED, expired: EXPIRED, expiredInMatch: EXPIRED_IN_MATCH } = DoneReason;
const { total: LEVEL_TOTAL } = LevelWide;
const tellRested = writeRested;
const tellRestingDone = writeRestingDone;
const tellTakerDone = writeTakerDone;

/** `farOpenedMin`: new levels outside the window that do not yet make it move. */
const DEFAULT_WINDOW = { windowTicks: WINDOW_TICKS_MAX, farOpenedMin: 1024 };

export const fastBook: BookFactory = (options) => new FastBook(options);

/** Of a book that loads these. Nobody else has the memory around its rows, which has room for the rest of a snapshot. */
export function imageOfOrders(
  units: BookUnits,
  orders: RestingOrderColumns,
  icebergs: readonly IcebergOrder[],
): BookImage {
  const maxRestingOrders = orders.orderId.length;
  const events = new EventBuffer();
  const place = placeForRows(maxRestingOrders);
  const book = new FastBook({ ...units, maxRestingOrders, events }, DEFAULT_WINDOW, place);
  book.load(orders, icebergs);
  return book.image();
}

export class FastBook extends Matching implements Book {
  private readonly farOpenedMin: number;
  private foundSlot = 0;
  private readonly found = new Float64Array(6);

  /** `place`: where its first orders shall stand; as a rule, where the rows that it loads are. */
  constructor(
    options: BookOptions,
    { windowTicks, farOpenedMin } = DEFAULT_WINDOW,
    place?: Uint8Array,
  ) {
    const { loads } = options;
    const rows = loads !== undefined && isImage(loads) ? loads.rows : place;
    super({ ...options, windowTicks, rows });
    this.farOpenedMin = farOpenedMin;
  }

  get nextTradeId(): number {
    return this.tally[NEXT_TRADE_ID]!;
  }

  set nextTradeId(tradeId: number) {
    this.tally[NEXT_TRADE_ID] = tradeId;
  }

  get nextPriority(): number {
    return this.tally[NEXT_PRIORITY]!;
  }

  set nextPriority(priority: number) {
    this.tally[NEXT_PRIORITY] = priority;
  }

  has(): boolean {
    return this.knownSlotOf() !== 0;
  }

  find(): boolean {
    const slot = this.slotOf();
    this.foundSlot = slot;
    if (slot === 0) return false;
    const account = this.slotInts[(slot << 4) + SLOT_ACCOUNT]!;
    return this.accountWordOf(account) === ROW[ROW_ACCOUNT_WORD];
  }

  describe(): Float64Array {
    const { found, foundSlot: slot, slotInts: ints, slotDoubles: doubles } = this;
    const isIceberg = ints[(slot << 4) + SLOT_FEE_SIDE]! < 0;
    found[FOUND_DISPLAY_LOTS] = isIceberg ? this.displayOf(slot) : 0;
    found[FOUND_SHOWN_LOTS] = isIceberg ? this.shownOf(slot) : 0;
    found[FOUND_SIDE] = (ints[(slot << 4) + SLOT_FEE_SIDE]! & 1) + 1;
    found[FOUND_PRICE_TICKS] = ints[(slot << 4) + SLOT_PRICE]!;
    found[FOUND_QUANTITY_LOTS] = doubles[(slot << 3) + SLOT_QUANTITY]!;
    found[FOUND_REMAINING_LOTS] = doubles[(slot << 3) + SLOT_REMAINING]!;
    return found;
  }

  enteredPriorityOf(): number {
    const slot = this.knownSlotOf();
    if (slot === 0) return 0;
    const isIceberg = this.slotInts[(slot << 4) + SLOT_FEE_SIDE]! < 0;
    return isIceberg ? this.enteredOf(slot) : this.slotDoubles[(slot << 3) + SLOT_PRIORITY]!;
  }

  openOrdersOf(): number {
    return this.countOfAccount();
  }

  wouldTrade(): boolean {
    return this.reaches(ROW[ROW_SIDE]! - 1, ROW[ROW_PRICE_TICKS]!);
  }

  place(): void {
    TAKER[TAKER_LOTS] = ROW_WIDE[ROW_QUANTITY_LOTS]!;
    TAKER[TAKER_BUDGET] = ROW_WIDE[ROW_QUOTE_BUDGET_MINOR]!;
    if (TAKER[TAKER_BUDGET] > 0) {
      this.spend();
      return;
    }
    const timeInForce = ROW[ROW_TIME_IN_FORCE]!;
    const trades = timeInForce !== FOK || this.canFill();
    const isPrevented = trades && this.trade();
    // A taker that was decremented ends here with nothing left.
    if (isPrevented) tellTakerDone(this.events, EXPIRED_IN_MATCH);
    else if (TAKER[TAKER_LOTS] === 0) return;
    else if (timeInForce === GTC && ROW[ROW_TYPE] === LIMIT) {
      this.rest();
    } else tellTakerDone(this.events, EXPIRED);
  }

  cancel(): void {
    this.end(this.foundSlot, CANCELED);
  }

  expire(): void {
    this.end(this.foundSlot, EXPIRED);
  }

  cancelAll(): number {
    const { slotInts: ints } = this;
    const side = ROW[ROW_SIDE]! - 1;
    let count = 0;
    let slot = this.firstOfAccount();
    while (slot !== 0) {
      const next = ints[(slot << 4) + SLOT_ACCOUNT_NEXT]!;
      if (side < 0 || (ints[(slot << 4) + SLOT_FEE_SIDE]! & 1) === side) {
        this.end(slot, CANCELED);
        count += 1;
      }
      slot = next;
    }
    return count;
  }

  reduce(): void {
    const slot = this.foundSlot;
    const { levelDoubles, slotInts: ints, slotDoubles: doubles } = this;
    const less = doubles[(slot << 3) + SLOT_QUANTITY]! - ROW_WIDE[ROW_QUANTITY_LOTS]!;
    doubles[(slot << 3) + SLOT_QUANTITY] = ROW_WIDE[ROW_QUANTITY_LOTS]!;
    doubles[(slot << 3) + SLOT_REMAINING] = doubles[(slot << 3) + SLOT_REMAINING]! - less;
    const total = (ints[(slot << 4) + SLOT_LEVEL]! << 1) + LEVEL_TOTAL;
    levelDoubles[total] = levelDoubles[total]! - less;
    this.shrinkShown(slot);
  }

  replace(): void {
    const slot = this.foundSlot;
    const { slotDoubles: doubles } = this;
    const filled = doubles[(slot << 3) + SLOT_QUANTITY]! - doubles[(slot << 3) + SLOT_REMAINING]!;
    ROW_WIDE[ROW_DISPLAY_LOTS] = this.describe()[FOUND_DISPLAY_LOTS]!;
    this.takeOut(slot);
    TAKER[TAKER_LOTS] = ROW_WIDE[ROW_QUANTITY_LOTS]! - filled;
    TAKER[TAKER_BUDGET] = 0;
    const isPrevented = this.trade();
    if (isPrevented) tellTakerDone(this.events, EXPIRED_IN_MATCH);
    else if (TAKER[TAKER_LOTS] !== 0) this.rest();
  }

  columns(): RestingOrderColumns {
    return readColumns(this);
  }

  icebergs(): readonly IcebergOrder[] {
    return readIcebergs(this);
  }

  load(orders: RestingOrderColumns | BookImage, icebergs: readonly IcebergOrder[]): void {
    if (isImage(orders)) takeImage(this, orders);
    else loadOrders(this, orders);
    loadIcebergs(this, icebergs);
  }

  /** Of a book that has loaded columns and done nothing since, and does nothing any more: the rows are its memory. */
  image(): BookImage {
    return imageOf(this);
  }

  checkInvariants(): void {
    checkRestingOrders(this, this.nextPriority);
  }

  /** 0: it does not rest, as none with so great an id ever did, or by the index. */
  private knownSlotOf(): number {
    if (ROW_WIDE[ROW_ORDER_ID]! > this.tally[GREATEST_ID]!) return 0;
    return this.slotOf();
  }

  /** The last of its level, with `TAKER[lots]` remaining. */
  private rest(): void {
    this.append();
    tellRested(this.events);
    if (this.farOpened > this.farOpenedMin) followMarket(this);
  }

  /** Ends an order that rests. */
  private end(slot: number, reason: DoneReason): void {
    tellRestingDone(this.events, this, slot, reason);
    this.takeOut(slot);
  }
}
