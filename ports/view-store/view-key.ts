import type { ViewKey } from './view-store.ts';

/** Element by element; numbers before strings; a prefix before what it begins. */
export function compareKeys(left: ViewKey, right: ViewKey): number {
  const both = Math.min(left.length, right.length);
  for (let index = 0; index < both; index += 1) {
    const a = left[index]!;
    const b = right[index]!;
    if (a === b) continue;
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return a < b ? -1 : 1;
  }
  return left.length - right.length;
}
