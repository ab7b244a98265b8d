import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SweepStep, sweep } from './end-to-end.ts';
import { type GeneratorResult, isValid } from './generator-plan.ts';

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

test('a late generator, or one that got nothing done, has no headline', () => {
  assert.equal(isValid(result), true);
  assert.equal(isValid({ ...result, late: 11 }), false);
  assert.equal(isValid({ ...result, accepted: 0 }), false);
  assert.equal(isValid({ ...result, requests: 0, late: 0 }), false);
});

/** Sweeps an exchange whose p99 is what `p99Ms` says, by rate and attempt. */
async function swept(p99Ms: (rate: number, attempt: number) => number) {
  const attempts = new Map<number, number>();
  const told: SweepStep[] = [];
  const found = await sweep(100, {
    p99MsMax: 10,
    measure: async (rate) => {
      const attempt = (attempts.get(rate) ?? 0) + 1;
      attempts.set(rate, attempt);
      return {
        result: { ...result, latency: { ...latency, p99Ms: p99Ms(rate, attempt) } },
        cpu: null,
      };
    },
    onStep: (step) => told.push(step),
  });
  assert.deepEqual(told, found.steps);
  return [found.kneePerSecond, found.steps.map(({ ratePerSecond }) => ratePerSecond)];
}

test('a sweep goes up to the first rate that fails twice, and halves the way back', async () => {
  const knee = await swept((rate) => (rate <= 300 ? 5 : 50));
  assert.deepEqual(knee, [282, [100, 150, 225, 338, 338, 282, 310, 310]]);
});

test('one bad attempt is not the knee', async () => {
  const knee = await swept((rate, attempt) => (rate > 200 || attempt === 1 ? 50 : 5));
  assert.deepEqual(knee, [188, [100, 100, 150, 150, 225, 225, 188, 188, 207, 207]]);
});

test('a first rate that fails has no knee, and an endless one ends', async () => {
  assert.deepEqual(await swept(() => 50), [0, [100, 100]]);
  const [knee, rates] = await swept(() => 5);
  assert.equal((rates as number[]).length, 16);
  assert.equal(knee, (rates as number[]).at(-1));
});
