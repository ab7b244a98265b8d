/**
 * An order that comes meets those that rest: best price first, first come first served.
 *
 *   taker ─▶ best level ─▶ │ maker │ maker │ maker │ … sweep: until the level or the taker is done
 *            next level ─▶ │ maker │ …
 *
 * What the taker still wants stands in `TAKER`. A maker that is filled leaves the book here; the taker's
 * rest is its caller's. A taker that may not meet its own account sweeps up to the first own order
 * (self-trades.ts). A maker that shows a part of itself is met at that part; when it shows the next one
 * it stands last of its level, where the same sweep may meet it again. docs/adr/0026.
 */
import { DoneReason, Side } from '../../../proto/messages.ts';
import { Traded } from '../book/book.ts';
import type { EventBuffer } from './event-buffer.ts';
import { EventByte, EventKind, EventWide, EventWord } from './event-layout.ts';
import { eventDoubles, eventInts } from './event-memory.ts';
import {
  Taker,
  Tally,
  takerAmounts,
  writeReplenished,
  writeTakerDone,
} from './fast-book-events.ts';
import { fee } from './fee.ts';
import { FEE_MASK } from './icebergs.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';
import { SlotWide, SlotWord } from './order-slots.ts';
import { Absent, LevelWide, LevelWord, type PriceLevelsOptions } from './price-levels.ts';
import { RestingOrders } from './resting-orders.ts';
import { SelfTrades } from './self-trades.ts';
import { isAsGood } from './side-prices.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const TAKER = takerAmounts;
const INTS = eventInts;
const DOUBLES = eventDoubles;
const { nextTradeId: NEXT_TRADE_ID } = Tally;
const {
  budget: TAKER_BUDGET,
  lots: TAKER_LOTS,
  makerLots: MAKER_LOTS,
  tradedLots: TRADED_LOTS,
} = Taker;
const {
  orderId: ROW_ORDER_ID,
  quantityLots: ROW_QUANTITY_LOTS,
  quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR,
} = Wide;
const {
  account: SLOT_ACCOUNT,
  feeSide: SLOT_FEE_SIDE,
  next: SLOT_NEXT,
  previous: SLOT_PREVIOUS,
} = SlotWord;
const { orderId: SLOT_ORDER_ID, remaining: SLOT_REMAINING } = SlotWide;
const {
  accountWord: ROW_ACCOUNT_WORD,
  priceTicks: ROW_PRICE_TICKS,
  selfTradePrevention: ROW_SELF_TRADE_PREVENTION,
  side: ROW_SIDE,
  takerFeePpm: ROW_TAKER_FEE_PPM,
} = Field;
const { expired: EXPIRED, expiredInMatch: EXPIRED_IN_MATCH, filled: FILLED } = DoneReason;
const { total: LEVEL_TOTAL } = LevelWide;
const { price: NO_PRICE } = Absent;
const { head: LEVEL_HEAD } = LevelWord;
const { buy: BUY, sell: SELL } = Side;
const { first: FIRST, last: LAST } = Traded;
const MASK = FEE_MASK;
const within = isAsGood;
const { tradeExecuted: KIND_TRADE_EXECUTED } = EventKind;
const { side: SHIFT_SIDE } = EventByte;
const feeOf = fee;
const {
  accountId: EVENT_ACCOUNT_ID,
  makerAccountId: EVENT_MAKER_ACCOUNT_ID,
  priceTicks: EVENT_PRICE_TICKS,
  takerLimitTicks: EVENT_TAKER_LIMIT_TICKS,
} = EventWord;
const {
  lots: EVENT_LOTS,
  makerFeeMinor: EVENT_MAKER_FEE_MINOR,
  makerOrderId: EVENT_MAKER_ORDER_ID,
  makerRemainingLots: EVENT_MAKER_REMAINING_LOTS,
  orderId: EVENT_ORDER_ID,
  takerFeeMinor: EVENT_TAKER_FEE_MINOR,
  takerRemainingLots: EVENT_TAKER_REMAINING_LOTS,
  tradeId: EVENT_TRADE_ID,
} = EventWide;

/**
 * Of the trade at hand, by side: what the other side gets. In memory, since nobody foresees the side of a taker: a branch
 * by it is wrong at every other trade.
 */
const AMOUNTS = new Float64Array(16);

export interface MatchingOptions extends PriceLevelsOptions {
  readonly events: EventBuffer;
  readonly quoteMinorPerTickLot: number;
  readonly baseMinorPerLot: number;
}

export class Matching extends RestingOrders {
  protected readonly events: EventBuffer;
  private readonly selfTrades: SelfTrades;
  private readonly quoteMinorPerTickLot: number;
  private readonly baseMinorPerLot: number;

