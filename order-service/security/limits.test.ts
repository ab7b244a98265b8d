import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../ports/clock/clock.ts';
import { type TimestampUs, timestampUs } from '../../proto/units.ts';
import { DEFAULT_DOOR_LIMITS } from '../limits.ts';
import { rateLimits } from './rate-limits.ts';
import { ReplayCache } from './replay-cache.ts';
import { isAddressRange } from './request-auth.ts';
import { TokenBuckets } from './token-buckets.ts';

class HandClock implements Clock {
  ms = 0;
  nowUs(): TimestampUs {
    return timestampUs(this.ms * 1000);
  }
  monotonicMs(): number {
    return this.ms;
  }
  setTimer() {
    return { cancel: () => {} };
  }
  async sleep(): Promise<void> {}
}

test('a bucket lets its burst through, then its rate, and tells how long to wait', () => {
  const clock = new HandClock();
  const buckets = new TokenBuckets({ clock, perSecond: 10, burst: 5 });
  for (let count = 0; count < 5; count += 1) assert.equal(buckets.take('key', 1), 0);
  assert.equal(buckets.take('key', 1), 100);
  assert.equal(buckets.take('other', 1), 0);
  clock.ms += 100;
  assert.equal(buckets.take('key', 1), 0);
  assert.equal(buckets.take('key', 2), 200);
  clock.ms += 10_000;
  assert.equal(buckets.take('key', 50), 0, 'more than the burst is owed');
  assert.ok(buckets.take('key', 1) > 4_000);
});

test('cancels go through when orders are spent', () => {
  const clock = new HandClock();
  const rates = rateLimits(clock, { ...DEFAULT_DOOR_LIMITS, keyWeightPerSecond: 1 });
  while (rates.key('k', 'order', 1) === 0);
  while (rates.key('k', 'read', 1) === 0);
  assert.equal(rates.key('k', 'cancel', 1), 0);
});

test('a signature is remembered for a window and forgotten after two', () => {
  const clock = new HandClock();
  const cache = new ReplayCache({ clock, windowMs: 100 });
  assert.equal(cache.remember('a'), true);
  assert.equal(cache.remember('a'), false);
  clock.ms = 100;
  assert.equal(cache.remember('a'), false);
  assert.equal(cache.remember('b'), true);
  clock.ms = 199;
  assert.equal(cache.remember('b'), false);
  clock.ms = 420;
  assert.equal(cache.remember('a'), true);
});

test('tells addresses and subnets from other text', () => {
  for (const good of ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']) assert.ok(isAddressRange(good));
  for (const bad of ['10.0.0', '10.0.0.0/33', 'localhost', '10.0.0.0/', '::1/129', '1.2.3.4/8/8']) {
    assert.ok(!isAddressRange(bad), bad);
  }
});
