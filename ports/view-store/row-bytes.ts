/**
 * MessagePack of rows, written value by value into one buffer that is used again for each: what the
 * general encoder of the store would make of them, byte for byte, so it is that which reads them.
 */
import { Buffer } from 'node:buffer';

const NIL = 0xc0;
const FALSE = 0xc2;
const TRUE = 0xc3;
const UINT8 = 0xcc;
const UINT16 = 0xcd;
const UINT32 = 0xce;
const INT64 = 0xd3;
const FLOAT64 = 0xcb;
const SHORT_ARRAY = 0x90;
const ARRAY16 = 0xdc;
const SHORT_TEXT = 0xa0;
const TEXT8 = 0xd9;
const TEXT16 = 0xda;

/** Numbers behind it would be taken for the names of records. */
const FIXED_MAX = 0x3f;
const SHORT_ARRAY_MAX = 15;
const SHORT_TEXT_MAX = 31;
const UINT8_MAX = 0xff;
const UINT16_MAX = 0xffff;
const UINT32_SPAN = 2 ** 32;
const ASCII_END = 0x80;
const UTF8_PER_CHARACTER = 3;
const DIGIT_0 = 0x30;
/** Of a value and its head, but for texts. */
const VALUE_BYTES_MAX = 16;
const CAPACITY = 65_536;

export class RowBytes {
  #buffer = Buffer.alloc(CAPACITY);
  #view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, this.#buffer.length);
  #end = 0;

  begin(): void {
    this.#end = 0;
  }

  /** What was written since `begin`; valid until the next one. */
  written(): Uint8Array {
    return this.#buffer.subarray(0, this.#end);
  }

  #reserve(length: number): void {
    const needed = this.#end + length;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.alloc(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer, larger.byteOffset, larger.length);
  }

  nil(): void {
    this.#reserve(1);
    this.#buffer[this.#end++] = NIL;
  }

  boolean(value: boolean): void {
    this.#reserve(1);
    this.#buffer[this.#end++] = value ? TRUE : FALSE;
  }

  /** Its elements are to follow. */
  array(length: number): void {
    this.#reserve(VALUE_BYTES_MAX);
    if (length <= SHORT_ARRAY_MAX) this.#buffer[this.#end++] = SHORT_ARRAY | length;
    else this.#headed16(ARRAY16, length);
  }

  /** Not negative, and an integer. */
  number(value: number): void {
    this.#reserve(VALUE_BYTES_MAX);
    if (value <= FIXED_MAX) this.#buffer[this.#end++] = value;
    else if (value <= UINT8_MAX) {
      this.#buffer[this.#end++] = UINT8;
      this.#buffer[this.#end++] = value;
    } else if (value <= UINT16_MAX) this.#headed16(UINT16, value);
    else if (value < UINT32_SPAN) {
      this.#buffer[this.#end++] = UINT32;
      this.#view.setUint32(this.#end, value);
      this.#end += 4;
    } else {
      this.#buffer[this.#end++] = FLOAT64;
      this.#view.setFloat64(this.#end, value);
      this.#end += 8;
    }
  }

  /** As the bigint that it is to be read as. */
  int64(value: number): void {
    this.#reserve(VALUE_BYTES_MAX);
    this.#buffer[this.#end++] = INT64;
    this.#view.setInt32(this.#end, Math.floor(value / UINT32_SPAN));
    this.#view.setInt32(this.#end + 4, value | 0);
    this.#end += 8;
  }

  text(value: string): void {
    const { length } = value;
    this.#reserve(VALUE_BYTES_MAX + length);
    const begin = this.#end;
    this.#textHead(length);
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code >= ASCII_END) {
        this.#end = begin;
        this.#utf8(value);
        return;
      }
      this.#buffer[this.#end++] = code;
    }
  }

  /** `prefix` and behind it the digits of a number that is not negative, as one text; both are ASCII. */
  numbered(prefix: string, value: number): void {
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    const length = prefix.length + digits;
    this.#reserve(VALUE_BYTES_MAX + length);
    this.#textHead(length);
    for (let index = 0; index < prefix.length; index += 1) {
      this.#buffer[this.#end++] = prefix.charCodeAt(index);
    }
    this.#end += digits;
    let rest = value;
    for (let at = this.#end - 1; at >= this.#end - digits; at -= 1) {
      const tens = Math.floor(rest / 10);
      this.#buffer[at] = DIGIT_0 + (rest - tens * 10);
      rest = tens;
    }
  }

  #utf8(value: string): void {
    this.#reserve(VALUE_BYTES_MAX + value.length * UTF8_PER_CHARACTER);
    this.#textHead(Buffer.byteLength(value));
    this.#end += this.#buffer.write(value, this.#end);
  }

  #textHead(length: number): void {
    if (length <= SHORT_TEXT_MAX) this.#buffer[this.#end++] = SHORT_TEXT | length;
    else if (length <= UINT8_MAX) {
      this.#buffer[this.#end++] = TEXT8;
      this.#buffer[this.#end++] = length;
    } else this.#headed16(TEXT16, length);
  }

  #headed16(head: number, value: number): void {
    this.#buffer[this.#end++] = head;
    this.#view.setUint16(this.#end, value);
    this.#end += 2;
  }
}
