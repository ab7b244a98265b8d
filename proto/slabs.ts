/**
 * Copies that their owner keeps, cut from slabs: a record of a thousand orders answers with some 200 KB, and an
 * allocation of that size is given back to the system each time it is freed, so that every page of the next one is
 * a fault. A slab is freed when all that was cut from it is.
 */
const SLAB_BYTES = 1024 * 1024;
/** Less comes from the allocator's own lists; more would waste too much of a slab. */
const CUT_BYTES_MIN = 16 * 1024;
const CUT_BYTES_MAX = SLAB_BYTES / 4;

let slab = new Uint8Array(0);
let used = 0;

/** A copy whose ArrayBuffer may hold other copies as well. */
export function ownCopy(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length < CUT_BYTES_MIN || length > CUT_BYTES_MAX) return bytes.slice();
  if (length > slab.length - used) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const copy = slab.subarray(used, used + length);
  copy.set(bytes);
  used += length;
  return copy;
}
