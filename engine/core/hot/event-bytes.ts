/**
 * Order events, from the event buffer straight to the bytes of an EventBatch: no object per event.
 *
 *   4a │ length │ 0d command index │ tag │ length │ 09 order id │ 15 account id │ …      one event
 *
 * The four kinds of every order are written here, field after field in the layout of events.proto;
 * the rare ones go through objects and event-codec.ts. Both write the same bytes (record-path.test.ts).
 */
import { EVENTS_FIELD } from '../../../proto/batch-codec.ts';
import { writeEvent } from '../../../proto/event-codec.ts';
import type { Event } from '../../../proto/messages.ts';
import type { Hash64 } from '../../../proto/units.ts';
import { WireWriter } from '../../../proto/wire-writer.ts';
import { clientOrderIdOf, eventOf } from '../event-objects.ts';
import type { EventBuffer, EventSink } from './event-buffer.ts';
import { EVENT_WORDS, EventByte, EventKind, EventWide, EventWord } from './event-layout.ts';
import { eventDoubles, eventInts } from './event-memory.ts';
import type { RecordReader } from './record-reader.ts';

// Local constants: see README.md, "constants".
const INTS = eventInts;
const DOUBLES = eventDoubles;
const RECORD_WORDS = EVENT_WORDS;
const EVENTS = EVENTS_FIELD;
const {
  orderAccepted: KIND_ACCEPTED,
  orderRested: KIND_RESTED,
  tradeExecuted: KIND_TRADE,
  orderDone: KIND_DONE,
} = EventKind;
const {
  side: SHIFT_SIDE,
  type: SHIFT_TYPE,
  timeInForce: SHIFT_TIME_IN_FORCE,
  postOnly: SHIFT_POST_ONLY,
  reason: SHIFT_REASON,
  flag: SHIFT_FLAG,
} = EventByte;
const {
  commandIndex: COMMAND_INDEX,
  priceTicks: PRICE_TICKS,
  accountId: ACCOUNT_ID,
  makerAccountId: MAKER_ACCOUNT_ID,
  takerLimitTicks: TAKER_LIMIT_TICKS,
  textAt: TEXT_AT,
  textBytes: TEXT_BYTES,
} = EventWord;
const {
  orderId: ORDER_ID,
  lots: LOTS,
  makerOrderId: MAKER_ORDER_ID,
  tradeId: TRADE_ID,
  makerFeeMinor: MAKER_FEE_MINOR,
  takerFeeMinor: TAKER_FEE_MINOR,
  makerRemainingLots: MAKER_REMAINING_LOTS,
  takerRemainingLots: TAKER_REMAINING_LOTS,
  money: MONEY,
  shownLots: SHOWN_LOTS,
} = EventWide;

const WRITER_BYTES = 256 * 1024;
const WRITER_KEPT_BYTES_MAX = 4 * 1024 * 1024;
/** A trade takes 103, an accepted order 56 and its text. */
const EVENT_BYTES_MAX = 128;
const HEAD_BYTES = 9;
const ACCEPTED_BYTES = 47;
const RESTED_BYTES = 30;
const TRADE_BYTES = 94;
const DONE_BYTES = 43;
const TWO_POW_MINUS_32 = 2 ** -32;

export class EventBytes implements EventSink {
  /** Of the last mark among the events. */
  stateHash: Hash64 | null = null;
  private writer = new WireWriter(WRITER_BYTES);
  private readonly reader: RecordReader;

  /** `reader` holds the record that the events come from: texts are copied from it. */
  constructor(reader: RecordReader) {
    this.reader = reader;
  }

  /** Of the next batch, at its very beginning. */
  begin(): WireWriter {
    // One huge batch does not hold memory for ever.
    if (this.writer.position > WRITER_KEPT_BYTES_MAX) this.writer = new WireWriter(WRITER_BYTES);
    this.writer.position = 0;
    this.stateHash = null;
    return this.writer;
  }

  take(events: EventBuffer, count: number): void {
    for (let at = 0, end = count * RECORD_WORDS; at < end; at += RECORD_WORDS) {
      const view = this.writer.room(EVENT_BYTES_MAX);
      const kind = INTS[at]! & 255;
      if (kind === KIND_TRADE) this.putTrade(view, at);
      else if (kind === KIND_ACCEPTED && INTS[at + TEXT_BYTES]! >= 0) {
        this.putAccepted(view, at);
      } else if (kind === KIND_RESTED) this.putRested(view, at);
      else if (kind === KIND_DONE && DOUBLES[(at >> 1) + SHOWN_LOTS] === 0) this.putDone(view, at);
      else this.putRare(events, at);
    }
  }

  tell(event: Event): void {
    if (event.kind === 'StateHashed') this.stateHash = event.stateHash;
    writeEvent(this.writer, EVENTS, event);
  }

