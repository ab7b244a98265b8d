import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatencyOverTime } from './latency-over-time.ts';

test('latencies fall into the slice of their time, and empty slices are left out', () => {
  const overTime = new LatencyOverTime();
  overTime.record(10, 1000);
  overTime.record(249, 3000);
  overTime.record(1100, 500);
  assert.deepEqual(overTime.slices(), [
    { atSeconds: 0, p50Ms: 1, p99Ms: 3, maxMs: 3 },
    { atSeconds: 1, p50Ms: 0.5, p99Ms: 0.5, maxMs: 0.5 },
  ]);
});
