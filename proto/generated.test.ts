import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('proto/generated is what the .proto files generate', () => {
  const dist = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const script = join(dist, 'scripts', 'generate-proto.js');
  const run = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});
