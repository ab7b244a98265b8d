/** Ten million tampered records: read as through objects, or refused as through objects. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announceSeed } from './testing/random.ts';
import { compareReaders } from './testing/reader-comparison.ts';

const MUTATIONS = Number(process.env['MUTATIONS'] ?? 10_000_000);
const seed = announceSeed('node dist/engine/core/record-reader.nightly.test.js');

test('whatever stands between a header and a CRC', { timeout: 7_200_000 }, () => {
  const { read, refused } = compareReaders(seed, MUTATIONS);
  assert.ok(
    read > MUTATIONS / 100 && refused > MUTATIONS / 100,
    `${read} read, ${refused} refused`,
  );
});
