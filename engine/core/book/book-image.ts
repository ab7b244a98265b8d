/**
 * A book's memory out into a snapshot, and in from one: what loading the same columns would have made of it.
 *
 *   rows ──────────▶ slots, as they are; if they stand in the right place, they are not even copied
 *   levels ────────▶ window, bits, far levels
 *   pages of ids ──▶ index;   accounts ──▶ lists
 *
 * So the links between slots come as bytes, and nobody goes through the orders by price, by id and by entry as
 * load-orders.ts does. That they are right is proven by whoever writes them (image-proof.ts).
 */
import { assert } from '../../../proto/assert.ts';
import { ROW_BYTES, RowWide, RowWord } from '../../../proto/book-rows.ts';
import type { BookImage } from '../../../proto/messages.ts';
import { BEHIND_ROWS_BYTES } from '../../../proto/snapshot-image.ts';
import { FIRST_LINE } from '../hot/cache-lines.ts';
import { Tally } from '../hot/fast-book-events.ts';
import { SlotWide, SlotWord } from '../hot/order-slots.ts';
import { Absent, LevelWide, LevelWord, WINDOW_TICKS_MAX } from '../hot/price-levels.ts';
import type { RestingOrders } from '../hot/resting-orders.ts';
import { middleOf } from './load-orders.ts';
import { pagesOf, takePages } from './order-pages.ts';

/**
 * To be counted up when slots, links, lists, levels or what the order of numbers follows from change; with the width
 * of the window, without which level numbers mean nothing.
 */
const LAYOUT = 1;
export const IMAGE_LAYOUT = LAYOUT * 100 + 31 - Math.clz32(WINDOW_TICKS_MAX);
/** Level, price, last slot. */
export const LEVEL_WORDS = 3;
/** Of a snapshot before its rows: an account and its list, a level and its total, a page, a slot of each at most; and what else a state has. */
const HEAD_BYTES_AN_ORDER = 16 + 20 + 10 + 4;
const HEAD_BYTES = 1024 * 1024;

assert(
  Object.entries(RowWide).every(([name, at]) => SlotWide[name as keyof typeof RowWide] === at) &&
    Object.entries(RowWord).every(([name, at]) => SlotWord[name as keyof typeof RowWord] === at),
  'a slot is a row of a snapshot',
);

/** Nowhere yet, with room for so many behind it, and around these for what a snapshot has besides (snapshot-image.ts). */
export function placeForRows(rows: number): Uint8Array {
  const before = Math.ceil((HEAD_BYTES + rows * HEAD_BYTES_AN_ORDER) / ROW_BYTES) * ROW_BYTES;
  // What is not touched costs nothing.
  const bytes = FIRST_LINE + before + rows * ROW_BYTES + BEHIND_ROWS_BYTES;
  return new Uint8Array(new ArrayBuffer(bytes), FIRST_LINE + before, 0);
}

/** Of a book that has loaded columns and done nothing since. */
export function imageOf(resting: RestingOrders): BookImage {
  const { restingOrders, slotInts, tally } = resting;
  const slots = new Uint8Array(slotInts.buffer, slotInts.byteOffset, slotInts.byteLength);
  return {
    layout: IMAGE_LAYOUT,
    greatestOrderId: tally[Tally.greatestId]!,
    ...resting.accountsImage(),
    ...levelsOf(resting),
    ...pagesOf(idsBySlot(resting)),
    rows: slots.subarray(ROW_BYTES, (restingOrders + 1) * ROW_BYTES),
  };
}

function idsBySlot({ restingOrders, slotDoubles }: RestingOrders): Float64Array {
  const ids = new Float64Array(restingOrders);
  for (let row = 0; row < restingOrders; row += 1) {
    ids[row] = slotDoubles[((row + 1) << 3) + SlotWide.orderId]!;
  }
  return ids;
}

function levelsOf(resting: RestingOrders): Pick<BookImage, 'bidLevels' | 'levels' | 'levelTotals'> {
  const levels: number[] = [];
  const levelTotals: number[] = [];
  let bidLevels = 0;
  let last = 0;
  for (const side of [0, 1]) {
    let price = resting.bestPrice[side]!;
    for (; price !== Absent.price; price = resting.nextWorsePrice(side, price)) {
      const level = resting.levelAt(side, price);
      assert(
        resting.levelInts[level * 4 + LevelWord.head] === last + 1,
        'slots are in canonical order',
      );
      last = resting.levelInts[level * 4 + LevelWord.tail]!;
      levels.push(level, price, last);
      levelTotals.push(resting.levelDoubles[level * 2 + LevelWide.total]!);
      if (side === 0) bidLevels += 1;
    }
  }
  assert(last === resting.restingOrders, 'every order stands in a level');
  return {
    bidLevels,
    levels: Int32Array.from(levels),
    levelTotals: Float64Array.from(levelTotals),
  };
}

/** Into an empty book. Throws AssertionFailed for what is no image of one. */
export function takeImage(resting: RestingOrders, image: BookImage): void {
  assert(image.layout === IMAGE_LAYOUT, `memory of layout ${image.layout}, not ${IMAGE_LAYOUT}`);
  resting.takeRows(image.rows);
  resting.takeAccounts(image);
  takeLevels(resting, image);
  takePages(resting.index, image);
  resting.tally[Tally.greatestId] = image.greatestOrderId;
}

function takeLevels(resting: RestingOrders, { bidLevels, levels, levelTotals }: BookImage): void {
  const count = levelTotals.length;
  assert(bidLevels <= count, 'bids are levels');
  if (count === 0) return;
  const priceOf = (row: number): number => levels[row * LEVEL_WORDS + 1]!;
  resting.anchor(
    middleOf(bidLevels > 0 ? priceOf(0) : null, bidLevels < count ? priceOf(bidLevels) : null),
  );
  let head = 1;
  for (let row = 0; row < count; row += 1) {
    const side = row < bidLevels ? 0 : 1;
    const level = resting.openLevel(side, priceOf(row));
    const isNew = resting.levelInts[level * 4 + LevelWord.tail] === 0;
    assert(isNew && level === levels[row * LEVEL_WORDS], 'a level is one run of rows');
    const tail = levels[row * LEVEL_WORDS + 2]!;
    resting.levelInts[level * 4 + LevelWord.head] = head;
    resting.levelInts[level * 4 + LevelWord.tail] = tail;
    resting.levelDoubles[level * 2 + LevelWide.total] = levelTotals[row]!;
    head = tail + 1;
  }
}
