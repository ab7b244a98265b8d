import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findDemoRecord } from '../cli/connection.ts';
import { ADMIN } from '../cli/demo/demo-exchange.ts';
import { everyMarketHasStandby } from '../cli/engine-roles.ts';
import type { ExchangeSettings } from '../cli/exchange-settings.ts';
import { isAlive, waitForExit } from '../cli/process-signals.ts';
import {
  type Demo,
  lockstepJson,
  startDemo,
  temporaryFolder,
} from '../cli/testing/command-process.ts';
import { SeededRandom } from '../cli/trading/seeded-random.ts';
import { RestClient } from '../client/rest-client.ts';
import { freePort } from '../ports/process/free-ports.ts';
import { eventually } from './testing/eventually.ts';
import { removeExchange, seedOfRun } from './testing/exchange-processes.ts';
import { assertNoOrphanHold } from './testing/held-money.ts';
import { InterferingOperator } from './testing/interfering-operator.ts';
import { OrderStream } from './testing/order-stream.ts';
import { assertNothingLost } from './testing/proof.ts';
import { discard, optionsOf, type SetUpName, settingsOn, wipeStore } from './testing/set-up.ts';

const SEED = seedOfRun();
const MARKETS = ['BTC-USD', 'ETH-USD'];
const ENGINES = ['engine-a', 'engine-b'];
const VICTIMS: readonly (readonly string[])[] = [
  ['engine-a'],
  ['engine-b'],
  ENGINES,
  ['settlement'],
  ['projections'],
  ['snapshotter'],
  ['order-service-1'],
  ['supervisor'],
];
const PROCESSES = 6;
const BACK_MS = 30_000;
const HOLDS_MS = 5_000;

let data = '';
let port = 0;
let demo: Demo;
let stream: OrderStream;
let operator: InterferingOperator;
let client: RestClient;
let settings: ExchangeSettings = {};

