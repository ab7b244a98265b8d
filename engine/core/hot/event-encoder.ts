/**
 * Order events as they stand in the event memory, to the bytes of an EventBatch behind them. One WebAssembly function,
 * put together from the layout of each kind:
 *
 *   4a │ length │ 0d command index │ tag │ length │ 09 order id │ 15 account id │ …      one event
 *
 * The four kinds of every order are in here, field after field as in events.proto. It stops before an event of
 * another kind, or one that has more than the fields below: such are rare and go through objects (event-bytes.ts).
 * In JavaScript, every store into a DataView was checked against its length, and this took a third of the time from
 * bytes to bytes (docs/adr/0037).
 */
import { wasm, wasmFunction } from '../../../proto/wasm-function.ts';
import { EVENT_WORDS, EventByte, EventKind, EventWide, EventWord } from './event-layout.ts';
import { ENCODED_AT, ENCODED_BYTES, ENCODER_CELLS_AT, eventMemory } from './event-memory.ts';

/** An event in bytes, in the order of its fields. */
export const encodedEvents = new Uint8Array(eventMemory.buffer, ENCODED_AT, ENCODED_BYTES);
export const encoderCells = new Int32Array(eventMemory.buffer, ENCODER_CELLS_AT, 4);
export const EncoderCell = {
  /** In: where the events end. Out: where it stopped. Both in bytes of the event memory. */
  eventsEnd: 0,
  stoppedAt: 1,
  /** Out: how many bytes there are, and 0 if no event has a text. */
  bytes: 2,
  texts: 3,
} as const;
/** Word of an accepted order that has a text: where in `encodedEvents` it belongs. It is left out there. */
export const ENCODED_TEXT_AT = 22;

type Bytes = readonly number[];
interface Field {
  readonly bytes: number;
  readonly code: (to: number) => Bytes;
}
interface Message {
  readonly kind: number;
  readonly fields: readonly Field[];
}

const RECORD_BYTES = EVENT_WORDS * 4;
const HEAD_BYTES = 9;
/** Of the head that its own length does not count, and of the body's. */
const FRAME_BYTES = 2;

const AT = 0;
const TO = 1;
const HEAD = 2;
const KIND = 3;
const TEXT = 4;
const TEXTS = 5;
const END = 6;
const { add, and, atLeast, constant, either, equal, get, integerOfDouble, isWideZero } = wasm;
const { leave, lessThan, load, loadDouble, loadWide, or, put, putByte, putTwoBytes } = wasm;
const { putWide, repeat, set, shiftLeft, shiftRight, store, subtract, tee } = wasm;

const ofWord = (word: number) => word * 4;
const ofDouble = (index: number) => index * 8;
const cellAt = (cell: number) => ENCODER_CELLS_AT + cell * 4;

const tagged = (to: number, tag: number): Bytes => [...get(TO), ...constant(tag), ...putByte(to)];

/** fixed64 of a double that is an integer. */
const wide = (tag: number, index: number): Field => ({
  bytes: 9,
  code: (to) => [
    ...tagged(to, tag),
    ...[...get(TO), ...get(AT), ...loadDouble(ofDouble(index))],
    ...[...integerOfDouble, ...putWide(to + 1)],
  ],
});

/** fixed32 of a word. */
const word = (tag: number, index: number): Field => ({
  bytes: 5,
  code: (to) => [
    ...tagged(to, tag),
    ...[...get(TO), ...get(AT), ...load(ofWord(index)), ...put(to + 1)],
  ],
});

/** A varint below 128: some bits of the first word. */
const small = (tag: number, shift: number, mask: number): Field => ({
  bytes: 2,
  code: (to) => [
    ...[...get(TO), ...get(HEAD), ...constant(shift), ...shiftRight, ...constant(mask), ...and],
    ...[...constant(8), ...shiftLeft, ...constant(tag), ...or, ...putTwoBytes(to)],
  ],
});

const textLength: Field = {
  bytes: 2,
  code: (to) => [
    ...[...get(TO), ...get(TEXT), ...constant(8), ...shiftLeft],
    ...[...constant(0x52), ...or, ...putTwoBytes(to)],
  ],
};

const side = (tag: number) => small(tag, EventByte.side, 255);

const TRADE: Message = {
  kind: EventKind.tradeExecuted,
  fields: [
    wide(0x09, EventWide.tradeId),
    wide(0x11, EventWide.makerOrderId),
    wide(0x19, EventWide.orderId),
    word(0x25, EventWord.makerAccountId),
    word(0x2d, EventWord.accountId),
    side(0x30),
    word(0x3d, EventWord.priceTicks),
    wide(0x41, EventWide.lots),
    wide(0x49, EventWide.makerFeeMinor),
    wide(0x51, EventWide.takerFeeMinor),
    wide(0x59, EventWide.makerRemainingLots),
    wide(0x61, EventWide.takerRemainingLots),
    word(0x6d, EventWord.takerLimitTicks),
  ],
};

