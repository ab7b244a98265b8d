/**
 * Many keys at once into an empty table.
 *
 *   keys ──▶ sorted by the upper bits of their hashes ──▶ table  │ region │ region │ …
 *             hash, owner │ hash, owner │ …                       one after the other
 *
 * Keys put in as they come would each touch a line of a large table that is in no cache: a million took
 * 110 ms, and sorted take 30, half of which is pages touched for the first time (Node 20.20, 2026-11-29).
 */
import { type HashPlaces, hashOf } from './hash-places.ts';

/** The upper bits choose a place's line: a region of a table for a million keys is 128 KB. */
const REGION_SHIFT = 24;
const REGIONS = 256;

/** Key number n gets the owner n + 1. No key occurs twice; the table has room for them. */
export function loadPlaces(places: HashPlaces, keys: Float64Array): void {
  const count = keys.length;
  const ends = new Int32Array(REGIONS);
  for (let key = 0; key < count; key += 1) {
    const region = hashOf(keys, key) >>> REGION_SHIFT;
    ends[region] = ends[region]! + 1;
  }
  let end = 0;
  for (let region = 0; region < REGIONS; region += 1) {
    const size = ends[region]!;
    ends[region] = end;
    end += size;
  }
  const sorted = new Int32Array(count * 2);
  for (let key = 0; key < count; key += 1) {
    const hash = hashOf(keys, key);
    const region = hash >>> REGION_SHIFT;
    const at = ends[region]! << 1;
    ends[region] = ends[region]! + 1;
    sorted[at] = hash;
    sorted[at + 1] = key + 1;
  }
  for (let at = 0; at < sorted.length; at += 2) places.put(sorted[at]!, sorted[at + 1]!);
}
