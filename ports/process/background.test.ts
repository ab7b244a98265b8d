import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = `
  const { getPriority } = await import('node:os');
  const { existsSync, readFileSync } = await import('node:fs');
  const { giveWay } = await import(process.argv[1]);
  const group = () =>
    existsSync('/proc/self/autogroup') ? readFileSync('/proc/self/autogroup', 'utf8') : '';
  const before = group();
  giveWay();
  console.log(JSON.stringify({ priority: getPriority(), before, after: group() }));
`;

/** What a process that gives way says of itself; `detached`: in a session of its own. */
async function givingWay(detached: boolean) {
  const background = fileURLToPath(import.meta.resolve('./background.js'));
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, background], {
    detached,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await once(child, 'close');
  return JSON.parse(text) as { priority: number; before: string; after: string };
}

test('with a session to itself, the session gives way, too', async () => {
  const { priority, before, after } = await givingWay(true);
  assert.equal(priority, constants.priority.PRIORITY_BELOW_NORMAL);
  if (existsSync('/proc/self/autogroup')) assert.match(after, /nice 5$/m);
  else assert.equal(after, before);
});

test('in a session of others, only the process does', async () => {
  const { priority, before, after } = await givingWay(false);
  assert.equal(priority, constants.priority.PRIORITY_BELOW_NORMAL);
  assert.equal(after, before);
});
