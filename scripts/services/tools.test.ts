import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runTool } from './run-tool.ts';
import { ServerProcess } from './server-process.ts';
import { ServiceError } from './service-error.ts';
import { findTool, requireTool } from './tool-path.ts';
import { until } from './until.ts';

const saying =
  (code: string, ...parts: readonly RegExp[]) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, code);
    for (const part of parts) assert.match(error.message, part);
    return true;
  };

test('a missing program is named with where to get it', () => {
  for (const [tool, hint] of [
    ['java', /openjdk-17/],
    ['mvn', /Maven Central/],
    ['go', /go\.dev/],
    ['redis-server', /apt-get install redis-server/],
  ] as const) {
    assert.equal(findTool(tool, ['/nowhere']), null);
    assert.throws(() => requireTool(tool, 'it', ['/nowhere']), saying('TOOL_MISSING', hint));
  }
});

test('a program that fails is told with the end of its output', async () => {
  const failing = runTool({
    command: process.execPath,
    arguments: ['-e', 'console.error("no such artifact"); process.exit(3)'],
    deadlineMs: 20_000,
    purpose: 'fetching',
  });
  await assert.rejects(failing, saying('FETCH_FAILED', /^fetching/, /ended with 3/, /no such art/));
});

test('a program that hangs is ended at its deadline', async () => {
  const hanging = runTool({
    command: process.execPath,
    arguments: ['-e', 'setInterval(() => {}, 1000)'],
    deadlineMs: 200,
    purpose: 'building',
  });
  await assert.rejects(hanging, saying('FETCH_FAILED', /took more than 0.2 s/));
});

test('a server that dies at its start ends the wait at once, with what it said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  try {
    const server = ServerProcess.start({
      command: process.execPath,
      arguments: ['-e', 'console.error("port in use"); process.exit(1)'],
      logPath: join(folder, 'log'),
      life: 'with-us' as const,
    });
    const waiting = until(
      'Redis',
      20_000,
      async () => false,
      () => server.diagnosis(),
    );
    await assert.rejects(waiting, saying('SERVICE_NOT_STARTED', /Redis/, /port in use/));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a server that never answers is given up at the deadline, with the last reason', async () => {
  const waiting = until(
    'S3',
    100,
    () => Promise.reject(new Error('refused')),
    () => null,
  );
  await assert.rejects(waiting, saying('SERVICE_NOT_STARTED', /not within 0.1 s/, /refused/));
});

test('a server is ended by its identity, never a later process with its pid', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  try {
    writeFileSync(join(folder, 'log'), '');
    const command = {
      command: process.execPath,
      arguments: ['-e', 'setInterval(() => {}, 1000)'],
      logPath: join(folder, 'log'),
      life: 'with-us' as const,
    };
    const server = ServerProcess.start(command);
    const { pid } = server.identity;
    const stranger = ServerProcess.of({ pid, start: 'another boot 1' }, command.logPath);
    assert.equal(stranger.isAlive, false);
    await stranger.stop();
    assert.equal(server.isAlive, true);
    await ServerProcess.of(server.identity, command.logPath).stop();
    assert.equal(server.isAlive, false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a server of ours ends with us, also when we are killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  const module = new URL('./server-process.js', import.meta.url).href;
  const program = `
    const { ServerProcess } = await import(${JSON.stringify(module)});
    const server = ServerProcess.start({
      command: process.execPath,
      arguments: ['-e', 'console.log("up"); setInterval(() => {}, 1000)'],
      logPath: ${JSON.stringify(join(folder, 'log'))},
      life: 'with-us',
    });
    console.log(JSON.stringify(server.identity));
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(parent.stdout, 'data');
    const server = ServerProcess.of(JSON.parse(String(line)), join(folder, 'log'));
    const log = join(folder, 'log');
    await until(
      'its start',
      20_000,
      async () => readFileSync(log, 'utf8').includes('up'),
      () => server.diagnosis(),
    );
    parent.kill('SIGKILL');
    await until(
      'its end',
      5_000,
      async () => !server.isAlive,
      () => null,
    );
  } finally {
    parent.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
