/**
 * How a record lies in the embedded log: a header of 32 bytes, then the payload.
 *
 *    0      2         3      4         8         12        16       24         28      32
 *    ├magic─┼─version─┼─0────┼─length──┼─payload─┼─topic───┼─offset─┼─previous─┼─chain─┤ payload …
 *                                       CRC-32C             u64      chain      CRC-32C of 0 … 28
 *
 * The chain runs through all records of a topic: each header carries the chain value of the record
 * before it, and its own covers that, its place and its payload's CRC. So a record that is removed,
 * swapped, replaced or changed does not fit its neighbours any more. All numbers little-endian.
 */
import { crc32c } from '../../proto/crc32c.ts';

const FRAME_HEADER_BYTES = 32;
const MAGIC = 0x4b4c;
const VERSION = 1;
const CHAIN_AT = 28;

export interface FramePlace {
  readonly topicId: number;
  readonly offset: number;
  /** Chain value of the record before; 0 for the first. */
  readonly previousChain: number;
}

/** A frame around a copy of the payload, without its place: that is known only when it is written. */
export function frameOf(payload: Uint8Array): Buffer {
  // Of its own memory: to another thread a pooled buffer would travel with all of its pool.
  const frame = Buffer.allocUnsafeSlow(FRAME_HEADER_BYTES + payload.length);
  frame.set(payload, FRAME_HEADER_BYTES);
  frame.writeUInt16LE(MAGIC, 0);
  frame[2] = VERSION;
  frame[3] = 0;
  frame.writeUInt32LE(payload.length, 4);
  frame.writeUInt32LE(crc32c(frame, FRAME_HEADER_BYTES), 8);
  return frame;
}

/** Writes the place into the header; returns the frame's own chain value. */
export function placeFrame(frame: Buffer, place: FramePlace): number {
  frame.writeUInt32LE(place.topicId, 12);
  frame.writeUInt32LE(place.offset >>> 0, 16);
  frame.writeUInt32LE(Math.floor(place.offset / 2 ** 32), 20);
  frame.writeUInt32LE(place.previousChain, 24);
  const chain = crc32c(frame, 0, CHAIN_AT);
  frame.writeUInt32LE(chain, CHAIN_AT);
  return chain;
}

/**
 * The chain value of a frame that lies where it belongs and is undamaged; else what is wrong with
 * it. `previousChain` null: not known, and not checked.
 */
export function checkFrame(
  frame: Buffer,
  place: Omit<FramePlace, 'previousChain'> & { readonly previousChain: number | null },
): number | string {
  if (frame.length < FRAME_HEADER_BYTES) return `it has only ${frame.length} bytes`;
  const chain = crc32c(frame, 0, CHAIN_AT);
  if (frame.readUInt32LE(CHAIN_AT) !== chain) return 'its header is damaged';
  if (frame.readUInt16LE(0) !== MAGIC) return 'its magic number is wrong';
  if (frame[2] !== VERSION) return `its frame version is ${frame[2]}`;
  if (frame.readUInt32LE(12) !== place.topicId) return 'it belongs to another topic';
  const offset = frame.readUInt32LE(16) + frame.readUInt32LE(20) * 2 ** 32;
  if (offset !== place.offset) return `it was written as offset ${offset}`;
  if (place.previousChain !== null && frame.readUInt32LE(24) !== place.previousChain) {
    return 'it does not follow the record before it';
  }
  if (frame.readUInt32LE(4) !== frame.length - FRAME_HEADER_BYTES) return 'its length is wrong';
  if (frame.readUInt32LE(8) !== crc32c(frame, FRAME_HEADER_BYTES)) return 'its CRC is wrong';
  return chain;
}

/** Of a frame that was checked. */
export const payloadOf = (frame: Buffer): { readonly bytes: Uint8Array; readonly crc: number } => ({
  bytes: frame.subarray(FRAME_HEADER_BYTES),
  crc: frame.readUInt32LE(8),
});

const END_BYTES = 16;

/** Where a topic ends: the next offset, and the chain value of the last record. */
export interface TopicEnd {
  readonly end: number;
  readonly chain: number;
}

export function encodeEnd(position: TopicEnd): Buffer {
  const bytes = Buffer.allocUnsafe(END_BYTES);
  bytes.writeUInt32LE(position.end >>> 0, 0);
  bytes.writeUInt32LE(Math.floor(position.end / 2 ** 32), 4);
  bytes.writeUInt32LE(position.chain, 8);
  bytes.writeUInt32LE(crc32c(bytes, 0, 12), 12);
  return bytes;
}

/** null: damaged. */
export function decodeEnd(bytes: Buffer | undefined): TopicEnd | null {
  if (bytes === undefined || bytes.length !== END_BYTES) return null;
  if (bytes.readUInt32LE(12) !== crc32c(bytes, 0, 12)) return null;
  return {
    end: bytes.readUInt32LE(0) + bytes.readUInt32LE(4) * 2 ** 32,
    chain: bytes.readUInt32LE(8),
  };
}
