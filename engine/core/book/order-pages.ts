/**
 * The ids of a book as an image has them: sixteen in a row are a page.
 *
 *   order id │ page key │ 0 … 15 │      │ key │ … │   │ mask of those that rest │ … │   │ their slots, in order of ids │ … │
 *
 * Pages come in the order in which their first orders do, region by region of a hash table (rows-by-region.ts): the
 * order in which an index of pages took them, when images of this layout were first made. Whoever makes one of the same
 * orders makes the same bytes.
 */
import { assert } from '../../../proto/assert.ts';
import type { BookImage } from '../../../proto/messages.ts';
import { KeyIndex } from '../hot/key-index.ts';
import { type OrderIndex, ROW_IDS } from '../hot/order-index.ts';
import { rowsByRegion } from '../hot/rows-by-region.ts';

const PAGE_SHIFT = 4;
const PAGE_IDS = 1 << PAGE_SHIFT;
const WITHIN = PAGE_IDS - 1;

assert(PAGE_IDS === ROW_IDS, 'the ids of a page are a row of the index');

const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);

/** See `BookImage`. */
type OrderPages = Pick<BookImage, 'pageKeys' | 'pageMasks' | 'pageSlots'>;

/** Order id number n is in slot n + 1. */
export function pagesOf(ids: Float64Array): OrderPages {
  const count = ids.length;
  const keys = new Float64Array(count);
  for (let row = 0; row < count; row += 1) keys[row] = Math.floor(ids[row]! / PAGE_IDS);
  const pages = new KeyIndex({ keysMax: count });
  // Keys that come by region would stand in one cluster of a smaller table.
  pages.reserve(count);
  const pageKeys = new Float64Array(count + 1);
  const pageMasks = new Uint16Array(count + 1);
  // Touched where a page is.
  const slots = new Int32Array((count + 1) << PAGE_SHIFT);
  const rows = rowsByRegion(keys);
  for (let at = 0; at < count; at += 1) {
    const row = rows[at]!;
    let page = pages.find(keys, row, pageKeys);
    if (page === 0) {
      page = pages.size + 1;
      pageKeys[page] = keys[row]!;
      pages.insert(keys, row, page);
    }
    const within = ids[row]! & WITHIN;
    slots[(page << PAGE_SHIFT) | within] = row + 1;
    pageMasks[page] = pageMasks[page]! | (1 << within);
  }
  const pageSlots = new Int32Array(count);
  let taken = 0;
  for (let page = 1; page <= pages.size; page += 1) {
    for (let rest = pageMasks[page]!; rest !== 0; rest &= rest - 1) {
      pageSlots[taken] = slots[(page << PAGE_SHIFT) | lowestBit(rest)]!;
      taken += 1;
    }
  }
  assert(taken === count, 'every order is in a page');
  const end = pages.size + 1;
  return { pageKeys: pageKeys.slice(1, end), pageMasks: pageMasks.slice(1, end), pageSlots };
}

/** Into an empty index. */
export function takePages(index: OrderIndex, { pageKeys, pageMasks, pageSlots }: OrderPages): void {
  index.reserve(pageSlots.length);
  let taken = 0;
  for (let page = 0; page < pageKeys.length; page += 1) {
    taken += index.putRow(pageKeys[page]! * PAGE_IDS, pageMasks[page]!, pageSlots, taken);
  }
  assert(taken === pageSlots.length, 'every order is in a page');
}
