import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outages, summarizeGaps } from './outages.ts';

test('the gap is the longest silence, also when answers still came after the kill', () => {
  const outages = new Outages();
  for (const atMs of [0, 2, 4, 6, 101, 103, 240, 242]) outages.acknowledged('BTC-USD', atMs);
  assert.equal(outages.longestGapMs(3, 110), 95);
  assert.equal(outages.longestGapMs(3, 300), 137);
  assert.equal(outages.longestGapMs(102, 110), 2);
  assert.equal(outages.countSince('BTC-USD', 5), 5);
});

test('the slowest market counts, and one that never came back is no gap but null', () => {
  const outages = new Outages();
  for (const atMs of [0, 2, 60, 62]) outages.acknowledged('BTC-USD', atMs);
  for (const atMs of [1, 3, 90, 92]) outages.acknowledged('ETH-USD', atMs);
  assert.equal(outages.longestGapMs(2, 100), 87);
  assert.equal(outages.longestGapMs(91, 100), null);
  assert.equal(new Outages().longestGapMs(0, 1), null);
});

test('few kills are summarized by exact quantiles', () => {
  assert.deepEqual(summarizeGaps([30, 10, 20]), { kills: 3, p50Ms: 20, p99Ms: 30, maxMs: 30 });
  assert.deepEqual(summarizeGaps([]), { kills: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 });
});
