/** Bytes ⇄ a stretch of a log in the archive: header │ records, each with its CRC │ footer. */
import type { ArchiveSegment } from './archive-messages.ts';
import { assert } from './assert.ts';
import { crc32c } from './crc32c.ts';
import { DecodeError, SCHEMA_VERSION } from './decode-error.ts';
import { FOOTER_BYTES, type SealOptions, sealed, verifiedLength } from './sealed-bytes.ts';
import type { Offset } from './units.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** Tags, lengths and the CRC around a record; and the header, with a topic of any sensible length. */
const RECORD_FRAME_BYTES = 16;
const HEADER_BYTES = 512;

/** Throws AssertionFailed for a segment without records. */
export function encodeArchiveSegment(segment: ArchiveSegment, options: SealOptions): Uint8Array {
  const { topic, first, records } = segment;
  assert(records.length > 0, 'a segment has records');
  const payloadBytes = records.reduce((sum, { length }) => sum + length + RECORD_FRAME_BYTES, 0);
  const w = new WireWriter(HEADER_BYTES + payloadBytes + FOOTER_BYTES);
  w.uint32(1, SCHEMA_VERSION, 1);
  w.string(2, topic);
  w.uint53(3, first, 0);
  w.uint53(4, first + records.length - 1, 0);
  w.uint53(5, records.length, 1);
  for (const record of records) {
    const start = w.begin(6);
    w.uint32(1, crc32c(record), 0);
    w.bytes(2, record);
    w.end(start);
  }
  return sealed(w, options);
}

/** Throws DecodeError only: CRC_MISMATCH for whatever does not match its checksums. */
export function decodeArchiveSegment(bytes: Uint8Array, options: SealOptions): ArchiveSegment {
  const r = new WireReader(bytes, 0, verifiedLength(bytes, 'an archive segment', options));
  const version = r.uint32(1, 1);
  if (version > SCHEMA_VERSION) {
    throw new DecodeError(
      'SCHEMA_TOO_NEW',
      `the segment has schema version ${version}, this build knows ${SCHEMA_VERSION}`,
    );
  }
  const topic = r.string(2);
  const first = r.uint53(3, 0) as Offset;
  const last = r.uint53(4, first);
  const count = r.uint53(5, 1);
  if (count !== last - first + 1) r.fail(`${count} records from ${first} to ${last}`);
  const records: Uint8Array[] = [];
  while (r.nextIs(6)) {
    const outerEnd = r.enter(6);
    const crc = r.uint32(1, 0);
    const payload = r.bytes(2);
    if (crc32c(payload) !== crc) {
      throw new DecodeError('CRC_MISMATCH', `record ${first + records.length} is damaged`);
    }
    records.push(payload);
    r.leave(outerEnd);
  }
  if (records.length !== count) r.fail(`${records.length} of ${count} records`);
  r.expectEnd();
  return { topic, first, records };
}
