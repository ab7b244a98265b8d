import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../proto/limits.ts';
import { restMs, untilTogetherMs } from './reader-pace.ts';

const pace = { perRecordMs: 10, atMostMs: 40 };

test('a lone record delays the next read as little as the pace allows', () => {
  assert.equal(restMs(pace, 1), 10);
});

test('the more records a read finds, the longer the rest, up to its bound', () => {
  assert.deepEqual(
    [2, 3, 4, 5, 200].map((found) => restMs(pace, found)),
    [20, 30, 40, 40, 40],
  );
});

test('whoever found nothing, or as much as a read holds, does not rest', () => {
  assert.equal(restMs(pace, 0), 0);
  assert.equal(restMs(pace, limits.recordsPerReadMax), 0);
});

test('those who rest wake at the same moments, each near its own', () => {
  for (const [rest, nowMs] of [
    [20, 1_000.5],
    [60, 1_013],
    [300, 1_279.9],
  ] as const) {
    const ms = untilTogetherMs(rest, nowMs);
    assert.ok(Math.abs(ms - rest) <= 10, `${ms}`);
    assert.equal(Math.round((nowMs + ms) * 1_000) % 20_000, 0);
  }
  assert.equal(untilTogetherMs(0, 1_013), 0);
});
