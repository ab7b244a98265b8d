import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { Environment } from '../embedded/lmdb-environment.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { RowBytes } from './row-bytes.ts';
import { isPlainOrder, stored, writePlainOrder } from './row-layout.ts';
import { TABLE } from './tables.ts';
import { SAMPLE_ROWS } from './testing/sample-rows.ts';

const { database } = new Environment<unknown, string>({
  folder: temporaryFolder(),
  noSync: true,
  database: { encoding: 'msgpack', keyEncoding: 'ordered-binary' },
});

/** By the store's own encoder. */
function packed(value: unknown): Buffer {
  database.putSync('row', value);
  return Buffer.from(database.getBinary('row')!);
}

function written(write: (bytes: RowBytes) => void): Buffer {
  const bytes = new RowBytes();
  write(bytes);
  return Buffer.from(bytes.written());
}

const AROUND = [
  0,
  31,
  32,
  63,
  64,
  127,
  128,
  255,
  256,
  65_535,
  65_536,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
];
const natural = fc.oneof(
  fc.constantFrom(...AROUND),
  fc.nat({ max: 300 }),
  fc.maxSafeNat(),
  fc.nat({ max: 2 ** 31 - 1 }),
);

test('numbers are what the general encoder writes', () => {
  fc.assert(
    fc.property(natural, (value) => {
      assert.deepEqual(
        written((bytes) => bytes.number(value)),
        packed(value),
      );
    }),
  );
});

test('amounts are what the general encoder makes of a bigint', () => {
  fc.assert(
    fc.property(natural, fc.boolean(), (value, isNegative) => {
      const amount = isNegative ? -value : value;
      assert.deepEqual(
        written((bytes) => bytes.int64(amount)),
        packed(BigInt(amount)),
      );
    }),
  );
});

test('texts are what the general encoder writes, of any letters and length', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('a'.repeat(31), 'a'.repeat(32), 'ü'.repeat(200), 'a'.repeat(65_000)),
  );
  fc.assert(
    fc.property(text, (value) => {
      assert.deepEqual(
        written((bytes) => bytes.text(value)),
        packed(value),
      );
    }),
  );
});

test('a text with a number is what both are as one', () => {
  fc.assert(
    fc.property(natural, (value) => {
      assert.deepEqual(
        written((bytes) => bytes.numbered('trade ', value)),
        packed(`trade ${value}`),
      );
    }),
  );
});

test('arrays, booleans and nothing are what the general encoder writes', () => {
  for (const length of [0, 15, 16, 40]) {
    const list = Array.from({ length }, (_, index) => (index % 3 === 0 ? null : index % 3 === 1));
    const bytes = written((each) => {
      each.array(length);
      for (const value of list) {
        if (value === null) each.nil();
        else each.boolean(value);
      }
    });
    assert.deepEqual(bytes, packed(list));
  }
});

test('what is longer than the buffer makes it larger', () => {
  const texts = Array.from({ length: 40 }, (_, index) => String(index).repeat(2_000));
  const bytes = written((each) => {
    each.array(texts.length);
    for (const text of texts) each.text(text);
  });
  assert.deepEqual(bytes, packed(texts));
});

test('a plain order is what the general encoder makes of its layout', () => {
  const orders = SAMPLE_ROWS.filter(([table]) => table === TABLE.orders).map(([, row]) => row);
  assert.deepEqual(orders.map(isPlainOrder), [true, false, false]);
  for (const row of orders) {
    if (!isPlainOrder(row)) continue;
    assert.deepEqual(
      written((bytes) => writePlainOrder(row, bytes)),
      packed(stored(TABLE.orders, row)),
    );
  }
});
