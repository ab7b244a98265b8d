import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal } from '../proto/decimal.ts';
import { JsonBytes, piece } from './json-bytes.ts';

/** Small enough that it grows on the way. */
const out = new JsonBytes({ bytes: 1 });

function written(write: (into: JsonBytes) => void): string {
  out.begin();
  out.piece(piece('<'));
  write(out);
  out.mark(62);
  const bytes = out.copy();
  assert.equal(out.toString(), bytes.toString('utf8'), 'the string is what the bytes say');
  return bytes.toString('utf8').slice(1, -1);
}

const safe = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  // Where digits are cut, and where floats are coarse.
  fc
    .tuple(fc.nat({ max: 90_071_992 }), fc.constantFrom(-1, 0, 1))
    .map(([high, by]) => Math.max(0, high * 1e8 + by)),
);

test('a number has the digits that formatDecimal gives it', () => {
  fc.assert(
    fc.property(safe, fc.nat({ max: 26 }), (value, scale) => {
      assert.equal(
        written((into) => into.decimal(value, scale)),
        formatDecimal(value, scale),
      );
      assert.equal(
        written((into) => into.integer(value)),
        String(value),
      );
    }),
    { numRuns: 2_000 },
  );
  const others = [0, -0, -1, -1_000_001, Number.MAX_SAFE_INTEGER, 2n ** 70n, -5n, 0n];
  for (const value of others) {
    for (const scale of [0, 2, 8]) {
      assert.equal(
        written((into) => into.decimal(value, scale)),
        formatDecimal(value, scale),
      );
    }
  }
});

test('a short decimal ends with a digit that says something, or with those that are kept', () => {
  const rows: readonly (readonly [value: number, scale: number, kept: number, text: string])[] = [
    [10_000, 4, 2, '1.00'],
    [12_345, 4, 2, '1.2345'],
    [12_300, 4, 2, '1.23'],
    [12_000, 4, 0, '1.2'],
    [10_000, 4, 0, '1'],
    [100, 2, 2, '1.00'],
    [0, 3, 0, '0'],
    [70, 0, 0, '70'],
  ];
  for (const [value, scale, kept, text] of rows) {
    assert.equal(
      written((into) => into.shortDecimal(value, scale, kept)),
      text,
    );
  }
});

test('any text is quoted as JSON quotes it', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      assert.equal(
        written((into) => into.quoted(text)),
        JSON.stringify(text),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('text of any length stands behind what was written before', () => {
  const long = 'ä€𝄞'.repeat(3_000);
  assert.equal(
    written((into) => {
      into.word('open');
      into.text(long);
      into.integer(7);
    }),
    `open${long}7`,
  );
});
