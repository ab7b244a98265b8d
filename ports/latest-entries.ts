/**
 * A map of the latest so many entries, in order of insertion.
 *
 *   ┌─ forgotten ─┬──────── kept ────────┐
 *   · · · · · · · ▲ oldest      newest ▲
 *
 * The oldest is found by one iterator that lives as long as the map. A fresh `keys().next()` begins
 * at the front of the table and steps over every place that was deleted since V8 last rebuilt it:
 * with 50,000 kept entries that is 55 µs for each new one; by the iterator that stays it is 0.4 µs
 * (30 November 2026, Node 20.20.2).
 */
import { assert } from '../proto/assert.ts';

export class LatestEntries<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #oldest = this.#entries.keys();
  readonly #kept: number;

  constructor(options: { readonly kept: number }) {
    assert(options.kept >= 0, 'a count');
    this.#kept = options.kept;
  }

  /** A key that is there keeps its place. */
  set(key: Key, value: Value): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#kept) return;
    // Never done: whatever it has passed was deleted, so all entries lie ahead of it.
    this.#entries.delete(this.#oldest.next().value as Key);
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  get size(): number {
    return this.#entries.size;
  }
}
