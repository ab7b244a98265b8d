/**
 * Whether an image is one: asked by who writes it, before anybody may read it. Every byte is in question:
 *
 *   values              ─▶ of an order (and the state hash, row-sums.ts)
 *   links in a level    ─▶ a level is one run of rows: price, side, priorities that rise, lots that sum up
 *   links of an account ─▶ told twice, as is the index (links-told-twice.ts); orders of an account are counted
 *
 * O(orders), from front to back.
 */
import { assert } from '../../../proto/assert.ts';
import { RowWide, RowWord, rowViews } from '../../../proto/book-rows.ts';
import type { BookImage, SnapshotHead } from '../../../proto/messages.ts';
import { PPM_MAX } from '../../../proto/ranges.ts';
import { ICEBERG_SIGN } from '../hot/icebergs.ts';
import { SlotWord } from '../hot/order-slots.ts';
import { LEVEL_WORDS } from './book-image.ts';
import { idWord, Saying, saying } from './links-told-twice.ts';

// Local constants: see ../README.md, "constants".
const { orderId: ORDER_ID, priority: PRIORITY, quantity: QUANTITY, remaining: REMAINING } = RowWide;
const { account: ACCOUNT, feeSide: FEE_SIDE, price: PRICE } = RowWord;
const {
  accountNext: ACCOUNT_NEXT,
  accountPrevious: ACCOUNT_PREVIOUS,
  level: LEVEL,
  next: NEXT,
  previous: PREVIOUS,
} = SlotWord;
const {
  follows: FOLLOWS,
  isFirst: IS_FIRST,
  isIceberg: IS_ICEBERG,
  isLast: IS_LAST,
  stands: STANDS,
} = Saying;
const told = saying;
const wordOf = idWord;
const SIGN = ICEBERG_SIGN;
const FEE_SIDE_MAX = PPM_MAX * 2 + 1;
const GREATEST = Number.MAX_SAFE_INTEGER;
/** First, last, count. */
const LIST_WORDS = 3;
/** Order ids. */
const PAGE = 16;
const ROW_DOUBLES = 8;

interface Rows {
  readonly image: BookImage;
  readonly doubles: Float64Array;
  readonly ints: Int32Array;
  readonly count: number;
}

/** Throws AssertionFailed for what is no image of a book in this state. */
export function proveImage(head: SnapshotHead, image: BookImage): void {
  const rows: Rows = { image, ...rowViews(image), count: head.orderCount };
  assert(rows.doubles.length === rows.count * ROW_DOUBLES, 'all rows are there');
  assert(areOrders(rows, head.nextPriority), 'every row is an order');
  proveLevels(rows);
  let left = toldByRows(rows) - toldByLists(rows) - toldByIndex(image);
  for (const { orderId } of head.icebergs ?? []) left -= told(IS_ICEBERG, wordOf(orderId), 0);
  assert((left | 0) === 0, 'links, index and lists say the same');
}

/** Wherever they stand. */
function areOrders({ image, doubles, ints, count }: Rows, nextPriority: number): boolean {
  const accounts = image.accountIds.length;
  let areRight = true;
  let greatestId = 0;
  for (let row = 0; row < count; row += 1) {
    const word = row << 4;
    const wide = row << 3;
    const orderId = doubles[wide + ORDER_ID]!;
    const remaining = doubles[wide + REMAINING]!;
    areRight =
      areRight &&
      (ints[word + FEE_SIDE]! & ~SIGN) <= FEE_SIDE_MAX &&
      isWithin(ints[word + ACCOUNT]!, 1, accounts) &&
      isWithin(ints[word + ACCOUNT_NEXT]!, 0, count) &&
      isWithin(ints[word + ACCOUNT_PREVIOUS]!, 0, count) &&
      isWhole(orderId, GREATEST) &&
      isWhole(doubles[wide + QUANTITY]!, GREATEST) &&
      isWhole(remaining, doubles[wide + QUANTITY]!) &&
      isWhole(doubles[wide + PRIORITY]!, nextPriority - 1);
    if (orderId > greatestId) greatestId = orderId;
  }
  return areRight && greatestId === image.greatestOrderId;
}

