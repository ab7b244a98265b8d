/**
 * Three hosts, as far as the exchange can tell: data directories that share nothing, one master key,
 * and processes that something else than `up` started, as docker-compose.yml does.
 *
 *   host A: order-service, projections     host B: engine-a, settlement     host C: engine-b, snapshotter
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findDemoRecord } from '../cli/connection.ts';
import { everyMarketHasStandby } from '../cli/engine-roles.ts';
import type { ExchangeSettings } from '../cli/exchange-settings.ts';
import { replayMarkets } from '../cli/replay.ts';
import { withPorts } from '../cli/store-access.ts';
import { RestClient } from '../client/rest-client.ts';
import { freePort } from '../ports/process/free-ports.ts';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { eventually } from './testing/eventually.ts';
import { discard, settingsOn } from './testing/set-up.ts';

const DIST = fileURLToPath(new URL('../', import.meta.url));
const READY_MS = 60_000;
const MARKET = 'BTC-USD';

const hosts = { a: temporaryFolder(), b: temporaryFolder(), c: temporaryFolder() };
const settings: ExchangeSettings = {
  ...settingsOn('kafka'),
  MASTER_KEY: randomBytes(32).toString('hex'),
};
const running = new Map<string, ChildProcess>();
let baseUrl = '';
let client: RestClient;

/** `name`: of the process that it is, or asks about. */
function run(name: string, script: string, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(DIST, script), ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...settings, PROCESS_NAME: name },
  });
}

function start(name: string, script: string, words: readonly string[]): void {
  running.set(name, run(name, script, words));
}

const service = (name: string, folder: string, data: string, ...more: readonly string[]) =>
  start(name, `${folder}/main.js`, [
    ...['--name', name, '--data', data, '--log-level', 'fatal'],
    ...more,
  ]);

/** Exit code of a program that ends by itself. */
function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

const health = (name: string): Promise<number | null> =>
  ended(run(name, 'cli/process-health.js', [baseUrl]));

before(async () => {
  const port = await freePort();
  baseUrl = `http://127.0.0.1:${port}`;
  client = new RestClient({ baseUrl });
  const init = run('init', 'cli/main.js', ['init', '--data', hosts.a, '--json']);
  assert.equal(await ended(init), 0);
  service('order-service-1', 'order-service', hosts.a, '--session', '1', '--port', String(port));
  service('projections', 'projections', hosts.a);
  service('engine-a', 'engine', hosts.b);
  service('settlement', 'settlement', hosts.b);
  service('engine-b', 'engine', hosts.c);
  service('snapshotter', 'snapshotter', hosts.c, '--snapshot-interval-ms', '2000');
  start('traders', 'cli/demo/beside.js', ['--data', hosts.a, '--url', baseUrl]);
});
after(async () => {
  const left = [...running.values()].filter(({ exitCode, signalCode }) => {
    return exitCode === null && signalCode === null;
  });
  const ends = left.map(ended);
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(ends);
  client?.close();
  await discard(settings);
});

async function tradesGoOn(): Promise<void> {
  const [newest] = await client.trades(MARKET, 1).catch(() => []);
  await eventually('traders trade', READY_MS, async () => {
    const [latest] = await client.trades(MARKET, 1);
    return latest !== undefined && latest.trade_id !== newest?.trade_id;
  });
}

test('they are one exchange, which survives the loss of the host that leads', async () => {
  await tradesGoOn();
  await eventually('every market has a standby', READY_MS, async () =>
    everyMarketHasStandby(await client.status()),
  );
  for (const name of ['engine-a', 'engine-b', 'settlement', 'snapshotter', 'projections']) {
    await eventually(`${name} is healthy`, READY_MS, async () => (await health(name)) === 0);
  }
  const { processes } = await client.status();
  const leader = processes.find(({ markets }) =>
    markets.some((each) => typeof each !== 'string' && each.role === 'primary'),
  )?.name;
  assert.ok(leader === 'engine-a' || leader === 'engine-b');
  // With it goes everything else of its host.
  const lost = leader === 'engine-a' ? ['engine-a', 'settlement'] : ['engine-b', 'snapshotter'];
  const gone = lost.map((name) => {
    const child = running.get(name);
    assert.ok(child !== undefined);
    child.kill('SIGKILL');
    return name;
  });
  for (const name of gone) {
    await eventually(`${name} is missed`, READY_MS, async () => (await health(name)) === 1);
  }
  if (leader === 'engine-a') service('settlement', 'settlement', hosts.c);
  await tradesGoOn();
});

test('only the host that serves reads has read models; the others keep nothing that must last', () => {
  assert.ok(existsSync(join(hosts.a, 'demo.json')));
  assert.ok((findDemoRecord(hosts.a)?.accounts.length ?? 0) > 4);
  for (const data of Object.values(hosts)) {
    assert.ok(existsSync(join(data, 'set-up.json')));
    for (const name of ['log', 'accounts', 'snapshots', 'master.key']) {
      assert.ok(!existsSync(join(data, name)), `${data}/${name}`);
    }
  }
});

test('a command on any host replays the whole history', async () => {
  running.get('traders')?.kill('SIGKILL');
  for (const data of [hosts.b, hosts.c]) {
    const replays = await withPorts(data, (ports) =>
      replayMarkets(ports, { market: MARKET, verify: 'every-hash' }),
    );
    assert.deepEqual(
      replays.map(({ market, problem, unanswered }) => ({ market, problem, unanswered })),
      [{ market: MARKET, problem: null, unanswered: 0 }],
    );
  }
});
