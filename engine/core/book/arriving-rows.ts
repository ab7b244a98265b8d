/**
 * Rows of an image, as they arrive from the first on. Every byte of them is in question:
 *
 *   values              ─▶ state hash
 *   links in a level    ─▶ a level is one run of rows: price, side, priorities that rise, lots that sum up
 *   links of an account ─▶ told twice, as is the index (links-told-twice.ts); orders of an account are counted
 *
 * The hash waits for its own chain (some 100 cycles a row), so that to look costs little beside it.
 */
import { assert } from '../../../proto/assert.ts';
import { RowWide, RowWord, rowViews } from '../../../proto/book-rows.ts';
import type { BookImage, IcebergOrder } from '../../../proto/messages.ts';
import { PPM_MAX } from '../../../proto/ranges.ts';
import type { EventHash } from '../hot/event-hash.ts';
import { FEE_MASK, ICEBERG_SIGN } from '../hot/icebergs.ts';
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
const FEE_SIDE_MAX = PPM_MAX * 2 + 1;
const GREATEST = Number.MAX_SAFE_INTEGER;
/** First, last, count. */
const LIST_WORDS = 3;
/** Order ids. */
const PAGE = 16;
// An imported constant is looked up at every use.
const MASK = FEE_MASK;
const told = saying;
const wordOf = idWord;
const {
  follows: FOLLOWS,
  isFirst: IS_FIRST,
  isIceberg: IS_ICEBERG,
  isLast: IS_LAST,
  stands: STANDS,
} = Saying;
const SIGN = ICEBERG_SIGN;

export interface ArrivingRowsOptions {
  readonly image: BookImage;
  /** Mixed with all that comes before the orders. */
  readonly hash: EventHash;
  /** No order has so great a priority. */
  readonly nextPriority: number;
}

/**
 * Rows that are looked at in one go, once for each question, while they are in the nearest cache: one loop for all questions took a
 * third longer, since it has more values at hand than there are registers (30 November 2026, Node 20.20).
 */
const TILE = 256;
/** Of an order in the state hash. */
const VALUES = 8;

export class ArrivingRows {
  private readonly image: BookImage;
  private readonly hash: EventHash;
  private readonly doubles: Float64Array;
  private readonly ints: Int32Array;
  private readonly nextPriority: number;
  private readonly accountIds: Float64Array;
  private readonly values = new Float64Array(TILE * VALUES);
  /** Orders, by account number. */
  private readonly orders: Int32Array;
  /** Rows that were looked at. */
  private count = 0;
  /** Of the next row. */
  private level = 0;
  /** Of that level, so far. */
  private lots = 0;
  private greatestId = 0;
  /** Of all that is told twice. */
  private left = 0;

  constructor({ image, hash, nextPriority }: ArrivingRowsOptions) {
    const { doubles, ints } = rowViews(image);
    this.image = image;
    this.hash = hash;
    this.doubles = doubles;
    this.ints = ints;
    this.nextPriority = nextPriority;
    this.accountIds = Float64Array.from(image.accountIds);
    this.orders = new Int32Array(image.accountIds.length + 1);
  }

  /** So many have arrived in all. Throws AssertionFailed for a row that is in no book. */
  arrived(rows: number): void {
    while (this.count < rows) {
      const to = Math.min(rows, this.count + TILE);
      assert(this.areOrders(to), `rows before ${to} are orders`);
      this.takeLevels(to);
      this.tell(to);
      this.mix(to);
      this.count = to;
    }
  }

  /** When all have arrived; `icebergs`: those that show a part of themselves. Throws AssertionFailed. */
  end(icebergs: readonly IcebergOrder[]): void {
    const { greatestOrderId, levelTotals } = this.image;
    this.endAccounts();
    this.endIndex();
    for (const { orderId } of icebergs) this.leave(told(IS_ICEBERG, wordOf(orderId), 0));
    assert(this.left === 0, 'links, index and lists say the same');
    assert(this.count << 3 === this.doubles.length, 'all rows have arrived');
    assert(this.level === levelTotals.length, 'every level has rows');
    assert(this.greatestId === greatestOrderId, 'the greatest id is that of an order');
  }

  private leave(said: number): void {
    this.left = (this.left - said) | 0;
  }

  private endAccounts(): void {
    const { accountIds, accountLists } = this.image;
    for (let row = 0; row < accountIds.length; row += 1) {
      const list = row * LIST_WORDS;
      this.leave(told(IS_FIRST, row + 1, accountLists[list]!));
      this.leave(told(IS_LAST, row + 1, accountLists[list + 1]!));
      const isCounted = this.orders[row + 1] === accountLists[list + 2];
      assert(isCounted, 'the orders of an account are counted');
    }
  }

  private endIndex(): void {
    const { pageKeys, pageMasks, pageSlots } = this.image;
    let next = 0;
    let left = 0;
    for (let page = 0; page < pageKeys.length; page += 1) {
      const first = pageKeys[page]! * PAGE;
      for (let rest = pageMasks[page]!; rest !== 0; rest &= rest - 1) {
        // In brackets: the greatest id plus 31 would be rounded.
        const id = first + (31 - Math.clz32(rest & -rest));
        left = (left + told(STANDS, wordOf(id), pageSlots[next]!)) | 0;
        next += 1;
      }
    }
    this.leave(left);
  }

