/**
 * Who ends next of the orders that end at a time: a binary heap.
 *
 *   first ─▶ 12:00        time, then acceptance; a parent ends before its children
 *          12:05 12:01
 *        12:30 …
 *
 * Adding and taking the first are O(log n). Who left the book in the meantime stays until its time has
 * come or `keep` is called: nothing is looked for when an order ends.
 */
import { assert } from '../../../proto/assert.ts';

export interface Expiry {
  readonly orderId: number;
  readonly accountId: number;
  readonly goodTillUs: number;
  /** Rises with each acceptance. */
  readonly placement: number;
  /** The priority with which it came into the book: another order with its id has another one. */
  priority: number;
}

export function endsBefore(a: Expiry, b: Expiry): boolean {
  return a.goodTillUs === b.goodTillUs ? a.placement < b.placement : a.goodTillUs < b.goodTillUs;
}

export class ExpiryHeap {
  #entries: Expiry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  get first(): Expiry | undefined {
    return this.#entries[0];
  }

  all(): readonly Expiry[] {
    return this.#entries;
  }

  add(entry: Expiry): void {
    const entries = this.#entries;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!endsBefore(entry, entries[parent]!)) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = entry;
  }

  takeFirst(): Expiry {
    const entries = this.#entries;
    const [first] = entries;
    const last = entries.pop();
    assert(first !== undefined && last !== undefined, 'there is one');
    if (entries.length > 0) this.#sink(last);
    return first;
  }

  /** Drops all others. O(n). */
  keep(isKept: (entry: Expiry) => boolean): void {
    // A sorted array is a heap.
    this.#entries = this.#entries.filter(isKept).sort((a, b) => (endsBefore(a, b) ? -1 : 1));
  }

  checkInvariants(): void {
    for (const [index, entry] of this.#entries.entries()) {
      const parent = this.#entries[(index - 1) >> 1];
      const isAfter = index === 0 || !endsBefore(entry, parent!);
      assert(isAfter, `order ${entry.orderId} ends after its parent`);
    }
  }

  /** From the top down to where it belongs. */
  #sink(entry: Expiry): void {
    const entries = this.#entries;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      if (left >= entries.length) break;
      const isRight = right < entries.length && endsBefore(entries[right]!, entries[left]!);
      const child = isRight ? right : left;
      if (!endsBefore(entries[child]!, entry)) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = entry;
  }
}
