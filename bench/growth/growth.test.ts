import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthAxes } from './growth-axes.ts';
import { fittedExponent } from './growth-scenario.ts';

test('the fitted exponent tells constant, square root and linear costs apart', () => {
  const at = [1_000, 10_000, 100_000, 1_000_000];
  const costs = (cost: (n: number) => number) => at.map((n): [number, number] => [n, cost(n)]);
  assert.equal(fittedExponent(costs(() => 80)), 0);
  assert.equal(fittedExponent(costs(Math.sqrt)), 0.5);
  assert.equal(fittedExponent(costs((n) => 3 * n)), 1);
  assert.equal(fittedExponent([[5, 7]]), 0);
});

test('the short form walks the same axes, at their small ends', () => {
  const [full, short] = [growthAxes('full'), growthAxes('short')];
  assert.deepEqual(
    short.map(({ name }) => name),
    full.map(({ name }) => name),
  );
  for (const { points } of short) assert.ok(points.length >= 2);
});
