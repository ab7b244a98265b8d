import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { AssertionFailed } from './assert.ts';
import { DecodeError, decodeSnapshot, encodeSnapshot } from './codec.ts';
import type { MarketSnapshot, RestingOrderColumns } from './messages.ts';
import { FOOTER_BYTES } from './sealed-bytes.ts';
import { snapshotSample } from './testing/golden-samples.ts';
import { snapshotVariants } from './testing/golden-variants.ts';

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
const encode = (snapshot: MarketSnapshot) => encodeSnapshot(snapshot, { sha256 });
const decode = (bytes: Uint8Array) => decodeSnapshot(bytes, { sha256 });

function codeOf(bytes: Uint8Array): string {
  try {
    decode(bytes);
    return 'decoded';
  } catch (error) {
    assert.ok(error instanceof DecodeError, `not a DecodeError: ${error}`);
    return error.code;
  }
}

/** The same bytes with a footer that fits them. */
function sealed(body: Uint8Array): Uint8Array {
  const footer = encode(snapshotSample).slice(-FOOTER_BYTES);
  footer.set(sha256(body), 5);
  new DataView(footer.buffer).setUint32(38, body.length, true);
  return Uint8Array.from([...body, ...footer]);
}

function orders(count: number): RestingOrderColumns {
  return {
    orderId: new Float64Array(count).map((_, index) => 2 ** 50 + index),
    accountId: new Uint32Array(count).map((_, index) => index % 1000),
    side: new Uint8Array(count).map((_, index) => 1 + (index & 1)),
    priceTicks: new Int32Array(count).fill(6_000_000),
    quantityLots: new Float64Array(count).fill(2 ** 33),
    remainingLots: new Float64Array(count).fill(1),
    makerFeePpm: new Uint32Array(count).fill(1000),
    priority: new Float64Array(count).map((_, index) => index),
  };
}

const empty: MarketSnapshot = {
  ...snapshotSample,
  definition: null,
  sessions: [],
  orderCount: 0,
  orders: orders(0),
};

