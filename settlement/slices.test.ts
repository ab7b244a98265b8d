import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SettlementStep } from '../ports/account-store/account-store.ts';
import { slices } from './slices.ts';

const stepsWith = (...effects: number[]) =>
  effects.map((count) => ({ effects: Array.from({ length: count }) }) as unknown as SettlementStep);

const shapeOf = (steps: readonly SettlementStep[], effectsMax: number) =>
  [...slices(steps, effectsMax)].map((slice) => slice.map(({ effects }) => effects.length));

test('steps are cut where they have effects enough, and none is lost or torn', () => {
  assert.deepEqual(shapeOf(stepsWith(1, 2, 3, 4, 0, 9, 1), 6), [[1, 2, 3], [4, 0, 9], [1]]);
  assert.deepEqual(shapeOf(stepsWith(100, 100), 6), [[100], [100]]);
  assert.deepEqual(shapeOf(stepsWith(0, 0), 6), [[0, 0]]);
  assert.deepEqual(shapeOf([], 6), []);
});
