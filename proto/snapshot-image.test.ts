/** Snapshots of version 2: bytes of a book beside those of a state. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { columnsOfRows, ROW_BYTES } from './book-rows.ts';
import { DecodeError, decodeSnapshot, encodeSnapshot, readHead, rowsBegin } from './codec.ts';
import type { BookImage, MarketSnapshot } from './messages.ts';
import { FOOTER_BYTES } from './sealed-bytes.ts';
import { fitsImage } from './snapshot-image.ts';
import { snapshotSample } from './testing/golden-samples.ts';
import { imageSample } from './testing/image-sample.ts';

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
const encode = (snapshot: MarketSnapshot) => encodeSnapshot(snapshot, { sha256 });
const bytes = encode(imageSample);
const image = imageSample.image as BookImage;

function codeOf(changed: Uint8Array, columns: 'copied' | 'in-place' = 'copied'): string {
  try {
    decodeSnapshot(changed, { sha256, columns });
    return 'decoded';
  } catch (error) {
    assert.ok(error instanceof DecodeError, `not a DecodeError: ${error}`);
    return error.code;
  }
}

describe('a snapshot with an image', () => {
  test('comes back with its columns, copied and in place, wherever it stands in memory', () => {
    for (const shift of [0, 1, 7, 8]) {
      const outer = new Uint8Array(bytes.length + shift);
      outer.set(bytes, shift);
      for (const columns of ['copied', 'in-place'] as const) {
        const decoded = decodeSnapshot(outer.subarray(shift), { sha256, columns });
        assert.deepEqual(decoded, imageSample);
      }
    }
  });

  test('has the same head in memory that threads share, wherever it stands', () => {
    const { rows: _, ...book } = image;
    for (let shift = 0; shift <= 8; shift += 1) {
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + shift), shift);
      shared.set(bytes);
      const { rows, ...read } = readHead(shared).image;
      assert.deepEqual(read, book);
      assert.equal(rows.buffer, shared.buffer);
    }
  });

  test('has its rows at a multiple of 64 bytes, whatever comes before them', () => {
    for (let length = 0; length < 70; length += 1) {
      const node = 'n'.repeat(length);
      const written = encode({ ...imageSample, leadership: { ...imageSample.leadership, node } });
      const at = rowsBegin(written);
      assert.ok(at !== null && at % ROW_BYTES === 0);
      const { rows } = readHead(written).image;
      assert.deepEqual(written.subarray(at, at + rows.length), rows);
      assert.deepEqual(new Uint8Array(rows), image.rows);
    }
  });

  test('is written around its rows, if there is room for it, and is the same', () => {
    const behind = 6 + FOOTER_BYTES;
    const before = bytes.length - image.rows.length - behind;
    for (const [free, after, isThere] of [
      [before, behind, true],
      [before + 64, behind + 9, true],
      [before - 1, behind, false],
      [before, behind - 1, false],
    ] as const) {
      const memory = new Uint8Array(free + image.rows.length + after).fill(0xee);
      const rows = memory.subarray(free, free + image.rows.length);
      rows.set(image.rows);
      const placed = { ...imageSample, image: { ...image, rows } };
      const copied = encodeSnapshot(placed, { sha256 });
      assert.deepEqual(copied, bytes);
      assert.ok(memory.subarray(0, free).every((byte) => byte === 0xee));
      const written = encodeSnapshot(placed, { sha256, rows: 'in-place' });
      assert.deepEqual(new Uint8Array(written), bytes);
      assert.equal(written.buffer === memory.buffer, isThere);
    }
  });

  test('says where its rows begin before they are there; one with columns has none', () => {
    const at = rowsBegin(bytes);
    assert.ok(at !== null);
    const arriving = new Uint8Array(bytes.length);
    arriving.set(bytes.subarray(0, at));
    const { head } = readHead(arriving);
    const { orders, image: _, ...state } = imageSample;
    assert.deepEqual(head, state);
    assert.equal(rowsBegin(encode(snapshotSample)), null);
    assert.equal(rowsBegin(bytes.subarray(0, 5)), null);
  });

  test('with any one byte changed is damaged', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 0x10;
      assert.equal(codeOf(changed), 'CRC_MISMATCH');
    }
  });

  test('with any one byte of its head changed has no head', () => {
    const at = rowsBegin(bytes) ?? 0;
    for (let changedAt = 0; changedAt < at; changedAt += 1) {
      for (const change of [1, 0x80, 0xff]) {
        const changed = Uint8Array.from(bytes);
        changed[changedAt]! ^= change;
        assert.throws(() => readHead(changed), DecodeError, `byte ${changedAt}`);
      }
    }
  });

  test('cut off anywhere, or longer, is none', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      assert.equal(codeOf(bytes.slice(0, length)), 'CRC_MISMATCH');
      assert.throws(() => readHead(bytes.slice(0, length)), DecodeError);
    }
    assert.throws(() => readHead(Uint8Array.from([...bytes, 0])), DecodeError);
  });

  test('of rows that are damaged under a footer that fits is damaged, in place refused for its values', () => {
    const body = bytes.slice(0, -FOOTER_BYTES);
    const at = (rowsBegin(bytes) ?? 0) + 8;
    new DataView(body.buffer).setFloat64(at, 0.5, true);
    const footer = bytes.slice(-FOOTER_BYTES);
    footer.set(sha256(body), 5);
    const changed = Uint8Array.from([...body, ...footer]);
    assert.equal(codeOf(changed), 'CRC_MISMATCH');
    assert.equal(codeOf(changed, 'in-place'), 'UNDECODABLE');
  });

  test('of an account that is in no list is refused', () => {
    const rows = image.rows.slice();
    new DataView(rows.buffer).setInt32(12 * 4, 4, true);
    assert.throws(() => columnsOfRows({ ...image, rows }), { code: 'UNDECODABLE' });
    assert.equal(codeOf(encode({ ...imageSample, image: { ...image, rows } })), 'UNDECODABLE');
  });

  test('of sections that do not fit each other is refused', () => {
    const wrong: Partial<BookImage>[] = [
      { accountLists: image.accountLists.slice(1) },
      { levels: image.levels.slice(1) },
      { bidLevels: 4 },
      { pageMasks: image.pageMasks.slice(1) },
      { pageSlots: image.pageSlots.slice(1) },
    ];
    for (const sections of wrong) {
      const written = encode({ ...imageSample, image: { ...image, ...sections } });
      assert.equal(codeOf(written), 'UNDECODABLE', Object.keys(sections).join());
    }
  });

  test('may have all orders that a market admits but one', () => {
    assert.ok(fitsImage(4_194_303));
    assert.ok(!fitsImage(4_194_304));
  });
});
