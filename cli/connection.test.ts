import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startOf } from '../ports/process/process-identity.ts';
import { demoPath, upPath } from './connection.ts';
import { isAlive } from './process-signals.ts';
import { runCommandLine } from './program.ts';

let data = '';
let stranger: ChildProcess;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  stranger = spawn('sleep', ['60']);
  await once(stranger, 'spawn');
});
afterEach(() => {
  stranger.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

const pidOf = (child: ChildProcess): number => child.pid ?? assert.fail('it did not start');

function writeUp(supervisor: object, engine: object): void {
  const urls = { baseUrl: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1/v1/ws' };
  const record = { ...supervisor, ...urls, processes: [{ name: 'engine-a', ...engine }] };
  writeFileSync(upPath(data), JSON.stringify(record));
}

async function run(...words: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const exitCode = await runCommandLine([...words, '--json', '--data', data], {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    environment: {},
    interrupted: () => new AbortController().signal,
  });
  return { exitCode, answer: JSON.parse(stdout), stderr };
}

describe('an order', () => {
  const place = ['order', 'buy', 'BTC-USD', '1', '--price', '1'];
  let server: Server;

  /** An exchange that answers so, or, with null, hangs up. */
  async function listen(problem: { status: number; code: string } | null): Promise<void> {
    server = createServer(({ socket }, response) => {
      if (problem === null) socket.destroy();
      else response.writeHead(problem.status).end(JSON.stringify(problem));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const own = { supervisorPid: process.pid, supervisorStart: startOf(process.pid) };
    writeFileSync(upPath(data), JSON.stringify({ ...own, baseUrl, processes: [] }));
    const alice = { name: 'alice', apiKey: 'k', secret: 's', scopes: [] };
    writeFileSync(demoPath(data), JSON.stringify({ baseUrl, accounts: [alice] }));
  }
  afterEach(() => server.close());

  for (const [what, problem, exitCode, code] of [
    ['without an answer', null, 3, 'OUTCOME_UNKNOWN'],
    ['of which nobody knows', { status: 504, code: 'OUTCOME_UNKNOWN' }, 3, 'OUTCOME_UNKNOWN'],
    ['that cannot be taken now', { status: 503, code: 'LOG_FULL' }, 3, 'LOG_FULL'],
    ['that is refused', { status: 422, code: 'PRICE_OFF_TICK' }, 1, 'PRICE_OFF_TICK'],
  ] as const) {
    it(`${what}: exit code ${exitCode}, ${code}`, async () => {
      await listen(problem);
      const { exitCode: seen, answer } = await run(...place);
      assert.deepEqual([seen, answer.error.code], [exitCode, code]);
      if (code === 'OUTCOME_UNKNOWN') assert.match(answer.error.hint, /lockstep orders/);
    });
  }
});

describe('an up.json that a killed supervisor left behind', () => {
  for (const [what, start] of [
    ['of this build', 'another boot 1'],
    ['of an older build, without start times', undefined],
  ] as const) {
    it(`${what}: whoever has the pids now is let alone`, async () => {
      const pid = pidOf(stranger);
      writeUp({ supervisorPid: pid, supervisorStart: start }, { pid, start });
      for (const words of [['down'], ['kill', 'engine-a'], ['status'], ['book', 'BTC-USD']]) {
        const { exitCode, answer } = await run(...words);
        assert.equal(exitCode, 3, words.join(' '));
        assert.equal(answer.error.code, 'NOT_RUNNING');
      }
      assert.ok(isAlive(pid));
    });
  }

  it('a process of it that is still there, since it is frozen, is ended by down', async () => {
    const pid = pidOf(stranger);
    const start = startOf(pid);
    stranger.kill('SIGSTOP');
    writeUp({ supervisorPid: pid, supervisorStart: 'another boot 1' }, { pid, start });
    const { exitCode, answer } = await run('down');
    assert.equal(exitCode, 0);
    assert.deepEqual(answer.ended, [`engine-a (${pid})`]);
    assert.equal(isAlive(pid), false);
    assert.equal((await run('down')).exitCode, 3);
  });

  it('a frozen process is told how to go on, on the same data directory', async () => {
    const pid = pidOf(stranger);
    const own = { supervisorPid: process.pid, supervisorStart: startOf(process.pid) };
    writeUp(own, { pid, start: startOf(pid) });
    const { exitCode, stderr } = await run('kill', 'engine-a', '--signal', 'STOP');
    assert.equal(exitCode, 0);
    assert.equal(stderr, `go on with: lockstep kill engine-a --signal CONT --data ${data}\n`);
  });

  it('a process that has ended under a living supervisor is not taken for its successor', async () => {
    const pid = pidOf(stranger);
    const own = { supervisorPid: process.pid, supervisorStart: startOf(process.pid) };
    writeUp(own, { pid, start: 'another boot 1' });
    const { exitCode, answer } = await run('kill', 'engine-a');
    assert.deepEqual([exitCode, answer.error.code], [2, 'NO_SUCH_PROCESS']);
    assert.ok(isAlive(pid));
  });
});
