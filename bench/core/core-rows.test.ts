import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PEERS } from '../peers/peers.ts';
import { bestPeer, notBuiltRow, rowOf, type Subject, withRatios } from './core-rows.ts';
import type { MatchingRun } from './core-run.ts';

const EXPECTED = { commands: 1000, trades: 7, tradeHash: 'abc' };
const run = (seconds: number, change: Partial<MatchingRun> = {}): MatchingRun => ({
  seconds,
  cpuSeconds: seconds / 2,
  ...EXPECTED,
  ...change,
});
const row = (
  kind: 'ours' | number,
  runs: readonly MatchingRun[],
  ofMix = 1000,
  commands = 1000,
) => {
  const name = kind === 'ours' ? 'ours' : (PEERS[kind]?.name ?? '');
  const subject: Subject =
    kind === 'ours'
      ? { kind: 'ours', name, commands }
      : { kind: 'peer', name, commands, peer: PEERS[kind]! };
  return rowOf(subject, { name, runs, problem: null }, { expected: EXPECTED, ofMix });
};

test('a figure is best and median of runs with the right trades', () => {
  const { best, median, trades, runs } = row('ours', [run(0.001), run(0.002), run(0.0005)]);
  assert.deepEqual(
    { best, median, trades, runs },
    { best: 2, median: 1, trades: 'equal', runs: 3 },
  );
});

test('other trades void the figure, and so does a single run with them', () => {
  const wrong = row(0, [run(0.001), run(0.0001, { tradeHash: 'other' })]);
  assert.equal(wrong.trades, 'void');
  assert.equal(wrong.median, null);
  assert.match(wrong.note, /its trades are others/);
  assert.equal(row(0, [run(0.001, { trades: 8 })]).median, null);
  assert.equal(row(0, [run(0.001, { commands: 999 })]).median, null);
});

test('ratios are to medians; a void row has none, and the best peer is the fastest that counts', () => {
  const rows = withRatios([
    row('ours', [run(0.001)]),
    row(0, [run(0.002)]),
    row(1, [run(0.0001, { tradeHash: 'other' })]),
    row(2, [run(0.01)]),
  ]);
  assert.deepEqual(
    rows.map(({ ratio }) => ratio),
    [null, 2, null, 10],
  );
  assert.deepEqual([rows[1]?.perCpuSecond, rows[1]?.cpuRatio], [1, 2]);
  assert.equal(bestPeer(rows)?.engine, PEERS[0]?.name);
});

test('by turns, a round is compared with the same round, and a peer that stopped early with as many', () => {
  // The machine is slow in the second half: of both.
  const rows = withRatios([
    row('ours', [run(0.001), run(0.001), run(0.005), run(0.004), run(0.005)]),
    row(0, [run(0.002), run(0.002), run(0.002), run(0.008), run(0.01)]),
    row(1, [run(0.004)]),
    row(2, []),
  ]);
  const of = (key: 'ratio' | 'turnRatio' | 'turnCpuRatio') => rows.map((each) => each[key]);
  assert.deepEqual(of('ratio'), [null, 0.5, 1, null]);
  assert.deepEqual(of('turnRatio'), [null, 2, 4, null]);
  assert.deepEqual(of('turnCpuRatio'), [null, 2, 4, null]);
});

test('a peer that got a part of the mix is compared with ours on that part, and is not the best', () => {
  const rows = withRatios([
    row('ours', [run(0.001)], 1000, 1000),
    row('ours', [run(0.0005)], 1000, 500),
    row(0, [run(0.004)], 1000, 1000),
    row(1, [run(0.001)], 1000, 500),
  ]);
  assert.deepEqual(
    rows.map(({ ratio }) => ratio),
    [null, null, 4, 2],
  );
  assert.equal(bestPeer(rows)?.engine, PEERS[0]?.name);
});

test('the floor has a ratio, and is never the best peer', () => {
  const floor = PEERS.findIndex(({ role }) => role === 'floor');
  const rows = withRatios([row('ours', [run(0.001)]), row(floor, [run(0.0001)])]);
  assert.equal(rows[1]?.ratio, 0.1);
  assert.equal(bestPeer(rows), null);
});

test('a part of a mix says so, and a peer that was not built says why', () => {
  assert.match(row(0, [run(0.001)], 5000).note, /the first 1,000 commands/);
  const liquibook = PEERS.find(({ name }) => name === 'liquibook');
  const absent = notBuiltRow(liquibook!, 'A', 'not built: not in a package registry');
  assert.match(absent.note, /not built.*elsewhere 6\.63 M\/s/);
  assert.equal(absent.median, null);
});
