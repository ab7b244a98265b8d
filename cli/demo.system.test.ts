import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { AssetBalance, Book, Order, Replacement, Trade } from '../client/api-types.ts';
import { RestClient } from '../client/rest-client.ts';
import { freePort } from '../ports/process/free-ports.ts';
import { isAlive, waitForExit } from './process-signals.ts';
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

async function order(...words: readonly string[]): Promise<Order> {
  return (await lockstepJson<{ readonly order: Order }>('order', ...words)).order;
}

async function bids(market: string): Promise<readonly (readonly number[])[]> {
  const { book } = await lockstepJson<{ readonly book: Book }>('book', market, '--data', data);
  return book.bids.map((level) => level.map(Number));
}

const kill = (name: string) =>
  lockstepJson<{ readonly name: string; readonly pid: number }>('kill', name, '--data', data);

test('trade, kill -9 the primary, trade again, and the audit finds nothing wrong', async () => {
  demo = await startDemo(data);
  const keys = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'));
  assert.equal(statSync(join(data, 'demo.json')).mode & 0o777, 0o600);
  assert.equal(keys.baseUrl, demo.ready.baseUrl);
  const names = keys.accounts.map((account: { name: string }) => account.name);
  for (const name of ['alice', 'bob', 'admin']) assert.ok(names.includes(name), name);

  const alice = keys.accounts.find(({ name }: { readonly name: string }) => name === 'alice');
  const client = new RestClient({ baseUrl: keys.baseUrl, credentials: alice });
  const money = { asset: 'USD', amount: '1000000' };
  const given = await client.request<{ readonly status: string }>('POST', '/v1/faucet', money);
  client.close();
  assert.equal(given.status, 'applied', 'a demonstration gives money away');

  const at = ['--data', data];
  const limit = ['--price', '60000', ...at];
  const low = await order('buy', 'BTC-USD', '0.4', '--price', '59000', ...at);
  assert.equal(low.status, 'open');
  const { order: bid, canceled } = await lockstepJson<Replacement>(
    ...['order', 'buy', 'BTC-USD', '0.5', '--replaces', low.id, ...limit],
  );
  assert.deepEqual([bid.status, canceled?.id, canceled?.status], ['open', low.id, 'canceled']);
  assert.deepEqual(await bids('BTC-USD'), [[60_000, 0.5]]);
  const late = await lockstep(
    ...['order', 'buy', 'BTC-USD', '0.5', '--replaces', low.id, ...limit],
  );
  assert.equal(late.exitCode, 1, late.stdout + late.stderr);
  const sold = await order('sell', 'BTC-USD', '0.2', '--as', 'bob', ...limit);
  assert.equal(sold.status, 'filled');
  const { trades } = await lockstepJson<{ readonly trades: readonly Trade[] }>(
    ...['trades', 'BTC-USD', ...at],
  );
  assert.deepEqual(
    trades.map(({ quantity }) => Number(quantity)),
    [0.2],
  );

  const { book: before } = await lockstepJson<{ readonly book: Book }>(
    ...['book', 'BTC-USD', '--at', String(bid.sequence), ...at],
  );
  assert.deepEqual([before.sequence, before.bids.length], [bid.sequence, 1]);
  assert.deepEqual(before.bids[0]?.map(Number), [60_000, 0.5], 'as it was before the trade');
  const { orders } = await lockstepJson<{ readonly orders: readonly Order[] }>(
    ...['orders', 'BTC-USD', '--at', String(bid.sequence), ...at],
  );
  const own = orders.map(({ id, status, filled_quantity: filled }) => [id, status, Number(filled)]);
  assert.deepEqual(own, [[bid.id, 'open', 0]]);
  const dollarsAt = async (moment: string | null) => {
    const { balances } = await lockstepJson<{ readonly balances: readonly AssetBalance[] }>(
      ...['balances', '--at', moment ?? '', ...at],
    );
    const usd = balances.find(({ asset }) => asset === 'USD');
    return [Number(usd?.held), Number(usd?.total)] as const;
  };
  const [held, total] = await dollarsAt(bid.created_at);
  assert.deepEqual(await dollarsAt(sold.created_at), [held - 12_000, total - 12_000], 'it paid');

  const killed = await kill('primary');
  const again = await order('sell', 'BTC-USD', '0.3', '--as', 'bob', ...limit);
  assert.equal(again.status, 'filled');
  assert.ok(await waitForExit(killed.pid, 1_000));
  await lockstepJson('status', ...at);
  await lockstepJson('audit', ...at);
  const ended = await demo.stop();
  assert.equal(ended.exitCode, 0);
  assert.equal((await lockstep('status', ...at)).exitCode, 3);
});

