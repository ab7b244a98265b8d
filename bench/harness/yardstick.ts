/**
 * A fixed piece of work that no change of ours makes faster: what a figure without a peer is divided
 * by, so that runs on a machine in a slow phase, or on another one, can still be compared.
 *
 * One operation: a step of xorshift32, a look-up and a store in a table of 1 MB, a multiplication.
 */
const TABLE = new Int32Array(1 << 18);
const OPERATIONS = 20_000_000;

export const YARDSTICK = 'yardstick';

/** Million operations per second, by the clock that the figure was taken by. */
export function yardstick(nowMs: () => number = () => performance.now()): number {
  const startedMs = nowMs();
  let x = 0x9e3779b9 | 0;
  let hash = 0;
  for (let count = 0; count < OPERATIONS; count += 1) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    const at = x & (TABLE.length - 1);
    hash = Math.imul(hash ^ TABLE[at]!, 16777619);
    TABLE[at] = x;
  }
  TABLE[0] = hash;
  return OPERATIONS / (nowMs() - startedMs) / 1000;
}
