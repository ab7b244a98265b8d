/**
 * A 53-bit key → the int32 that owns it (an order's slot, an account's number; never 0), in a table
 * that grows without a pause.
 *
 *   places    ████░░░░████░░░░░░░░████░░       new keys go here
 *               ▲  16 places per insertion
 *   leaving   ░░░░░░░░▒▒▒▒▒▒▒▒                 half as large, being emptied; usually there is none
 *                    └ cursor
 *
 * When a quarter of the places is taken, a table of twice the size takes over; the old one is emptied by
 * the insertions that follow and is gone long before the next growth. Until then a key that is not in
 * the new table is looked for in the old one. A million keys in one go would stop the market for 30 ms.
 * A key travels as a position in a Float64Array, because a double as an argument would be allocated.
 */
import { assert } from '../../../proto/assert.ts';
import { HashPlaces, hashOf, NO_PLACE } from './hash-places.ts';
import { loadPlaces } from './load-places.ts';

// Local constants: see README.md, "constants".
const NONE = NO_PLACE;
const PLACES_MIN = 1024;
const MOVED_PER_INSERTION = 16;

export class KeyIndex {
  private places = new HashPlaces(PLACES_MIN);
  private leaving: HashPlaces | null = null;
  /** Places of `leaving` before it are empty. */
  private cursor = 0;
  private count = 0;
  /** Where the key of owner n is: `keys[n << keyShift]`. */
  private readonly keyShift: number;

  constructor(keyShift: number) {
    this.keyShift = keyShift;
  }

  get size(): number {
    return this.count;
  }

  /** Whether a table is being emptied into another. */
  get isGrowing(): boolean {
    return this.leaving !== null;
  }

  /** The owner of the key `from[position]`, 0 when it is not in. */
  find(from: Float64Array, position: number, keys: Float64Array): number {
    const owner = this.places.find(from, position, keys, this.keyShift);
    if (owner !== 0 || this.leaving === null) return owner;
    return this.leaving.find(from, position, keys, this.keyShift);
  }

  /** The key must not be in. */
  insert(from: Float64Array, position: number, owner: number): void {
    this.count += 1;
    if (this.count << 2 > this.places.size) this.grow();
    if (this.leaving !== null) this.move(this.leaving);
    this.places.put(hashOf(from, position), owner);
  }

  /** `owner` must be in, with the key `from[position]`. */
  remove(from: Float64Array, position: number, owner: number): void {
    const hash = hashOf(from, position);
    this.count -= 1;
    const place = this.places.placeOf(hash, owner);
    if (place !== NONE) {
      this.places.vacate(place);
      return;
    }
    const before = this.leaving === null ? NONE : this.leaving.placeOf(hash, owner);
    assert(before !== NONE, 'a removed key is in');
    this.leaving?.vacate(before);
  }

  /** Key number n gets the owner n + 1; none occurs twice. Of an empty index. */
  load(keys: Float64Array): void {
    assert(this.count === 0 && this.leaving === null, 'an empty index is loaded');
    let size = this.places.size;
    while (keys.length * 4 > size) size *= 2;
    if (size > this.places.size) this.places = new HashPlaces(size);
    loadPlaces(this.places, keys);
    this.count = keys.length;
  }

  /** Every key is found, once, and `size` are in. */
  checkInvariants(keys: Float64Array): void {
    let count = 0;
    for (const table of [this.places, this.leaving]) {
      if (table === null) continue;
      for (let place = 0; place < table.size; place += 1) {
        const owner = table.pairs[place * 2 + 1]!;
        if (owner === 0) continue;
        count += 1;
        const isBehind = table === this.leaving && place < this.cursor;
        assert(!isBehind, 'nothing stays behind the cursor');
        assert(this.find(keys, owner << this.keyShift, keys) === owner, 'a key is found, and once');
      }
    }
    assert(count === this.count && count * 4 <= this.places.size, 'the index counts its keys');
  }

  private grow(): void {
    assert(this.leaving === null, 'a table is empty before the next one grows');
    this.leaving = this.places;
    this.cursor = 0;
    this.places = new HashPlaces(this.places.size * 2);
  }

  private move(leaving: HashPlaces): void {
    const { pairs, size } = leaving;
    for (let moved = 0; moved < MOVED_PER_INSERTION; moved += 1) {
      const at = this.cursor << 1;
      // What follows in the cluster may have moved back into this place.
      while (pairs[at + 1] !== 0) {
        this.places.put(pairs[at]!, pairs[at + 1]!);
        leaving.vacate(this.cursor);
      }
      this.cursor += 1;
      if (this.cursor === size) {
        this.leaving = null;
        return;
      }
    }
  }
}
