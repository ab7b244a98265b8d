import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environment } from '../environment.ts';
import { compareRuns } from './comparison.ts';
import type { Figure, RunRecord } from './run-record.ts';

const figure = (value: number, ratio: number | null, more: Partial<Figure> = {}): Figure => ({
  name: 'A',
  value,
  unit: 'commands/s',
  better: 'higher',
  peer: ratio === null ? null : { name: 'peer', ratio },
  ...more,
});

const run = (figures: readonly Figure[], more: Partial<RunRecord> = {}): RunRecord => ({
  schemaVersion: 1,
  scenario: 'core',
  startedAt: '2026-11-25T00:00:00Z',
  seconds: 1,
  command: 'lockstep bench core',
  environment: environment(),
  seed: 1,
  durability: 'none',
  conditions: [],
  valid: true,
  figures,
  details: {},
  ...more,
});

const verdicts = (before: readonly Figure[], after: readonly Figure[]) =>
  compareRuns(run(before), run(after), { toleratedShare: 0.1 }).map(({ verdict }) => verdict);

test('with a peer in both runs the ratio counts, whatever the machine did', () => {
  assert.deepEqual(verdicts([figure(10, 2)], [figure(5, 2)]), ['same']);
  assert.deepEqual(verdicts([figure(10, 2)], [figure(20, 1.7)]), ['worse']);
  assert.deepEqual(verdicts([figure(10, 2)], [figure(10, 2.3)]), ['better']);
});

test('without one the value counts, and for a time less is better', () => {
  assert.deepEqual(verdicts([figure(10, null)], [figure(8, null)]), ['worse']);
  const time = { better: 'lower' } as const;
  assert.deepEqual(verdicts([figure(10, null, time)], [figure(8, null, time)]), ['better']);
  assert.deepEqual(verdicts([figure(10, null, time)], [figure(12, null, time)]), ['worse']);
  assert.deepEqual(verdicts([figure(10, 2, time)], [figure(12, 2.5, time)]), ['better']);
});

test('a figure that is gone is a verdict of its own; nothing in common is an error', () => {
  const other = figure(1, null, { name: 'B' });
  assert.deepEqual(verdicts([figure(1, null), other], [other]), ['gone', 'same']);
  assert.throws(() => verdicts([figure(1, null)], [other]), /no figure in common/);
  const invalid = run([other], { valid: false });
  assert.throws(() => compareRuns(run([other]), invalid, { toleratedShare: 0 }), /not a valid/);
});