const ACCEPTED: Message = {
  kind: EventKind.orderAccepted,
  fields: [
    wide(0x09, EventWide.orderId),
    word(0x15, EventWord.accountId),
    side(0x18),
    small(0x20, EventByte.type, 255),
    small(0x28, EventByte.timeInForce, 15),
    small(0x30, EventByte.postOnly, 1),
    word(0x3d, EventWord.priceTicks),
    wide(0x41, EventWide.lots),
    wide(0x49, EventWide.money),
    textLength,
  ],
};

const RESTED: Message = {
  kind: EventKind.orderRested,
  fields: [
    wide(0x09, EventWide.orderId),
    word(0x15, EventWord.accountId),
    side(0x18),
    word(0x25, EventWord.priceTicks),
    wide(0x29, EventWide.lots),
  ],
};

const DONE: Message = {
  kind: EventKind.orderDone,
  fields: [
    wide(0x09, EventWide.orderId),
    word(0x15, EventWord.accountId),
    side(0x18),
    small(0x20, EventByte.reason, 255),
    small(0x28, EventByte.flag, 1),
    word(0x35, EventWord.priceTicks),
    wide(0x39, EventWide.lots),
    wide(0x41, EventWide.money),
  ],
};

/** Frames of event and body, then the body; TO goes behind it. `text` is counted and left out, behind all fields. */
function encoded({ kind, fields }: Message, text: Bytes = constant(0)): Bytes {
  const body = fields.reduce((sum, { bytes }) => sum + bytes, 0);
  const frame = (to: number, tag: number, length: number): Bytes => [
    ...[...get(TO), ...text, ...constant(8), ...shiftLeft],
    ...[...constant(tag | (length << 8)), ...add, ...putTwoBytes(to)],
  ];
  const code = [
    frame(0, 0x4a, HEAD_BYTES - FRAME_BYTES + body),
    word(0x0d, EventWord.commandIndex).code(FRAME_BYTES),
    frame(HEAD_BYTES - FRAME_BYTES, (kind << 3) | 2, body),
  ];
  let to = HEAD_BYTES;
  for (const field of fields) {
    code.push(field.code(to));
    to += field.bytes;
  }
  return [...code.flat(), ...get(TO), ...constant(to), ...add, ...text, ...add, ...set(TO)];
}

const acceptedWithText: readonly Bytes[] = [
  encoded(ACCEPTED, get(TEXT)),
  [...get(AT), ...get(TO), ...get(TEXT), ...subtract, ...constant(ENCODED_AT), ...subtract],
  put(ofWord(ENCODED_TEXT_AT)),
  [...get(TEXTS), ...get(TEXT), ...or, ...set(TEXTS)],
];
const isKind = ({ kind }: Message): Bytes => [...get(KIND), ...constant(kind), ...equal];
const isAcceptedInOrder: Bytes = [
  ...isKind(ACCEPTED),
  ...[...get(AT), ...load(ofWord(EventWord.textBytes)), ...tee(TEXT)],
  ...[...constant(0), ...atLeast, ...and],
];
const isDoneInOrder: Bytes = [
  ...isKind(DONE),
  ...[...get(AT), ...loadWide(ofDouble(EventWide.shownLots)), ...isWideZero, ...and],
];
const told = (cell: number, value: Bytes): Bytes => [
  ...[...constant(0), ...value, ...store(cellAt(cell))],
];
const stopped: readonly Bytes[] = [
  told(EncoderCell.stoppedAt, get(AT)),
  told(EncoderCell.bytes, [...get(TO), ...constant(ENCODED_AT), ...subtract]),
  told(EncoderCell.texts, get(TEXTS)),
];

/** The events from the byte `from` on, of which there is at least one. */
export const encodeEvents = wasmFunction(eventMemory, { words: 6, vectors: 0 }, [
  [...constant(ENCODED_AT), ...set(TO)],
  [...constant(0), ...load(cellAt(EncoderCell.eventsEnd)), ...set(END)],
  repeat(
    [...get(AT), ...load(0), ...tee(HEAD), ...constant(255), ...and, ...set(KIND)],
    [
      ...isKind(TRADE),
      ...either(
        [encoded(TRADE)],
        [
          isAcceptedInOrder,
          either(acceptedWithText, [
            isKind(RESTED),
            either(
              [encoded(RESTED)],
              [isDoneInOrder, either([encoded(DONE)], [...stopped, leave])],
            ),
          ]),
        ],
      ),
    ],
    [...get(AT), ...constant(RECORD_BYTES), ...add, ...tee(AT), ...get(END), ...lessThan],
  ),
  ...stopped,
]);
