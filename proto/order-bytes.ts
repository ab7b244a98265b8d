/**
 * The two commands that make up nearly all of a log, where they stand: their layout is constant, so
 * they are checked and read in place, without an object.
 *
 *   3a │ length │ 0a │ length │ 09 order id … 62 length, client order id          PlaceOrder, 61 bytes and text
 *   3a │ 10     │ 12 │ 0e     │ 09 order id, 15 account id                        CancelOrder, 18 bytes
 *
 * The checks accept nothing that command-codec.ts would refuse. What they do not accept (longer texts
 * than one byte of length can tell, text beyond ASCII, other commands, damage) is for command-codec.ts
 * to read or to refuse.
 */
import { ORDER_TYPE_MAX, PPM_MAX, SIDE_MAX, TIME_IN_FORCE_MAX } from './ranges.ts';

/** Distance of each value from the first byte of the command. */
export const PlaceOrderAt = {
  orderId: 5,
  accountId: 14,
  side: 19,
  type: 21,
  timeInForce: 23,
  postOnly: 25,
  priceTicks: 27,
  quantityLots: 32,
  makerFeePpm: 41,
  takerFeePpm: 46,
  quoteBudgetMinor: 51,
  textBytes: 60,
  text: 61,
} as const;

export const CancelOrderAt = { orderId: 5, accountId: 14 } as const;

export const PLACE_ORDER_BYTES = 61;
export const CANCEL_ORDER_BYTES = 18;

const PLACE_BYTES = PLACE_ORDER_BYTES;
const CANCEL_BYTES = CANCEL_ORDER_BYTES;
/** Lengths of one byte, up to 127. */
const PLACE_TEXT_BYTES_MAX = 127 - PLACE_BYTES + 2;
/** Above it in the upper half, a fixed64 is more than 2^53 - 1. */
const HIGH_MAX = 0x1fffff;
const FEE_MAX = PPM_MAX;
const SIDES = SIDE_MAX;
const TYPES = ORDER_TYPE_MAX;
const TIMES = TIME_IN_FORCE_MAX;

/** Bytes of the PlaceOrder that starts at `at` and ends before `end`; 0: read it otherwise. */
export function placeOrderBytes(view: DataView, at: number, end: number): number {
  if (end - at < PLACE_BYTES || view.getUint8(at) !== 0x3a || view.getUint8(at + 2) !== 0x0a)
    return 0;
  const textBytes = view.getUint8(at + 60);
  if (textBytes > PLACE_TEXT_BYTES_MAX || end - at < PLACE_BYTES + textBytes) return 0;
  const isFramed =
    view.getUint8(at + 1) === PLACE_BYTES - 2 + textBytes &&
    view.getUint8(at + 3) === PLACE_BYTES - 4 + textBytes;
  if (!isFramed || !hasPlaceOrderTags(view, at) || !hasPlaceOrderValues(view, at)) return 0;
  for (let index = at + PLACE_BYTES; index < at + PLACE_BYTES + textBytes; index += 1) {
    if (view.getUint8(index) > 127) return 0;
  }
  return PLACE_BYTES + textBytes;
}

/** Bytes of the CancelOrder that starts at `at` and ends before `end`; 0: read it otherwise. */
export function cancelOrderBytes(view: DataView, at: number, end: number): number {
  const isCancel =
    end - at >= CANCEL_BYTES &&
    view.getInt32(at, true) === 0x0e12103a &&
    view.getUint8(at + 4) === 0x09 &&
    view.getUint8(at + 13) === 0x15 &&
    isPositive53(view, at + 5);
  return isCancel ? CANCEL_BYTES : 0;
}

/** The integer of a fixed64 that was checked. */
export function uint53At(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 0x100000000 + view.getUint32(at, true);
}

function hasPlaceOrderTags(view: DataView, at: number): boolean {
  return (
    view.getUint8(at + 4) === 0x09 &&
    view.getUint8(at + 13) === 0x15 &&
    (view.getInt32(at + 18, true) & 0x00ff00ff) === 0x00200018 &&
    (view.getInt32(at + 22, true) & 0x00ff00ff) === 0x00300028 &&
    view.getUint8(at + 26) === 0x3d &&
    view.getUint8(at + 31) === 0x41 &&
    view.getUint8(at + 40) === 0x4d &&
    view.getUint8(at + 45) === 0x55 &&
    view.getUint8(at + 50) === 0x59 &&
    view.getUint8(at + 59) === 0x62
  );
}

function hasPlaceOrderValues(view: DataView, at: number): boolean {
  const side = view.getUint8(at + 19);
  const type = view.getUint8(at + 21);
  const timeInForce = view.getUint8(at + 23);
  return (
    side >= 1 &&
    side <= SIDES &&
    type >= 1 &&
    type <= TYPES &&
    timeInForce >= 1 &&
    timeInForce <= TIMES &&
    view.getUint8(at + 25) <= 1 &&
    view.getInt32(at + 27, true) > 0 &&
    view.getUint32(at + 41, true) <= FEE_MAX &&
    view.getUint32(at + 46, true) <= FEE_MAX &&
    isPositive53(view, at + 5) &&
    view.getUint32(at + 36, true) <= HIGH_MAX &&
    view.getUint32(at + 55, true) <= HIGH_MAX
  );
}

function isPositive53(view: DataView, at: number): boolean {
  const high = view.getUint32(at + 4, true);
  return high <= HIGH_MAX && (high | view.getInt32(at, true)) !== 0;
}
