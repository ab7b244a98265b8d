/**
 * Order id → the slot in which the order rests. Ids come in a row, session by session, so sixteen of them
 * share a page, a cache line of their slots; who rests is found by two loads and one comparison.
 *
 *   order id     │ page key │ 0 … 15 │
 *                     │          └──────────────────────────┐
 *                     ├─ lowest bits ─▶ recent pages ─▶ page │ slot │ 0 │ slot │ … 16 │
 *                     │                    │ another key?       0: that order does not rest
 *                     └─────▶ directory (KeyIndex) ◀┘ of pages whose place another one took
 *
 * A page comes with the first of its orders and goes with the last, unless it is the one that is being filled:
 * whose orders are taken as soon as they rest needs no page for each. So there are at most as many pages as
 * orders that rest, and one. Each is known in one way: a page that comes takes its place among the recent ones, and
 * who stood there (some million ids before, or of another session) goes into the directory, to stay there: it is old.
 * All is there from the start and costs what was touched; nothing is copied to grow.
 * An id travels as a position in a Float64Array, because a double as an argument would be allocated.
 */
import { assert } from '../../../proto/assert.ts';
import type { BookImage } from '../../../proto/messages.ts';
import { FIRST_LINE } from './cache-lines.ts';
import { KeyIndex } from './key-index.ts';
import { reservedMemory } from './reserved-memory.ts';
import { rowsByRegion } from './rows-by-region.ts';

const PAGE_SHIFT = 4;
const PAGE_IDS = 1 << PAGE_SHIFT;
const WITHIN = PAGE_IDS - 1;
const PAGE_BYTES = PAGE_IDS * 4;
const HEAD_BYTES = 16;
/** Of a head, in words. */
const COUNT = 2;
/** 256 KB: a million orders that came in a row. */
const RECENT = 65_536;
/** Where an order was found last; it may have gone since. */
const FOUND = 0;
/** The page that came last, which is being filled; 0: it went. */
const FILLING = 1;
/** No page has this key. */
const NO_KEY = -1;
/** Of a page key: sessions count in parallel, and the keys of two are 2^41 apart. */
const SPREAD = 1 + 9973 * 2 ** -41;

/** The page of the id `from[position]`. No arguments but these: see key-index.ts. */
const keyOf = (from: Float64Array, position: number): number =>
  (from[position]! - (from[position]! & WITHIN)) / PAGE_IDS;

/** Its place among the recent ones. */
const recentOf = (key: number): number => (key * SPREAD) & (RECENT - 1);

/** See `BookImage`. */
type IndexImage = Pick<BookImage, 'pageKeys' | 'pageMasks' | 'pageSlots'>;

export class OrderIndex {
  /** By page and place within it; page 0 is that of all ids that have none. */
  private readonly slots: Int32Array;
  /**
   * By page · 2: its ids divided by their number. In the other half, by page · 4 + 2 of the same memory: its orders; of
   * a page that went, the page that went before it. One line of the cache has both.
   */
  private readonly pageKeys: Float64Array;
  private readonly counts: Int32Array;
  private readonly directory: KeyIndex;
  /** Pages by the lowest bits of their keys; the key tells whether it is that page. 0: none. */
  private readonly recentPages = new Int32Array(RECENT);
  /** See below. */
  private readonly last = new Int32Array(32);
  /** [0]: the least id of the page that is being filled. */
  private readonly fillingFrom = new Float64Array(16).fill(Number.POSITIVE_INFINITY);
  /** [0]: the key that is looked up. */
  private readonly key = new Float64Array(16);
  private freePage = 0;
  private freshPage = 1;

  constructor(ordersMax: number) {
    // Page 0, one page an order, and the one that is being filled.
    const pages = ordersMax + 2;
    this.slots = new Int32Array(
      reservedMemory(FIRST_LINE + pages * PAGE_BYTES),
      FIRST_LINE,
      pages << PAGE_SHIFT,
    );
    const heads = reservedMemory(pages * HEAD_BYTES);
    this.pageKeys = new Float64Array(heads);
    this.pageKeys[0] = NO_KEY;
    this.counts = new Int32Array(heads);
    this.directory = new KeyIndex({ keysMax: pages });
  }

