import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spreadOver } from './spread.ts';

const INTERVAL_MS = 2_000;

/** Parts with their times, by a clock whose time is that of its timers. */
function partsOf(count: number): { readonly atMs: number; readonly part: readonly number[] }[] {
  const timers: { readonly atMs: number; readonly action: () => void }[] = [];
  const parts: { readonly atMs: number; readonly part: readonly number[] }[] = [];
  let nowMs = 0;
  const clock = {
    setTimer(delayMs: number, action: () => void) {
      timers.push({ atMs: nowMs + delayMs, action });
      return { cancel() {} };
    },
  };
  const all = Array.from({ length: count }, (_, index) => index);
  spreadOver(all, { clock, intervalMs: INTERVAL_MS }, (part) => parts.push({ atMs: nowMs, part }));
  for (let timer = timers.shift(); timer !== undefined; timer = timers.shift()) {
    nowMs = timer.atMs;
    timer.action();
  }
  return parts;
}

test('each of thousands has its turn once, in their order, few at a time, within the interval', () => {
  const parts = partsOf(2_001);
  assert.deepEqual(
    parts.flatMap(({ part }) => part),
    Array.from({ length: 2_001 }, (_, index) => index),
  );
  assert.ok(parts.every(({ part }) => part.length <= 41));
  assert.ok(parts.length > 40);
  assert.ok(parts.at(-1)!.atMs < INTERVAL_MS);
});

test('few have their turn at once', () => {
  assert.deepEqual(partsOf(16), [
    { atMs: 0, part: Array.from({ length: 16 }, (_, index) => index) },
  ]);
});
