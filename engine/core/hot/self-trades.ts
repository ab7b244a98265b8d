/**
 * What a taker may not do: trade with an order of its own account, when it asks for that.
 *
 *   best level ─▶ │ other │ other │ own │ other │ …      the taker sweeps up to its own order
 *                                   ▲
 *                    EXPIRE_TAKER   the taker ends here
 *                    EXPIRE_MAKER   the own order ends, the taker goes on
 *                    EXPIRE_BOTH    the own order ends, then the taker
 *                    DECREMENT      both lose what they would trade, and who has nothing left ends
 *
 * Whoever ends here ends as EXPIRED_IN_MATCH. Takers without a mode never come here. docs/adr/0020.
 */
import { DoneReason, SelfTradePrevention } from '../../../proto/messages.ts';
import type { EventBuffer } from './event-buffer.ts';
import {
  Taker,
  takerAmounts,
  writePrevented,
  writeReplenished,
  writeRestingDone,
} from './fast-book-events.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';
import { SlotWide, SlotWord } from './order-slots.ts';
import { Absent, LevelWide, LevelWord } from './price-levels.ts';
import type { RestingOrders } from './resting-orders.ts';
import { isAsGood } from './side-prices.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const TAKER = takerAmounts;
const {
  priceTicks: ROW_PRICE_TICKS,
  selfTradePrevention: ROW_SELF_TRADE_PREVENTION,
  side: ROW_SIDE,
} = Field;
const { accountId: ROW_ACCOUNT_ID, quantityLots: ROW_QUANTITY_LOTS } = Wide;
const {
  account: SLOT_ACCOUNT,
  accountNext: SLOT_ACCOUNT_NEXT,
  feeSide: SLOT_FEE_SIDE,
  level: SLOT_LEVEL,
  next: SLOT_NEXT,
  previous: SLOT_PREVIOUS,
  price: SLOT_PRICE,
} = SlotWord;
const { remaining: SLOT_REMAINING } = SlotWide;
const { lots: TAKER_LOTS, tradedLots: TRADED_LOTS } = Taker;
const { head: LEVEL_HEAD } = LevelWord;
const { total: LEVEL_TOTAL } = LevelWide;
const { price: NO_PRICE } = Absent;
const {
  expireTaker: EXPIRE_TAKER,
  expireMaker: EXPIRE_MAKER,
  decrement: DECREMENT,
} = SelfTradePrevention;
const { expiredInMatch: EXPIRED_IN_MATCH } = DoneReason;

export class SelfTrades {
  private readonly events: EventBuffer;
  private readonly resting: RestingOrders;
  /** Number of the taker's account. */
  private account = 0;

  constructor(options: { readonly events: EventBuffer; readonly resting: RestingOrders }) {
    this.events = options.events;
    this.resting = options.resting;
  }

  /** Whether orders of the taker's account rest at all. Asked first, for every taker that has a mode. */
  concern(): boolean {
    const { resting } = this;
    this.account = resting.accountNumberOf(ROW_WIDE, ROW_ACCOUNT_ID);
    return resting.firstOfNumber(this.account) !== 0;
  }

  /** Of the level: the first order of the taker's account among the next `TAKER[lots]`; 0: none. */
  firstOwn(level: number): number {
    const { levelInts, slotInts: ints } = this.resting;
    let wanted = TAKER[TAKER_LOTS]!;
    let slot = levelInts[(level << 2) + LEVEL_HEAD]!;
    while (slot !== 0 && wanted > 0) {
      if (ints[(slot << 4) + SLOT_ACCOUNT] === this.account) return slot;
      wanted -= this.offeredBy(slot);
      slot = ints[(slot << 4) + SLOT_NEXT]!;
    }
    return 0;
  }

  /** The taker meets its account's own order in `slot`. Returns whether the taker ends. */
  prevent(slot: number): boolean {
    const mode = ROW[ROW_SELF_TRADE_PREVENTION]!;
    if (mode === DECREMENT) return this.decrement(slot);
    if (mode !== EXPIRE_TAKER) {
      writeRestingDone(this.events, this.resting, slot, EXPIRED_IN_MATCH);
      this.resting.takeOut(slot);
    }
    return mode !== EXPIRE_MAKER;
  }

