import type { SeededRandom } from '../../cli/trading/seeded-random.ts';

/** Intended send times in milliseconds from the start: the schedule that no answer can delay. */
export function* arrivalTimesMs(options: {
  readonly requestsPerSecond: number;
  readonly arrivals: 'constant' | 'poisson';
  readonly random: SeededRandom;
}): Generator<number, never> {
  const meanMs = 1000 / options.requestsPerSecond;
  let atMs = 0;
  for (;;) {
    yield atMs;
    // 1 - fraction is never 0, so the logarithm is finite.
    const gap = options.arrivals === 'constant' ? 1 : -Math.log(1 - options.random.fraction());
    atMs += meanMs * gap;
  }
}
