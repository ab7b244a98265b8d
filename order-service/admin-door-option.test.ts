import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminPortOption } from './admin-door-option.ts';

const USAGE = { code: 'USAGE' };

test('operators have a door of their own where it is asked for', () => {
  for (const safety of ['development', 'production'] as const) {
    assert.equal(adminPortOption('4011', safety), 4_011);
    assert.equal(adminPortOption('0', safety), 0);
    assert.equal(adminPortOption('same', safety), 'same');
    for (const wrong of ['65536', '-1', 'none', '4011x']) {
      assert.throws(() => adminPortOption(wrong, safety), USAGE, wrong);
    }
  }
});

test('production is never without one by default', () => {
  for (const nothing of [undefined, '']) {
    assert.equal(adminPortOption(nothing, 'development'), 'same');
    assert.throws(() => adminPortOption(nothing, 'production'), USAGE);
  }
});
