/**
 * The short forms of the benchmarks as people run them. They check shape, trades and hashes, and
 * ratios within wide bounds; never how fast anything is.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lockstep } from '../cli/testing/command-process.ts';
import type { CoreMixResult } from './core/core-scenario.ts';
import type { RunRecord } from './report/run-record.ts';

const results = mkdtempSync(join(tmpdir(), 'lockstep-bench-test-'));
after(() => rmSync(results, { recursive: true }));

const RATIO = { least: 0.01, most: 10_000 };

async function bench<Details>(exitCode: number, ...words: readonly string[]) {
  const before = new Set(readdirSync(results));
  const ended = await lockstep('bench', ...words, '--json', '--results', results);
  assert.equal(ended.exitCode, exitCode, `${ended.stdout}${ended.stderr}`);
  const { bench: run } = JSON.parse(ended.stdout) as { readonly bench: RunRecord };
  const folder = readdirSync(results).find((name) => !before.has(name)) ?? '';
  assert.match(folder, /^\d{8}T\d{6}Z-\w+/);
  const written = JSON.parse(readFileSync(join(results, folder, 'run.json'), 'utf8')) as RunRecord;
  assert.deepEqual(written, run);
  const report = readFileSync(join(results, folder, 'report.md'), 'utf8');
  assert.ok(report.includes(run.environment.commit) && report.includes(run.command));
  return { run, details: run.details as Details, folder: join(results, folder) };
}

function assertRatios({ figures }: RunRecord): void {
  assert.ok(figures.length > 0);
  for (const { name, value, peer } of figures) {
    assert.ok(value > 0, name);
    if (peer === null) continue;
    assert.ok(peer.ratio > RATIO.least && peer.ratio < RATIO.most, `${name}: ${peer.ratio}`);
  }
}

test('core: right trades on both mixes, and each peer is a row with the same ones or a reason', async () => {
  const { run, details, folder } = await bench<{ readonly mixes: readonly CoreMixResult[] }>(
    ...([0, 'core', '--short', '--peers'] as const),
  );
  assert.deepEqual(
    details.mixes.map(({ mix, commands }) => [mix, commands]),
    [
      ['A', 100_000],
      ['B', 100_000],
    ],
  );
  for (const { rows, latency } of details.mixes) {
    const [ours, ...peers] = rows;
    assert.equal(ours?.isOurs, true);
    assert.deepEqual([ours.trades, ours.runs], ['equal', 3]);
    assert.equal(peers.length, 1);
    for (const peer of peers) {
      assert.ok(peer.trades === 'equal' ? (peer.ratio ?? 0) > 1 : peer.note !== '', peer.engine);
    }
    assert.equal(latency?.commands, 100_000);
    assert.ok(latency.p50Us <= latency.p99Us && latency.p99Us <= latency.maxUs);
  }
  assertRatios(run);

  const same = await lockstep('bench', 'compare', folder, folder, '--json');
  assert.equal(same.exitCode, 0, same.stdout);
  const worse = {
    ...run,
    figures: run.figures.map((figure) => ({ ...figure, value: figure.value / 2, peer: null })),
  };
  const doctored = join(results, 'worse.json');
  writeFileSync(doctored, JSON.stringify(worse));
  const compared = await lockstep('bench', 'compare', folder, doctored, '--json');
  assert.equal(compared.exitCode, 5, compared.stdout);
  assert.equal(JSON.parse(compared.stdout).comparison.isWorse, true);
  rmSync(doctored);
});

test('codec: every work against protobufjs and JSON', async () => {
  const { run, details } = await bench<{ readonly rows: readonly { readonly codec: string }[] }>(
    ...([0, 'codec', '--short'] as const),
  );
  assert.equal(details.rows.length, 12);
  assert.equal(run.figures.length, 4);
  assertRatios(run);
});

test('pipeline: what comes out as bytes holds the trades of the mix', async () => {
  const { run, details } = await bench<{ readonly rows: readonly { readonly trades: string }[] }>(
    ...([0, 'pipeline', '--short'] as const),
  );
  assert.deepEqual(
    details.rows.map(({ trades }) => trades),
    ['equal', 'equal'],
  );
  assertRatios(run);
});

test('projections: every one folds, and what all cost is the figure', async () => {
  const { run, details } = await bench<{
    readonly orders: number;
    readonly rows: readonly { readonly projection: string; readonly rowsPerOrder: number }[];
  }>(...([0, 'projections', '--short', '--rounds', '1'] as const));
  assert.ok(details.orders > 10_000, 'with those that only rest');
  const written = new Map(details.rows.map((row) => [row.projection, row.rowsPerOrder]));
  for (const name of ['orders', 'fills', 'trades', 'postings', 'candles', 'order-history']) {
    assert.ok((written.get(name) ?? 0) > 0, name);
  }
  assertRatios(run);
});

test('replay and recovery: fresh processes end at the state that the history ended at', async () => {
  const replay = await bench<{ readonly isRight: boolean; readonly replayedCommands: number }>(
    ...([0, 'replay', '--short', '--rounds', '2'] as const),
  );
  assert.deepEqual([replay.details.isRight, replay.details.replayedCommands], [true, 110_000]);
  assertRatios(replay.run);
  const recovery = await bench<{
    readonly isRight: boolean;
    readonly history: { readonly restingAtSnapshot: number };
    readonly runs: readonly { readonly replayedRecords: number; readonly loadMs: number }[];
  }>(...([0, 'recovery', '--short', '--rounds', '2'] as const));
  assert.equal(recovery.details.isRight, true);
  assert.equal(recovery.details.history.restingAtSnapshot, 50_000);
  for (const { replayedRecords, loadMs } of recovery.details.runs) {
    assert.equal(replayedRecords, 50);
    assert.ok(loadMs > 0);
  }
  assertRatios(recovery.run);
});

test('growth: every axis at its small end', async () => {
  const { run, folder } = await bench(0, 'growth', '--short');
  assertRatios(run);
  assert.ok(existsSync(join(folder, 'growth.json')));
  assert.ok(existsSync(join(folder, 'growth-resting-orders.svg')));
});

test('a generator that stalls for 500 ms has no headline, and the exit code says so', async () => {
  const { run, details, folder } = await bench<{
    readonly latencyMs: object | null;
    readonly lateShare: number;
    readonly generatorKeptUp: boolean;
    readonly cpu: { readonly roles: readonly { readonly role: string }[] } | null;
  }>(...([6, 'e2e', '--rate', '200', '--seconds', '3', '--stall-ms', '500'] as const));
  assert.equal(run.valid, false);
  assert.deepEqual(run.figures, []);
  assert.equal(details.generatorKeptUp, false);
  assert.equal(details.latencyMs, null);
  assert.deepEqual(
    details.cpu?.roles.map(({ role }) => role),
    process.platform !== 'linux'
      ? undefined
      : [
          ...['order-service', 'engine', 'settlement', 'standby', 'projections', 'snapshotter'],
          ...['supervisor', 'generator'],
        ],
  );
  // 500 ms of 3 s are a sixth of the requests; those of the last 10 ms still count as on time.
  assert.ok(details.lateShare > 0.1, `${details.lateShare}`);
  for (const name of ['latency.hgrm', 'percentiles.svg', 'timeline.svg']) {
    assert.ok(existsSync(join(folder, name)), name);
  }
});

for (const dialect of ['binance', 'binance-rest']) {
  // With a freeze, so that the exit code does not hang on this machine's speed.
  test(`${dialect}: every order is answered in full`, async () => {
    const load = ['--rate', '100', '--seconds', '3', '--stall-ms', '500'] as const;
    const { details } = await bench<{ readonly offered: number; readonly accepted: number }>(
      ...([6, 'e2e', '--dialect', dialect, ...load] as const),
    );
    assert.equal(details.offered, 300);
    assert.equal(details.accepted, details.offered);
  });
}
