import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LatencyHistogram } from '../latency-histogram.ts';
import { histogramText } from './histogram-text.ts';

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

const rowsOf = (text: string): readonly (readonly number[])[] =>
  text
    .split('\n')
    .filter((line) => /^\s*\d/.test(line))
    .map((line) => line.trim().split(/\s+/).map(Number));

test('every row of a .hgrm is a quantile of the values, and the last one is their maximum', () => {
  const seed = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 1_000_000);
  console.log(`SEED=${seed}`);
  const values = fc.array(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 800 });
  fc.assert(
    fc.property(values, (latencies) => {
      const rows = rowsOf(histogramText(histogramOf(latencies)));
      const sorted = [...latencies].sort((a, b) => a - b);
      let before = [-1, -1, -1];
      for (const row of rows) {
        const [ms = 0, fraction = 0, count = 0] = row;
        const rank = Math.max(1, Math.ceil(fraction * sorted.length - 1e-6));
        const truth = (sorted[rank - 1] ?? 0) / 1000;
        assert.ok(ms >= truth - 0.0005 && ms <= truth * 1.001 + 0.0005, `${ms} for ${truth}`);
        const notAbove = sorted.filter((value) => value / 1000 <= ms + 0.0005).length;
        assert.ok(count <= notAbove && count >= rank, `${count} records up to ${ms} ms`);
        assert.ok(fraction > (before[1] ?? 0) && ms >= (before[0] ?? 0));
        before = [...row];
      }
      assert.deepEqual(rows.at(-1)?.slice(1, 3), [1, sorted.length]);
    }),
    { seed, numRuns: 200 },
  );
});

test('the text has the head and the foot that plotters look for', () => {
  const text = histogramText(histogramOf([1000, 2000, 3000]));
  assert.match(text, /^ +Value +Percentile TotalCount 1\/\(1-Percentile\)\n\n/);
  assert.match(text, /#\[Mean {4}= +2\.000, StdDeviation {3}= +0\.816\]/);
  assert.match(text, /#\[Max {5}= +3\.000, Total count {4}= +3\]/);
});
