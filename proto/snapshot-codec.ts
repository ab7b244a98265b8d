/**
 * Bytes ⇄ a market's snapshot. Version 1, of any orders:
 *
 *   header fields │ sessions │ order count │ columns │ footer (46 bytes: sha256, length)
 *
 * A column is one raw little-endian array (the widths in snapshot.proto), so that a million orders
 * cost a memory copy and not a million messages. Version 2, of a snapshot with an image of its book, is
 * snapshot-image.ts's. The footer is sealed-bytes.ts's.
 */

import { columnsOfRows } from './book-rows.ts';
import { crc32c } from './crc32c.ts';
import { DecodeError, SCHEMA_VERSION, SNAPSHOT_VERSION } from './decode-error.ts';
import type { BookImage, MarketSnapshot } from './messages.ts';
import { type SealOptions, sealed, verifiedLength } from './sealed-bytes.ts';
import {
  type ColumnMemory,
  columnOutOfRange,
  columnsBytes,
  readColumns,
  writeColumns,
} from './snapshot-columns.ts';
import {
  encodeImage,
  fitsImage,
  type ImageEncodeOptions,
  readHead,
  rowsCrc,
} from './snapshot-image.ts';
import { readRest, readStart, writeRest, writeStart } from './snapshot-state-codec.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

export type SnapshotCodecOptions = SealOptions;

export interface SnapshotDecodeOptions extends SealOptions {
  /**
   * `copied` (as a rule): into memory of their own. `in-place`: views of the given bytes, which are used up,
   * whatever comes of it; SHA-256 has vouched for them, so that their CRCs are not computed again.
   */
  readonly columns?: ColumnMemory;
}

const HEADER_BYTES = 64 * 1024;

/**
 * With its image, where it has one and that fits. Throws AssertionFailed for a value outside its unit, or columns
 * of unequal length.
 */
export function encodeSnapshot(snapshot: MarketSnapshot, options: ImageEncodeOptions): Uint8Array {
  const { image, orderCount } = snapshot;
  if (image !== undefined && fitsImage(orderCount)) {
    return encodeImage(snapshot, image, options);
  }
  const w = new WireWriter(HEADER_BYTES + columnsBytes(orderCount));
  w.uint32(1, SCHEMA_VERSION, 1);
  writeStart(w, snapshot);
  writeColumns(w, snapshot.orders, orderCount);
  writeRest(w, snapshot);
  return sealed(w, options);
}

/** Throws DecodeError only: CRC_MISMATCH for whatever does not match its footer. */
export function decodeSnapshot(bytes: Uint8Array, options: SnapshotDecodeOptions): MarketSnapshot {
  const r = new WireReader(bytes, 0, verifiedLength(bytes, 'a snapshot', options));
  const version = r.uint32(1, 1);
  if (version > SNAPSHOT_VERSION) {
    throw new DecodeError(
      'SCHEMA_TOO_NEW',
      `the snapshot has version ${version}, this build knows ${SNAPSHOT_VERSION}`,
    );
  }
  const memory = options.columns ?? 'copied';
  if (version === SNAPSHOT_VERSION) return withImage(bytes, memory);
  const start = readStart(r);
  const orders = readColumns(r, start.orderCount, memory);
  const rest = readRest(r);
  r.expectEnd();
  return { ...start, orders, ...rest };
}

function withImage(bytes: Uint8Array, memory: ColumnMemory): MarketSnapshot {
  const { head, image } = readHead(bytes);
  if (memory === 'copied' && rowsCrc(bytes) !== crc32c(image.rows)) {
    throw new DecodeError('CRC_MISMATCH', 'the rows of a snapshot are damaged');
  }
  const isAligned = image.rows.byteOffset % Float64Array.BYTES_PER_ELEMENT === 0;
  const rows = memory === 'in-place' && isAligned ? image.rows : new Uint8Array(image.rows);
  const own: BookImage = { ...image, rows };
  const orders = columnsOfRows(own);
  const bad = columnOutOfRange(orders);
  if (bad !== null) throw new DecodeError('UNDECODABLE', `rows with ${bad} out of range`);
  return { ...head, orders, image: own };
}
