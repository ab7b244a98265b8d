import assert from 'node:assert/strict';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { ExchangeStatus } from '../client/api-types.ts';
import {
  cleanUp,
  type Demo,
  lockstep,
  lockstepJson,
  startUp,
  temporaryFolder,
} from './testing/command-process.ts';

let data = '';
let exchange: Demo | null = null;

beforeEach(() => {
  data = temporaryFolder();
  exchange = null;
});
afterEach(() => cleanUp(exchange, data));

const marketsOf = async (): Promise<readonly string[]> => {
  const at = ['--data', data] as const;
  const { status } = await lockstepJson<{ readonly status: ExchangeStatus }>('status', ...at);
  return status.markets.map(({ market }) => market);
};

test('an exchange that is started without a demonstration has an administrator, and nobody twice', async () => {
  exchange = await startUp(data);
  const keys = join(data, 'demo.json');
  assert.equal(statSync(keys).mode & 0o777, 0o600);
  assert.deepEqual(await marketsOf(), []);
  const bounds = ['--tick-size', '0.01', '--lot-size', '0.001', '--max-price', '10000'];
  const words = ['market', 'add', 'SOL-USD', ...bounds, '--max-quantity', '9000'];
  await lockstepJson(...words, '--data', data);
  assert.deepEqual(await marketsOf(), ['SOL-USD']);
  await exchange.stop();

  // Its keys are kept elsewhere now: it starts all the same, and no other key is made up.
  rmSync(keys);
  const init = await lockstep('init', '--json', '--data', data);
  assert.deepEqual([init.exitCode, JSON.parse(init.stdout).error.code], [1, 'NO_DEMO_KEYS']);
  exchange = await startUp(data);
  assert.equal(existsSync(keys), false);
});
