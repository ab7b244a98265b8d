import assert from 'node:assert/strict';
import { test } from 'node:test';
import { envCrashPoints } from './env-crash-points.ts';

function kills(faults: string | undefined, environment?: string) {
  let count = 0;
  const kill = () => {
    count += 1;
  };
  const points = envCrashPoints({ faults, environment, kill });
  return { points, count: () => count };
}

test('ends the process at the n-th reach of the named point, and only there', () => {
  const { points, count } = kills('CP5-before-apply:3,CP20-after-claim');
  points.reach('CP5-before-apply');
  points.reach('CP5-before-apply');
  points.reach('CP6-applied-not-emitted');
  assert.equal(count(), 0);
  points.reach('CP5-before-apply');
  assert.equal(count(), 1);
  points.reach('CP20-after-claim');
  assert.equal(count(), 2);
});

test('does nothing without a fault, and refuses nonsense and production', () => {
  kills(undefined).points.reach('CP5-before-apply');
  kills('').points.reach('CP5-before-apply');
  assert.throws(() => kills('before-apply'));
  assert.throws(() => kills('CP5-before-apply:1', 'production'), /refused/);
  assert.equal(kills('', 'production').count(), 0);
});