  private putTrade(view: DataView, at: number): void {
    const start = this.writer.position;
    const to = putHead(view, start, at, KIND_TRADE, TRADE_BYTES);
    const wide = at >> 1;
    putWide(view, to, 0x09, wide + TRADE_ID);
    putWide(view, to + 9, 0x11, wide + MAKER_ORDER_ID);
    putWide(view, to + 18, 0x19, wide + ORDER_ID);
    putWord(view, to + 27, 0x25, INTS[at + MAKER_ACCOUNT_ID]!);
    putWord(view, to + 32, 0x2d, INTS[at + ACCOUNT_ID]!);
    putSmall(view, to + 37, 0x30, (INTS[at]! >>> SHIFT_SIDE) & 255);
    putWord(view, to + 39, 0x3d, INTS[at + PRICE_TICKS]!);
    putWide(view, to + 44, 0x41, wide + LOTS);
    putWide(view, to + 53, 0x49, wide + MAKER_FEE_MINOR);
    putWide(view, to + 62, 0x51, wide + TAKER_FEE_MINOR);
    putWide(view, to + 71, 0x59, wide + MAKER_REMAINING_LOTS);
    putWide(view, to + 80, 0x61, wide + TAKER_REMAINING_LOTS);
    putWord(view, to + 89, 0x6d, INTS[at + TAKER_LIMIT_TICKS]!);
    this.writer.position = to + TRADE_BYTES;
  }

  private putAccepted(view: DataView, at: number): void {
    const textBytes = INTS[at + TEXT_BYTES]!;
    const start = this.writer.position;
    const to = putHead(view, start, at, KIND_ACCEPTED, ACCEPTED_BYTES + textBytes);
    const wide = at >> 1;
    const head = INTS[at]!;
    putWide(view, to, 0x09, wide + ORDER_ID);
    putWord(view, to + 9, 0x15, INTS[at + ACCOUNT_ID]!);
    putSmall(view, to + 14, 0x18, (head >>> SHIFT_SIDE) & 255);
    putSmall(view, to + 16, 0x20, (head >>> SHIFT_TYPE) & 255);
    putSmall(view, to + 18, 0x28, (head >>> SHIFT_TIME_IN_FORCE) & 15);
    putSmall(view, to + 20, 0x30, (head >>> SHIFT_POST_ONLY) & 1);
    putWord(view, to + 22, 0x3d, INTS[at + PRICE_TICKS]!);
    putWide(view, to + 27, 0x41, wide + LOTS);
    putWide(view, to + 36, 0x49, wide + MONEY);
    putSmall(view, to + 45, 0x52, textBytes);
    const text = to + ACCEPTED_BYTES;
    const from = INTS[at + TEXT_AT]!;
    const { bytes } = this.reader;
    for (let index = 0; index < textBytes; index += 1) {
      view.setUint8(text + index, bytes[from + index]!);
    }
    this.writer.position = text + textBytes;
  }

  private putRested(view: DataView, at: number): void {
    const to = putHead(view, this.writer.position, at, KIND_RESTED, RESTED_BYTES);
    putWide(view, to, 0x09, (at >> 1) + ORDER_ID);
    putWord(view, to + 9, 0x15, INTS[at + ACCOUNT_ID]!);
    putSmall(view, to + 14, 0x18, (INTS[at]! >>> SHIFT_SIDE) & 255);
    putWord(view, to + 16, 0x25, INTS[at + PRICE_TICKS]!);
    putWide(view, to + 21, 0x29, (at >> 1) + LOTS);
    this.writer.position = to + RESTED_BYTES;
  }

  private putDone(view: DataView, at: number): void {
    const to = putHead(view, this.writer.position, at, KIND_DONE, DONE_BYTES);
    const head = INTS[at]!;
    putWide(view, to, 0x09, (at >> 1) + ORDER_ID);
    putWord(view, to + 9, 0x15, INTS[at + ACCOUNT_ID]!);
    putSmall(view, to + 14, 0x18, (head >>> SHIFT_SIDE) & 255);
    putSmall(view, to + 16, 0x20, (head >>> SHIFT_REASON) & 255);
    putSmall(view, to + 18, 0x28, (head >>> SHIFT_FLAG) & 1);
    putWord(view, to + 20, 0x35, INTS[at + PRICE_TICKS]!);
    putWide(view, to + 25, 0x39, (at >> 1) + LOTS);
    putWide(view, to + 34, 0x41, (at >> 1) + MONEY);
    this.writer.position = to + DONE_BYTES;
  }

  /** Refusals, amendments, and whatever has a text that is not plain ASCII. */
  private putRare(events: EventBuffer, at: number): void {
    const text = this.reader.clientOrderId(INTS[at + COMMAND_INDEX]!, clientOrderIdOf);
    writeEvent(this.writer, EVENTS, eventOf(events, at, text));
  }
}

/** The frames of an event and of its body, whose first byte is where this returns. */
function putHead(view: DataView, to: number, at: number, kind: number, bodyBytes: number): number {
  view.setUint16(to, 0x4a | ((bodyBytes + 7) << 8), true);
  putWord(view, to + 2, 0x0d, INTS[at + COMMAND_INDEX]!);
  view.setUint16(to + 7, (kind << 3) | 2 | (bodyBytes << 8), true);
  return to + HEAD_BYTES;
}

/** A fixed64 of the double at `index` of the event memory. */
function putWide(view: DataView, to: number, tag: number, index: number): void {
  const value = DOUBLES[index]!;
  view.setUint8(to, tag);
  view.setInt32(to + 1, value | 0, true);
  view.setInt32(to + 5, (value * TWO_POW_MINUS_32) | 0, true);
}

function putWord(view: DataView, to: number, tag: number, value: number): void {
  view.setUint8(to, tag);
  view.setInt32(to + 1, value, true);
}

/** A varint below 128. */
function putSmall(view: DataView, to: number, tag: number, value: number): void {
  view.setUint16(to, tag | (value << 8), true);
}
