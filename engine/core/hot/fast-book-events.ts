/** The events of a fast book about single orders; their positions are in event-layout.ts. */
import type { DoneReason } from '../../../proto/messages.ts';
import type { EventBuffer } from './event-buffer.ts';
import { EventByte, EventKind, EventWide, EventWord } from './event-layout.ts';
import { eventDoubles, eventInts } from './event-memory.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';
import { SlotWide, SlotWord } from './order-slots.ts';

/** What a book counts; in a typed array, because fields that hold doubles would be boxed. */
export const Tally = {
  nextTradeId: 0,
  nextPriority: 1,
  /** No order with a greater id ever rested: such an id need not be looked for. */
  greatestId: 2,
} as const;

/** What the taker at hand still wants. */
export const Taker = {
  lots: 0,
  budget: 1,
  /** Of the trade at hand, and what the maker has left after it. */
  tradedLots: 2,
  makerLots: 3,
} as const;

/** By the positions of `Taker`. One for all books, as the row of the command is. Not below 64 bytes: such are moved. */
export const takerAmounts = new Float64Array(16);

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const TAKER = takerAmounts;
const INTS = eventInts;
const DOUBLES = eventDoubles;
const {
  icebergRested: KIND_ICEBERG_RESTED,
  orderDone: KIND_ORDER_DONE,
  orderReplenished: KIND_ORDER_REPLENISHED,
  orderRested: KIND_ORDER_RESTED,
  tradePrevented: KIND_TRADE_PREVENTED,
} = EventKind;
const { accountWord: ROW_ACCOUNT_WORD, priceTicks: ROW_PRICE_TICKS, side: ROW_SIDE } = Field;
const { flag: SHIFT_FLAG, reason: SHIFT_REASON, side: SHIFT_SIDE } = EventByte;
const {
  accountId: EVENT_ACCOUNT_ID,
  makerAccountId: EVENT_MAKER_ACCOUNT_ID,
  priceTicks: EVENT_PRICE_TICKS,
  takerLimitTicks: EVENT_TAKER_LIMIT_TICKS,
} = EventWord;
const {
  displayLots: ROW_DISPLAY_LOTS,
  orderId: ROW_ORDER_ID,
  quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR,
} = Wide;
const {
  lots: EVENT_LOTS,
  makerOrderId: EVENT_MAKER_ORDER_ID,
  makerRemainingLots: EVENT_MAKER_REMAINING_LOTS,
  money: EVENT_MONEY,
  orderId: EVENT_ORDER_ID,
  shownLots: EVENT_SHOWN_LOTS,
  takerRemainingLots: EVENT_TAKER_REMAINING_LOTS,
} = EventWide;
const { budget: TAKER_BUDGET, lots: TAKER_LOTS, tradedLots: TRADED_LOTS } = Taker;
const { account: SLOT_ACCOUNT, feeSide: SLOT_FEE_SIDE, price: SLOT_PRICE } = SlotWord;
const { orderId: SLOT_ORDER_ID, remaining: SLOT_REMAINING } = SlotWide;

/** The remainder of a command, `TAKER[lots]`, rests. */
export function writeRested(events: EventBuffer): void {
  const at = events.claim();
  INTS[at] = KIND_ORDER_RESTED | (ROW[ROW_SIDE]! << SHIFT_SIDE);
  INTS[at + EVENT_PRICE_TICKS] = ROW[ROW_PRICE_TICKS]!;
  INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
  DOUBLES[(at >> 1) + EVENT_ORDER_ID] = ROW_WIDE[ROW_ORDER_ID]!;
  DOUBLES[(at >> 1) + EVENT_LOTS] = TAKER[TAKER_LOTS]!;
  if (ROW_WIDE[ROW_DISPLAY_LOTS] !== 0) addDisplay(at, ROW_WIDE[ROW_DISPLAY_LOTS]!);
}

/** To an event that an order rests. */
function addDisplay(at: number, display: number): void {
  const wide = at >> 1;
  INTS[at] = INTS[at]! - KIND_ORDER_RESTED + KIND_ICEBERG_RESTED;
  DOUBLES[wide + EVENT_MONEY] = display;
  DOUBLES[wide + 5] = 0;
  DOUBLES[wide + 6] = 0;
  DOUBLES[wide + 7] = 0;
}

/** The order in `slot` shows its next part. */
export function writeReplenished(events: EventBuffer, resting: Ended, slot: number): void {
  const { slotInts: slots, slotDoubles: amounts } = resting;
  const at = events.claim();
  const wide = at >> 1;
  const side = (slots[(slot << 4) + SLOT_FEE_SIDE]! & 1) + 1;
  INTS[at] = KIND_ORDER_REPLENISHED | (side << SHIFT_SIDE);
  INTS[at + EVENT_PRICE_TICKS] = slots[(slot << 4) + SLOT_PRICE]!;
  INTS[at + EVENT_ACCOUNT_ID] = resting.accountWordOf(slots[(slot << 4) + SLOT_ACCOUNT]!);
  DOUBLES[wide + EVENT_ORDER_ID] = amounts[(slot << 3) + SLOT_ORDER_ID]!;
  DOUBLES[wide + EVENT_LOTS] = amounts[(slot << 3) + SLOT_REMAINING]!;
  DOUBLES[wide + EVENT_MONEY] = 0;
  DOUBLES[wide + EVENT_SHOWN_LOTS] = resting.shownOf(slot);
  DOUBLES[wide + 6] = 0;
  DOUBLES[wide + 7] = 0;
}

