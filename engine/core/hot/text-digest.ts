/**
 * A client order id as one integer below 2^52, 0 for the empty one: what the hash of an event sees of
 * it. Over UTF-16 units; those of ASCII are its bytes, so a digest may be taken without a string.
 */
const START_A = 0x811c9dc5 | 0;
const START_B = 0x9e3779b1 | 0;

export function textDigest(text: string): number {
  if (text === '') return 0;
  let a = START_A;
  let b = START_B ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul((b ^ (b >>> 13)) + unit, 0x85ebca6b);
  }
  return joined(a, b);
}

/** The digest of bytes[at, at + length), or -1: they are not all ASCII. */
export function asciiDigest(bytes: Uint8Array, at: number, length: number): number {
  if (length === 0) return 0;
  let a = START_A;
  let b = START_B ^ length;
  let seen = 0;
  for (let index = at; index < at + length; index += 1) {
    const unit = bytes[index]!;
    seen |= unit;
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul((b ^ (b >>> 13)) + unit, 0x85ebca6b);
  }
  return seen > 127 ? -1 : joined(a, b);
}

function joined(a: number, b: number): number {
  const high = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
  const low = b ^ (b >>> 15);
  return ((high ^ (high >>> 12)) >>> 6) * 2 ** 26 + (low >>> 6);
}
