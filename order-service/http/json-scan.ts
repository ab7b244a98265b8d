/**
 * Steps over JSON of known words, numbers and plain strings, for readers that know what is usual and
 * leave everything else to the strict parser (strict-json.ts). It looks for what is asked for, behind
 * any space: when that is there it steps over it, and when not, the answer is false or undefined.
 */
const INTEGER_DIGITS_MAX = 18;
const FRACTION_DIGITS_MAX = 8;

export const MARK = {
  blank: 32,
  quote: 34,
  comma: 44,
  point: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  open: 91,
  backslash: 92,
  close: 93,
  braceOpen: 123,
  braceClose: 125,
  ascii: 128,
} as const;

export class JsonScan {
  #text = '';
  #at = 0;

  begin(bytes: Uint8Array): void {
    // A byte a character; what is not ASCII is in nothing that is stepped over here.
    const { buffer, byteOffset, length } = bytes;
    const text = Buffer.isBuffer(bytes) ? bytes : Buffer.from(buffer, byteOffset, length);
    this.#text = text.toString('latin1');
    this.#at = 0;
  }

  get isAtEnd(): boolean {
    return Number.isNaN(this.next());
  }

  /** A number without sign, point or exponent, of at most so many digits. */
  integer(digitsMax: number): number | undefined {
    this.next();
    const start = this.#at;
    const digits = this.#digits();
    if (digits === 0 || digits > digitsMax) return undefined;
    if (digits > 1 && this.#text.charCodeAt(start) === MARK.zero) return undefined;
    // Before a point or an exponent it is no mark that anybody asks for next.
    return Number(this.#text.slice(start, this.#at));
  }

  /** `0` or digits without a leading zero, and at most eight behind the point. */
  decimal(): string | undefined {
    if (this.next() !== MARK.quote) return undefined;
    const text = this.#text;
    this.#at += 1;
    const start = this.#at;
    const digits = this.#digits();
    if (digits === 0 || digits > INTEGER_DIGITS_MAX) return undefined;
    if (digits > 1 && text.charCodeAt(start) === MARK.zero) return undefined;
    if (text.charCodeAt(this.#at) === MARK.point) {
      this.#at += 1;
      const fraction = this.#digits();
      if (fraction === 0 || fraction > FRACTION_DIGITS_MAX) return undefined;
    }
    if (text.charCodeAt(this.#at) !== MARK.quote) return undefined;
    this.#at += 1;
    return text.slice(start, this.#at - 1);
  }

  /** A string of ASCII without escapes, at most so long. */
  plainText(charactersMax: number): string | undefined {
    if (this.next() !== MARK.quote) return undefined;
    const text = this.#text;
    const start = this.#at + 1;
    let at = start;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === MARK.quote) break;
      // Also behind the end of the text, where it is no number.
      if (!(unit >= MARK.blank && unit < MARK.ascii && unit !== MARK.backslash)) return undefined;
      at += 1;
    }
    if (at - start > charactersMax) return undefined;
    this.#at = at + 1;
    return text.slice(start, at);
  }

  /** Steps over digits; how many they were. */
  #digits(): number {
    const start = this.#at;
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (!(unit >= MARK.zero && unit <= MARK.nine)) return this.#at - start;
      this.#at += 1;
    }
  }

  /** Steps over the key, with its quotes, and the colon behind it, if they come next. */
  isKey(quoted: string): boolean {
    const before = this.#at;
    if (this.isWord(quoted) && this.takes(MARK.colon)) return true;
    this.#at = before;
    return false;
  }

  /** Steps over what is written so, if it comes next. */
  isWord(word: string): boolean {
    this.next();
    const [text, at] = [this.#text, this.#at];
    for (let index = 0; index < word.length; index += 1) {
      if (text.charCodeAt(at + index) !== word.charCodeAt(index)) return false;
    }
    this.#at = at + word.length;
    return true;
  }

  takes(mark: number): boolean {
    if (this.next() !== mark) return false;
    this.#at += 1;
    return true;
  }

  /** The next character that is no space; no number at the end. */
  next(): number {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== MARK.blank && unit !== 10 && unit !== 13 && unit !== 9) return unit;
      this.#at += 1;
    }
  }
}
