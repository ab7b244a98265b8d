import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownCopy } from './slabs.ts';

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

test('copies of every size stay as they are, whatever is copied after them', () => {
  const lengths = [0, 1, 16_383, 16_384, 100_000, 262_144, 262_145, 3_000_000];
  const copies: Uint8Array[] = [];
  for (let round = 0; round < 8; round += 1) {
    for (const [index, length] of lengths.entries()) {
      const original = filled(length, round * 16 + index);
      copies.push(ownCopy(original));
      original.fill(255);
    }
  }
  for (const [index, copy] of copies.entries()) {
    const length = lengths[index % lengths.length] ?? 0;
    const value = Math.floor(index / lengths.length) * 16 + (index % lengths.length);
    assert.deepEqual(copy, filled(length, value));
  }
});