  constructor(options: MatchingOptions) {
    super(options);
    this.events = options.events;
    this.selfTrades = new SelfTrades({ events: options.events, resting: this });
    this.quoteMinorPerTickLot = options.quoteMinorPerTickLot;
    this.baseMinorPerLot = options.baseMinorPerLot;
  }

  /** Whether a taker of this side (index) and limit meets anyone. */
  protected reaches(side: number, limit: number): boolean {
    const best = this.bestPrice[1 - side]!;
    return best !== NO_PRICE && within(1 - side, best, limit);
  }

  protected canFill(): boolean {
    const side = ROW[ROW_SIDE]! - 1;
    const limit = ROW[ROW_PRICE_TICKS]!;
    let wanted = ROW_WIDE[ROW_QUANTITY_LOTS]!;
    if (this.isGuarded()) return this.selfTrades.canFill();
    let price = this.bestPrice[1 - side]!;
    while (price !== NO_PRICE && within(1 - side, price, limit)) {
      wanted -= this.levelDoubles[(this.levelAt(1 - side, price) << 1) + LEVEL_TOTAL]!;
      if (wanted <= 0) return true;
      price = this.nextWorsePrice(1 - side, price);
    }
    return false;
  }

  /**
   * Takes `TAKER[lots]` from the other side, best price first, first come first served. Returns
   * whether self-trade prevention ended the taker.
   */
  protected trade(): boolean {
    const side = ROW[ROW_SIDE]! - 1;
    const limit = ROW[ROW_PRICE_TICKS]!;
    const isGuarded = this.isGuarded();
    while (TAKER[TAKER_LOTS]! > 0 && this.reaches(side, limit)) {
      if (!isGuarded) this.sweep(1 - side, 0);
      else if (this.sweepOthers()) return true;
    }
    return false;
  }

  /**
   * Buys, or sells, for `TAKER[budget]`: at each price the most whole lots that cost, or bring, no
   * more than is left. Ends at the best price at which not one does.
   */
  protected spend(): void {
    const side = ROW[ROW_SIDE]! - 1;
    const limit = ROW[ROW_PRICE_TICKS]!;
    const { tally } = this;
    const isGuarded = this.isGuarded();
    let isShort = false;
    let isPrevented = false;
    const firstTrade = tally[NEXT_TRADE_ID]!;
    while (!isPrevented && TAKER[TAKER_BUDGET]! > 0 && this.reaches(side, limit)) {
      const lotCost = this.bestPrice[1 - side]! * this.quoteMinorPerTickLot;
      const budget = TAKER[TAKER_BUDGET]!;
      let lots = Math.floor(budget / lotCost);
      // The quotient is rounded; the product of a quotient that is too great is greater than the budget.
      if (lots * lotCost > budget) lots -= 1;
      isShort = lots === 0;
      if (isShort) break;
      TAKER[TAKER_LOTS] = lots;
      if (isGuarded) isPrevented = this.sweepOthers();
      else this.sweep(1 - side, 0);
      const taken = lots - TAKER[TAKER_LOTS]!;
      TAKER[TAKER_BUDGET] = budget - taken * lotCost;
    }
    TAKER[TAKER_LOTS] = 0;
    const bought = tally[NEXT_TRADE_ID] !== firstTrade;
    const isFilled = TAKER[TAKER_BUDGET] === 0 || (bought && isShort);
    const reason = isPrevented ? EXPIRED_IN_MATCH : isFilled ? FILLED : EXPIRED;
    writeTakerDone(this.events, reason);
  }

  /** Whether the command is a taker that may not meet its account, and its account has orders. */
  private isGuarded(): boolean {
    return ROW[ROW_SELF_TRADE_PREVENTION] !== 0 && this.selfTrades.concern();
  }

  /** As `sweep`, up to the first own order, or past it. Returns whether the taker ends. */
  private sweepOthers(): boolean {
    const { selfTrades } = this;
    const level = this.bestLevel[2 - ROW[ROW_SIDE]!]!;
    const own = selfTrades.firstOwn(level);
    if (own !== 0 && own === this.levelInts[(level << 2) + LEVEL_HEAD]!) {
      return selfTrades.prevent(own);
    }
    this.sweep(2 - ROW[ROW_SIDE]!, own);
    return false;
  }

