import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goodTillUs } from './good-till.ts';

const NOW_MS = 1_795_989_791_986;

test('a span counts from now', () => {
  assert.equal(goodTillUs('90s', NOW_MS), (NOW_MS + 90_000) * 1000);
  assert.equal(goodTillUs('5m', NOW_MS), (NOW_MS + 300_000) * 1000);
  assert.equal(goodTillUs('2h', NOW_MS), (NOW_MS + 7_200_000) * 1000);
  assert.equal(goodTillUs('1d', NOW_MS), (NOW_MS + 86_400_000) * 1000);
});

test('a time has its zone, and microseconds are themselves', () => {
  assert.equal(goodTillUs('2026-12-24T18:00:00Z', NOW_MS), 1_798_135_200_000_000);
  assert.equal(goodTillUs('2026-12-24T19:00+01:00', NOW_MS), 1_798_135_200_000_000);
  assert.equal(goodTillUs('1795989791986000', NOW_MS), 1_795_989_791_986_000);
});

test('anything else is refused, and the message says what is taken', () => {
  const wrong = [
    '',
    '5',
    '5 m',
    '-5m',
    '1.5h',
    '2026-12-24',
    '2026-12-24T18:00',
    '2026-13-01T00:00Z',
    '9999999999999999',
  ];
  for (const text of wrong) {
    assert.throws(
      () => goodTillUs(text, NOW_MS),
      /--good-till takes 90s, 5m, 2h or 1d from now/,
      text,
    );
  }
});
