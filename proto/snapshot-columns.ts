/** The columns of a snapshot: typed arrays ⇄ raw little-endian bytes, each with its own CRC. */
import { assert } from './assert.ts';
import { crc32c } from './crc32c.ts';
import { DecodeError } from './decode-error.ts';
import type { RestingOrderColumns } from './messages.ts';
import { PPM_MAX, PRICE_TICKS_MAX, SIDE_MAX } from './ranges.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

type ColumnValues = Float64Array | Uint32Array | Int32Array | Uint8Array;
type Kind<Values> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => Values;

export type ColumnMemory = 'copied' | 'in-place';

interface Column {
  readonly name: string;
  readonly bytesPerOrder: number;
  /** Every value is an integer in least … most. */
  readonly least: number;
  readonly most: number;
}

const COLUMN_FIELD = 16;
/** Tags, lengths, name and CRC of one column. */
const COLUMN_FRAME_BYTES_MAX = 64;
const UINT32_MAX = 2 ** 32 - 1;
const INT32_MAX = 2 ** 31 - 1;
const UINT53_MAX = Number.MAX_SAFE_INTEGER;

/** Columns of so many orders, all zero. */
export const zeroColumns = (count: number): RestingOrderColumns => ({
  orderId: new Float64Array(count),
  accountId: new Uint32Array(count),
  side: new Uint8Array(count),
  priceTicks: new Int32Array(count),
  quantityLots: new Float64Array(count),
  remainingLots: new Float64Array(count),
  makerFeePpm: new Uint32Array(count),
  priority: new Float64Array(count),
});

/** In the order of the file. */
const COLUMNS: Readonly<Record<keyof RestingOrderColumns, Column>> = {
  orderId: { name: 'order_id', bytesPerOrder: 8, least: 1, most: UINT53_MAX },
  accountId: { name: 'account_id', bytesPerOrder: 4, least: 0, most: UINT32_MAX },
  side: { name: 'side', bytesPerOrder: 1, least: 1, most: SIDE_MAX },
  priceTicks: { name: 'price_ticks', bytesPerOrder: 4, least: 1, most: PRICE_TICKS_MAX },
  quantityLots: { name: 'quantity_lots', bytesPerOrder: 8, least: 0, most: UINT53_MAX },
  remainingLots: { name: 'remaining_lots', bytesPerOrder: 8, least: 0, most: UINT53_MAX },
  makerFeePpm: { name: 'maker_fee_ppm', bytesPerOrder: 4, least: 0, most: PPM_MAX },
  priority: { name: 'priority', bytesPerOrder: 8, least: 0, most: UINT53_MAX },
};

assert(
  new Uint8Array(Uint16Array.of(1).buffer)[0] === 1,
  'snapshot columns are copied as they are in memory, which must be little-endian',
);

/** Room that the columns of so many orders need at most. */
export function columnsBytes(orderCount: number): number {
  let bytes = 0;
  for (const column of Object.values(COLUMNS)) {
    bytes += COLUMN_FRAME_BYTES_MAX + column.bytesPerOrder * orderCount;
  }
  return bytes;
}

export function writeColumns(w: WireWriter, orders: RestingOrderColumns, orderCount: number): void {
  writeColumn(w, COLUMNS.orderId, orders.orderId, orderCount);
  writeColumn(w, COLUMNS.accountId, orders.accountId, orderCount);
  writeColumn(w, COLUMNS.side, orders.side, orderCount);
  writeColumn(w, COLUMNS.priceTicks, orders.priceTicks, orderCount);
  writeColumn(w, COLUMNS.quantityLots, orders.quantityLots, orderCount);
  writeColumn(w, COLUMNS.remainingLots, orders.remainingLots, orderCount);
  writeColumn(w, COLUMNS.makerFeePpm, orders.makerFeePpm, orderCount);
  writeColumn(w, COLUMNS.priority, orders.priority, orderCount);
}

