import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketBoundUs, StageTimes } from './stage-times.ts';

test('a time is counted in the first bucket that it does not exceed', () => {
  for (const us of [0, 1, 1.2, 2, 3, 1000, 1024, 999_999]) {
    const times = new StageTimes();
    times.record('append', us);
    const index = times.report().append!.counts.indexOf(1);
    assert.ok(us <= bucketBoundUs(index), `${us} is in bucket ${index}`);
    assert.ok(index === 0 || us > bucketBoundUs(index - 1), `${us} is in bucket ${index}`);
  }
});

test('what takes longer than the last bucket is in it, and a clock that went back is 0', () => {
  const times = new StageTimes();
  times.record('settle', 1e12);
  times.record('settle', -5);
  const { counts, sumUs } = times.report().settle!;
  assert.equal(counts.at(-1), 1);
  assert.equal(counts[0], 1);
  assert.equal(sumUs, 1e12);
});
