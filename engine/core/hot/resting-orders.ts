/**
 * The orders that rest, in the three ways one looks for them: by price and time, by id, by account.
 * Appending and taking out keep all three; both are O(1) (a level far outside the window: O(far levels)).
 */
import { AccountOrders } from './account-orders.ts';
import { Tally } from './fast-book-events.ts';
import { KeyIndex } from './key-index.ts';
import { Field, type OrderCommand, Wide } from './order-command.ts';
import { OrderSlots, SlotWide, SlotWord } from './order-slots.ts';
import { LevelWide, LevelWord, PriceLevels, type PriceLevelsOptions } from './price-levels.ts';

// Local constants: see README.md, "constants".
const { accountId: ROW_ACCOUNT_ID, orderId: ROW_ORDER_ID, quantityLots: ROW_QUANTITY_LOTS } = Wide;
const {
  orderId: SLOT_ORDER_ID,
  priority: SLOT_PRIORITY,
  quantity: SLOT_QUANTITY,
  remaining: SLOT_REMAINING,
} = SlotWide;
const { greatestId: GREATEST_ID, nextPriority: NEXT_PRIORITY, takerLots: TAKER_LOTS } = Tally;
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

export interface RestingOrdersOptions extends PriceLevelsOptions {
  readonly maxRestingOrders: number;
}

export class RestingOrders {
  readonly slots: OrderSlots;
  readonly index = new KeyIndex(3);
  readonly accounts = new AccountOrders();
  readonly levels: PriceLevels;
  readonly tally = Float64Array.of(1, 1, 0, 0, 0, 0, 0);
  /** By the positions of `Traded` (book/book.ts). */
  readonly tradedTicks = new Int32Array(2);

  constructor(options: RestingOrdersOptions) {
    this.slots = new OrderSlots(options.maxRestingOrders);
    this.levels = new PriceLevels(options);
  }

  /** Of the order with the id of the command; 0: it does not rest. */
  slotOf(command: OrderCommand): number {
    return this.index.find(command.doubles, ROW_ORDER_ID, this.slots.doubles);
  }

  /** The command's order, with `tally[takerLots]` remaining; uses a priority up. */
  append(command: OrderCommand): void {
    const { slots, tally } = this;
    const order = command.ints;
    const amounts = command.doubles;
    const slot = slots.allocate();
    const { ints, doubles } = slots;
    const orderId = amounts[ROW_ORDER_ID]!;
    doubles[(slot << 3) + SLOT_ORDER_ID] = orderId;
    doubles[(slot << 3) + SLOT_QUANTITY] = amounts[ROW_QUANTITY_LOTS]!;
    doubles[(slot << 3) + SLOT_REMAINING] = tally[TAKER_LOTS]!;
    doubles[(slot << 3) + SLOT_PRIORITY] = tally[NEXT_PRIORITY]!;
    ints[(slot << 4) + SLOT_PRICE] = order[ROW_PRICE_TICKS]!;
    ints[(slot << 4) + SLOT_FEE_SIDE] = (order[ROW_MAKER_FEE_PPM]! << 1) + order[ROW_SIDE]! - 1;
    tally[NEXT_PRIORITY] = tally[NEXT_PRIORITY]! + 1;
    if (orderId > tally[GREATEST_ID]!) tally[GREATEST_ID] = orderId;
    this.appendToLevel(slot);
    this.accounts.append(ints, slot, amounts, ROW_ACCOUNT_ID);
    this.index.insert(amounts, ROW_ORDER_ID, slot);
  }

  /** Last in the level of its side and price. */
  appendToLevel(slot: number): void {
    const { levels } = this;
    const { ints, doubles } = this.slots;
    const level = levels.open(
      ints[(slot << 4) + SLOT_FEE_SIDE]! & 1,
      ints[(slot << 4) + SLOT_PRICE]!,
    );
    const levelInts = levels.ints;
    const levelDoubles = levels.doubles;
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
    const { levels } = this;
    const { ints, doubles } = this.slots;
    const levelInts = levels.ints;
    const level = ints[(slot << 4) + SLOT_LEVEL]!;
    const next = ints[(slot << 4) + SLOT_NEXT]!;
    const previous = ints[(slot << 4) + SLOT_PREVIOUS]!;
    if (previous === 0) levelInts[(level << 2) + LEVEL_HEAD] = next;
    else ints[(previous << 4) + SLOT_NEXT] = next;
    if (next === 0) levelInts[(level << 2) + LEVEL_TAIL] = previous;
    else ints[(next << 4) + SLOT_PREVIOUS] = previous;
    if ((next | previous) === 0) {
      levels.close(ints[(slot << 4) + SLOT_FEE_SIDE]! & 1, ints[(slot << 4) + SLOT_PRICE]!, level);
    } else {
      const total = (level << 1) + LEVEL_TOTAL;
      levels.doubles[total] = levels.doubles[total]! - doubles[(slot << 3) + SLOT_REMAINING]!;
    }
    this.forget(slot);
  }

  /** By id and by account; its level does not know it any more. The slot may be given anew. */
  forget(slot: number): void {
    const { slots } = this;
    this.accounts.remove(slots.ints, slot);
    this.index.remove(slots.doubles, (slot << 3) + SLOT_ORDER_ID, slot);
    slots.release(slot);
  }
}