  /**
   * Takes up to `TAKER[lots]` from the best level of `side`, the other one, first come first served, up to
   * the order in the slot `end` (0: to the end of the level), which does not stand first.
   */
  private sweep(side: number, end: number): void {
    const { levelInts, levelDoubles, tradedTicks } = this;
    const { slotInts: ints, slotDoubles: doubles } = this;
    const level = this.bestLevel[side]!;
    const price = this.bestPrice[side]!;
    let slot = levelInts[(level << 2) + LEVEL_HEAD]!;
    const asked = TAKER[TAKER_LOTS]!;
    let wanted = asked;
    tradedTicks[LAST] = price;
    if (tradedTicks[FIRST] === 0) tradedTicks[FIRST] = price;
    do {
      const standing = doubles[(slot << 3) + SLOT_REMAINING]!;
      const offered = ints[(slot << 4) + SLOT_FEE_SIDE]! < 0 ? this.shownOf(slot) : standing;
      const lots = Math.min(wanted, offered);
      const left = standing - lots;
      wanted -= lots;
      TAKER[TAKER_LOTS] = wanted;
      TAKER[MAKER_LOTS] = left;
      TAKER[TRADED_LOTS] = lots;
      this.tellTrade(slot, price);
      if (left > 0) {
        doubles[(slot << 3) + SLOT_REMAINING] = left;
        if (ints[(slot << 4) + SLOT_FEE_SIDE]! >= 0 || !this.replenishes(slot, level)) break;
        slot = levelInts[(level << 2) + LEVEL_HEAD]!;
        continue;
      }
      const next = ints[(slot << 4) + SLOT_NEXT]!;
      this.forget(slot);
      slot = next;
    } while (slot !== end && wanted > 0);
    if (slot === 0) {
      this.closeLevel(side, price, level);
      return;
    }
    ints[(slot << 4) + SLOT_PREVIOUS] = 0;
    levelInts[(level << 2) + LEVEL_HEAD] = slot;
    levelDoubles[(level << 1) + LEVEL_TOTAL] =
      levelDoubles[(level << 1) + LEVEL_TOTAL]! - (asked - wanted);
  }

  /**
   * Of the iceberg in `slot`, whose turn it is in `level`, the lots of the trade were shown. Returns whether
   * they were all that was: then it stands last of the level with its next part.
   */
  private replenishes(slot: number, level: number): boolean {
    this.slotInts[(slot << 4) + SLOT_PREVIOUS] = 0;
    this.levelInts[(level << 2) + LEVEL_HEAD] = slot;
    if (!this.useShown(slot, TAKER[TRADED_LOTS]!)) return false;
    writeReplenished(this.events, this, slot);
    return true;
  }

  /**
   * One trade with the order in `slot`, at its `price`, as `TAKER` says it; uses a trade id up. The lots
   * are no arguments: a double that is passed to a function that is not inlined is allocated.
   */
  private tellTrade(slot: number, price: number): void {
    const { events, tally, slotInts: maker } = this;
    const lots = TAKER[TRADED_LOTS]!;
    const quote = price * lots * this.quoteMinorPerTickLot;
    const base = lots * this.baseMinorPerLot;
    AMOUNTS[BUY] = quote;
    AMOUNTS[SELL] = base;
    const byQuantity = ROW_WIDE[ROW_QUOTE_BUDGET_MINOR] === 0;
    const at = events.claim();
    const wide = at >> 1;
    INTS[at] = KIND_TRADE_EXECUTED | (ROW[ROW_SIDE]! << SHIFT_SIDE);
    INTS[at + EVENT_PRICE_TICKS] = price;
    INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
    INTS[at + EVENT_MAKER_ACCOUNT_ID] = this.accountWordOf(maker[(slot << 4) + SLOT_ACCOUNT]!);
    INTS[at + EVENT_TAKER_LIMIT_TICKS] = byQuantity ? ROW[ROW_PRICE_TICKS]! : 0;
    DOUBLES[wide + EVENT_ORDER_ID] = ROW_WIDE[ROW_ORDER_ID]!;
    DOUBLES[wide + EVENT_LOTS] = lots;
    DOUBLES[wide + EVENT_MAKER_ORDER_ID] = this.slotDoubles[(slot << 3) + SLOT_ORDER_ID]!;
    DOUBLES[wide + EVENT_TRADE_ID] = tally[NEXT_TRADE_ID]!;
    DOUBLES[wide + EVENT_MAKER_FEE_MINOR] = feeOf(
      AMOUNTS[ROW[ROW_SIDE]!]!,
      (maker[(slot << 4) + SLOT_FEE_SIDE]! >>> 1) & MASK,
    );
    DOUBLES[wide + EVENT_TAKER_FEE_MINOR] = feeOf(
      AMOUNTS[SELL + BUY - ROW[ROW_SIDE]!]!,
      ROW[ROW_TAKER_FEE_PPM]!,
    );
    DOUBLES[wide + EVENT_MAKER_REMAINING_LOTS] = TAKER[MAKER_LOTS]!;
    DOUBLES[wide + EVENT_TAKER_REMAINING_LOTS] = byQuantity ? TAKER[TAKER_LOTS]! : 0;
    tally[NEXT_TRADE_ID] = tally[NEXT_TRADE_ID]! + 1;
  }
}
