/**
 * Bytes of rows, one behind another in one buffer: written at its end, read at `at`. Numbers are big
 * endian and of fixed width; words are UTF-8 behind their length.
 *
 *   u8 1   u32 4   u53 8 (high 21 bits, low 32)   money 8 (int64)   word 2 + n (n bytes)
 */
import type { Money } from '../../proto/units.ts';

const BYTES_AT_FIRST = 2 * 1024;
const HIGH = 2 ** 32;
const NOT_ASCII = 0x80;

export class RowBytes {
  #bytes: Buffer;
  #view: DataView;
  #length = 0;
  /** Where the next value is read. */
  at = 0;

  constructor(bytesAtFirst = BYTES_AT_FIRST) {
    this.#bytes = Buffer.allocUnsafeSlow(bytesAtFirst);
    this.#view = viewOf(this.#bytes);
  }

  get length(): number {
    return this.#length;
  }

  /** Forgets what stands behind. */
  shorten(length: number): void {
    this.#length = length;
  }

  /** A view: good until more is written. */
  part(from: number, to: number): Buffer {
    return this.#bytes.subarray(from, to);
  }

  byteAt(at: number): number {
    return this.#bytes[at]!;
  }

  /** The first `count` of the bytes. */
  append(bytes: Uint8Array, count: number): void {
    const at = this.#grow(count);
    const target = this.#bytes;
    for (let index = 0; index < count; index += 1) target[at + index] = bytes[index]!;
  }

  isSame(from: number, other: number, count: number): boolean {
    const bytes = this.#bytes;
    for (let index = 0; index < count; index += 1) {
      if (bytes[from + index] !== bytes[other + index]) return false;
    }
    return true;
  }

  // --- writing: growing may change the buffer, so it comes first ----------------------------------

  putU8(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  putU32(value: number): void {
    const at = this.#grow(4);
    this.#view.setUint32(at, value);
  }

  putU53(value: number): void {
    const at = this.#grow(8);
    this.#view.setUint32(at, value / HIGH);
    this.#view.setUint32(at + 4, value);
  }

  putMoney(amount: bigint): void {
    const at = this.#grow(8);
    this.#view.setBigInt64(at, amount);
  }

  putWord(text: string): void {
    const at = this.#grow(2 + 3 * text.length);
    const bytes = this.#bytes;
    let end = at + 2;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= NOT_ASCII) {
        end = at + 2 + bytes.write(text, at + 2);
        break;
      }
      bytes[end] = code;
      end += 1;
    }
    this.#view.setUint16(at, end - at - 2);
    this.#length = end;
  }

  // --- reading ----------------------------------------------------------------------------------

  u8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  u53(): number {
    const at = this.#take(8);
    const value = this.#view.getUint32(at) * HIGH + this.#view.getUint32(at + 4);
    if (value > Number.MAX_SAFE_INTEGER) throw new RangeError(`a number beyond 2^53: ${value}`);
    return value;
  }

  money(): Money {
    return this.#view.getBigInt64(this.#take(8)) as Money;
  }

  word(): string {
    const from = this.#takeWord();
    return this.text(from, this.at);
  }

  /** A word that stands in many rows, such as an asset: the same string each time. */
  knownWord(known: KnownWords): string {
    const from = this.#takeWord();
    const count = this.at - from;
    let hash = count;
    for (let at = from; at < this.at; at += 1) hash = (hash * 31 + this.#bytes[at]!) | 0;
    const found = known.get(hash);
    if (found !== undefined && this.#reads(found, from, count)) return found;
    const text = this.text(from, this.at);
    if (known.size < KNOWN_WORDS_MAX) known.set(hash, text);
    return text;
  }

  text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to);
  }

  #reads(text: string, from: number, count: number): boolean {
    if (text.length !== count) return false;
    for (let index = 0; index < count; index += 1) {
      if (text.charCodeAt(index) !== this.#bytes[from + index]) return false;
    }
    return true;
  }

  /** Steps over a word; tells where it begins. */
  #takeWord(): number {
    const count = this.#view.getUint16(this.#take(2));
    return this.#take(count);
  }

  #take(count: number): number {
    const { at } = this;
    if (at + count > this.#length) throw new RangeError('a row of the account store is cut off');
    this.at = at + count;
    return at;
  }

  /** Tells where the new bytes begin. */
  #grow(count: number): number {
    const at = this.#length;
    this.#length = at + count;
    if (this.#length > this.#bytes.length) this.#enlarge(at);
    return at;
  }

  #enlarge(used: number): void {
    const larger = Buffer.allocUnsafeSlow(2 * this.#length);
    this.#bytes.copy(larger, 0, 0, used);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

/** By a hash of their bytes; of two with the same hash the second one is read anew each time. */
export type KnownWords = Map<number, string>;
const KNOWN_WORDS_MAX = 4096;

const viewOf = (bytes: Buffer): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