/** An order that came and ends with something left, or by its budget. */
export function writeTakerDone(events: EventBuffer, reason: DoneReason): void {
  const at = events.claim();
  const wide = at >> 1;
  INTS[at] = KIND_ORDER_DONE | (ROW[ROW_SIDE]! << SHIFT_SIDE) | (reason << SHIFT_REASON);
  INTS[at + EVENT_PRICE_TICKS] = ROW[ROW_PRICE_TICKS]!;
  INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
  DOUBLES[wide + EVENT_ORDER_ID] = ROW_WIDE[ROW_ORDER_ID]!;
  DOUBLES[wide + EVENT_LOTS] = TAKER[TAKER_LOTS]!;
  DOUBLES[wide + EVENT_MONEY] = TAKER[TAKER_BUDGET]!;
  // What it would have shown; 0, as ever, of an order that would have shown all of itself.
  DOUBLES[wide + EVENT_SHOWN_LOTS] = Math.min(ROW_WIDE[ROW_DISPLAY_LOTS]!, TAKER[TAKER_LOTS]!);
}

/** Of the orders that rest, what an event of one says. */
interface Ended {
  readonly slotInts: Int32Array;
  readonly slotDoubles: Float64Array;
  accountWordOf(number: number): number;
  shownOf(slot: number): number;
}

/** The order in `slot` ends as it rests. */
export function writeRestingDone(
  events: EventBuffer,
  resting: Ended,
  slot: number,
  reason: DoneReason,
): void {
  const { slotInts: slots, slotDoubles: amounts } = resting;
  const at = events.claim();
  const wide = at >> 1;
  INTS[at] =
    KIND_ORDER_DONE |
    (((slots[(slot << 4) + SLOT_FEE_SIDE]! & 1) + 1) << SHIFT_SIDE) |
    (reason << SHIFT_REASON) |
    (1 << SHIFT_FLAG);
  INTS[at + EVENT_PRICE_TICKS] = slots[(slot << 4) + SLOT_PRICE]!;
  INTS[at + EVENT_ACCOUNT_ID] = resting.accountWordOf(slots[(slot << 4) + SLOT_ACCOUNT]!);
  DOUBLES[wide + EVENT_ORDER_ID] = amounts[(slot << 3) + SLOT_ORDER_ID]!;
  DOUBLES[wide + EVENT_LOTS] = amounts[(slot << 3) + SLOT_REMAINING]!;
  DOUBLES[wide + EVENT_MONEY] = 0;
  DOUBLES[wide + EVENT_SHOWN_LOTS] =
    slots[(slot << 4) + SLOT_FEE_SIDE]! < 0 ? resting.shownOf(slot) : 0;
}

/** The taker and its account's order in `slot` lost `TAKER[tradedLots]` each. */
export function writePrevented(events: EventBuffer, resting: Ended, slot: number): void {
  const { slotInts: slots, slotDoubles: amounts } = resting;
  const isIceberg = slots[(slot << 4) + SLOT_FEE_SIDE]! < 0;
  const byQuantity = ROW_WIDE[ROW_QUOTE_BUDGET_MINOR] === 0;
  const at = events.claim();
  const wide = at >> 1;
  INTS[at] =
    KIND_TRADE_PREVENTED | (ROW[ROW_SIDE]! << SHIFT_SIDE) | ((isIceberg ? 1 : 0) << SHIFT_FLAG);
  INTS[at + EVENT_PRICE_TICKS] = slots[(slot << 4) + SLOT_PRICE]!;
  INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
  INTS[at + EVENT_MAKER_ACCOUNT_ID] = 0;
  INTS[at + EVENT_TAKER_LIMIT_TICKS] = byQuantity ? ROW[ROW_PRICE_TICKS]! : 0;
  DOUBLES[wide + EVENT_ORDER_ID] = ROW_WIDE[ROW_ORDER_ID]!;
  DOUBLES[wide + EVENT_LOTS] = TAKER[TRADED_LOTS]!;
  DOUBLES[wide + EVENT_MAKER_ORDER_ID] = amounts[(slot << 3) + SLOT_ORDER_ID]!;
  DOUBLES[wide + EVENT_SHOWN_LOTS] = isIceberg ? resting.shownOf(slot) : 0;
  DOUBLES[wide + 6] = 0;
  DOUBLES[wide + 7] = 0;
  DOUBLES[wide + EVENT_MAKER_REMAINING_LOTS] = amounts[(slot << 3) + SLOT_REMAINING]!;
  DOUBLES[wide + EVENT_TAKER_REMAINING_LOTS] = byQuantity ? TAKER[TAKER_LOTS]! : 0;
  DOUBLES[wide + 11] = 0;
}
