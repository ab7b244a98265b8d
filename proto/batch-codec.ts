/**
 * Bytes ⇄ one log record. Both kinds of batch begin with the schema version and end with their CRC:
 *
 *   0d vv vv vv vv │ header fields │ commands or events │ … │ 7d cc cc cc cc
 *                                                            └ crc32c of all bytes before it
 */
import { readCommand, writeCommand } from './command-codec.ts';
import { crc32c, crc32cContinued } from './crc32c.ts';
import { DecodeError, SCHEMA_VERSION } from './decode-error.ts';
import { readEvent, writeEvent } from './event-codec.ts';
import type { Command, CommandBatch, Event, EventBatch } from './messages.ts';
import { SESSION_ID_MAX } from './ranges.ts';
import type {
  CommandSequence,
  Epoch,
  Hash64,
  Offset,
  Sequence,
  SessionId,
  TimestampUs,
} from './units.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

export const EVENTS_FIELD = 9;
const CRC_FIELD = 15;
const CRC_TAG = 0x7d;
const CRC_FIELD_BYTES = 5;
const HASH_FIELD_BYTES = 9;
const UINT32_MAX = 2 ** 32 - 1;
const WRITER_BYTES = 64 * 1024;
/** A writer that grew beyond it is replaced, so that one huge batch does not hold memory for ever. */
const WRITER_KEPT_BYTES_MAX = 4 * 1024 * 1024;

/** Encoding is synchronous and never nested: one buffer serves all batches of the process. */
let writer = new WireWriter(WRITER_BYTES);

function start(): WireWriter {
  writer.position = 0;
  writer.uint32(1, SCHEMA_VERSION, 1);
  return writer;
}

function seal(w: WireWriter): Uint8Array {
  const bytes = sealBatch(w);
  if (bytes.length > WRITER_KEPT_BYTES_MAX) writer = new WireWriter(WRITER_BYTES);
  return bytes;
}

/** A copy of the batch, its CRC behind it. */
export function sealBatch(w: WireWriter): Uint8Array {
  w.uint32(CRC_FIELD, crc32c(w.written()), 0);
  return w.finish();
}

/**
 * Verifies the CRC and the schema version; the reader then stands behind the version. Throws
 * DecodeError only.
 *
 * `wholeCrc`: the CRC-32C of all of `bytes`, where somebody has computed it already. Then the batch's
 * own is verified without going through the bytes again: it is right exactly if it, continued by the
 * five bytes that hold it, gives `wholeCrc`.
 */
export function openBatch(bytes: Uint8Array, wholeCrc?: number): WireReader {
  const end = bytes.length - CRC_FIELD_BYTES;
  if (end < 0 || bytes[end] !== CRC_TAG || !isCrcRight(bytes, end, wholeCrc)) {
    throw new DecodeError('CRC_MISMATCH', `a batch of ${bytes.length} bytes is damaged`);
  }
  const reader = new WireReader(bytes, 0, end);
  const version = reader.uint32(1, 1);
  if (version > SCHEMA_VERSION) {
    throw new DecodeError(
      'SCHEMA_TOO_NEW',
      `the batch has schema version ${version}, this build knows ${SCHEMA_VERSION}`,
    );
  }
  return reader;
}

function isCrcRight(bytes: Uint8Array, end: number, wholeCrc: number | undefined): boolean {
  const crc = batchCrc(bytes);
  return wholeCrc === undefined
    ? crc === crc32c(bytes, 0, end)
    : wholeCrc === crc32cContinued(crc, bytes, end, bytes.length);
}

/** The last four bytes of an encoded batch: its `crc32c`, and the next batch's `prevHash`. */
export function batchCrc(bytes: Uint8Array): number {
  const at = bytes.length - 4;
  if (at < 0) throw new DecodeError('CRC_MISMATCH', `a batch of ${bytes.length} bytes is cut off`);
  return (
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  );
}

/** Throws AssertionFailed for a value outside its unit: it would be poison for every reader. */
export function encodeCommandBatch(batch: CommandBatch): Uint8Array {
  const w = start();
  w.uint32(2, batch.sessionId, 0, SESSION_ID_MAX);
  w.uint32(3, batch.sessionEpoch, 0);
  w.uint53(4, batch.firstSequence, 0);
  w.uint53(5, batch.timestampUs, 0);
  w.uint53(6, batch.prevHash, 0, UINT32_MAX);
  for (const command of batch.commands) writeCommand(w, 7, command);
  return seal(w);
}

/** What a command batch says before its commands; the reader then stands before the first one. */
export type CommandBatchHeader = Omit<CommandBatch, 'commands'>;

