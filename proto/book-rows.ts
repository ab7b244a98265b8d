/**
 * A resting order as 64 bytes, as the engine's book has it in one cache line and as a snapshot of version 2 has it:
 *
 *   double  0          1          2           3
 *         │ order id │ quantity │ remaining │ priority │
 *   int32   8 … 10   11      12               13, 14   15
 *         │ links  │ price │ account number │ links  │ maker fee (ppm) · 2 + side index; sign: iceberg │
 *
 * Links are the engine's own. All else is read by any build.
 */
import { DecodeError } from './decode-error.ts';
import { zeroColumns } from './snapshot-columns.ts';
import type { BookImage, RestingOrderColumns } from './snapshot-messages.ts';

export const ROW_BYTES = 64;
/** Positions in a row, of a view of doubles. */
export const RowWide = { orderId: 0, quantity: 1, remaining: 2, priority: 3 } as const;
/** Positions in a row, of a view of int32. */
export const RowWord = { price: 11, account: 12, feeSide: 15 } as const;
/** Of the fee, once the side is shifted out. */
const FEE_MASK = 0xfffff;

/** The same bytes as numbers; they must be aligned. */
export function rowViews({ rows }: Pick<BookImage, 'rows'>): {
  readonly doubles: Float64Array;
  readonly ints: Int32Array;
} {
  const { buffer, byteOffset, byteLength } = rows;
  return {
    doubles: new Float64Array(buffer, byteOffset, byteLength / 8),
    ints: new Int32Array(buffer, byteOffset, byteLength / 4),
  };
}

export const isImage = (orders: RestingOrderColumns | BookImage): orders is BookImage =>
  'rows' in orders;

/** The orders out of their rows. Throws DecodeError for an account number that nobody has. */
export function columnsOfRows(image: BookImage): RestingOrderColumns {
  const { doubles, ints } = rowViews(image);
  const count = image.rows.length / ROW_BYTES;
  const { accountIds } = image;
  const columns = zeroColumns(count);
  for (let row = 0; row < count; row += 1) {
    const accountId = accountIds[ints[row * 16 + RowWord.account]! - 1];
    if (accountId === undefined) throw new DecodeError('UNDECODABLE', `row ${row}: its account`);
    const feeSide = ints[row * 16 + RowWord.feeSide]!;
    columns.orderId[row] = doubles[row * 8 + RowWide.orderId]!;
    columns.accountId[row] = accountId;
    columns.side[row] = (feeSide & 1) + 1;
    columns.priceTicks[row] = ints[row * 16 + RowWord.price]!;
    columns.quantityLots[row] = doubles[row * 8 + RowWide.quantity]!;
    columns.remainingLots[row] = doubles[row * 8 + RowWide.remaining]!;
    columns.makerFeePpm[row] = (feeSide >>> 1) & FEE_MASK;
    columns.priority[row] = doubles[row * 8 + RowWide.priority]!;
  }
  return columns;
}
