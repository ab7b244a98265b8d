import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c, crc32cContinued, crc32cOn } from './crc32c.ts';

function bitwise(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

test('the checksums of RFC 3720 B.4 come out', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, index) => index);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(ascending), 0x46dd794e);
  assert.equal(crc32c(ascending.slice().reverse()), 0x113fdb5c);
  assert.equal(crc32c(new TextEncoder().encode('123456789')), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(0)), 0);
});

test('every length and start agrees with the bit by bit definition', () => {
  const bytes = Uint8Array.from({ length: 80 }, (_, index) => (index * 167 + 13) & 0xff);
  for (let start = 0; start < 16; start += 1) {
    for (let end = start; end <= bytes.length; end += 1) {
      assert.equal(crc32c(bytes, start, end), bitwise(bytes.subarray(start, end)));
    }
  }
});

test('a CRC goes on from that of the beginning', () => {
  const bytes = Uint8Array.from({ length: 60 }, (_, index) => (index * 91 + 7) & 0xff);
  for (let at = 0; at <= bytes.length; at += 1) {
    assert.equal(crc32cContinued(crc32c(bytes, 0, at), bytes, at, bytes.length), crc32c(bytes));
    assert.equal(crc32cOn(crc32c(bytes, 0, at), bytes, at, bytes.length), crc32c(bytes));
  }
});

test('long messages agree with the bit by bit definition, wherever folding begins and ends', () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => Math.imul(index, index) >>> 5);
  const lengths = [
    2_527, 2_528, 2_529, 2_543, 2_544, 5_000, 65_535, 65_536, 65_537, 68_063, 68_064,
  ];
  for (const length of [...lengths, 131_072, 133_599, 133_600, 199_990]) {
    for (const start of [0, 1, 7]) {
      const end = start + length;
      assert.equal(crc32c(bytes, start, end), bitwise(bytes.subarray(start, end)), `${length}`);
    }
  }
});

test('a short message after a long one is not told what was before', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) >>> 3);
  const expected = bitwise(bytes.subarray(0, 3_000));
  crc32c(bytes);
  assert.equal(crc32c(bytes, 0, 3_000), expected);
  assert.equal(crc32c(bytes, 0, 3_000), expected);
});

test('each bit of a long message counts', () => {
  const bytes = new Uint8Array(4_096);
  const none = crc32c(bytes);
  for (let bit = 0; bit < bytes.length * 8; bit += 61) {
    bytes[bit >> 3] = 1 << (bit & 7);
    assert.notEqual(crc32c(bytes), none);
    assert.equal(crc32c(bytes), bitwise(bytes));
    bytes[bit >> 3] = 0;
  }
});
