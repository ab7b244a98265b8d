/** The events that the rules write; their positions are in event-layout.ts. */
import type { RejectReason } from '../../../proto/messages.ts';
import { Found } from '../book/book.ts';
import type { EventBuffer } from './event-buffer.ts';
import { EventByte, EventKind, EventWide, EventWord } from './event-layout.ts';
import { eventDoubles, eventInts } from './event-memory.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const INTS = eventInts;
const DOUBLES = eventDoubles;
const {
  amendRejected: KIND_AMEND_REJECTED,
  cancelRejected: KIND_CANCEL_REJECTED,
  ordersCanceled: KIND_ORDERS_CANCELED,
  orderAccepted: KIND_ORDER_ACCEPTED,
  orderAmended: KIND_ORDER_AMENDED,
  orderRejected: KIND_ORDER_REJECTED,
  orderTriggered: KIND_ORDER_TRIGGERED,
} = EventKind;
const {
  accountWord: ROW_ACCOUNT_WORD,
  postOnly: ROW_POST_ONLY,
  priceTicks: ROW_PRICE_TICKS,
  selfTradePrevention: ROW_SELF_TRADE_PREVENTION,
  side: ROW_SIDE,
  textAt: ROW_TEXT_AT,
  textBytes: ROW_TEXT_BYTES,
  timeInForce: ROW_TIME_IN_FORCE,
  triggerKind: ROW_TRIGGER_KIND,
  triggerTicks: ROW_TRIGGER_TICKS,
  type: ROW_TYPE,
} = Field;
const {
  flag: SHIFT_FLAG,
  postOnly: SHIFT_POST_ONLY,
  reason: SHIFT_REASON,
  selfTradePrevention: SHIFT_SELF_TRADE_PREVENTION,
  side: SHIFT_SIDE,
  timeInForce: SHIFT_TIME_IN_FORCE,
  type: SHIFT_TYPE,
} = EventByte;
const {
  accountId: EVENT_ACCOUNT_ID,
  priceTicks: EVENT_PRICE_TICKS,
  textAt: EVENT_TEXT_AT,
  textBytes: EVENT_TEXT_BYTES,
  triggerKind: EVENT_TRIGGER_KIND,
  triggerTicks: EVENT_TRIGGER_TICKS,
} = EventWord;
const {
  displayLots: ROW_DISPLAY_LOTS,
  goodTillUs: ROW_GOOD_TILL_US,
  orderId: ROW_ORDER_ID,
  quantityLots: ROW_QUANTITY_LOTS,
  quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR,
  textDigest: ROW_TEXT_DIGEST,
} = Wide;
const {
  goodTillUs: EVENT_GOOD_TILL_US,
  lots: EVENT_LOTS,
  money: EVENT_MONEY,
  orderId: EVENT_ORDER_ID,
  shownLots: EVENT_SHOWN_LOTS,
  textDigest: EVENT_TEXT_DIGEST,
} = EventWide;
const {
  displayLots: FOUND_DISPLAY_LOTS,
  priceTicks: FOUND_PRICE_TICKS,
  quantityLots: FOUND_QUANTITY_LOTS,
  remainingLots: FOUND_REMAINING_LOTS,
  shownLots: FOUND_SHOWN_LOTS,
  side: FOUND_SIDE,
} = Found;

export function writeAccepted(events: EventBuffer): void {
  writeWords(events, KIND_ORDER_ACCEPTED);
}

export function writeAcceptedWaiting(events: EventBuffer): void {
  writeTrigger(writeWords(events, KIND_ORDER_ACCEPTED));
}

/** The command is the one that waited; it has no text. */
export function writeTriggered(events: EventBuffer): void {
  writeTrigger(writeWords(events, KIND_ORDER_TRIGGERED));
}

function writeTrigger(at: number): void {
  INTS[at + EVENT_TRIGGER_TICKS] = ROW[ROW_TRIGGER_TICKS]!;
  INTS[at + EVENT_TRIGGER_KIND] = ROW[ROW_TRIGGER_KIND]!;
}

