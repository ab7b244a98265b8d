/** The rows of an image in the state hash, as they arrive from the first on: what state-hash.ts makes of their columns. */
import { RowWide, RowWord, rowViews } from '../../../proto/book-rows.ts';
import type { BookImage } from '../../../proto/messages.ts';
import type { EventHash } from '../hot/event-hash.ts';
import { FEE_MASK } from '../hot/icebergs.ts';

// Local constants: see ../README.md, "constants".
const { orderId: ORDER_ID, priority: PRIORITY, quantity: QUANTITY, remaining: REMAINING } = RowWide;
const { account: ACCOUNT, feeSide: FEE_SIDE, price: PRICE } = RowWord;
const MASK = FEE_MASK;
/** Of an order. */
const VALUES = 8;
/** Rows whose values are put down and mixed in one go: they stay in the nearest cache. */
const TILE = 128;

export class RowHash {
  private readonly hash: EventHash;
  private readonly doubles: Float64Array;
  private readonly ints: Int32Array;
  /** By account number; number 0 is nobody's. */
  private readonly accountIds: Float64Array;
  private readonly values = new Float64Array(TILE * VALUES);
  /** Rows that were mixed. */
  private count = 0;

  /** `hash` has been mixed with all that comes before the orders. */
  constructor(image: BookImage, hash: EventHash) {
    const { doubles, ints } = rowViews(image);
    this.hash = hash;
    this.doubles = doubles;
    this.ints = ints;
    this.accountIds = new Float64Array(image.accountIds.length + 1);
    this.accountIds.set(image.accountIds, 1);
  }

  /** So many have arrived in all. */
  arrived(rows: number): void {
    for (; this.count + TILE <= rows; this.count += TILE) {
      this.putDown(TILE);
      this.hash.mixAll(this.values);
    }
    const rest = rows - this.count;
    if (rest === 0 || rows * VALUES !== this.doubles.length) return;
    this.putDown(rest);
    this.hash.mixAll(this.values.subarray(0, rest * VALUES));
    this.count = rows;
  }

  /** So many rows' values, in the order of state-hash.ts. */
  private putDown(rows: number): void {
    const { accountIds, count, doubles, ints, values } = this;
    for (let index = 0; index < rows; index += 1) {
      const word = (count + index) << 4;
      const wide = (count + index) << 3;
      const at = index << 3;
      values[at] = doubles[wide + ORDER_ID]!;
      values[at + 1] = accountIds[ints[word + ACCOUNT]!]!;
      values[at + 2] = (ints[word + FEE_SIDE]! & 1) + 1;
      values[at + 3] = ints[word + PRICE]!;
      values[at + 4] = doubles[wide + QUANTITY]!;
      values[at + 5] = doubles[wide + REMAINING]!;
      values[at + 6] = (ints[word + FEE_SIDE]! >>> 1) & MASK;
      values[at + 7] = doubles[wide + PRIORITY]!;
    }
  }
}
