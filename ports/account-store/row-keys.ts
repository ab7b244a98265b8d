/**
 * Keys of rows, written as bytes and never as strings: what `keys` of account-tables.ts would write.
 */
import { word } from './account-tables.ts';

const ZERO = 48;
const ID32_DIGITS = 10;
const ID53_DIGITS = 16;
const LOW_DIGITS = 1e8;

/** 1 at the codes of characters that stand for themselves in a key, as in `word`. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_.:-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** `name/`, as bytes. */
export const tablePrefix = (name: string): Uint8Array => Buffer.from(`${name}/`, 'latin1');

export function writePrefix(prefix: Uint8Array, target: Uint8Array, at: number): number {
  for (let index = 0; index < prefix.length; index += 1) target[at + index] = prefix[index]!;
  return at + prefix.length;
}

function writeDigits(value: number, count: number, target: Uint8Array, at: number): void {
  let rest = value;
  for (let index = at + count - 1; index >= at; index -= 1) {
    const tenth = (rest / 10) | 0;
    target[index] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
}

/** 16 digits. In two halves, each of which is a small integer. */
export function writeId53(value: number, target: Uint8Array, at: number): number {
  const high = Math.floor(value / LOW_DIGITS);
  writeDigits(high, ID53_DIGITS / 2, target, at);
  writeDigits(value - high * LOW_DIGITS, ID53_DIGITS / 2, target, at + ID53_DIGITS / 2);
  return at + ID53_DIGITS;
}

/** 10 digits. */
export function writeId32(value: number, target: Uint8Array, at: number): number {
  const high = Math.floor(value / LOW_DIGITS);
  writeDigits(high, ID32_DIGITS - 8, target, at);
  writeDigits(value - high * LOW_DIGITS, 8, target, at + ID32_DIGITS - 8);
  return at + ID32_DIGITS;
}

export function writeWord(text: string, target: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= PLAIN.length || PLAIN[code] === 0) return writeText(word(text), target, at);
    target[at + index] = code;
  }
  return at + text.length;
}

/** Of ASCII characters. */
export function writeText(text: string, target: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index += 1) target[at + index] = text.charCodeAt(index);
  return at + text.length;
}

export function writeSlash(target: Uint8Array, at: number): number {
  target[at] = 47;
  return at + 1;
}
