import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { meshFolderOf } from '../../ports/embedded/mesh-folder.ts';
import { freePort } from '../../ports/process/free-ports.ts';
import type { UpRecord } from '../connection.ts';
import { isAlive, waitForExit } from '../process-signals.ts';

const main = fileURLToPath(import.meta.resolve('../main.js'));

const COMMAND_TIMEOUT_MS = 120_000;

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `lockstep …` as a process of its own and waits for its end. */
export function lockstep(...words: readonly string[]): Promise<Finished> {
  const { child, finished } = startLockstep(words);
  child.stdin?.end();
  // SIGTERM, so that a command that started an exchange of its own can still stop it.
  const deadline = setTimeout(() => child.kill('SIGTERM'), COMMAND_TIMEOUT_MS);
  return finished.finally(() => clearTimeout(deadline));
}

export function startLockstep(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  readonly stdout: () => string;
} {
  const child = spawn(process.execPath, [main, ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += String(text);
  });
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, finished, stdout: () => stdout };
}

/** The command must succeed; its JSON. */
export async function lockstepJson<Shape>(...words: readonly string[]): Promise<Shape> {
  const { exitCode, stdout, stderr } = await lockstep(...words, '--json');
  assert.equal(exitCode, 0, `lockstep ${words.join(' ')}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Shape;
}

export interface Demo {
  readonly data: string;
  readonly port: number;
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  readonly ready: { readonly baseUrl: string; readonly readyMs: number };
  record(): UpRecord;
  /** SIGTERM; resolves when every process that ever ran is gone. */
  stop(): Promise<Finished>;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'lockstep-test-'));

const READY_TIMEOUT_MS = 40_000;

/** `up --demo --no-traders --json` on a folder, ready. */
export const startDemo = (data: string, ...options: readonly string[]): Promise<Demo> =>
  startUp(data, '--demo', '--no-traders', ...options);

export async function startUp(data: string, ...options: readonly string[]): Promise<Demo> {
  const port = await freePort();
  const words = ['up', '--port', String(port), '--data', data, '--json'];
  const { child, finished, stdout } = startLockstep([...words, ...options]);
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (!stdout().includes('\n')) {
    if (child.exitCode !== null || performance.now() > deadlineMs) {
      child.kill('SIGTERM');
      const { stdout: out, stderr } = await finished;
      assert.fail(`up did not become ready: ${out}${stderr}`);
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  const record = (): UpRecord => JSON.parse(readFileSync(join(data, 'up.json'), 'utf8'));
  return {
    data,
    port,
    child,
    finished,
    ready: JSON.parse(stdout()),
    record,
    async stop() {
      const { processes } = record();
      child.kill('SIGTERM');
      const ended = await finished;
      for (const { pid, name } of processes) {
        assert.ok(await waitForExit(pid, 2_000), `${name} (${pid}) is left behind`);
      }
      return ended;
    },
  };
}

/** Ends whatever a failed test left, and removes the folder. */
export async function cleanUp(demo: Demo | null, data: string): Promise<void> {
  if (demo !== null && demo.child.exitCode === null && isAlive(demo.child.pid ?? 0)) {
    demo.child.kill('SIGTERM');
    await demo.finished;
  }
  rmSync(meshFolderOf(data), { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
}
