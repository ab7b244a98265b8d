import { AssertionFailed, assert } from './assert.ts';
import { ownCopy } from './slabs.ts';

const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

const UINT32_MAX = 2 ** 32 - 1;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

const utf8 = new TextEncoder();
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Appends protobuf fields to one growing buffer.
 *
 * Every method writes its field also when the value is zero: the layout of a message is constant,
 * and equal messages have equal bytes on every build. (protobufjs 8 leaves zeros out, 7 did not;
 * event logs compare bytes, so that choice must be ours.) `field` is the field's number. A value out
 * of its range is a bug of the caller and fails an assert.
 */
export class WireWriter {
  position = 0;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(capacityBytes: number) {
    this.#bytes = new Uint8Array(capacityBytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Fields that are bytes already. */
  append(fields: Uint8Array): void {
    this.#reserve(fields.length);
    this.#bytes.set(fields, this.position);
    this.position += fields.length;
  }

  /** The buffer itself, up to `position`; valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.position);
  }

  /** A copy of everything written. */
  finish(): Uint8Array {
    return ownCopy(this.written());
  }

  uint32(field: number, value: number, least: number, most: number = UINT32_MAX): void {
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      refuse(field, value, least, most);
    }
    this.#reserve(8);
    this.#tag(field, WIRE_FIXED32);
    this.#view.setUint32(this.position, value, true);
    this.position += 4;
  }

  /** fixed64 of a number: an integer of at most 2^53 - 1. */
  uint53(
    field: number,
    value: number,
    least: number,
    most: number = Number.MAX_SAFE_INTEGER,
  ): void {
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      refuse(field, value, least, most);
    }
    this.#reserve(12);
    this.#tag(field, WIRE_FIXED64);
    const low = value >>> 0;
    this.#view.setUint32(this.position, low, true);
    this.#view.setUint32(this.position + 4, (value - low) / 0x100000000, true);
    this.position += 8;
  }

  /** fixed64 of 16 lower-case hex digits. */
  hash64(field: number, hex: string): void {
    if (hex.length !== 16) {
      throw new AssertionFailed(`field ${field}: a 64-bit hash has 16 hex digits: ${hex}`);
    }
    this.#reserve(12);
    this.#tag(field, WIRE_FIXED64);
    this.#view.setUint32(this.position, hexDigits(hex, 8, 16), true);
    this.#view.setUint32(this.position + 4, hexDigits(hex, 0, 8), true);
    this.position += 8;
  }

  /** sfixed64. */
  int64(field: number, value: bigint): void {
    if (value < INT64_MIN || value > INT64_MAX) {
      throw new AssertionFailed(`field ${field}: ${value} is no int64`);
    }
    this.#reserve(12);
    this.#tag(field, WIRE_FIXED64);
    this.#view.setBigInt64(this.position, value, true);
    this.position += 8;
  }

  /** Enum, as a varint of one byte. */
  enumeration(field: number, value: number, least: number, most: number): void {
    if (!(Number.isInteger(value) && value >= least && value <= most && most < 128)) {
      refuse(field, value, least, most);
    }
    this.#reserve(4);
    this.#tag(field, WIRE_VARINT);
    this.#bytes[this.position] = value;
    this.position += 1;
  }

  bool(field: number, value: boolean): void {
    this.enumeration(field, value ? 1 : 0, 0, 1);
  }

  bytes(field: number, value: Uint8Array): void {
    this.#reserve(9 + value.length);
    this.#tag(field, WIRE_BYTES);
    this.#varint(value.length);
    this.#bytes.set(value, this.position);
    this.position += value.length;
  }

  /** Of bytes that are put behind these by somebody else. */
  beginBytes(field: number, length: number): void {
    this.#reserve(9);
    this.#tag(field, WIRE_BYTES);
    this.#varint(length);
  }

  string(field: number, text: string): void {
    this.#reserve(9 + 3 * text.length);
    const tagAt = this.position;
    this.#tag(field, WIRE_BYTES);
    this.#varint(text.length);
    const bytes = this.#bytes;
    let at = this.position;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 128) {
        this.position = tagAt;
        assert(!loneSurrogate.test(text), `field ${field}: text with half a character`);
        this.bytes(field, utf8.encode(text));
        return;
      }
      bytes[at] = code;
      at += 1;
    }
    this.position = at;
  }

  /** Opens a message field; what follows belongs to it until `end` gets what this returned. */
  begin(field: number): number {
    this.#reserve(4);
    this.#tag(field, WIRE_BYTES);
    this.position += 1;
    return this.position;
  }

  /** One byte was left for the length, which is enough for every hot message; others move up. */
  end(start: number): void {
    const length = this.position - start;
    if (length < 128) {
      this.#bytes[start - 1] = length;
      return;
    }
    const moved = varintBytes(length) - 1;
    this.#reserve(moved);
    this.#bytes.copyWithin(start + moved, start, this.position);
    this.position = start - 1;
    this.#varint(length);
    this.position += length;
  }

  /** Without a check for room. Tags of the language have at most two bytes (field numbers < 2048). */
  #tag(field: number, wireType: number): void {
    const tag = (field << 3) | wireType;
    if (tag < 128) {
      this.#bytes[this.position] = tag;
      this.position += 1;
      return;
    }
    this.#bytes[this.position] = (tag & 127) | 128;
    this.#bytes[this.position + 1] = tag >>> 7;
    this.position += 2;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.position] = (rest & 127) | 128;
      this.position += 1;
      rest >>>= 7;
    }
    this.#bytes[this.position] = rest;
    this.position += 1;
  }

  #reserve(bytesMore: number): void {
    const needed = this.position + bytesMore;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.position));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}

function refuse(field: number, value: number, least: number, most: number): never {
  assert(false, `field ${field} must be an integer in ${least} … ${most}, got ${value}`);
}

function hexDigits(hex: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const code = hex.charCodeAt(index);
    const digit = code >= 97 ? code - 87 : code - 48;
    assert(
      (code >= 48 && code <= 57) || (code >= 97 && code <= 102),
      `a 64-bit hash has 16 lower-case hex digits: ${hex}`,
    );
    value = value * 16 + digit;
  }
  return value;
}
