/**
 * A table: a 53-bit key → the int32 that owns it (never 0), by open addressing. The keys themselves stay with
 * their owners; a place holds a hash and the owner, 8 bytes. A table of n places (a power of two) is the places
 * n … 2n - 1 of a memory that it shares with the smaller and larger ones: so it grows without another array.
 *
 *   place   n              n + 1          n + 2
 *         │ hash │ owner │ hash │ owner │ …          owner 0: the place is empty
 *                    └────▶ keys[owner] is the key
 *
 *   find    from the home place of the key's hash rightwards until found or empty
 *   vacate  moves what follows back into the gap (backward shift): no tombstones, so probes stay short
 *
 * Expected O(1) each while at most two thirds are taken; key-index.ts sees to that.
 */
const TWO_POW_MINUS_32 = 2 ** -32;
const NONE = -1;
export const NO_PLACE = NONE;

/**
 * Eight neighbouring keys share a home line of 64 bytes: ids mostly come in a row, so inserting them
 * touches an eighth of the lines. Lines are spread by multiplication, as sessions count in parallel.
 * The key is no argument: a double that is passed to a function that is not inlined is allocated.
 */
export function hashOf(from: Float64Array, position: number): number {
  const key = from[position]!;
  const low = key | 0;
  const high = (key * TWO_POW_MINUS_32) | 0;
  const mixed = Math.imul((low >>> 3) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  const spread = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (spread & ~7) | (low & 7);
}

export class HashPlaces {
  /** Two words a place. */
  pairs: Int32Array;
  /** 0: there is no table. */
  size = 0;
  private mask = 0;
  /** Lines of eight places: the upper log2(size / 8) bits of the hash choose one. */
  private shift = 0;

  constructor(pairs: Int32Array) {
    this.pairs = pairs;
  }

  /** `size` is 0 or a power of two, at least 16; `pairs` has 2 · size places. Its places are as they are. */
  open(size: number): void {
    this.size = size;
    this.mask = size - 1;
    this.shift = Math.clz32(size / 8) + 1;
  }

  /** The owner of the key `from[position]`, 0 when it is not in. */
  find(from: Float64Array, position: number, keys: Float64Array): number {
    const key = from[position]!;
    const { pairs, mask, size } = this;
    const hash = hashOf(from, position);
    let place = size | ((hash >>> this.shift) << 3) | (hash & 7);
    for (;;) {
      const owner = pairs[(place << 1) + 1]!;
      if (owner === 0) return 0;
      if (pairs[place << 1]! === hash && keys[owner]! === key) {
        return owner;
      }
      place = size | ((place + 1) & mask);
    }
  }

  /** Where `owner` stands, NO_PLACE when it is not in. */
  placeOf(hash: number, owner: number): number {
    const { pairs, mask, size } = this;
    let place = size | ((hash >>> this.shift) << 3) | (hash & 7);
    for (;;) {
      const other = pairs[(place << 1) + 1]!;
      if (other === owner) return place;
      if (other === 0) return NONE;
      place = size | ((place + 1) & mask);
    }
  }

  /** The key of this hash must not be in. */
  put(hash: number, owner: number): void {
    const { pairs, mask, size } = this;
    let place = size | ((hash >>> this.shift) << 3) | (hash & 7);
    while (pairs[(place << 1) + 1] !== 0) place = size | ((place + 1) & mask);
    pairs[place << 1] = hash;
    pairs[(place << 1) + 1] = owner;
  }

  /** Empties a place that is taken. */
  vacate(taken: number): void {
    const { pairs, mask, shift, size } = this;
    let gap = taken;
    let place = taken;
    for (;;) {
      place = size | ((place + 1) & mask);
      const next = pairs[(place << 1) + 1]!;
      if (next === 0) break;
      // Whoever would be found earlier in the gap moves there.
      const hash = pairs[place << 1]!;
      const home = size | ((hash >>> shift) << 3) | (hash & 7);
      if (((place - home) & mask) < ((place - gap) & mask)) continue;
      pairs[gap << 1] = hash;
      pairs[(gap << 1) + 1] = next;
      gap = place;
    }
    pairs[(gap << 1) + 1] = 0;
  }
}
