/**
 * A 53-bit key → the int32 that owns it (an old order's slot, an account's number; never 0), in a table
 * that grows without a pause.
 *
 *   place     0            n                      2n                                       4n
 *             │ …  smaller │ ░░░░▒▒▒▒▒▒           │ ████░░░░████░░░░░░░░████░░             │ larger: untouched
 *                ones were   leaving: being emptied   places: new keys go here
 *                                └ cursor ─16 places per insertion─▲
 *
 * When a quarter of the places is taken, a table of twice the size takes over; the old one is emptied by
 * the insertions that follow and is gone long before the next growth. Until then a key that is not in
 * the new table is looked for in the old one. A million keys in one go would stop the market for 30 ms.
 * One memory has room for the tables of `keysMax` keys, and costs what was touched; only when there are more keys
 * is it replaced by a larger one.
 * A key travels as a position in a Float64Array, because a double as an argument would be allocated.
 */
import { assert } from '../../../proto/assert.ts';
import { FIRST_LINE } from './cache-lines.ts';
import { HashPlaces, hashOf, NO_PLACE } from './hash-places.ts';
import { reservedMemory } from './reserved-memory.ts';

// Local constants: see README.md, "constants".
const NONE = NO_PLACE;
const hashAt = hashOf;
const PLACES_MIN = 1024;
const MOVED_PER_INSERTION = 16;
/** Of a memory, when there are more keys than expected: what is not touched costs nothing. */
const GROWTH = 16;

export interface KeyIndexOptions {
  /** More than these are taken in as well, at the price of a copy. */
  readonly keysMax: number;
}

/** At most a quarter of its places are taken. */
function tableFor(keys: number): number {
  let size = PLACES_MIN;
  while (keys * 4 > size) size *= 2;
  return size;
}

/** For a table of `size` places, and all smaller ones. */
const memoryFor = (size: number): Int32Array =>
  new Int32Array(reservedMemory(FIRST_LINE + size * 16), FIRST_LINE);

export class KeyIndex {
  private readonly places: HashPlaces;
  /** Its size is 0 when no table is being emptied. */
  private readonly leaving: HashPlaces;
  /** Places of `leaving` before it are empty. */
  private cursor = 0;
  private count = 0;

  constructor({ keysMax }: KeyIndexOptions) {
    const pairs = memoryFor(tableFor(keysMax));
    this.places = new HashPlaces(pairs);
    this.places.open(PLACES_MIN);
    this.leaving = new HashPlaces(pairs);
  }

  get size(): number {
    return this.count;
  }

  /** Whether a table is being emptied into another. */
  get isGrowing(): boolean {
    return this.leaving.size !== 0;
  }

  /** The owner of the key `from[position]`, 0 when it is not in. */
  find(from: Float64Array, position: number, keys: Float64Array): number {
    const owner = this.places.find(from, position, keys);
    if (owner !== 0 || this.leaving.size === 0) return owner;
    return this.leaving.find(from, position, keys);
  }

  /** The key must not be in. */
  insert(from: Float64Array, position: number, owner: number): void {
    this.count += 1;
    if (this.count << 2 > this.places.size) this.grow();
    if (this.leaving.size !== 0) this.move();
    this.places.put(hashAt(from, position), owner);
  }

  /** `owner` must be in, with the key `from[position]`. */
  remove(from: Float64Array, position: number, owner: number): void {
    this.count -= 1;
    const hash = hashAt(from, position);
    const place = this.places.placeOf(hash, owner);
    if (place !== NONE) {
      this.places.vacate(place);
      return;
    }
    const before = this.leaving.size === 0 ? NONE : this.leaving.placeOf(hash, owner);
    assert(before !== NONE, 'a removed key is in');
    this.leaving.vacate(before);
  }

  /** Of an empty index: so many keys may come without another table. */
  reserve(keys: number): void {
    assert(this.count === 0 && !this.isGrowing, 'an empty index is loaded');
    this.open(Math.max(this.places.size, tableFor(keys)));
  }

  /** Every key is found, once, and `size` are in. */
  checkInvariants(keys: Float64Array): void {
    let count = 0;
    for (const table of [this.places, this.leaving]) {
      for (let place = 0; place < table.size; place += 1) {
        const owner = table.pairs[(table.size + place) * 2 + 1]!;
        if (owner === 0) continue;
        count += 1;
        const isBehind = table === this.leaving && place < this.cursor;
        assert(!isBehind, 'nothing stays behind the cursor');
        assert(this.find(keys, owner, keys) === owner, 'a key is found, and once');
      }
    }
    assert(count === this.count && count * 4 <= this.places.size, 'the index counts its keys');
  }

  private grow(): void {
    assert(!this.isGrowing, 'a table is empty before the next one grows');
    const { size } = this.places;
    this.cursor = 0;
    this.open(size * 2);
    this.leaving.open(size);
  }

  /** A table of this size, whose places were never used. */
  private open(size: number): void {
    const { places, leaving } = this;
    if (size * 4 > places.pairs.length) {
      const pairs = memoryFor(size * GROWTH);
      pairs.set(places.pairs);
      places.pairs = pairs;
      leaving.pairs = pairs;
    }
    places.open(size);
  }

  private move(): void {
    const { leaving } = this;
    const { pairs, size } = leaving;
    for (let moved = 0; moved < MOVED_PER_INSERTION; moved += 1) {
      const place = size + this.cursor;
      const at = place << 1;
      // What follows in the cluster may have moved back into this place.
      while (pairs[at + 1] !== 0) {
        this.places.put(pairs[at]!, pairs[at + 1]!);
        leaving.vacate(place);
      }
      this.cursor += 1;
      if (this.cursor === size) {
        leaving.open(0);
        return;
      }
    }
  }
}
