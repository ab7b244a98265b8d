/**
 * JSON text as the bytes that leave, written one behind another into a buffer that stays:
 *
 *   piece, word, integer, decimal, …  ─▶  │{"id":"35184640524289",…│ free │
 *
 * Texts that are put together of parts are ropes in V8: each `+` makes an object, and what leaves is
 * flattened first, and measured, and then written. Here digits become bytes and nothing else is made.
 */
import { formatDecimal } from '../proto/decimal.ts';

const [POINT, ZERO, QUOTE, BACKSLASH] = [46, 48, 34, 92] as const;
const [FIRST_PLAIN, LAST_PLAIN] = [32, 126] as const;
const BYTES_OF_UNIT_MAX = 3;
/** Digits of a safe integer, or what is padded to a scale of 18, and a point. */
const NUMBER_BYTES_MAX = 24;
/** Both halves of a safe integer that is cut here are below 2^31. */
const LOW_DIGITS = 8;
const LOW = 10 ** LOW_DIGITS;

/** Text of the exchange's own, which is ASCII, for `piece`. */
export const piece = (text: string): Uint8Array => Buffer.from(text, 'latin1');

export class JsonBytes {
  #bytes: Buffer;
  #at = 0;
  #isAscii = true;
  /** The digits of one number, from the end. */
  readonly #digits = new Uint8Array(NUMBER_BYTES_MAX);

  constructor(options: { readonly bytes: number }) {
    this.#bytes = Buffer.allocUnsafeSlow(options.bytes);
  }

  begin(): void {
    this.#at = 0;
    this.#isAscii = true;
  }

  piece(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** One byte of ASCII. */
  mark(byte: number): void {
    this.#room(1);
    this.#bytes[this.#at] = byte;
    this.#at += 1;
  }

  /** A short text of ASCII, as it is. */
  word(text: string): void {
    const { length } = text;
    this.#room(length);
    const bytes = this.#bytes;
    const at = this.#at;
    for (let index = 0; index < length; index += 1) bytes[at + index] = text.charCodeAt(index);
    this.#at = at + length;
  }

  /** Any text, as it is. */
  text(text: string): void {
    this.#room(BYTES_OF_UNIT_MAX * text.length);
    const length = this.#bytes.write(text, this.#at, 'utf8');
    if (length !== text.length) this.#isAscii = false;
    this.#at += length;
  }

  /** Any text, as a string of JSON. */
  quoted(text: string): void {
    const { length } = text;
    this.#room(length + 2);
    const bytes = this.#bytes;
    const at = this.#at;
    bytes[at] = QUOTE;
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      const isPlain = unit >= FIRST_PLAIN && unit <= LAST_PLAIN;
      if (!isPlain || unit === QUOTE || unit === BACKSLASH) return this.text(JSON.stringify(text));
      bytes[at + 1 + index] = unit;
    }
    bytes[at + 1 + length] = QUOTE;
    this.#at = at + length + 2;
  }

  integer(value: number): void {
    this.decimal(value, 0);
  }

  /** What `formatDecimal` says. */
  decimal(value: number | bigint, scale: number): void {
    if (typeof value !== 'number' || !(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      return this.word(formatDecimal(value, scale));
    }
    const first = this.#readyDigits(value);
    const whole = NUMBER_BYTES_MAX - scale;
    this.#room(NUMBER_BYTES_MAX + scale);
    if (first >= whole) {
      this.#bytes[this.#at] = ZERO;
      this.#at += 1;
    } else this.#takeDigits(first, whole);
    if (scale === 0) return;
    this.#bytes[this.#at] = POINT;
    this.#at += 1;
    for (let padding = whole; padding < first; padding += 1) {
      this.#bytes[this.#at] = ZERO;
      this.#at += 1;
    }
    this.#takeDigits(Math.max(first, whole), NUMBER_BYTES_MAX);
  }

  /** And without the zeros at its end, but for the first `kept` digits behind the point. */
  shortDecimal(value: number | bigint, scale: number, kept: number): void {
    this.decimal(value, scale);
    for (let digits = scale; digits > kept; digits -= 1) {
      if (this.#bytes[this.#at - 1] !== ZERO) return;
      this.#at -= 1;
    }
    if (kept === 0 && scale > 0) this.#at -= 1;
  }

  /** A copy of what was written since `begin`. */
  copy(): Buffer {
    const copy = Buffer.allocUnsafe(this.#at);
    this.#bytes.copy(copy, 0, 0, this.#at);
    return copy;
  }

  /** The same as a string. */
  toString(): string {
    return this.#bytes.toString(this.#isAscii ? 'latin1' : 'utf8', 0, this.#at);
  }

  /** Where its digits begin: those of 0 at the end, for it has none. */
  #readyDigits(value: number): number {
    const digits = this.#digits;
    let at: number = NUMBER_BYTES_MAX;
    let high = value;
    while (high >= LOW) {
      // Exact: of safe integers neither the quotient nor the product is rounded across an integer.
      const rest = Math.floor(high / LOW);
      let low = (high - rest * LOW) | 0;
      for (let count = 0; count < LOW_DIGITS; count += 1) {
        at -= 1;
        const tenth = (low / 10) | 0;
        digits[at] = ZERO + (low - tenth * 10);
        low = tenth;
      }
      high = rest;
    }
    let small = high | 0;
    while (small > 0) {
      at -= 1;
      const tenth = (small / 10) | 0;
      digits[at] = ZERO + (small - tenth * 10);
      small = tenth;
    }
    return at;
  }

  #takeDigits(from: number, to: number): void {
    const bytes = this.#bytes;
    const digits = this.#digits;
    const by = this.#at - from;
    for (let index = from; index < to; index += 1) bytes[by + index] = digits[index]!;
    this.#at = by + to;
  }

  #room(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