function proveLevels(rows: Rows): void {
  const { levels, levelTotals } = rows.image;
  let first = 0;
  for (let index = 0; index < levelTotals.length; index += 1) {
    const last = levels[index * LEVEL_WORDS + 2]!;
    assert(last > first && last <= rows.count, 'a level has rows');
    const lots = lotsOfRun(rows, index, first, last);
    assert(
      lots === levelTotals[index],
      `level ${index} is one run of rows, whose lots are counted`,
    );
    first = last;
  }
  assert(first === rows.count, 'every row is in a level');
}

/** Of the rows `first` … `last`, that not included, which are level number `index`; -1: they are not. */
function lotsOfRun(
  { image, doubles, ints }: Rows,
  index: number,
  first: number,
  last: number,
): number {
  const side = index < image.bidLevels ? 0 : 1;
  const level = image.levels[index * LEVEL_WORDS]!;
  const price = image.levels[index * LEVEL_WORDS + 1]!;
  let isRun = price > 0;
  let lots = 0;
  let priority = 0;
  for (let row = first; row < last; row += 1) {
    const word = row << 4;
    const wide = row << 3;
    isRun =
      isRun &&
      ints[word + NEXT] === (row + 1 === last ? 0 : row + 2) &&
      ints[word + PREVIOUS] === (row === first ? 0 : row) &&
      ints[word + LEVEL] === level &&
      ints[word + PRICE] === price &&
      (ints[word + FEE_SIDE]! & 1) === side &&
      doubles[wide + PRIORITY]! > priority;
    priority = doubles[wide + PRIORITY]!;
    lots += doubles[wide + REMAINING]!;
  }
  return isRun ? lots : -1;
}

function toldByRows({ doubles, ints, count }: Rows): number {
  let left = 0;
  for (let row = 0; row < count; row += 1) {
    const word = row << 4;
    const slot = row + 1;
    const id = wordOf(doubles[(row << 3) + ORDER_ID]!);
    const account = ints[word + ACCOUNT]!;
    const next = ints[word + ACCOUNT_NEXT]!;
    const previous = ints[word + ACCOUNT_PREVIOUS]!;
    const after = next === 0 ? told(IS_LAST, account, slot) : told(FOLLOWS ^ account, slot, next);
    const before =
      previous === 0 ? -told(IS_FIRST, account, slot) : told(FOLLOWS ^ account, previous, slot);
    left = (left + told(STANDS, id, slot) + after - before) | 0;
    if (ints[word + FEE_SIDE]! < 0) left = (left + told(IS_ICEBERG, id, 0)) | 0;
  }
  return left;
}

function toldByLists({ image, ints, count }: Rows): number {
  const { accountIds, accountLists } = image;
  const orders = new Int32Array(accountIds.length + 1);
  for (let row = 0; row < count; row += 1) {
    const account = ints[(row << 4) + ACCOUNT]!;
    orders[account] = orders[account]! + 1;
  }
  let sum = 0;
  for (let row = 0; row < accountIds.length; row += 1) {
    const list = row * LIST_WORDS;
    sum = (sum + told(IS_FIRST, row + 1, accountLists[list]!)) | 0;
    sum = (sum + told(IS_LAST, row + 1, accountLists[list + 1]!)) | 0;
    const isCounted = orders[row + 1] === accountLists[list + 2];
    assert(isCounted, 'the orders of an account are counted');
  }
  return sum;
}

function toldByIndex({ pageKeys, pageMasks, pageSlots }: BookImage): number {
  let next = 0;
  let sum = 0;
  for (let page = 0; page < pageKeys.length; page += 1) {
    const first = pageKeys[page]! * PAGE;
    for (let rest = pageMasks[page]!; rest !== 0; rest &= rest - 1) {
      // In brackets: the greatest id plus 31 would be rounded.
      const id = first + (31 - Math.clz32(rest & -rest));
      sum = (sum + told(STANDS, wordOf(id), pageSlots[next]!)) | 0;
      next += 1;
    }
  }
  assert(next === pageSlots.length, 'every order is in the index');
  return sum;
}

const isWithin = (value: number, least: number, most: number): boolean =>
  value >= least && value <= most;

/** At least 1: what an order has 0 of is no order. */
const isWhole = (value: number, most: number): boolean =>
  value >= 1 && value <= most && Math.floor(value) === value;
