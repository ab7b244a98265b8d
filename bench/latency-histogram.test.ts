import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LatencyHistogram } from './latency-histogram.ts';

function exact(sorted: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? 0;
}

test('percentiles agree with exact quantiles within a tenth of a percent', () => {
  const seed = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 1_000_000);
  console.log(`SEED=${seed}`);
  const latencies = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    ),
    { minLength: 1, maxLength: 2000 },
  );
  fc.assert(
    fc.property(latencies, (values) => {
      const histogram = new LatencyHistogram();
      for (const value of values) histogram.record(value);
      const sorted = [...values].sort((a, b) => a - b);
      for (const percent of [0, 1, 25, 50, 90, 99, 99.9, 100]) {
        const truth = exact(sorted, percent);
        const measured = histogram.percentileUs(percent);
        assert.ok(
          measured >= truth && measured - truth <= truth / 1000,
          `p${percent}: ${measured} for ${truth}`,
        );
      }
      assert.equal(histogram.maxUs, sorted.at(-1));
      assert.equal(histogram.count, values.length);
    }),
    { seed, numRuns: 200 },
  );
});

test('below 2,048 µs every value is exact, and the bounds of the range hold', () => {
  for (const value of [0, 1, 1023, 1024, 2047]) {
    const histogram = new LatencyHistogram();
    histogram.record(value);
    histogram.record(2 ** 31 - 1);
    assert.equal(histogram.percentileUs(50), value);
    assert.equal(histogram.percentileUs(100), 2 ** 31 - 1);
  }
});

test('an empty histogram says 0, a latency beyond the range counts as the greatest', () => {
  const histogram = new LatencyHistogram();
  assert.equal(histogram.percentileUs(99), 0);
  histogram.record(2 ** 40);
  assert.equal(histogram.maxUs, 2 ** 31 - 1);
  assert.throws(() => histogram.record(-1));
});

test('one stall of 500 ms at 10,000/s shows in p99 when latency runs from the intended time', () => {
  // 10 s at 10,000/s, 50 µs of service, one stall: what waited behind it is late as well.
  const histogram = new LatencyHistogram();
  let freeAtUs = 0;
  for (let index = 0; index < 100_000; index += 1) {
    const intendedUs = index * 100;
    const stallUs = index === 30_000 ? 500_000 : 0;
    freeAtUs = Math.max(freeAtUs, intendedUs) + 50 + stallUs;
    histogram.record(freeAtUs - intendedUs);
  }
  const { p50Ms, p99Ms, p999Ms } = histogram.summary();
  assert.equal(p50Ms, 0.05);
  assert.ok(p99Ms > 440 && p99Ms < 455, `p99 ${p99Ms}`);
  assert.ok(p999Ms > 494 && p999Ms < 501, `p99.9 ${p999Ms}`);
});

test('counts travel as JSON and add up', () => {
  const [left, right] = [new LatencyHistogram(), new LatencyHistogram()];
  for (const value of [1, 1, 5000]) left.record(value);
  for (const value of [7, 900_000]) right.record(value);
  const both = LatencyHistogram.fromCounts(JSON.parse(JSON.stringify(left.toCounts())));
  both.add(right.toCounts());
  assert.equal(both.count, 5);
  assert.equal(both.maxUs, 900_000);
  assert.equal(both.percentileUs(60), 7);
});
