import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { referencePath } from './command-reference.ts';
import { lockstep } from './testing/command-process.ts';

/** Real NASDAQ flow; kept outside of the repository (its licence is its own). */
const sample = resolve(dirname(referencePath()), '..', '..', 'shared', 'data', 'lobster-aapl');

function sampleFile(name: string): string {
  const path = join(sample, name);
  assert.ok(existsSync(path), `this test needs LOBSTER's AAPL sample: ${path} is not there`);
  return path;
}

test("our book is NASDAQ's, row by row, and every execution hits the order that NASDAQ names", async () => {
  const { exitCode, stdout, stderr } = await lockstep(
    ...['feed', 'lobster', sampleFile('message.csv'), '--book', sampleFile('orderbook.csv')],
    ...['--market', 'AAPL-USD', '--json'],
  );
  assert.equal(exitCode, 0, `${stdout}${stderr}`);
  const { feed } = JSON.parse(stdout);
  assert.deepEqual(
    [feed.messages, feed.applied, feed.hidden, feed.notApplied.length],
    [999, 938, 61, 0],
  );
  assert.deepEqual(feed.book, { rows: 999, agreeing: 999 });
  assert.deepEqual([feed.execution.executions, feed.execution.hitNamedOrder], [98, 98]);
  assert.equal(feed.surfaced.length, 11);
});

test('left out, the levels beyond the tenth explain every difference', async () => {
  const { exitCode, stdout, stderr } = await lockstep(
    ...['feed', 'lobster', sampleFile('message.csv'), '--book', sampleFile('orderbook.csv')],
    ...['--no-deep-levels', '--json'],
  );
  assert.equal(exitCode, 0, `${stdout}${stderr}`);
  const { feed } = JSON.parse(stdout);
  assert.deepEqual(feed.book, { rows: 999, agreeing: 790 });
  assert.equal(feed.unexplained, 0);
  assert.equal(feed.execution.misses.length, 0);
});
