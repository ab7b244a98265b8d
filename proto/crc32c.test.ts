import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c, crc32cContinued } from './crc32c.ts';

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
  }
});