/** What the order asks for; no trigger. Returns where. */
function writeWords(events: EventBuffer, kind: number): number {
  const at = events.claim();
  const wide = at >> 1;
  INTS[at] =
    kind |
    (ROW[ROW_SIDE]! << SHIFT_SIDE) |
    (ROW[ROW_TYPE]! << SHIFT_TYPE) |
    (ROW[ROW_TIME_IN_FORCE]! << SHIFT_TIME_IN_FORCE) |
    (ROW[ROW_POST_ONLY]! << SHIFT_POST_ONLY) |
    (ROW[ROW_SELF_TRADE_PREVENTION]! << SHIFT_SELF_TRADE_PREVENTION);
  INTS[at + EVENT_PRICE_TICKS] = ROW[ROW_PRICE_TICKS]!;
  INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
  INTS[at + EVENT_TEXT_AT] = ROW[ROW_TEXT_AT]!;
  INTS[at + EVENT_TEXT_BYTES] = ROW[ROW_TEXT_BYTES]!;
  DOUBLES[wide + EVENT_ORDER_ID] = ROW_WIDE[ROW_ORDER_ID]!;
  DOUBLES[wide + EVENT_LOTS] = ROW_WIDE[ROW_QUANTITY_LOTS]!;
  // No order has both.
  DOUBLES[wide + EVENT_MONEY] = ROW_WIDE[ROW_QUOTE_BUDGET_MINOR]! + ROW_WIDE[ROW_DISPLAY_LOTS]!;
  DOUBLES[wide + EVENT_TEXT_DIGEST] = ROW_WIDE[ROW_TEXT_DIGEST]!;
  DOUBLES[wide + 6] = 0;
  DOUBLES[wide + EVENT_GOOD_TILL_US] = ROW_WIDE[ROW_GOOD_TILL_US]!;
  return at;
}

export function writeRejected(events: EventBuffer, reason: RejectReason): void {
  const at = refusal(events, KIND_ORDER_REJECTED, reason);
  const wide = at >> 1;
  INTS[at + EVENT_TEXT_AT] = ROW[ROW_TEXT_AT]!;
  INTS[at + EVENT_TEXT_BYTES] = ROW[ROW_TEXT_BYTES]!;
  DOUBLES[wide + 4] = 0;
  DOUBLES[wide + EVENT_TEXT_DIGEST] = ROW_WIDE[ROW_TEXT_DIGEST]!;
  DOUBLES[wide + 6] = 0;
  DOUBLES[wide + 7] = 0;
}

export function writeCancelRejected(events: EventBuffer, reason: RejectReason): void {
  refusal(events, KIND_CANCEL_REJECTED, reason);
}

/** `found`: the order as it stands, by the positions of `Found`; null when it is unknown. */
export function writeAmendRejected(
  events: EventBuffer,
  reason: RejectReason,
  found: Float64Array | null,
): void {
  const at = refusal(events, KIND_AMEND_REJECTED, reason);
  if (found === null) return;
  INTS[at + EVENT_PRICE_TICKS] = found[FOUND_PRICE_TICKS]!;
  DOUBLES[(at >> 1) + EVENT_LOTS] = found[FOUND_REMAINING_LOTS]!;
}

export function writeOrdersCanceled(events: EventBuffer, count: number): void {
  const at = events.claim();
  INTS[at] = KIND_ORDERS_CANCELED;
  INTS[at + EVENT_PRICE_TICKS] = count;
  INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
  DOUBLES[(at >> 1) + EVENT_ORDER_ID] = 0;
  DOUBLES[(at >> 1) + EVENT_LOTS] = 0;
}

/** The command holds the new price and total, `found` the order as it stood. */
export function writeAmended(events: EventBuffer, found: Float64Array, keptPriority: 0 | 1): void {
  const total = ROW_WIDE[ROW_QUANTITY_LOTS]!;
  const at = events.claim();
  const wide = at >> 1;
  INTS[at] = KIND_ORDER_AMENDED | (found[FOUND_SIDE]! << SHIFT_SIDE) | (keptPriority << SHIFT_FLAG);
  INTS[at + EVENT_PRICE_TICKS] = ROW[ROW_PRICE_TICKS]!;
  INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
  DOUBLES[wide + EVENT_ORDER_ID] = ROW_WIDE[ROW_ORDER_ID]!;
  DOUBLES[wide + EVENT_LOTS] = total;
  DOUBLES[wide + EVENT_MONEY] =
    total - (found[FOUND_QUANTITY_LOTS]! - found[FOUND_REMAINING_LOTS]!);
  DOUBLES[wide + EVENT_SHOWN_LOTS] = shownAfter(found, DOUBLES[wide + EVENT_MONEY]!, keptPriority);
  DOUBLES[wide + 6] = 0;
  DOUBLES[wide + 7] = 0;
}

/** Of an iceberg with `remaining` lots after its amend; 0: it is none. */
function shownAfter(found: Float64Array, remaining: number, keptPriority: 0 | 1): number {
  const most = keptPriority === 1 ? found[FOUND_SHOWN_LOTS]! : found[FOUND_DISPLAY_LOTS]!;
  return Math.min(most, remaining);
}

/** Block 1 of an event that refuses; price and lots 0. */
function refusal(events: EventBuffer, kind: number, reason: RejectReason): number {
  const at = events.claim();
  INTS[at] = kind | (reason << SHIFT_REASON);
  INTS[at + EVENT_PRICE_TICKS] = 0;
  INTS[at + EVENT_ACCOUNT_ID] = ROW[ROW_ACCOUNT_WORD]!;
  DOUBLES[(at >> 1) + EVENT_ORDER_ID] = ROW_WIDE[ROW_ORDER_ID]!;
  DOUBLES[(at >> 1) + EVENT_LOTS] = 0;
  return at;
}
