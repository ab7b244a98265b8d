/**
 * An order that comes meets those that rest: best price first, first come first served.
 *
 *   taker ─▶ best level ─▶ │ maker │ maker │ maker │ … sweep: until the level or the taker is done
 *            next level ─▶ │ maker │ …
 *
 * What the taker still wants stands in `tally`. A maker that is filled leaves the book here; the taker's
 * rest is its caller's. A taker that may not meet its own account sweeps up to the first own order
 * (self-trades.ts). Other forms of matching (hidden quantity) belong into `sweep`, where a maker is
 * chosen and its quantity looked at.
 */
import { DoneReason, Side } from '../../../proto/messages.ts';
import { Traded } from '../book/book.ts';
import type { EventBuffer } from './event-buffer.ts';
import { EventByte, EventKind, EventWide, EventWord } from './event-layout.ts';
import { eventDoubles, eventInts } from './event-memory.ts';
import { Tally, writeTakerDone } from './fast-book-events.ts';
import { fee } from './fee.ts';
import { Field, type OrderCommand, Wide } from './order-command.ts';
import { SlotWide, SlotWord } from './order-slots.ts';
import { Absent, LevelWide, LevelWord, type PriceLevels } from './price-levels.ts';
import type { RestingOrders } from './resting-orders.ts';
import { SelfTrades } from './self-trades.ts';

// Local constants: see README.md, "constants".
const INTS = eventInts;
const DOUBLES = eventDoubles;
const {
  nextTradeId: NEXT_TRADE_ID,
  takerBudget: TAKER_BUDGET,
  takerLots: TAKER_LOTS,
  tradedLots: TRADED_LOTS,
  makerLots: MAKER_LOTS,
} = Tally;
const {
  accountId: ROW_ACCOUNT_ID,
  orderId: ROW_ORDER_ID,
  quantityLots: ROW_QUANTITY_LOTS,
  quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR,
} = Wide;
const {
  account: SLOT_ACCOUNT,
  feeSide: SLOT_FEE_SIDE,
  next: SLOT_NEXT,
  previous: SLOT_PREVIOUS,
  price: SLOT_PRICE,
} = SlotWord;
const { orderId: SLOT_ORDER_ID, remaining: SLOT_REMAINING } = SlotWide;
const {
  priceTicks: ROW_PRICE_TICKS,
  selfTradePrevention: ROW_SELF_TRADE_PREVENTION,
  side: ROW_SIDE,
  takerFeePpm: ROW_TAKER_FEE_PPM,
} = Field;
const { expired: EXPIRED, expiredInMatch: EXPIRED_IN_MATCH, filled: FILLED } = DoneReason;
const { total: LEVEL_TOTAL } = LevelWide;
const { price: NO_PRICE } = Absent;
const { head: LEVEL_HEAD } = LevelWord;
const { buy: BUY } = Side;
const { first: FIRST, last: LAST } = Traded;
const { tradeExecuted: KIND_TRADE_EXECUTED } = EventKind;
const { side: SHIFT_SIDE } = EventByte;
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

export interface MatchingOptions {
  readonly events: EventBuffer;
  readonly resting: RestingOrders;
  readonly quoteMinorPerTickLot: number;
  readonly baseMinorPerLot: number;
}

export class Matching {
  private readonly events: EventBuffer;
  private readonly resting: RestingOrders;
  private readonly levels: PriceLevels;
  private readonly tally: Float64Array;
  private readonly tradedTicks: Int32Array;
  private readonly selfTrades: SelfTrades;
  private readonly quoteMinorPerTickLot: number;
  private readonly baseMinorPerLot: number;

  constructor(options: MatchingOptions) {
    this.events = options.events;
    this.resting = options.resting;
    this.levels = options.resting.levels;
    this.tally = options.resting.tally;
    this.tradedTicks = options.resting.tradedTicks;
    this.selfTrades = new SelfTrades(options);
    this.quoteMinorPerTickLot = options.quoteMinorPerTickLot;
    this.baseMinorPerLot = options.baseMinorPerLot;
  }

  /** Whether a taker of this side (index) and limit meets anyone. */
  reaches(side: number, limit: number): boolean {
    const best = this.levels.bestPrice[1 - side]!;
    return best !== NO_PRICE && (side === 0 ? best <= limit : best >= limit);
  }

