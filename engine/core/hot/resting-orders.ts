/**
 * The orders that rest, in the three ways one looks for them: by price and time, by id, by account.
 * Appending and taking out keep all three; both are O(1) (a level far outside the window: O(far levels)).
 */
import { Taker, Tally, takerAmounts } from './fast-book-events.ts';
import { ICEBERG_SIGN } from './icebergs.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';
import { OrderIndex } from './order-index.ts';
import { SlotWide, SlotWord } from './order-slots.ts';
import { LevelWide, LevelWord, PriceLevels, type PriceLevelsOptions } from './price-levels.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const TAKER = takerAmounts;
const {
  displayLots: ROW_DISPLAY_LOTS,
  orderId: ROW_ORDER_ID,
  quantityLots: ROW_QUANTITY_LOTS,
} = Wide;
const {
  orderId: SLOT_ORDER_ID,
  priority: SLOT_PRIORITY,
  quantity: SLOT_QUANTITY,
  remaining: SLOT_REMAINING,
} = SlotWide;
const { greatestId: GREATEST_ID, nextPriority: NEXT_PRIORITY, nextTradeId: NEXT_TRADE_ID } = Tally;
const { lots: TAKER_LOTS } = Taker;
const {
  feeSide: SLOT_FEE_SIDE,
  level: SLOT_LEVEL,
  next: SLOT_NEXT,
  previous: SLOT_PREVIOUS,
  price: SLOT_PRICE,
} = SlotWord;
const { makerFeePpm: ROW_MAKER_FEE_PPM, priceTicks: ROW_PRICE_TICKS, side: ROW_SIDE } = Field;
const { head: LEVEL_HEAD, tail: LEVEL_TAIL } = LevelWord;
const { total: LEVEL_TOTAL } = LevelWide;

export class RestingOrders extends PriceLevels {
  readonly index: OrderIndex;
  /** By the positions of `Tally`. */
  readonly tally = new Float64Array(16);
  /** By the positions of `Traded` (book/book.ts). */
  readonly tradedTicks = new Int32Array(32);

  constructor(options: PriceLevelsOptions) {
    super(options);
    this.index = new OrderIndex({ ordersMax: options.maxRestingOrders, ids: this.slotDoubles });
    this.tally[NEXT_TRADE_ID] = 1;
    this.tally[NEXT_PRIORITY] = 1;
  }

  /** Of the order with the id of the command; 0: it does not rest. */
  slotOf(): number {
    return this.index.find(ROW_WIDE, ROW_ORDER_ID);
  }

  /** The command's order, with `TAKER[lots]` remaining; uses a priority up. */
  append(): void {
    const { tally } = this;
    const slot = this.allocateSlot();
    const { slotInts: ints, slotDoubles: doubles } = this;
    const orderId = ROW_WIDE[ROW_ORDER_ID]!;
    doubles[(slot << 3) + SLOT_ORDER_ID] = orderId;
    doubles[(slot << 3) + SLOT_QUANTITY] = ROW_WIDE[ROW_QUANTITY_LOTS]!;
    doubles[(slot << 3) + SLOT_REMAINING] = TAKER[TAKER_LOTS]!;
    doubles[(slot << 3) + SLOT_PRIORITY] = tally[NEXT_PRIORITY]!;
    ints[(slot << 4) + SLOT_PRICE] = ROW[ROW_PRICE_TICKS]!;
    ints[(slot << 4) + SLOT_FEE_SIDE] = (ROW[ROW_MAKER_FEE_PPM]! << 1) + ROW[ROW_SIDE]! - 1;
    if (ROW_WIDE[ROW_DISPLAY_LOTS] !== 0) this.showPart(slot, ROW_WIDE[ROW_DISPLAY_LOTS]!);
    tally[NEXT_PRIORITY] = tally[NEXT_PRIORITY]! + 1;
    if (orderId > tally[GREATEST_ID]!) tally[GREATEST_ID] = orderId;
    this.appendToLevel(slot);
    this.appendToAccount(slot);
    this.index.insert(slot);
  }

