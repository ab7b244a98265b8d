import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Saturation, type SweepStep, saturate, sweep } from './end-to-end.ts';
import { type GeneratorResult, invalidBecause, isValid } from './generator-plan.ts';

const latency = { count: 0, p50Ms: 0, p90Ms: 0, p99Ms: 0, p999Ms: 0, p9999Ms: 0, maxMs: 0 };
const result: GeneratorResult = {
  offered: 10_000,
  accepted: 10_000,
  rejected: 0,
  unanswered: 0,
  canceled: 0,
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

test('one that refused more than one in a hundred has no headline, and says so', () => {
  assert.equal(isValid({ ...result, accepted: 9_900, rejected: 100 }), true);
  const refusing = { ...result, accepted: 4_000, rejected: 5_000, unanswered: 1_000 };
  assert.equal(invalidBecause(refusing), '60 % were refused or not answered');
});

/** The steps of an exchange that accepts so many of 10,000 orders, step by step. */
async function saturated(accepted: readonly number[]) {
  const told: Saturation[] = [];
  const plan = {
    dialect: 'native',
    wsUrl: '',
    accounts: [],
    seed: 1,
    ratePerSecond: 1,
    arrivals: 'constant',
    warmUpSeconds: 0,
    seconds: 20,
    ordersPerRequest: 50,
  } as const;
  const steps = await saturate(plan, {
    measure: async () => {
      const taken = accepted[told.length] ?? 0;
      return { result: { ...result, accepted: taken, rejected: 10_000 - taken }, cpu: null };
    },
    onStep: (step) => told.push(step),
  });
  assert.deepEqual(told, steps);
  return steps.map(({ ordersPerSecond }) => ordersPerSecond);
}

test('more in flight until that brings no more, or until a step refuses', async () => {
  assert.deepEqual(await saturated([10_000, 10_000, 10_000]), [500, 500]);
  assert.deepEqual(await saturated([9_900, 5_000, 10_000]), [495, 250]);
  assert.deepEqual(await saturated([5_000, 10_000]), [250]);
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
