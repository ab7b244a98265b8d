import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, money } from '../../proto/units.ts';
import { type PostingRow, postingKey, postingsOfRow } from './postings.ts';

const posting = (index: number, amount: bigint): PostingRow => ({
  account: accountId(1),
  asset: 'USD',
  amount: money(amount),
  reason: 'trade',
  topic: 'events.BTC-USD',
  position: 7,
  index,
  reference: 'trade 3',
  atUs: 5,
});

test('a row is the postings of its lines, numbered from the index in its key', () => {
  const value = {
    reference: 'trade 3',
    lines: [
      ['USD', -8n, 'trade'],
      // As MessagePack gives back a small one.
      ['USD', 3, 'trade'],
    ],
  };
  assert.deepEqual(postingsOfRow([1, 5, 'events.BTC-USD', 7, 4], value), [
    posting(4, -8n),
    posting(5, 3n),
  ]);
});

test('a row of before, which is one posting, is that posting', () => {
  const row = posting(2, 9n);
  assert.deepEqual(postingsOfRow(postingKey(row), row), [row]);
});