  /** The slot of the order id `from[position]`, 0 when it does not rest. */
  find(from: Float64Array, position: number): number {
    const at = (this.pageOf(from, position) << PAGE_SHIFT) | (from[position]! & WITHIN);
    this.last[FOUND] = at;
    return this.slots[at]!;
  }

  /** The order must not be in. */
  insert(from: Float64Array, position: number, slot: number): void {
    const within = from[position]! - this.fillingFrom[0]!;
    if (within >= 0 && within < PAGE_IDS) {
      this.put(this.last[FILLING]!, within, slot);
      return;
    }
    const page = this.pageOf(from, position) || this.addPage(from, position);
    this.put(page, from[position]! & WITHIN, slot);
  }

  /** The order, which is in the slot `slot`, must be in. */
  remove(from: Float64Array, position: number, slot: number): void {
    const { slots } = this;
    let at = this.last[FOUND]!;
    // Who is cancelled was found just now. No slot is in twice, so that this is its place.
    if (slots[at] !== slot) {
      at = (this.pageOf(from, position) << PAGE_SHIFT) | (from[position]! & WITHIN);
    }
    slots[at] = 0;
    const page = at >> PAGE_SHIFT;
    const left = this.counts[(page << 2) + COUNT]! - 1;
    this.counts[(page << 2) + COUNT] = left;
    if (left === 0 && page !== this.last[FILLING]) this.removePage(page);
  }

  /** Order id number n is in slot n + 1. Of an empty index. */
  load(ids: Float64Array): void {
    assert(this.freshPage === 1, 'an empty index is loaded');
    const keys = new Float64Array(ids.length);
    for (let row = 0; row < ids.length; row += 1) keys[row] = keyOf(ids, row);
    const rows = rowsByRegion(keys);
    // A copy: ids read in this order would each be another line.
    for (let at = 0; at < rows.length; at += 1) keys[at] = ids[rows[at]!]!;
    this.directory.reserve(ids.length);
    for (let at = 0; at < rows.length; at += 1) {
      const page = this.pageOf(keys, at) || this.addPage(keys, at);
      this.put(page, keys[at]! & WITHIN, rows[at]! + 1);
    }
  }

  /** As `load` left it. */
  image(): IndexImage {
    const pages = this.freshPage - 1;
    const pageMasks = new Uint16Array(pages);
    let orders = 0;
    for (let page = 1; page <= pages; page += 1) orders += this.counts[(page << 2) + COUNT]!;
    const pageSlots = new Int32Array(orders);
    let taken = 0;
    for (let page = 1; page <= pages; page += 1) {
      for (let within = 0; within < PAGE_IDS; within += 1) {
        const slot = this.slots[(page << PAGE_SHIFT) | within]!;
        if (slot === 0) continue;
        pageMasks[page - 1] = pageMasks[page - 1]! | (1 << within);
        pageSlots[taken] = slot;
        taken += 1;
      }
    }
    const pageKeys = Float64Array.from(pageMasks, (_, row) => this.pageKeys[(row + 1) << 1]!);
    return { pageKeys, pageMasks, pageSlots };
  }

  /** Into an empty index. */
  take(image: IndexImage): void {
    assert(this.freshPage === 1, 'an empty index is loaded');
    const { pageKeys, pageSlots } = image;
    this.directory.reserve(pageKeys.length);
    const first = new Float64Array(1);
    let taken = 0;
    for (let row = 0; row < pageKeys.length; row += 1) {
      first[0] = pageKeys[row]! * PAGE_IDS;
      assert(this.pageOf(first, 0) === 0, 'a page is in the index once');
      taken = this.takePage(this.addPage(first, 0), image, row, taken);
    }
    assert(taken === pageSlots.length, 'every order is in the index');
  }

