/** The disk of a whole exchange is full, and then has room again. Needs root, to mount a small one. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ApiError } from '../client/api-error.ts';
import type { OrderRequest } from '../client/api-types.ts';
import { RestClient } from '../client/rest-client.ts';
import {
  cleanUp,
  type Demo,
  lockstepJson,
  startDemo,
  temporaryFolder,
} from './testing/command-process.ts';

const LATER_MS = 20_000;
/** More than what is free within the files can take. */
const ORDERS_MAX = 5_000;
const REFUSALS = ['LOG_FULL', 'ACCOUNTS_UNAVAILABLE', 'OUTCOME_UNKNOWN'];

function clientOf(data: string): RestClient {
  const { baseUrl, accounts } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'));
  const credentials = accounts.find(({ name }: { readonly name: string }) => name === 'alice');
  return new RestClient({ baseUrl, credentials });
}

/** Places so many orders; the code of the first refusal, if there is one. */
async function refusalWithin(client: RestClient, orders: number): Promise<string | null> {
  const bid = { market: 'BTC-USD', side: 'buy', type: 'limit', price: '1000', quantity: '0.01' };
  for (let count = 0; count < orders; count += 1) {
    try {
      await client.place(bid as OrderRequest);
    } catch (error) {
      return (error as ApiError).code;
    }
  }
  return null;
}

function fill(path: string): void {
  const file = openSync(path, 'wx');
  try {
    for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 2)) {
      const block = Buffer.alloc(size);
      try {
        while (writeSync(file, block) > 0);
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
      }
    }
  } finally {
    closeSync(file);
  }
}

test('a full disk refuses orders and ends no process; with room again it goes on', async () => {
  const mounted = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', mounted], { stdio: 'pipe' });
  const data = join(mounted, 'data');
  let demo: Demo | null = null;
  try {
    demo = await startDemo(data);
    const client = clientOf(data);
    const { processes: before } = demo.record();
    const ballast = join(mounted, 'ballast');
    fill(ballast);
    const refused = await refusalWithin(client, ORDERS_MAX);
    assert.ok(refused !== null, 'the disk was not full');
    assert.ok(REFUSALS.includes(refused), refused);
    await refusalWithin(client, 5);
    rmSync(ballast);
    const deadlineMs = performance.now() + LATER_MS;
    while ((await refusalWithin(client, 1)) !== null) {
      assert.ok(performance.now() < deadlineMs, 'orders are refused for ever');
    }
    client.close();
    assert.deepEqual(demo.record().processes, before, 'a process ended');
    await lockstepJson('audit', '--data', data);
    assert.equal((await demo.stop()).exitCode, 0);
  } finally {
    await cleanUp(demo, data);
    execFileSync('umount', [mounted]);
    rmSync(mounted, { recursive: true });
  }
});
