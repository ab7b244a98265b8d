import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { freePort } from '../ports/process/free-ports.ts';
import {
  cleanUp,
  type Demo,
  lockstep,
  lockstepJson,
  startDemo,
  temporaryFolder,
} from './testing/command-process.ts';

let data = '';
let demo: Demo | null = null;

beforeEach(() => {
  data = temporaryFolder();
  demo = null;
});
afterEach(() => cleanUp(demo, data));

type Listed = Readonly<Record<string, unknown>>;

test('the operator adds a market, changes it, and ends it; a restart of the demo takes it as it is', async () => {
  const one = ['--port', '4010', '--admin-port', '4010'];
  assert.equal((await lockstep('up', ...one, '--data', data)).exitCode, 2);
  demo = await startDemo(data, '--admin-port', String(await freePort()));
  const at = ['--data', data];
  const rules = ['--tick-size', '0.01', '--lot-size', '0.001', '--max-price', '10000'];
  const added = await lockstepJson<{ readonly market: Listed }>(
    ...['market', 'add', 'SOL-USD', ...rules, '--max-quantity', '9000', ...at],
  );
  assert.equal(added.market['market'], 'SOL-USD');
  const bid = ['order', 'buy', 'SOL-USD', '1', ...at];
  assert.equal((await lockstep(...bid, '--price', '20.01')).exitCode, 0);
  const { market } = await lockstepJson<{ readonly market: Listed }>(
    ...['market', 'change', 'SOL-USD', '--tick-size', '0.05', '--taker-fee-ppm', '100', ...at],
  );
  assert.deepEqual([market['tick_size'], market['taker_fee_ppm']], ['0.05', 100]);
  const off = await lockstep(...bid, '--price', '20.01');
  assert.equal(off.exitCode, 1);
  assert.match(off.stderr, /PRICE_OFF_TICK/);
  await lockstepJson('market', 'change', 'BTC-USD', '--lot-size', '0.0001', ...at);

  assert.equal((await lockstep('market', 'change', 'SOL-USD', ...at)).exitCode, 2);
  assert.equal((await lockstep('market', 'delist', 'SOL-USD', ...at)).exitCode, 2);
  await lockstepJson('market', 'delist', 'SOL-USD', '--yes', '--reason', 'a test', ...at);
  assert.equal((await demo.stop()).exitCode, 0);
  demo = await startDemo(data);
  const { markets } = await lockstepJson<{ readonly markets: readonly Listed[] }>(
    'market',
    'ls',
    ...at,
  );
  const shown = markets.map((each) => [each['market'], each['status'], each['lot_size']]);
  assert.deepEqual(shown.sort(), [
    ['BTC-USD', 'trading', '0.00010'],
    ['ETH-USD', 'trading', '0.0001'],
    ['SOL-USD', 'closed', '0.001'],
  ]);
  await lockstepJson('audit', ...at);
});
