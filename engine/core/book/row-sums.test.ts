/** Rows summed as they arrive against state-hash.ts, which takes columns, and CRC-32C of all at once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { columnsOfRows, ROW_BYTES, RowWord } from '../../../proto/book-rows.ts';
import { crc32c } from '../../../proto/codec.ts';
import type { BookImage } from '../../../proto/messages.ts';
import { EventHash } from '../hot/event-hash.ts';
import { announceSeed, Random } from '../testing/random.ts';
import { RowSums } from './row-sums.ts';

const seed = announceSeed('node dist/engine/core/book/row-sums.test.js');
const MAX = Number.MAX_SAFE_INTEGER;
const UINT32_MAX = 2 ** 32 - 1;

/** Any values that rows may have, not those of a book. */
function imageOf(random: Random, count: number, accounts: number): BookImage {
  const rows = new Uint8Array(count * ROW_BYTES);
  const doubles = new Float64Array(rows.buffer);
  const ints = new Int32Array(rows.buffer);
  for (let row = 0; row < count; row += 1) {
    for (let wide = 0; wide < 4; wide += 1) {
      const upper = random.between(0, 2 ** 21 - 1) * 2 ** 32;
      doubles[row * 8 + wide] = random.oneIn(9) ? MAX : upper + random.between(1, UINT32_MAX);
    }
    for (let word = 8; word < 16; word += 1) ints[row * 16 + word] = random.between(1, 2 ** 31 - 1);
    ints[row * 16 + RowWord.account] = random.between(1, accounts);
    if (random.oneIn(4)) ints[row * 16 + RowWord.feeSide]! |= 1 << 31;
  }
  const accountIds = Uint32Array.from({ length: accounts }, () => random.between(1, UINT32_MAX));
  return { rows, accountIds } as unknown as BookImage;
}

/** As state-hash.ts does it. */
function hashOf(image: BookImage): string {
  const hash = new EventHash();
  const orders = columnsOfRows(image);
  for (let row = 0; row < orders.orderId.length; row += 1) {
    hash.mix(orders.orderId[row]!);
    hash.mix(orders.accountId[row]!);
    hash.mix(orders.side[row]!);
    hash.mix(orders.priceTicks[row]!);
    hash.mix(orders.quantityLots[row]!);
    hash.mix(orders.remainingLots[row]!);
    hash.mix(orders.makerFeePpm[row]!);
    hash.mix(orders.priority[row]!);
  }
  return hash.value();
}

const COUNTS = [0, 1, 19, 20, 21, 22, 40, 1023, 1024, 1025, 1043, 1044, 1045, 2068, 2069, 5000];

describe('rows that arrive', () => {
  for (const count of COUNTS) {
    test(`are summed as they are at once: ${count} of them`, () => {
      const random = new Random(seed + count);
      const image = imageOf(random, count, 300);
      for (let turn = 0; turn < 4; turn += 1) {
        const hash = new EventHash();
        const sums = new RowSums(image, hash);
        for (let rows = 0; rows < count && turn > 0; rows += random.between(0, 400 * turn)) {
          sums.arrived(rows);
        }
        sums.arrived(count);
        assert.equal(hash.value(), hashOf(image));
        assert.equal(sums.crc, crc32c(image.rows));
      }
    });
  }

  test('of several images by turns are not confused', () => {
    const random = new Random(seed);
    const images = [10, 300, 40_000].map((accounts) => imageOf(random, 3_000, accounts));
    const hashes = images.map(() => new EventHash());
    const sums = images.map((image, index) => new RowSums(image, hashes[index]!));
    for (let rows = 0; rows <= 3_000; rows += 100) for (const one of sums) one.arrived(rows);
    for (const [index, image] of images.entries()) {
      assert.equal(hashes[index]!.value(), hashOf(image));
      assert.equal(sums[index]!.crc, crc32c(image.rows));
    }
  });

  test('are refused by their sums when any bit is another, and no value stops the sum', () => {
    const random = new Random(seed);
    const image = imageOf(random, 1_100, 7);
    const crc = crc32c(image.rows);
    for (let at = 0; at < image.rows.length; at += 97) {
      const rows = image.rows.slice();
      rows[at]! ^= 1 << (at & 7);
      const sums = new RowSums({ ...image, rows }, new EventHash());
      sums.arrived(1_100);
      assert.notEqual(sums.crc, crc);
      assert.equal(sums.crc, crc32c(rows));
    }
    const worst = { ...image, rows: image.rows.slice().fill(0xff) };
    const sums = new RowSums(worst, new EventHash());
    sums.arrived(1_100);
    assert.equal(sums.crc, crc32c(worst.rows));
  });
});