test('what was traded is there after a restart on the same folder', async () => {
  demo = await startDemo(data);
  const at = ['--data', data];
  await lockstepJson('order', 'buy', 'ETH-USD', '1.5', '--price', '2900', ...at);
  const before = readFileSync(join(data, 'demo.json'), 'utf8');
  assert.equal((await lockstep('down', ...at)).exitCode, 0);
  assert.equal((await demo.finished).exitCode, 0);
  const unheard = await lockstep('snapshot', 'take', '--json', ...at);
  assert.deepEqual(
    [unheard.exitCode, JSON.parse(unheard.stdout).error.code],
    [3, 'NO_SNAPSHOTTER'],
  );
  demo = await startDemo(data);
  assert.deepEqual(await bids('ETH-USD'), [[2900, 1.5]]);
  const keysOf = (text: string) => JSON.stringify(JSON.parse(text).accounts);
  assert.equal(keysOf(readFileSync(join(data, 'demo.json'), 'utf8')), keysOf(before));
  await lockstepJson('replay', '--verify', ...at);
});

test('a second up on the same folder, a port in use, bad folders: each a clear refusal', async () => {
  demo = await startDemo(data);
  const port = String(await freePort());
  const refused = async (code: string, ...words: readonly string[]) => {
    const { exitCode, stdout } = await lockstep('up', '--json', ...words);
    assert.equal(JSON.parse(stdout).error.code, code);
    assert.equal(exitCode, 1);
  };
  await refused('DATA_DIR_IN_USE', '--data', data, '--port', port);
  const other = temporaryFolder();
  const server = createServer().listen(Number(port), '127.0.0.1');
  try {
    await refused('PORT_IN_USE', '--data', other, '--port', port);
    writeFileSync(join(other, 'lockstep.json'), '{"layoutVersion":99}\n');
    await refused('DATA_DIR_NEWER', '--data', other, '--port', port);
    for (const unwritable of ['/proc/lockstep', '/sys/lockstep/deep']) {
      await refused('DATA_DIR_UNWRITABLE', '--data', unwritable, '--port', port);
    }
  } finally {
    server.close();
    await cleanUp(null, other);
  }
  // None of them disturbed the one that runs.
  await lockstepJson('order', 'buy', 'BTC-USD', '0.1', '--price', '1000', '--data', data);
});

test('when the supervisor is killed its processes end, and the folder can be used again', async () => {
  demo = await startDemo(data);
  await lockstepJson('order', 'buy', 'BTC-USD', '0.1', '--price', '1000', '--data', data);
  const { processes } = demo.record();
  assert.equal(processes.length, 6);
  demo.child.kill('SIGKILL');
  await demo.finished;
  for (const { name, pid } of processes) {
    assert.ok(await waitForExit(pid, 10_000), `${name} (${pid}) outlived its supervisor`);
  }
  demo = await startDemo(data);
  await lockstepJson('audit', '--data', data);
});

test('whichever process is killed, it comes back and orders are taken again', async () => {
  demo = await startDemo(data);
  const at = ['--data', data];
  for (const name of ['order-service-1', 'settlement', 'projections', 'snapshotter', 'engine-b']) {
    const { pid } = await kill(name);
    assert.ok(await waitForExit(pid, 1_000));
    const back = async (): Promise<boolean> => {
      const found = demo?.record().processes.find((each) => each.name === name);
      if (found === undefined || found.pid === pid || !isAlive(found.pid)) return false;
      const words = ['order', 'buy', 'BTC-USD', '0.01', '--price', '1000', '--json'];
      return (await lockstep(...words, ...at)).exitCode === 0;
    };
    const deadlineMs = performance.now() + 20_000;
    while (!(await back())) {
      assert.ok(performance.now() < deadlineMs, `${name} did not come back`);
    }
  }
  await lockstepJson('audit', ...at);
});