  /** Both lose what they would trade. Returns whether the taker has nothing left. */
  private decrement(slot: number): boolean {
    const { levelDoubles, slotInts: ints, slotDoubles: doubles } = this.resting;
    const offered = this.offeredBy(slot);
    const lots = Math.min(TAKER[TAKER_LOTS]!, offered);
    TAKER[TAKER_LOTS] = TAKER[TAKER_LOTS]! - lots;
    TAKER[TRADED_LOTS] = lots;
    doubles[(slot << 3) + SLOT_REMAINING] = doubles[(slot << 3) + SLOT_REMAINING]! - lots;
    const total = (ints[(slot << 4) + SLOT_LEVEL]! << 1) + LEVEL_TOTAL;
    levelDoubles[total] = levelDoubles[total]! - lots;
    const isIceberg = ints[(slot << 4) + SLOT_FEE_SIDE]! < 0;
    if (isIceberg) this.resting.show(slot, offered - lots);
    writePrevented(this.events, this.resting, slot);
    if (doubles[(slot << 3) + SLOT_REMAINING] === 0) {
      writeRestingDone(this.events, this.resting, slot, EXPIRED_IN_MATCH);
      this.resting.takeOut(slot);
    } else if (isIceberg && this.resting.useShown(slot, 0)) {
      writeReplenished(this.events, this.resting, slot);
    }
    return TAKER[TAKER_LOTS] === 0;
  }

  /** What a taker may take of the order in `slot` before the next one's turn. */
  private offeredBy(slot: number): number {
    const { resting } = this;
    const isIceberg = resting.slotInts[(slot << 4) + SLOT_FEE_SIDE]! < 0;
    return isIceberg ? resting.shownOf(slot) : resting.slotDoubles[(slot << 3) + SLOT_REMAINING]!;
  }

  /**
   * Whether a fill-or-kill taker finds all it wants with others: own orders that it would expire are not
   * there, and what stands behind one that ends the taker is out of its reach.
   * O(levels within its limit + orders of its account + orders before an own one in one level).
   */
  canFill(): boolean {
    const { resting } = this;
    const side = 2 - ROW[ROW_SIDE]!;
    const limit = ROW[ROW_PRICE_TICKS]!;
    const passesOwn = ROW[ROW_SELF_TRADE_PREVENTION] === EXPIRE_MAKER;
    const end = passesOwn ? 0 : this.bestOwn(side, limit);
    const endPrice = end === 0 ? NO_PRICE : resting.slotInts[(end << 4) + SLOT_PRICE]!;
    let wanted = ROW_WIDE[ROW_QUANTITY_LOTS]!;
    if (passesOwn) wanted += this.ownLots(side, limit);
    let price = resting.bestPrice[side]!;
    while (price !== NO_PRICE && isAsGood(side, price, limit)) {
      if (price === endPrice) return wanted <= this.lotsBefore(end);
      wanted -= resting.levelDoubles[(resting.levelAt(side, price) << 1) + LEVEL_TOTAL]!;
      if (wanted <= 0) return true;
      price = resting.nextWorsePrice(side, price);
    }
    return false;
  }

  private ownLots(side: number, limit: number): number {
    const { slotInts: ints, slotDoubles: doubles } = this.resting;
    let lots = 0;
    let slot = this.resting.firstOfNumber(this.account);
    while (slot !== 0) {
      const isOther = (ints[(slot << 4) + SLOT_FEE_SIDE]! & 1) === side;
      if (isOther && isAsGood(side, ints[(slot << 4) + SLOT_PRICE]!, limit)) {
        lots += doubles[(slot << 3) + SLOT_REMAINING]!;
      }
      slot = ints[(slot << 4) + SLOT_ACCOUNT_NEXT]!;
    }
    return lots;
  }

  /** The own order that the taker would meet first; 0: none within its limit. */
  private bestOwn(side: number, limit: number): number {
    const { slotInts: ints } = this.resting;
    let best = 0;
    let bestPrice = limit;
    let slot = this.resting.firstOfNumber(this.account);
    while (slot !== 0) {
      const price = ints[(slot << 4) + SLOT_PRICE]!;
      const isOther = (ints[(slot << 4) + SLOT_FEE_SIDE]! & 1) === side;
      // They come in order of entry: at one price the first of them stands first.
      if (isOther && isAsGood(side, price, bestPrice) && (best === 0 || price !== bestPrice)) {
        best = slot;
        bestPrice = price;
      }
      slot = ints[(slot << 4) + SLOT_ACCOUNT_NEXT]!;
    }
    return best;
  }

  /** Of its level: what they show, for each next part comes behind it. */
  private lotsBefore(slot: number): number {
    const { slotInts: ints } = this.resting;
    let lots = 0;
    let before = ints[(slot << 4) + SLOT_PREVIOUS]!;
    while (before !== 0) {
      lots += this.offeredBy(before);
      before = ints[(before << 4) + SLOT_PREVIOUS]!;
    }
    return lots;
  }
}
