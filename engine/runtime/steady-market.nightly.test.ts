/** Once markets are busy and warm, V8 has nothing to compile anew, whatever orders come. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(import.meta.resolve('./testing/steady-market-process.js'));

test('no assumption of compiled code fails in a market that is warm', () => {
  // In the foreground, so that what is compiled when does not depend on the load of the machine.
  const child = spawnSync(process.execPath, ['--no-concurrent-recompilation', script], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.equal(child.status, 0, child.stderr);
  const failed = child.stdout.split('\n').filter((line) => line.includes('[bailout'));
  assert.match(failed.at(-1) ?? '', /JSFunction control /, 'what fails for certain is told');
  assert.deepEqual(failed.slice(0, -1), []);
  const seen = JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '');
  assert.equal(seen.isOpenBefore, false, 'their own code is compiled');
  assert.equal(seen.isOpenAfter, false);
});