/** kill -9 of any process: the same on every set-up. */
export function killEverythingContract(setUp: SetUpName): void {
  beforeEach(async () => {
    process.stdout.write(`SEED=${SEED}\n`);
    data = temporaryFolder();
    settings = settingsOn(setUp);
    port = await freePort();
    await up();
    const { baseUrl } = demo.ready;
    const record = findDemoRecord(data);
    assert.ok(record !== null);
    client = new RestClient({ baseUrl });
    const operatorAccount = record.accounts.find(({ name }) => name === ADMIN);
    assert.ok(operatorAccount !== undefined);
    stream = new OrderStream({
      baseUrl,
      wsUrl: record.wsUrl,
      accounts: record.accounts.filter(({ name }) => name !== ADMIN),
      recordPath: join(data, 'client-record.ndjson'),
      seed: SEED,
      pauseMs: 20,
    });
    operator = new InterferingOperator({
      ...{ baseUrl, operator: operatorAccount, accounts: stream.accounts, seed: SEED },
    });
  });
  afterEach(async () => {
    try {
      await stream.stop().catch(() => {});
      stream.close();
      client.close();
    } finally {
      killAll();
      await gone();
      removeExchange(data);
      await discard(settings);
    }
  });

  async function up(): Promise<void> {
    // The clients know one address.
    const rhythm = ['--snapshot-interval-ms', '3000', '--account-snapshot-interval-ms', '1000'];
    const options = ['--port', String(port), ...rhythm];
    demo = await startDemo(data, ...options, ...optionsOf(settings));
  }

  /** Balances and read models: all that the logs can give back. */
  async function forgetCaches(): Promise<void> {
    rmSync(join(data, 'views'), { recursive: true });
    if (setUp === 'embedded') rmSync(join(data, 'accounts'), { recursive: true });
    else await wipeStore(settings);
  }

  let killed: readonly number[] = [];

  /** All at once: nobody sees the other one die. */
  function killAll(): void {
    killed = [demo.child.pid ?? 0, ...demo.record().processes.map(({ pid }) => pid)];
    for (const pid of killed) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }

  async function gone(): Promise<void> {
    for (const pid of killed) assert.ok(await waitForExit(pid, 10_000), `${pid} is left`);
  }

  function pidOf(name: string): number | null {
    if (name === 'supervisor') return demo.child.pid ?? null;
    return demo.record().processes.find((each) => each.name === name)?.pid ?? null;
  }

  async function killOnce(names: readonly string[]): Promise<void> {
    const pids = names.map(pidOf);
    for (const pid of pids) if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGKILL');
    if (!names.includes('supervisor')) return;
    await demo.finished;
    await up();
  }

  /** Orders are acknowledged in every market by what runs now. */
  async function trading(): Promise<void> {
    const sinceMs = performance.now();
    await eventually('orders are acknowledged again', BACK_MS, () =>
      MARKETS.every((market) => stream.acknowledgedSince(market, sinceMs)),
    );
  }

  async function assertAllWell(): Promise<number> {
    await stream.stop();
    await eventually('all processes are back', BACK_MS, async () => {
      const status = await client.status();
      const alive = status.processes.filter(({ state }) => state === 'up').length;
      return alive === PROCESSES && everyMarketHasStandby(status);
    });
    const { baseUrl } = demo.ready;
    await assertNoOrphanHold({ baseUrl, accounts: stream.accounts, withinMs: HOLDS_MS });
    await stream.assertRepeatable(20);
    const { counts } = await assertNothingLost({
      data,
      clientRecord: join(data, 'client-record.ndjson'),
      status: () => client.status(),
    });
    process.stdout.write(`${JSON.stringify({ ...stream.counts, ...counts })}\n`);
    return counts.holds;
  }

  async function moneyOfAll(): Promise<unknown> {
    return Promise.all(
      stream.accounts.map(async (credentials) => {
        const own = new RestClient({ baseUrl: demo.ready.baseUrl, credentials });
        const balances = await own.balances();
        own.close();
        return balances;
      }),
    );
  }

  async function accountsAreSafe(): Promise<boolean> {
    const words = ['snapshot', 'ls', '--market', 'accounts', '--data', data];
    const { snapshots } = await lockstepJson<{ readonly snapshots: readonly object[] }>(...words);
    return snapshots.length > 0;
  }

  /** As settlement tells it. */
  function lastRebuild(): string | undefined {
    const lines = readFileSync(join(data, 'logs', 'settlement.log'), 'utf8').split('\n');
    const told = lines.filter((line) => line.includes('"msg":"folded')).at(-1);
    return told === undefined ? undefined : JSON.parse(told).msg;
  }

  async function cancelEverything(): Promise<void> {
    for (const credentials of stream.accounts) {
      const own = new RestClient({ baseUrl: demo.ready.baseUrl, credentials });
      for (const market of MARKETS) await own.cancelAll(market);
      own.close();
    }
  }

  test('kill -9 of any process in any order under load, and of all at once', async () => {
    const random = new SeededRandom(SEED);
    stream.start();
    await trading();
    operator.start();
    const victims = [...VICTIMS, ...VICTIMS];
    while (victims.length > 0) {
      const [names] = victims.splice(random.below(victims.length), 1);
      assert.ok(names !== undefined);
      const atMs = performance.now();
      await killOnce(names);
      await trading();
      process.stdout.write(`${names.join('+')}: ${Math.round(performance.now() - atMs)} ms\n`);
      // Sometimes the next one dies while this one is still recovering.
      await sleep(random.below(800));
    }
    await operator.stop();
    assert.ok(stream.counts.halted > 0, 'an order met a market that was halted');
    await assertAllWell();

    for (const left of ['everything', 'logs']) {
      stream.start();
      await trading();
      await sleep(500);
      killAll();
      await gone();
      if (left === 'logs') await forgetCaches();
      await up();
      await trading();
      await assertAllWell();
    }

    await eventually('there is a snapshot of the accounts', BACK_MS, accountsAreSafe);
    const before = await moneyOfAll();
    await demo.stop();
    await forgetCaches();
    await up();
    assert.deepEqual(await moneyOfAll(), before, 'rebuilt from the logs, the money is the same');
    assert.equal(lastRebuild(), 'folded the logs behind the snapshot');
    await cancelEverything();
    assert.equal(await assertAllWell(), 0, 'no order is open and no hold is left');
  });
}