export function readColumns(
  r: WireReader,
  orderCount: number,
  memory: ColumnMemory,
): RestingOrderColumns {
  const next = <Values extends ColumnValues>(column: Column, kind: Kind<Values>): Values => {
    const bytes = values(r, column, { orderCount, memory });
    const array = new kind(bytes.buffer, bytes.byteOffset, orderCount);
    if (!allWithin(array, column)) r.fail(`column ${column.name} holds a value out of range`);
    return array;
  };
  return {
    orderId: next(COLUMNS.orderId, Float64Array),
    accountId: next(COLUMNS.accountId, Uint32Array),
    side: next(COLUMNS.side, Uint8Array),
    priceTicks: next(COLUMNS.priceTicks, Int32Array),
    quantityLots: next(COLUMNS.quantityLots, Float64Array),
    remainingLots: next(COLUMNS.remainingLots, Float64Array),
    makerFeePpm: next(COLUMNS.makerFeePpm, Uint32Array),
    priority: next(COLUMNS.priority, Float64Array),
  };
}

/** The name of a column with a value that no order has; null: there is none. */
export function columnOutOfRange(orders: RestingOrderColumns): string | null {
  for (const [key, column] of Object.entries(COLUMNS)) {
    if (!allWithin(orders[key as keyof RestingOrderColumns], column)) return column.name;
  }
  return null;
}

function writeColumn(w: WireWriter, column: Column, array: ColumnValues, orderCount: number): void {
  assert(array.length === orderCount, `${column.name}: ${array.length} values of ${orderCount}`);
  assert(allWithin(array, column), `${column.name} holds a value out of range`);
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const start = w.begin(COLUMN_FIELD);
  w.string(1, column.name);
  w.bytes(2, bytes);
  w.uint32(3, crc32c(bytes), 0);
  w.end(start);
}

/** The column's bytes, aligned, still to be seen as numbers and checked. */
function values(
  r: WireReader,
  column: Column,
  { orderCount, memory }: { readonly orderCount: number; readonly memory: ColumnMemory },
): Uint8Array<ArrayBufferLike> {
  const outerEnd = r.enter(COLUMN_FIELD);
  if (r.string(1) !== column.name) r.fail(`column ${column.name} is missing`);
  const bytes = memory === 'copied' ? r.bytes(2) : r.sharedBytes(2);
  if (bytes.length !== orderCount * column.bytesPerOrder) {
    r.fail(`column ${column.name} has ${bytes.length} bytes for ${orderCount} orders`);
  }
  const crc = r.uint32(3, 0);
  if (memory === 'copied' && crc !== crc32c(bytes)) {
    throw new DecodeError('CRC_MISMATCH', `column ${column.name} is damaged`);
  }
  r.leave(outerEnd);
  return memory === 'copied' ? bytes : movedDown(bytes, column.bytesPerOrder);
}

/**
 * The same bytes, moved down by fewer than eight to where they are aligned: over the end of the column's
 * name and the length before them, which have been read.
 */
function movedDown(bytes: Uint8Array, alignment: number): Uint8Array<ArrayBufferLike> {
  const { buffer, byteOffset, length } = bytes;
  const alignedAt = byteOffset - (byteOffset % alignment);
  const moved = new Uint8Array(buffer, alignedAt, length + byteOffset - alignedAt);
  moved.copyWithin(0, byteOffset - alignedAt);
  return moved.subarray(0, length);
}

/** A loop for each kind of array: one for all of them would be compiled anew at every kind it meets. */
function allWithin(array: ColumnValues, { least, most }: Column): boolean {
  if (array instanceof Float64Array) return allIntegersWithin(array, least, most);
  if (array instanceof Uint8Array) return allBytesWithin(array, least, most);
  // Whatever 32 bits say.
  if (least === 0 && most === UINT32_MAX) return true;
  assert(least >= 0 && most <= INT32_MAX, 'what is beyond the range of an int32 is negative there');
  const words = new Int32Array(array.buffer, array.byteOffset, array.length);
  return allWordsWithin(words, least, most);
}

/** `-0` is none: an integer has one representation. */
function allIntegersWithin(array: Float64Array, least: number, most: number): boolean {
  for (let index = 0; index < array.length; index += 1) {
    const value = array[index]!;
    if (!(value >= least && value <= most && Math.floor(value) === value)) return false;
    if (value === 0 && 1 / value < 0) return false;
  }
  return true;
}

function allBytesWithin(array: Uint8Array, least: number, most: number): boolean {
  for (let index = 0; index < array.length; index += 1) {
    if (array[index]! < least || array[index]! > most) return false;
  }
  return true;
}

function allWordsWithin(array: Int32Array, least: number, most: number): boolean {
  for (let index = 0; index < array.length; index += 1) {
    if (array[index]! < least || array[index]! > most) return false;
  }
  return true;
}