  /** Every slot of `ids` (by slot · 8) is found by its id; returns how many there are. */
  checkInvariants(ids: Float64Array): number {
    let size = 0;
    let displaced = 0;
    for (let page = 1; page < this.freshPage; page += 1) {
      if (this.pageKeys[page << 1] === NO_KEY) continue;
      if (this.recentPages[recentOf(this.pageKeys[page << 1]!)] !== page) displaced += 1;
      const slots = this.slots.subarray(page << PAGE_SHIFT, (page + 1) << PAGE_SHIFT);
      const taken = slots.filter((slot) => slot !== 0);
      for (const slot of taken) assert(this.find(ids, slot << 3) === slot, 'an id finds its order');
      assert(taken.length === this.counts[(page << 2) + COUNT], 'the orders of a page are counted');
      assert(taken.length > 0 || page === this.last[FILLING], 'an empty page goes');
      size += taken.length;
    }
    assert(this.directory.size === displaced, 'the directory holds who is not among the recent');
    this.directory.checkInvariants(this.pageKeys);
    return size;
  }

  /** The slots of one page, from `taken` on; returns where those of the next begin. */
  private takePage(
    page: number,
    { pageMasks, pageSlots }: IndexImage,
    row: number,
    taken: number,
  ): number {
    let next = taken;
    for (let rest = pageMasks[row]!; rest !== 0; rest &= rest - 1) {
      const within = 31 - Math.clz32(rest & -rest);
      this.slots[(page << PAGE_SHIFT) | within] = pageSlots[next]!;
      next += 1;
    }
    assert(next > taken, 'a page is of an order');
    this.counts[(page << 2) + COUNT] = next - taken;
    return next;
  }

  private put(page: number, within: number, slot: number): void {
    this.slots[(page << PAGE_SHIFT) | within] = slot;
    this.counts[(page << 2) + COUNT] = this.counts[(page << 2) + COUNT]! + 1;
  }

  /** 0: there is none. */
  private pageOf(from: Float64Array, position: number): number {
    const key = keyOf(from, position);
    const page = this.recentPages[recentOf(key)]!;
    return this.pageKeys[page << 1]! === key ? page : this.lookUpPage(from, position);
  }

  private lookUpPage(from: Float64Array, position: number): number {
    if (this.directory.size === 0) return 0;
    const { key } = this;
    key[0] = keyOf(from, position);
    return this.directory.find(key, 0, this.pageKeys) >> 1;
  }

  private addPage(from: Float64Array, position: number): number {
    const { recentPages } = this;
    const filling = this.last[FILLING]!;
    if (filling !== 0 && this.counts[(filling << 2) + COUNT] === 0) this.removePage(filling);
    let page = this.freePage;
    if (page !== 0) this.freePage = this.counts[(page << 2) + COUNT]!;
    else {
      page = this.freshPage;
      this.freshPage += 1;
    }
    const key = keyOf(from, position);
    this.pageKeys[page << 1] = key;
    this.counts[(page << 2) + COUNT] = 0;
    const place = recentOf(key);
    const displaced = recentPages[place]!;
    if (displaced !== 0) this.directory.insert(this.pageKeys, displaced << 1, displaced << 1);
    recentPages[place] = page;
    this.last[FILLING] = page;
    this.fillingFrom[0] = key * PAGE_IDS;
    return page;
  }

  /** It holds no order any more. */
  private removePage(page: number): void {
    const place = recentOf(this.pageKeys[page << 1]!);
    if (this.recentPages[place] === page) this.recentPages[place] = 0;
    else this.directory.remove(this.pageKeys, page << 1, page << 1);
    this.pageKeys[page << 1] = NO_KEY;
    this.counts[(page << 2) + COUNT] = this.freePage;
    this.freePage = page;
    if (page !== this.last[FILLING]) return;
    this.last[FILLING] = 0;
    this.fillingFrom[0] = Number.POSITIVE_INFINITY;
  }
}
