import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InliningWindow, LOOKS_MAX, V8_LIMITS } from './whole-path-inlined.ts';

test('the limits outside the window are those that this V8 begins with', () => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  for (const [flag, value] of Object.entries(V8_LIMITS)) {
    assert.match(stdout, new RegExp(`default: --${flag}=${value}\\n`), flag);
  }
});

test('the window is open while anybody waits', () => {
  const isWide: boolean[] = [];
  const window = new InliningWindow((limits) => isWide.push(limits !== V8_LIMITS));
  const [first, second] = [Symbol('first'), Symbol('second')];
  window.open(first);
  window.open(second);
  window.open(first);
  window.close(first);
  window.close(first);
  assert.deepEqual(isWide, [true], 'the second waits still');
  window.close(second);
  assert.deepEqual(isWide, [true, false]);
  window.open(first);
  assert.deepEqual(isWide, [true, false, true]);
});

test('who waits for too long is forgotten', () => {
  const isWide: boolean[] = [];
  const window = new InliningWindow((limits) => isWide.push(limits !== V8_LIMITS));
  const idle = Symbol('idle');
  window.open(idle);
  for (let look = 1; look < LOOKS_MAX; look += 1) window.look();
  assert.deepEqual(isWide, [true]);
  window.look();
  assert.deepEqual(isWide, [true, false]);
  window.close(idle);
  for (let look = 0; look < LOOKS_MAX; look += 1) window.look();
  assert.deepEqual(isWide, [true, false]);
});

test('the window closes while V8 compiles, and nothing comes of it', () => {
  const script = fileURLToPath(import.meta.resolve('./testing/window-closes-process.js'));
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
  });
  assert.deepEqual({ status, signal }, { status: 0, signal: null }, stderr.slice(0, 500));
  assert.equal(JSON.parse(stdout).isOpen, false);
});
