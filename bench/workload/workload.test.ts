import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { JudgeBook } from './judge-book.ts';
import { MIXES } from './mixes.ts';
import { CHECKPOINT_COMMANDS, makeWorkload, RECORD_BYTES } from './workload.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a mix of the standard length makes its known trades, or says that it does not', () => {
  const { bytes, checkpoints } = makeWorkload(MIXES.B);
  const { preloaded, known } = MIXES.B;
  assert.equal(bytes.length, (preloaded + 1_000_000) * RECORD_BYTES);
  assert.deepEqual(checkpoints.at(-1), { commands: preloaded + 1_000_000, ...known });
  assert.equal(checkpoints[0]?.commands, CHECKPOINT_COMMANDS);
  assert.throws(() => makeWorkload({ ...MIXES.B, known: { trades: 1, tradeHash: '' } }), /mix B/);
});

test('a longer flow begins with the shorter one', () => {
  const short = makeWorkload(MIXES.C, 20_000).bytes;
  const long = makeWorkload(MIXES.C, 30_000).bytes;
  assert.equal(sha256(long.subarray(0, short.length)), sha256(short));
});

test('the judge trades at the best price first, at one price in order of entry', () => {
  const gone: number[] = [];
  const book = new JudgeBook((id) => gone.push(id));
  book.limit(1, 1, 102, 5);
  book.limit(2, 1, 101, 5);
  book.limit(3, 1, 101, 5);
  assert.equal(book.limit(4, 0, 101, 7), false);
  assert.deepEqual(gone, [2]);
  assert.equal(book.trades, 2);
  book.market(5, 0, 100);
  assert.deepEqual(gone, [2, 3, 1]);
  assert.equal(book.limit(6, 0, 99, 1), true);
  book.cancel(6);
  assert.deepEqual(gone, [2, 3, 1, 6]);
});