  /** Rows up to `to`: each may be an order, wherever it stands. */
  private areOrders(to: number): boolean {
    const { doubles, ints, nextPriority } = this;
    const accounts = this.accountIds.length;
    const slots = doubles.length >> 3;
    let areRight = true;
    let { greatestId } = this;
    for (let row = this.count; row < to; row += 1) {
      const word = row << 4;
      const wide = row << 3;
      const orderId = doubles[wide + ORDER_ID]!;
      const quantity = doubles[wide + QUANTITY]!;
      const remaining = doubles[wide + REMAINING]!;
      const priority = doubles[wide + PRIORITY]!;
      areRight =
        areRight &&
        (ints[word + FEE_SIDE]! & ~SIGN) <= FEE_SIDE_MAX &&
        isWithin(ints[word + ACCOUNT]!, 1, accounts) &&
        isWithin(ints[word + ACCOUNT_NEXT]!, 0, slots) &&
        isWithin(ints[word + ACCOUNT_PREVIOUS]!, 0, slots) &&
        isWhole(orderId) &&
        isWhole(quantity) &&
        isWhole(remaining) &&
        isWhole(priority) &&
        remaining <= quantity &&
        priority < nextPriority;
      if (orderId > greatestId) greatestId = orderId;
    }
    this.greatestId = greatestId;
    return areRight;
  }

  private takeLevels(to: number): void {
    const { levels, levelTotals } = this.image;
    for (let row = this.count; row < to; ) {
      const at = this.level * LEVEL_WORDS;
      assert(at < levels.length, 'every row is in a level');
      const first = this.level === 0 ? 0 : levels[at - 1]!;
      const last = levels[at + 2]!;
      assert(last > row && last << 3 <= this.doubles.length, 'a level has rows');
      const end = Math.min(to, last);
      assert(this.isRun(row, end, { first, last }), `level ${this.level} is one run of rows`);
      row = end;
      if (end < last) return;
      assert(this.lots === levelTotals[this.level], 'the lots of a level are counted');
      this.level += 1;
      this.lots = 0;
    }
  }

  /** Rows from … to of the present level, which has rows `first` … `last`, that not included. */
  private isRun(
    from: number,
    to: number,
    { first, last }: { readonly first: number; readonly last: number },
  ): boolean {
    const { doubles, ints } = this;
    const { bidLevels, levels } = this.image;
    const side = this.level < bidLevels ? 0 : 1;
    const number = levels[this.level * LEVEL_WORDS]!;
    const price = levels[this.level * LEVEL_WORDS + 1]!;
    let { lots } = this;
    let isRight = price > 0;
    for (let row = from; row < to; row += 1) {
      const word = row << 4;
      const wide = row << 3;
      isRight =
        isRight &&
        ints[word + NEXT] === (row + 1 === last ? 0 : row + 2) &&
        ints[word + PREVIOUS] === (row === first ? 0 : row) &&
        ints[word + LEVEL] === number &&
        ints[word + PRICE] === price &&
        (ints[word + FEE_SIDE]! & 1) === side &&
        (row === first || doubles[wide + PRIORITY]! > doubles[wide - VALUES + PRIORITY]!);
      lots += doubles[wide + REMAINING]!;
    }
    this.lots = lots;
    return isRight;
  }

  /** Rows up to `to`: what is told again elsewhere. */
  private tell(to: number): void {
    const { doubles, ints, orders } = this;
    let { left } = this;
    for (let row = this.count; row < to; row += 1) {
      const word = row << 4;
      const slot = row + 1;
      const id = wordOf(doubles[(row << 3) + ORDER_ID]!);
      const account = ints[word + ACCOUNT]!;
      const next = ints[word + ACCOUNT_NEXT]!;
      const previous = ints[word + ACCOUNT_PREVIOUS]!;
      left = (left + told(STANDS, id, slot)) | 0;
      left += next === 0 ? told(IS_LAST, account, slot) : told(FOLLOWS ^ account, slot, next);
      left |= 0;
      left +=
        previous === 0 ? told(IS_FIRST, account, slot) : -told(FOLLOWS ^ account, previous, slot);
      left |= 0;
      if (ints[word + FEE_SIDE]! < 0) left = (left + told(IS_ICEBERG, id, 0)) | 0;
      orders[account] = orders[account]! + 1;
    }
    this.left = left;
  }

  /** Rows up to `to`: their values in the order of state-hash.ts. */
  private mix(to: number): void {
    const { accountIds, count, doubles, ints, values } = this;
    for (let row = count; row < to; row += 1) {
      const word = row << 4;
      const wide = row << 3;
      const at = (row - count) * VALUES;
      values[at] = doubles[wide + ORDER_ID]!;
      values[at + 1] = accountIds[ints[word + ACCOUNT]! - 1]!;
      values[at + 2] = (ints[word + FEE_SIDE]! & 1) + 1;
      values[at + 3] = ints[word + PRICE]!;
      values[at + 4] = doubles[wide + QUANTITY]!;
      values[at + 5] = doubles[wide + REMAINING]!;
      values[at + 6] = (ints[word + FEE_SIDE]! >>> 1) & MASK;
      values[at + 7] = doubles[wide + PRIORITY]!;
    }
    const isWholeTile = to - count === TILE;
    this.hash.mixAll(isWholeTile ? values : values.subarray(0, (to - count) * VALUES));
  }
}

const isWithin = (value: number, least: number, most: number): boolean =>
  value >= least && value <= most;

/** At least 1: what an order has 0 of is no order. */
const isWhole = (value: number): boolean =>
  value >= 1 && value <= GREATEST && Math.floor(value) === value;
