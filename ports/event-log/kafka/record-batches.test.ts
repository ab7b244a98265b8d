import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c } from '../../../proto/crc32c.ts';
import { BatchDamaged, decodeBatches, encodeBatch } from './record-batches.ts';

/** As Apache Kafka 4.3 gave them out: `first` and an empty record; then 200 times a 7. */
const FETCHED = Buffer.concat([
  Buffer.from(
    '000000000000000000000044000000000200a7ae05000000000001000001a210708e48000001a210708e48000000' +
      '00000000e30000000000000000000216000000010a6669727374000c000002010000',
    'hex',
  ),
  Buffer.from(
    '0000000000000002000001020000000002c2ec6d77000000000000000001a210708e4d000001a210708e4d000000' +
      '00000000e3000000000002000000019e03000000019003',
    'hex',
  ),
  Buffer.alloc(200, 7),
  Buffer.alloc(1),
]);
const FIRST_BYTES = 12 + 0x44;
/** Base offset and leader epoch are the broker's: not covered by the CRC. */
const COVERED_FROM = 17;

const textsIn = (bytes: Buffer) =>
  decodeBatches(bytes).flatMap(({ records }) =>
    records.map((record) => [record.offset, Buffer.from(record.bytes).toString('latin1')]),
  );

/** The first batch with some bytes changed and the CRC made to fit. */
function forged(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(FETCHED.subarray(0, FIRST_BYTES));
  change(bytes);
  bytes.writeUInt32BE(crc32c(bytes, 21), 17);
  return bytes;
}

test('batches of a real broker are taken apart', () => {
  assert.deepEqual(textsIn(FETCHED), [
    [0, 'first'],
    [1, ''],
    [2, '\x07'.repeat(200)],
  ]);
  const [first, second] = decodeBatches(FETCHED);
  assert.deepEqual([first?.producerId, first?.producerEpoch, first?.sequence], [227, 0, 0]);
  assert.deepEqual([second?.base, second?.sequence], [2, 2]);
});

test('of a batch that is cut off nothing is given out', () => {
  for (let length = 0; length < FETCHED.length; length += 1) {
    const found = textsIn(FETCHED.subarray(0, length));
    assert.equal(found.length, length < FIRST_BYTES ? 0 : 2, `cut at ${length}`);
  }
});

test('each flipped bit under the CRC is found', () => {
  for (let at = COVERED_FROM; at < FIRST_BYTES; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const bytes = Buffer.from(FETCHED);
      bytes[at]! ^= 1 << bit;
      assert.throws(() => decodeBatches(bytes), BatchDamaged, `bit ${bit} of byte ${at}`);
    }
  }
});

test('what this log never writes is refused, although its CRC fits', () => {
  const cases: readonly (readonly [RegExp, Buffer])[] = [
    [/compressed/, forged((bytes) => bytes.writeInt16BE(1, 21))],
    [/transaction/, forged((bytes) => bytes.writeInt16BE(0x10, 21))],
    [/transaction/, forged((bytes) => bytes.writeInt16BE(0x20, 21))],
    [/format 1/, forged((bytes) => bytes.writeInt8(1, 16))],
    // Compaction leaves holes.
    [/missing/, forged((bytes) => bytes.writeInt32BE(2, 23))],
    // The offset delta of the second record: 1 becomes 2.
    [/missing/, forged((bytes) => bytes.writeUInt8(4, FIRST_BYTES - 4))],
    // The first record's value: longer than the record.
    [/length/, forged((bytes) => bytes.writeUInt8(60, 66))],
  ];
  for (const [problem, bytes] of cases) {
    assert.throws(() => decodeBatches(bytes), { name: 'BatchDamaged', message: problem });
  }
});

test('what is appended are the bytes that a real broker gave out', () => {
  const timestampMs = 0x1a210708e48;
  const first = encodeBatch({
    ...{ producerId: 227, producerEpoch: 0, sequence: 0, timestampMs },
    records: [Buffer.from('first'), Buffer.alloc(0)],
  });
  const second = encodeBatch({
    ...{ producerId: 227, producerEpoch: 0, sequence: 2, timestampMs: timestampMs + 5 },
    records: [Buffer.alloc(200, 7)],
  });
  // The broker put it at offset 2.
  second.writeUInt32BE(2, 4);
  assert.deepEqual(Buffer.concat([first, second]), FETCHED);
});

test('what is appended comes back, whatever its size and number', () => {
  const records = [0, 1, 57, 58, 63, 64, 8000, 8191, 8192, 1_100_000].map((bytes, index) =>
    Buffer.alloc(bytes, index),
  );
  const many = Array.from({ length: 70 }, (_, index) => Buffer.from(`${index}`));
  for (const values of [records, many, [Buffer.from('one')]]) {
    const identity = { producerId: 2 ** 40 + 5, producerEpoch: 32_767, sequence: 0x7ffffff0 };
    const [batch, ...others] = decodeBatches(
      encodeBatch({ ...identity, timestampMs: Date.UTC(2026, 10, 29), records: values }),
    );
    assert.deepEqual(others, []);
    const { producerId, producerEpoch, sequence } = batch!;
    assert.deepEqual({ producerId, producerEpoch, sequence }, identity);
    assert.deepEqual(
      batch!.records.map(({ bytes }) => Buffer.from(bytes)),
      values,
    );
  }
});
