/**
 * What is due for all connections at once, told to a few at a time over most of the interval until it
 * is due again: thousands in one turn would keep an order waiting for tens of milliseconds.
 */
import type { Clock } from '../../ports/clock/clock.ts';

/** Of the interval, which leaves some of it for timers that are late. */
const PARTS = 50;
const SPREAD = 0.8;
const AT_ONCE_MIN = 16;

/** Pings take this long of their interval: whoever is asked late and then early has time to answer. */
export const PINGS_OVER_MS = 2_000;

/** The first part at once. */
export function spreadOver<Each>(
  all: readonly Each[],
  by: { readonly clock: Pick<Clock, 'setTimer'>; readonly intervalMs: number },
  action: (part: readonly Each[]) => void,
): void {
  const atOnce = Math.max(AT_ONCE_MIN, Math.ceil(all.length / PARTS));
  const from = (start: number): void => {
    action(all.slice(start, start + atOnce));
    const next = start + atOnce;
    if (next < all.length) by.clock.setTimer((by.intervalMs * SPREAD) / PARTS, () => from(next));
  };
  from(0);
}
