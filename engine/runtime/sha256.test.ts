import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../ports/objects/sha256.ts';
import { ArrivingSha256 } from './sha256.ts';

const BYTES = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const SEALED = BYTES.subarray(0, 954);

function arrived(cuts: readonly (readonly [number, number])[]): Uint8Array {
  const arriving = new ArrivingSha256(SEALED.length);
  for (const [from, to] of cuts) arriving.take(BYTES.subarray(from, to), from);
  return arriving.of(SEALED);
}

test('the sum of bytes that arrived in parts is that of the bytes, however they arrived', () => {
  const ways: readonly (readonly [number, number])[][] = [
    [],
    [[0, 1000]],
    [
      [0, 954],
      [954, 1000],
    ],
    [
      [0, 1],
      [1, 400],
      [400, 960],
      [960, 1000],
    ],
    // The connection broke, and it was read anew.
    [
      [0, 500],
      [0, 700],
      [700, 1000],
    ],
    // Some are missing, or came twice.
    [
      [0, 500],
      [600, 1000],
    ],
    [
      [0, 500],
      [400, 1000],
    ],
    [[500, 1000]],
  ];
  for (const cuts of ways) assert.deepEqual(arrived(cuts), sha256(SEALED), JSON.stringify(cuts));
});

test('bytes of another length than announced are summed when they are there', () => {
  const arriving = new ArrivingSha256(10);
  arriving.take(BYTES, 0);
  assert.deepEqual(arriving.of(BYTES), sha256(BYTES));
});