  canFill(command: OrderCommand): boolean {
    const { ints: order, doubles } = command;
    const side = order[ROW_SIDE]! - 1;
    const limit = order[ROW_PRICE_TICKS]!;
    let wanted = doubles[ROW_QUANTITY_LOTS]!;
    if (this.isGuarded(command)) return this.selfTrades.canFill(command);
    const { levels } = this;
    let price = levels.bestPrice[1 - side]!;
    while (price !== NO_PRICE && (side === 0 ? price <= limit : price >= limit)) {
      wanted -= levels.doubles[(levels.find(1 - side, price) << 1) + LEVEL_TOTAL]!;
      if (wanted <= 0) return true;
      price = levels.nextWorse(1 - side, price);
    }
    return false;
  }

  /**
   * Takes `tally[takerLots]` from the other side, best price first, first come first served. Returns
   * whether self-trade prevention ended the taker.
   */
  trade(command: OrderCommand): boolean {
    const side = command.ints[ROW_SIDE]! - 1;
    const limit = command.ints[ROW_PRICE_TICKS]!;
    const isGuarded = this.isGuarded(command);
    while (this.tally[TAKER_LOTS]! > 0 && this.reaches(side, limit)) {
      if (!isGuarded) this.sweep(command, 0);
      else if (this.sweepOthers(command)) return true;
    }
    return false;
  }

  /**
   * Buys, or sells, for `tally[takerBudget]`: at each price the most whole lots that cost, or bring, no
   * more than is left. Ends at the best price at which not one does.
   */
  spend(command: OrderCommand): void {
    const side = command.ints[ROW_SIDE]! - 1;
    const limit = command.ints[ROW_PRICE_TICKS]!;
    const { tally, levels } = this;
    const isGuarded = this.isGuarded(command);
    let isShort = false;
    let isPrevented = false;
    const firstTrade = tally[NEXT_TRADE_ID]!;
    while (!isPrevented && tally[TAKER_BUDGET]! > 0 && this.reaches(side, limit)) {
      const lotCost = levels.bestPrice[1 - side]! * this.quoteMinorPerTickLot;
      const budget = tally[TAKER_BUDGET]!;
      let lots = Math.floor(budget / lotCost);
      // The quotient is rounded; the product of a quotient that is too great is greater than the budget.
      if (lots * lotCost > budget) lots -= 1;
      isShort = lots === 0;
      if (isShort) break;
      tally[TAKER_LOTS] = lots;
      if (isGuarded) isPrevented = this.sweepOthers(command);
      else this.sweep(command, 0);
      const taken = lots - tally[TAKER_LOTS]!;
      tally[TAKER_BUDGET] = budget - taken * lotCost;
    }
    tally[TAKER_LOTS] = 0;
    const bought = tally[NEXT_TRADE_ID] !== firstTrade;
    const isFilled = tally[TAKER_BUDGET] === 0 || (bought && isShort);
    const reason = isPrevented ? EXPIRED_IN_MATCH : isFilled ? FILLED : EXPIRED;
    writeTakerDone(this.events, command, reason, tally);
  }

  /** Whether the command is a taker that may not meet its account, and its account has orders. */
  private isGuarded(command: OrderCommand): boolean {
    return command.ints[ROW_SELF_TRADE_PREVENTION] !== 0 && this.selfTrades.concern(command);
  }

  /** As `sweep`, up to the first own order, or past it. Returns whether the taker ends. */
  private sweepOthers(command: OrderCommand): boolean {
    const { levels, selfTrades } = this;
    const level = levels.bestLevel[2 - command.ints[ROW_SIDE]!]!;
    const own = selfTrades.firstOwn(level);
    if (own !== 0 && own === levels.ints[(level << 2) + LEVEL_HEAD]!) {
      return selfTrades.prevent(command, own);
    }
    this.sweep(command, own);
    return false;
  }