  /** Last in the level of its side and price. */
  appendToLevel(slot: number): void {
    const { slotInts: ints, slotDoubles: doubles } = this;
    const level = this.openLevel(
      ints[(slot << 4) + SLOT_FEE_SIDE]! & 1,
      ints[(slot << 4) + SLOT_PRICE]!,
    );
    const { levelInts, levelDoubles } = this;
    const tail = levelInts[(level << 2) + LEVEL_TAIL]!;
    ints[(slot << 4) + SLOT_NEXT] = 0;
    ints[(slot << 4) + SLOT_PREVIOUS] = tail;
    ints[(slot << 4) + SLOT_LEVEL] = level;
    if (tail === 0) levelInts[(level << 2) + LEVEL_HEAD] = slot;
    else ints[(tail << 4) + SLOT_NEXT] = slot;
    levelInts[(level << 2) + LEVEL_TAIL] = slot;
    levelDoubles[(level << 1) + LEVEL_TOTAL] =
      levelDoubles[(level << 1) + LEVEL_TOTAL]! + doubles[(slot << 3) + SLOT_REMAINING]!;
  }

  takeOut(slot: number): void {
    const { levelInts, levelDoubles, slotInts: ints, slotDoubles: doubles } = this;
    const level = ints[(slot << 4) + SLOT_LEVEL]!;
    const next = ints[(slot << 4) + SLOT_NEXT]!;
    const previous = ints[(slot << 4) + SLOT_PREVIOUS]!;
    if ((next | previous) === 0) {
      this.closeLevel(
        ints[(slot << 4) + SLOT_FEE_SIDE]! & 1,
        ints[(slot << 4) + SLOT_PRICE]!,
        level,
      );
    } else {
      if (previous === 0) levelInts[(level << 2) + LEVEL_HEAD] = next;
      else ints[(previous << 4) + SLOT_NEXT] = next;
      if (next === 0) levelInts[(level << 2) + LEVEL_TAIL] = previous;
      else ints[(next << 4) + SLOT_PREVIOUS] = previous;
      const total = (level << 1) + LEVEL_TOTAL;
      levelDoubles[total] = levelDoubles[total]! - doubles[(slot << 3) + SLOT_REMAINING]!;
    }
    this.forget(slot);
  }

  /** The order in `slot` is one that shows so many lots at a time. */
  showPart(slot: number, display: number): void {
    const { slotInts: ints } = this;
    ints[(slot << 4) + SLOT_FEE_SIDE] = ints[(slot << 4) + SLOT_FEE_SIDE]! | ICEBERG_SIGN;
    this.addIceberg(slot, display);
  }

  /**
   * `lots` that the iceberg in `slot`, first of its level, showed are used up. Returns whether it showed no
   * more than these: it shows its next part then, last of its level, with a priority of its own.
   */
  useShown(slot: number, lots: number): boolean {
    const { slotDoubles: doubles, tally } = this;
    const shown = this.shownOf(slot) - lots;
    this.show(slot, shown);
    if (shown > 0) return false;
    this.replenish(slot, doubles[(slot << 3) + SLOT_REMAINING]!);
    doubles[(slot << 3) + SLOT_PRIORITY] = tally[NEXT_PRIORITY]!;
    tally[NEXT_PRIORITY] = tally[NEXT_PRIORITY]! + 1;
    this.toEndOfLevel(slot);
    this.toEndOfAccount(slot);
    return true;
  }

  /** It has less than before. */
  shrinkShown(slot: number): void {
    if (this.slotInts[(slot << 4) + SLOT_FEE_SIDE]! >= 0) return;
    const remaining = this.slotDoubles[(slot << 3) + SLOT_REMAINING]!;
    this.show(slot, Math.min(this.shownOf(slot), remaining));
  }

  /** From the head. */
  private toEndOfLevel(slot: number): void {
    const { levelInts, slotInts: ints } = this;
    const level = ints[(slot << 4) + SLOT_LEVEL]!;
    const next = ints[(slot << 4) + SLOT_NEXT]!;
    if (next === 0) return;
    const tail = levelInts[(level << 2) + LEVEL_TAIL]!;
    levelInts[(level << 2) + LEVEL_HEAD] = next;
    ints[(next << 4) + SLOT_PREVIOUS] = 0;
    ints[(tail << 4) + SLOT_NEXT] = slot;
    ints[(slot << 4) + SLOT_PREVIOUS] = tail;
    ints[(slot << 4) + SLOT_NEXT] = 0;
    levelInts[(level << 2) + LEVEL_TAIL] = slot;
  }

  /** By id and by account; its level does not know it any more. The slot may be given anew. */
  forget(slot: number): void {
    this.removeFromAccount(slot);
    this.index.remove(slot);
    this.releaseSlot(slot);
  }
}