export function readCommandHeader(r: WireReader): CommandBatchHeader {
  return {
    sessionId: r.uint32(2, 0, SESSION_ID_MAX) as SessionId,
    sessionEpoch: r.uint32(3, 0) as Epoch,
    firstSequence: r.uint53(4, 0) as CommandSequence,
    timestampUs: r.uint53(5, 0) as TimestampUs,
    prevHash: r.uint53(6, 0, UINT32_MAX),
  };
}

/** Throws DecodeError only. */
export function decodeCommandBatch(bytes: Uint8Array): CommandBatch {
  const r = openBatch(bytes);
  const header = readCommandHeader(r);
  const commands: Command[] = [];
  while (!r.atEnd()) commands.push(readCommand(r, 7));
  return { ...header, commands };
}

/** Throws AssertionFailed for a value outside its unit: it would be poison for every reader. */
export function encodeEventBatch(batch: EventBatch): Uint8Array {
  writer.position = 0;
  writeEventHeader(writer, batch);
  for (const event of batch.events) writeEvent(writer, EVENTS_FIELD, event);
  writeEventHash(writer, batch.eventHash);
  return seal(writer);
}

/** What an event batch says before its events. */
export type EventBatchHeader = Omit<EventBatch, 'events' | 'eventHash'>;

export function writeEventHeader(w: WireWriter, batch: EventBatchHeader): void {
  w.uint32(1, SCHEMA_VERSION, 1);
  w.uint53(2, batch.inputOffset, 0);
  w.uint32(3, batch.sessionId, 0, SESSION_ID_MAX);
  w.uint32(4, batch.sessionEpoch, 0);
  w.uint53(5, batch.firstCommandSequence, 0);
  w.uint53(6, batch.firstSequence, 0);
  w.uint53(7, batch.timestampUs, 0);
  w.hash64(8, batch.prevHash);
}

/** What it says behind them. */
export function writeEventHash(w: WireWriter, eventHash: Hash64): void {
  w.hash64(10, eventHash);
}

/** An event batch as bytes: all of it is read but its events. */
export interface EventFrame extends EventBatchHeader {
  readonly eventHash: Hash64;
  readonly bytes: Uint8Array;
  /** Where its events begin; they end before its hash. */
  readonly eventsAt: number;
}

/**
 * Throws DecodeError only; that the events can be read is not said. `crc`: of all the bytes, where
 * it is known (see openBatch).
 */
export function openEventFrame(record: {
  readonly bytes: Uint8Array;
  readonly crc?: number;
}): EventFrame {
  const { bytes } = record;
  const r = openBatch(bytes, record.crc);
  const hashAt = r.end - HASH_FIELD_BYTES;
  const inputOffset = r.uint53(2, 0) as Offset;
  const sessionId = r.uint32(3, 0, SESSION_ID_MAX) as SessionId;
  const sessionEpoch = r.uint32(4, 0) as Epoch;
  const firstCommandSequence = r.uint53(5, 0) as CommandSequence;
  const firstSequence = r.uint53(6, 0) as Sequence;
  const timestampUs = r.uint53(7, 0) as TimestampUs;
  const prevHash = r.hash64(8) as Hash64;
  const eventsAt = r.position;
  if (eventsAt > hashAt) r.fail('cut off');
  r.position = hashAt;
  const eventHash = r.hash64(10) as Hash64;
  return {
    inputOffset,
    sessionId,
    sessionEpoch,
    firstCommandSequence,
    firstSequence,
    timestampUs,
    prevHash,
    eventHash,
    bytes,
    eventsAt,
  };
}

/** The whole batch. Throws DecodeError UNDECODABLE. */
export function batchOfFrame(frame: EventFrame): EventBatch {
  const end = frame.bytes.length - CRC_FIELD_BYTES - HASH_FIELD_BYTES;
  const r = new WireReader(frame.bytes, frame.eventsAt, end);
  const events: Event[] = [];
  while (!r.atEnd()) events.push(readEvent(r, EVENTS_FIELD));
  return {
    inputOffset: frame.inputOffset,
    sessionId: frame.sessionId,
    sessionEpoch: frame.sessionEpoch,
    firstCommandSequence: frame.firstCommandSequence,
    firstSequence: frame.firstSequence,
    timestampUs: frame.timestampUs,
    prevHash: frame.prevHash,
    events,
    eventHash: frame.eventHash,
  };
}

/** Throws DecodeError only. */
export function decodeEventBatch(bytes: Uint8Array): EventBatch {
  return batchOfFrame(openEventFrame({ bytes }));
}
