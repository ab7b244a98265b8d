/**
 * Record batches as they lie in the log (Kafka's format 2): what a fetch brings, and an append sends.
 *
 *    0        8        12     16    17    21     23      27 … 43      51      53         57
 *    ├base────┼length──┼epoch─┼magic┼CRC──┼attri-┼last───┼times┼pro-──┼pro-───┼base─────┼count┤ records …
 *     offset                     2         butes  delta         ducer  ducer   sequence
 *                                                               id     epoch
 *
 * The CRC-32C covers 21 … end. The writer computed it and the broker stores it as it came, so it
 * tells what disks and networks did to the bytes. kafkajs does not look at it; here it is checked.
 * Of the last batch, only a part may be there: it comes again with the next fetch.
 */
import { crc32c } from '../../../proto/crc32c.ts';
import { offset } from '../../../proto/units.ts';
import type { LogRecord } from '../event-log.ts';

const HEADER_BYTES = 61;
const LENGTH_BYTES = 12;
const CRC_FROM = 21;
const MAGIC = 2;
const CODEC_MASK = 0x07;
const TRANSACTION_MASK = 0x10 | 0x20;
/** The length -1, as a zigzag varint. */
const NO_KEY = 1;

export interface RecordBatch {
  /** Offset of its first record. */
  readonly base: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly sequence: number;
  readonly records: readonly LogRecord[];
}

/** What an append writes: the identity of its first record, and the records. */
export interface NewBatch {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly sequence: number;
  readonly timestampMs: number;
  /** At least one. */
  readonly records: readonly Uint8Array[];
}

/** Bytes that are not what was written; the place is the offset of the batch, where it is known. */
export class BatchDamaged extends Error {
  readonly at: number;

  constructor(at: number, problem: string) {
    super(problem);
    this.name = 'BatchDamaged';
    this.at = at;
  }
}

/** The whole batches in the bytes. Throws BatchDamaged. */
export function decodeBatches(bytes: Buffer): readonly RecordBatch[] {
  const batches: RecordBatch[] = [];
  let at = 0;
  while (bytes.length - at >= HEADER_BYTES) {
    const length = LENGTH_BYTES + bytes.readInt32BE(at + 8);
    const base = readInt64(bytes, at);
    if (length < HEADER_BYTES) throw new BatchDamaged(base, `its batch has ${length} bytes`);
    if (bytes.length - at < length) break;
    batches.push(decodeBatch(bytes.subarray(at, at + length), base));
    at += length;
  }
  return batches;
}

function decodeBatch(bytes: Buffer, base: number): RecordBatch {
  if (bytes[16] !== MAGIC) throw new BatchDamaged(base, `its batch has format ${bytes[16]}`);
  if (bytes.readUInt32BE(17) !== crc32c(bytes, CRC_FROM)) {
    throw new BatchDamaged(base, 'the CRC of its batch is wrong');
  }
  const attributes = bytes.readInt16BE(21);
  if ((attributes & CODEC_MASK) !== 0) throw new BatchDamaged(base, 'its batch is compressed');
  if ((attributes & TRANSACTION_MASK) !== 0) {
    throw new BatchDamaged(base, 'its batch belongs to a transaction');
  }
  return {
    base,
    producerId: readInt64(bytes, 43),
    producerEpoch: bytes.readInt16BE(51),
    sequence: bytes.readInt32BE(53),
    records: decodeRecords(bytes, base),
  };
}