  /**
   * Takes up to `tally[takerLots]` from the best level of the other side, first come first served, up to
   * the order in the slot `end` (0: to the end of the level), which does not stand first.
   */
  private sweep(command: OrderCommand, end: number): void {
    const { levels, resting, tally, tradedTicks } = this;
    const { ints, doubles } = resting.slots;
    const side = 2 - command.ints[ROW_SIDE]!;
    const level = levels.bestLevel[side]!;
    let slot = levels.ints[(level << 2) + LEVEL_HEAD]!;
    const asked = tally[TAKER_LOTS]!;
    let wanted = asked;
    tradedTicks[LAST] = levels.bestPrice[side]!;
    if (tradedTicks[FIRST] === 0) tradedTicks[FIRST] = levels.bestPrice[side]!;
    do {
      const offered = doubles[(slot << 3) + SLOT_REMAINING]!;
      const lots = Math.min(wanted, offered);
      const left = offered - lots;
      wanted -= lots;
      tally[TAKER_LOTS] = wanted;
      tally[MAKER_LOTS] = left;
      tally[TRADED_LOTS] = lots;
      this.tellTrade(command, slot);
      if (left > 0) {
        doubles[(slot << 3) + SLOT_REMAINING] = left;
        break;
      }
      const next = ints[(slot << 4) + SLOT_NEXT]!;
      resting.forget(slot);
      slot = next;
    } while (slot !== end && wanted > 0);
    if (slot === 0) {
      levels.close(side, levels.bestPrice[side]!, level);
      return;
    }
    ints[(slot << 4) + SLOT_PREVIOUS] = 0;
    levels.ints[(level << 2) + LEVEL_HEAD] = slot;
    levels.doubles[(level << 1) + LEVEL_TOTAL] =
      levels.doubles[(level << 1) + LEVEL_TOTAL]! - (asked - wanted);
  }

  /**
   * One trade with the order in `slot`, at its price, as the tally says it; uses a trade id up. The lots
   * are no arguments: a double that is passed to a function that is not inlined is allocated.
   */
  private tellTrade({ ints: order, doubles: amounts }: OrderCommand, slot: number): void {
    const { events, resting } = this;
    const { slots, accounts, tally } = resting;
    const lots = tally[TRADED_LOTS]!;
    const maker = slots.ints;
    const price = maker[(slot << 4) + SLOT_PRICE]!;
    const quote = price * lots * this.quoteMinorPerTickLot;
    const base = lots * this.baseMinorPerLot;
    const takerBuys = order[ROW_SIDE] === BUY;
    const byQuantity = amounts[ROW_QUOTE_BUDGET_MINOR] === 0;
    const at = events.claim();
    const wide = at >> 1;
    INTS[at] = KIND_TRADE_EXECUTED | (order[ROW_SIDE]! << SHIFT_SIDE);
    INTS[at + EVENT_PRICE_TICKS] = price;
    INTS[at + EVENT_ACCOUNT_ID] = amounts[ROW_ACCOUNT_ID]!;
    INTS[at + EVENT_MAKER_ACCOUNT_ID] = accounts.accountIds[maker[(slot << 4) + SLOT_ACCOUNT]!]!;
    INTS[at + EVENT_TAKER_LIMIT_TICKS] = byQuantity ? order[ROW_PRICE_TICKS]! : 0;
    DOUBLES[wide + EVENT_ORDER_ID] = amounts[ROW_ORDER_ID]!;
    DOUBLES[wide + EVENT_LOTS] = lots;
    DOUBLES[wide + EVENT_MAKER_ORDER_ID] = slots.doubles[(slot << 3) + SLOT_ORDER_ID]!;
    DOUBLES[wide + EVENT_TRADE_ID] = tally[NEXT_TRADE_ID]!;
    DOUBLES[wide + EVENT_MAKER_FEE_MINOR] = fee(
      takerBuys ? quote : base,
      maker[(slot << 4) + SLOT_FEE_SIDE]! >>> 1,
    );
    DOUBLES[wide + EVENT_TAKER_FEE_MINOR] = fee(
      takerBuys ? base : quote,
      order[ROW_TAKER_FEE_PPM]!,
    );
    DOUBLES[wide + EVENT_MAKER_REMAINING_LOTS] = tally[MAKER_LOTS]!;
    DOUBLES[wide + EVENT_TAKER_REMAINING_LOTS] = byQuantity ? tally[TAKER_LOTS]! : 0;
    DOUBLES[wide + 11] = 0;
    tally[NEXT_TRADE_ID] = tally[NEXT_TRADE_ID]! + 1;
  }
}
