import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Child } from '../testing/child.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const service = (dataDir: string, ...args: string[]) =>
  new Child(['--data', dataDir, ...args], {}, 'service-child');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} stops a service in order, with exit code 0`, async () => {
    const child = service(temporaryFolder());
    await child.logged('"started"');
    child.signal(signal);
    const { exitCode, errors } = await child.ended;
    assert.equal(exitCode, 0, errors);
    assert.match(errors, /last words/);
    assert.match(errors, /"stopped"/);
  });
}

for (const [what, code, exitCode] of [
  ['throw', 'LOG_DAMAGED', 44],
  ['fail', 'LOG_OFFSET_OUT_OF_RANGE', 41],
  ['reject', 'UNEXPECTED', 1],
] as const) {
  test(`a service that must ${what} says ${code} in one line and exits with ${exitCode}`, async () => {
    const ended = await service(temporaryFolder(), '--do', what).ended;
    assert.equal(ended.exitCode, exitCode);
    const fatal = ended.errors.split('\n').filter((line) => line.includes('"level":60'));
    assert.equal(fatal.length, 1);
    assert.equal(JSON.parse(fatal[0]!).code, code);
  });
}

test('a log that takes no line changes no exit code', async () => {
  const full = openSync('/dev/full', 'w');
  const program = fileURLToPath(new URL('../testing/service-child.js', import.meta.url));
  const child = spawn(process.execPath, [program, '--data', temporaryFolder(), '--do', 'throw'], {
    stdio: ['ignore', 'ignore', full],
  });
  closeSync(full);
  assert.deepEqual(await once(child, 'exit'), [44, null]);
});

for (const args of [
  ['--durability', 'maybe'],
  ['--log-level', 'loud'],
  ['--unknown'],
  ['--name', '../x'],
]) {
  test(`${args.join(' ')} is refused`, async () => {
    assert.equal((await service(temporaryFolder(), ...args).ended).exitCode, 1);
  });
}

test('a data directory of a newer version is exit code 43', async () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'lockstep.json'), '{"layoutVersion": 99}');
  const { exitCode, errors } = await service(dataDir).ended;
  assert.equal(exitCode, 43);
  assert.match(errors, /DATA_DIR_NEWER/);
});

test('a stopped process is silent, comes back, and blames nobody for its own absence', async () => {
  const dataDir = temporaryFolder();
  const [a, b] = [service(dataDir, '--name', 'a'), service(dataDir, '--name', 'b')];
  await a.logged('"peer":"b","state":"up"');
  await b.logged('"peer":"a","state":"up"');
  b.signal('SIGSTOP');
  await a.logged('"peer":"b","state":"silent"');
  await new Promise((resolve) => setTimeout(resolve, 500));
  b.signal('SIGCONT');
  await new Promise((resolve) => setTimeout(resolve, 300));
  b.signal('SIGKILL');
  await a.logged('"peer":"b","state":"down"');
  a.signal('SIGTERM');
  const [ofA, ofB] = await Promise.all([a.ended, b.ended]);
  const states = [...ofA.errors.matchAll(/"peer":"b","state":"(\w+)"/g)].map((match) => match[1]);
  assert.deepEqual(
    states.filter((state, index) => state !== states[index - 1]),
    ['up', 'silent', 'up', 'down'],
  );
  assert.doesNotMatch(ofB.errors, /"peer":"a","state":"(silent|down)"/);
});
