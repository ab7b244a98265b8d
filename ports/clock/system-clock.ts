import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { timestampUs } from '../../proto/units.ts';
import type { Clock, Random, Timer } from './clock.ts';

// Date.now follows the machine's clock but has a grain of 1 ms; performance.now has the grain but
// does not follow. So the first corrects the second wherever they are 2 ms or more apart.
const anchor = { wallMs: Date.now(), monotonicMs: performance.now() };

function wallUs(): number {
  const wallMs = Date.now();
  const monotonicMs = performance.now();
  let nowMs = anchor.wallMs + (monotonicMs - anchor.monotonicMs);
  if (Math.abs(nowMs - wallMs) >= 2) {
    anchor.wallMs = wallMs;
    anchor.monotonicMs = monotonicMs;
    nowMs = wallMs;
  }
  return Math.floor(nowMs * 1000);
}

/** The clocks of the machine. */
export const systemClock: Clock = {
  nowUs: () => timestampUs(wallUs()),
  monotonicMs: () => performance.now(),
  setTimer(delayMs, action): Timer {
    const timeout = setTimeout(action, delayMs);
    timeout.unref();
    return { cancel: () => clearTimeout(timeout) };
  },
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
};

/** The operating system's cryptographic generator. */
export const systemRandom: Random = {
  uint32: () => randomBytes(4).readUInt32LE(0),
  bytes: (count) => new Uint8Array(randomBytes(count)),
};
