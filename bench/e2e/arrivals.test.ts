import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { arrivalTimesMs } from './arrivals.ts';

function take(arrivals: 'constant' | 'poisson', count: number, seed = 1): readonly number[] {
  const schedule = arrivalTimesMs({
    requestsPerSecond: 500,
    arrivals,
    random: new SeededRandom(seed),
  });
  return Array.from({ length: count }, () => schedule.next().value);
}

test('constant arrivals are evenly spaced', () => {
  assert.deepEqual(take('constant', 4), [0, 2, 4, 6]);
});

test('poisson arrivals have the same mean, differ by seed, and repeat with it', () => {
  const times = take('poisson', 10_001);
  const meanMs = (times.at(-1) ?? 0) / 10_000;
  assert.ok(meanMs > 1.9 && meanMs < 2.1, `mean ${meanMs}`);
  assert.deepEqual(take('poisson', 100), times.slice(0, 100));
  assert.notDeepEqual(take('poisson', 100, 2), times.slice(0, 100));
});
