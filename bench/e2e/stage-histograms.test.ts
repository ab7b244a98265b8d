import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stageLatencies } from './stage-histograms.ts';

const text = (counts: readonly [number, number, number], market = 'BTC-USD'): string =>
  [
    '# TYPE exchange_stage_seconds histogram',
    ...['0.001', '0.002', '+Inf'].map(
      (bound, index) =>
        `exchange_stage_seconds_bucket{le="${bound}",stage="match",market="${market}"} ${counts[index]}`,
    ),
    'exchange_other_seconds_bucket{le="0.001",route="x"} 5',
    'exchange_stage_seconds_sum{stage="match"} 1',
  ].join('\n');

test('what was added between two readings makes the quantiles', () => {
  const [stage, ...others] = stageLatencies(text([10, 10, 10]), text([60, 110, 110]));
  assert.deepEqual(others, []);
  assert.deepEqual(stage, {
    metric: 'exchange_stage_seconds',
    stage: 'match',
    count: 100,
    p50Ms: 1,
    p99Ms: 1.98,
  });
});

test('markets add up, nothing added is no row, and beyond the last bound is that bound', () => {
  const two = `${text([1, 1, 1])}\n${text([1, 1, 1], 'ETH-USD')}`;
  assert.equal(stageLatencies('', two)[0]?.count, 2);
  assert.deepEqual(stageLatencies(two, two), []);
  assert.equal(stageLatencies('', text([0, 0, 9]))[0]?.p99Ms, 2);
});