describe('a snapshot', () => {
  test('comes back as it was, with and without orders', () => {
    assert.deepEqual(decode(encode(snapshotSample)), snapshotSample);
    assert.deepEqual(decode(encode(empty)), empty);
    for (const snapshot of Object.values(snapshotVariants)) {
      assert.deepEqual(decode(encode(snapshot)), snapshot);
    }
  });

  test('of many orders comes back from an unaligned place in a larger Buffer', () => {
    const large = { ...snapshotSample, orderCount: 20_001, orders: orders(20_001) };
    const bytes = encode(large);
    const outer = Buffer.alloc(bytes.length + 3);
    outer.set(bytes, 3);
    const decoded = decode(outer.subarray(3));
    outer.fill(0);
    assert.deepEqual(decoded, large);
  });

  test('comes back in place, wherever it stands in memory', () => {
    for (const count of [0, 1, 2, 3, 1001]) {
      const snapshot = { ...snapshotSample, orderCount: count, orders: orders(count) };
      const bytes = encode(snapshot);
      for (let shift = 0; shift < 8; shift += 1) {
        const outer = new Uint8Array(bytes.length + 16).fill(0xee);
        outer.set(bytes, shift);
        const place = outer.subarray(shift, shift + bytes.length);
        const decoded = decodeSnapshot(place, { sha256, columns: 'in-place' });
        assert.deepEqual(decoded, snapshot);
        for (const column of Object.values(decoded.orders)) {
          assert.equal(column.buffer, outer.buffer);
        }
        assert.ok(outer.subarray(0, shift).every((byte) => byte === 0xee));
        assert.ok(outer.subarray(shift + bytes.length).every((byte) => byte === 0xee));
      }
    }
  });

  test('with any one byte changed is damaged, in place too', () => {
    const bytes = encode(snapshotSample);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 0x10;
      assert.throws(() => decodeSnapshot(changed, { sha256, columns: 'in-place' }), {
        code: 'CRC_MISMATCH',
      });
    }
  });

  test('in place with a value that no order has is refused, whatever its footer says', () => {
    const bytes = encode({ ...snapshotSample, orderCount: 1, orders: orders(1) });
    const body = bytes.slice(0, -FOOTER_BYTES);
    const at = Buffer.from(body).indexOf(Buffer.from(Float64Array.of(2 ** 33).buffer));
    assert.ok(at > 0);
    for (const value of [2 ** 53, 0.5, -0, -1, Number.NaN]) {
      new DataView(body.buffer).setFloat64(at, value, true);
      assert.throws(() => decodeSnapshot(sealed(body), { sha256, columns: 'in-place' }), {
        code: 'UNDECODABLE',
      });
    }
  });

  test('takes columns that are views of larger buffers', () => {
    const wide = orders(10);
    const columns = Object.fromEntries(
      Object.entries(wide).map(([name, array]) => [name, array.subarray(2, 5)]),
    ) as unknown as RestingOrderColumns;
    const decoded = decode(encode({ ...snapshotSample, orders: columns }));
    assert.deepEqual(decoded.orders, columns);
  });

  test('has a footer of constant length', () => {
    for (const snapshot of [snapshotSample, empty]) {
      const bytes = encode(snapshot);
      const length = bytes.length - FOOTER_BYTES;
      assert.deepEqual(bytes.slice(length, length + 5), Uint8Array.of(0xfa, 1, 43, 0x0a, 32));
      assert.deepEqual(bytes.slice(length + 5, length + 37), sha256(bytes.subarray(0, length)));
    }
  });

  test('with any one bit flipped is damaged', () => {
    const bytes = encode(snapshotSample);
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      bytes[bit >>> 3]! ^= 1 << (bit & 7);
      assert.equal(codeOf(bytes), 'CRC_MISMATCH', `bit ${bit}`);
      bytes[bit >>> 3]! ^= 1 << (bit & 7);
    }
  });

  test('cut off or prolonged is damaged', () => {
    const bytes = encode(snapshotSample);
    for (let length = 0; length < bytes.length; length += 1) {
      assert.equal(codeOf(bytes.subarray(0, length)), 'CRC_MISMATCH');
    }
    assert.equal(codeOf(Uint8Array.from([...bytes, 0])), 'CRC_MISMATCH');
    assert.equal(codeOf(Uint8Array.from([...bytes, ...bytes])), 'CRC_MISMATCH');
  });

  test('of arbitrary bytes with a valid footer decodes to the same bytes, or not at all', () => {
    const body = encode(snapshotSample).slice(0, -FOOTER_BYTES);
    assert.equal(codeOf(sealed(body)), 'decoded');
    for (let at = 0; at < body.length; at += 1) {
      const shorter = Uint8Array.from([...body.slice(0, at), ...body.slice(at + 1)]);
      assert.notEqual(codeOf(sealed(shorter)), 'decoded', `without byte ${at}`);
      for (const change of [1, 0x80, 0xff]) {
        const changed = Uint8Array.from(body);
        changed[at]! ^= change;
        const bytes = sealed(changed);
        if (codeOf(bytes) === 'decoded') assert.deepEqual(encode(decode(bytes)), bytes);
      }
    }
  });

  test('of a newer schema version is told apart', () => {
    const body = encode(snapshotSample).slice(0, -FOOTER_BYTES);
    body[1] = 3;
    body.fill(0xff, 5);
    assert.equal(codeOf(sealed(body)), 'SCHEMA_TOO_NEW');
  });

  test('is not written when a column is too short or holds what no order has', () => {
    const broken: Partial<RestingOrderColumns>[] = [
      { side: Uint8Array.of(1, 2) },
      { side: Uint8Array.of(1, 2, 0) },
      { orderId: Float64Array.of(1, 2, 2 ** 53) },
      { orderId: Float64Array.of(1, 2, 0.5) },
      { remainingLots: Float64Array.of(1, Number.NaN, 1) },
      { priceTicks: Int32Array.of(1, -1, 1) },
      { makerFeePpm: Uint32Array.of(1, 1_000_001, 1) },
      { makerFeePpm: Uint32Array.of(1, 2 ** 31 + 5, 1) },
    ];
    for (const columns of broken) {
      const snapshot = { ...snapshotSample, orders: { ...snapshotSample.orders, ...columns } };
      assert.throws(() => encode(snapshot), AssertionFailed);
    }
  });
});