function decodeRecords(bytes: Buffer, base: number): readonly LogRecord[] {
  const count = bytes.readInt32BE(57);
  if (bytes.readInt32BE(23) !== count - 1) {
    throw new BatchDamaged(base, `records of its batch are missing: ${count} are left`);
  }
  const records: LogRecord[] = [];
  const reader = new VarintReader(bytes, HEADER_BYTES);
  for (let index = 0; index < count; index += 1) {
    const length = reader.next();
    const end = reader.at + length;
    // Attributes, which mean nothing yet; then the time.
    reader.at += 1;
    reader.pass();
    if (reader.next() !== index) throw new BatchDamaged(base + index, 'it is missing');
    const keyBytes = Math.max(0, reader.next());
    reader.at += keyBytes;
    const valueBytes = Math.max(0, reader.next());
    const value = bytes.subarray(reader.at, reader.at + valueBytes);
    if (end > bytes.length || reader.at + valueBytes > end) {
      throw new BatchDamaged(base + index, 'its length is wrong');
    }
    records.push({ offset: offset(base + index), bytes: value });
    reader.at = end;
  }
  return records;
}

/**
 * Record by record: its length, attributes, time since the first, number, key, value, headers. In
 * front, as many bytes are left free as the caller wants to fill.
 */
export function encodeBatch(batch: NewBatch, free = 0): Buffer {
  const { records } = batch;
  let length = HEADER_BYTES;
  for (const [index, value] of records.entries()) {
    const body = recordBytes(index, value.length);
    length += varintBytes(body) + body;
  }
  const all = Buffer.allocUnsafe(free + length);
  const bytes = all.subarray(free);
  writeHeader(bytes, batch);
  let at = HEADER_BYTES;
  for (const [index, value] of records.entries()) {
    at = writeVarint(bytes, at, recordBytes(index, value.length));
    bytes[at] = 0;
    bytes[at + 1] = 0;
    at = writeVarint(bytes, at + 2, index);
    bytes[at] = NO_KEY;
    at = writeVarint(bytes, at + 1, value.length);
    bytes.set(value, at);
    bytes[at + value.length] = 0;
    at += value.length + 1;
  }
  bytes.writeUInt32BE(crc32c(bytes, CRC_FROM), 17);
  return all;
}

function writeHeader(bytes: Buffer, batch: NewBatch): void {
  const { producerId, producerEpoch, sequence, timestampMs, records } = batch;
  // Base offset and leader epoch are the broker's to fill in.
  writeInt64(bytes, 0, 0);
  bytes.writeInt32BE(bytes.length - LENGTH_BYTES, 8);
  bytes.writeInt32BE(0, 12);
  bytes[16] = MAGIC;
  bytes.writeInt16BE(0, 21);
  bytes.writeInt32BE(records.length - 1, 23);
  writeInt64(bytes, 27, timestampMs);
  writeInt64(bytes, 35, timestampMs);
  writeInt64(bytes, 43, producerId);
  bytes.writeInt16BE(producerEpoch, 51);
  bytes.writeInt32BE(sequence, 53);
  bytes.writeInt32BE(records.length, 57);
}

/** Attributes, time, key and headers take a byte each. */
const recordBytes = (index: number, valueBytes: number): number =>
  4 + varintBytes(index) + varintBytes(valueBytes) + valueBytes;

/** Of a number that is not negative, as a zigzag varint. */
function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value * 2; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}

function writeVarint(bytes: Buffer, at: number, value: number): number {
  let end = at;
  let rest = value * 2;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
    bytes[end] = (rest % 0x80) | 0x80;
    end += 1;
  }
  bytes[end] = rest;
  return end + 1;
}

/** Zigzag varints of 32 bits. */
class VarintReader {
  at: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.at] ?? 0;
      this.at += 1;
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) break;
    }
    return (value >>> 1) ^ -(value & 1);
  }

  /** Also one of 64 bits. */
  pass(): void {
    while (((this.#bytes[this.at] ?? 0) & 0x80) !== 0) this.at += 1;
    this.at += 1;
  }
}

/** Offsets and producer ids stay below 2^53. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

export function writeInt64(bytes: Buffer, at: number, value: number): void {
  bytes.writeInt32BE(Math.floor(value / 2 ** 32), at);
  bytes.writeUInt32BE(value >>> 0, at + 4);
}
