/** Whose some of the resting orders of a snapshot are, and when they entered the book. */
import { RowWide, RowWord, rowViews } from '../../../proto/book-rows.ts';
import type { BookImage, RestingOrderColumns } from '../../../proto/messages.ts';

export type EnteredOrders = ReadonlyMap<
  number,
  { readonly accountId: number; readonly priority: number }
>;

/** By order id; those that do not rest are not in it. O(orders), and so below. */
export function enteredBy(
  { orderId, accountId, priority }: RestingOrderColumns,
  wanted: ReadonlySet<number>,
): EnteredOrders {
  const found = new Map<number, { accountId: number; priority: number }>();
  for (let row = 0; row < orderId.length; row += 1) {
    const id = orderId[row]!;
    if (!wanted.has(id)) continue;
    found.set(id, { accountId: accountId[row]!, priority: priority[row]! });
  }
  return found;
}

export function enteredByRows(image: BookImage, wanted: ReadonlySet<number>): EnteredOrders {
  const { doubles, ints } = rowViews(image);
  const found = new Map<number, { accountId: number; priority: number }>();
  for (let wide = 0; wide < doubles.length; wide += 8) {
    const id = doubles[wide + RowWide.orderId]!;
    if (!wanted.has(id)) continue;
    const accountId = image.accountIds[ints[wide * 2 + RowWord.account]! - 1]!;
    found.set(id, { accountId, priority: doubles[wide + RowWide.priority]! });
  }
  return found;
}
