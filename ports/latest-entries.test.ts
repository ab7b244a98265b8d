import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LatestEntries } from './latest-entries.ts';

describe('the latest entries', () => {
  test('forget the oldest for each that is one too many', () => {
    const entries = new LatestEntries<number, string>({ kept: 3 });
    for (let key = 1; key <= 1_000; key += 1) {
      entries.set(key, `value ${key}`);
      assert.equal(entries.size, Math.min(key, 3));
      assert.equal(entries.get(key), `value ${key}`);
      assert.equal(entries.has(key - 2), key > 2, `the oldest of three after ${key}`);
      assert.equal(entries.get(key - 3), undefined, `the fourth after ${key}`);
    }
  });

  test('a key that is set again keeps its place', () => {
    const entries = new LatestEntries<string, number>({ kept: 2 });
    entries.set('a', 1);
    entries.set('b', 2);
    entries.set('a', 3);
    assert.equal(entries.get('a'), 3);
    entries.set('c', 4);
    assert.deepEqual([entries.has('a'), entries.has('b'), entries.has('c')], [false, true, true]);
  });

  test('a forgotten key may come again, as the newest', () => {
    const entries = new LatestEntries<number, number>({ kept: 2 });
    for (const key of [1, 2, 3, 1, 4]) entries.set(key, key);
    assert.deepEqual(
      [1, 2, 3, 4].filter((key) => entries.has(key)),
      [1, 4],
    );
  });
});
