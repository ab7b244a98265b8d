import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { arrivalTimesMs } from './arrivals.ts';
import { type GeneratorResult, isValid } from './generator-plan.ts';

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

test('a late generator, or one that got nothing done, has no headline', () => {
  const latency = { count: 0, p50Ms: 0, p90Ms: 0, p99Ms: 0, p999Ms: 0, p9999Ms: 0, maxMs: 0 };
  const result: GeneratorResult = {
    offered: 10_000,
    accepted: 10_000,
    rejected: 0,
    unanswered: 0,
    late: 10,
    requests: 10_000,
    seconds: 20,
    latency,
    serviceTime: latency,
    latencyCounts: { maxUs: 0, counts: [] },
    serviceTimeCounts: { maxUs: 0, counts: [] },
    slices: [],
    pauses: [],
    startedAtMs: 0,
    refusals: {},
  };
  assert.equal(isValid(result), true);
  assert.equal(isValid({ ...result, late: 11 }), false);
  assert.equal(isValid({ ...result, accepted: 0 }), false);
  assert.equal(isValid({ ...result, requests: 0, late: 0 }), false);
});
