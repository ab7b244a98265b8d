import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { AssertionFailed } from './assert.ts';
import { crc32c, DecodeError, decodeArchiveSegment, encodeArchiveSegment } from './codec.ts';
import type { ArchiveSegment } from './messages.ts';
import { FOOTER_BYTES, sealed } from './sealed-bytes.ts';
import { archiveSample } from './testing/golden-samples.ts';
import { WireWriter } from './wire-writer.ts';

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
const encode = (segment: ArchiveSegment) => encodeArchiveSegment(segment, { sha256 });
const decode = (bytes: Uint8Array) => decodeArchiveSegment(bytes, { sha256 });

function codeOf(bytes: Uint8Array): string {
  try {
    decode(bytes);
    return 'decoded';
  } catch (error) {
    assert.ok(error instanceof DecodeError, `not a DecodeError: ${error}`);
    return error.code;
  }
}

/** A segment as an unfaithful writer might seal it. */
function forged(header: readonly number[], records: readonly { crc: number }[]): Uint8Array {
  const [version = 1, first = 0, last = 0, count = 0] = header;
  const w = new WireWriter(100);
  w.uint32(1, version, 0);
  w.string(2, 'commands.BTC-USD');
  for (const [index, value] of [first, last, count].entries()) w.uint53(3 + index, value, 0);
  for (const { crc } of records) {
    const start = w.begin(6);
    w.uint32(1, crc, 0);
    w.bytes(2, Uint8Array.of(1, 2, 3));
    w.end(start);
  }
  return sealed(w, { sha256 });
}

const good = { crc: crc32c(Uint8Array.of(1, 2, 3)) };

test('a segment comes back as it was', () => {
  assert.deepEqual(decode(encode(archiveSample)), archiveSample);
  const large = { ...archiveSample, records: [new Uint8Array(1024 * 1024).fill(3)] };
  assert.deepEqual(decode(encode(large)), large);
  assert.throws(() => encode({ ...archiveSample, records: [] }), AssertionFailed);
});

test('every flipped bit and every cut of a segment is found', () => {
  const bytes = encode(archiveSample);
  for (let at = 0; at < bytes.length; at += 1) {
    const flipped = bytes.slice();
    flipped[at]! ^= 1 << (at % 8);
    assert.equal(codeOf(flipped), 'CRC_MISMATCH', `byte ${at}`);
    assert.equal(codeOf(bytes.subarray(0, at)), 'CRC_MISMATCH', `cut at ${at}`);
  }
  assert.equal(codeOf(Uint8Array.from([...bytes, 0])), 'CRC_MISMATCH');
  assert.ok(bytes.length > FOOTER_BYTES);
});

test('a sealed segment that contradicts itself is none', () => {
  assert.equal(codeOf(forged([1, 5, 6, 2], [good, good])), 'decoded');
  assert.equal(codeOf(forged([1, 5, 6, 2], [good, { crc: 1 }])), 'CRC_MISMATCH');
  assert.equal(codeOf(forged([2, 5, 6, 2], [good, good])), 'SCHEMA_TOO_NEW');
  assert.equal(codeOf(forged([1, 5, 6, 1], [good])), 'UNDECODABLE');
  assert.equal(codeOf(forged([1, 5, 6, 2], [good])), 'UNDECODABLE');
  assert.equal(codeOf(forged([1, 5, 4, 0], [])), 'UNDECODABLE');
  assert.equal(codeOf(forged([1, 5, 5, 1], [good, good])), 'UNDECODABLE');
});
