/** Bytes ⇄ messages: the whole language, for everyone outside proto/. */
export { decodeAccountSnapshot, encodeAccountSnapshot } from './account-snapshot-codec.ts';
export { decodeArchiveSegment, encodeArchiveSegment } from './archive-codec.ts';
export {
  batchCrc,
  batchOfFrame,
  type CommandBatchHeader,
  decodeCommandBatch,
  decodeEventBatch,
  type EventFrame,
  encodeCommandBatch,
  encodeEventBatch,
  openEventFrame,
} from './batch-codec.ts';
export { crc32c } from './crc32c.ts';
export {
  DecodeError,
  type DecodeErrorCode,
  SCHEMA_VERSION,
  SNAPSHOT_VERSION,
} from './decode-error.ts';
export { decodeSnapshot, encodeSnapshot, type SnapshotCodecOptions } from './snapshot-codec.ts';
export {
  type ArrivingSnapshot,
  OPENING_BYTES,
  readHead,
  rowsBegin,
  rowsCrc,
} from './snapshot-image.ts';
