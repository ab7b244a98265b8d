/**
 * Bytes that vouch for themselves, as snapshots and archive segments do:
 *
 *   fields │ footer (46 bytes: sha256, length)
 *
 * A footer of constant length lets a reader verify the whole before it looks at any part.
 */
import { assert } from './assert.ts';
import { DecodeError } from './decode-error.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** proto imports no node module: the caller brings SHA-256 (32 bytes). */
export interface SealOptions {
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
}

const FOOTER_FIELD = 31;
const SHA256_BYTES = 32;
/** Tag (2), length (1), sha256 (2 + 32), length (1 + 8). */
export const FOOTER_BYTES = 46;

/** Everything written, and its footer. */
export function sealed(w: WireWriter, options: SealOptions): Uint8Array {
  w.append(footerOf(w.written(), options));
  return w.finish();
}

/** Bytes of which all but the last FOOTER_BYTES are written: these become their footer. */
export function seal(bytes: Uint8Array, options: SealOptions): void {
  const length = bytes.length - FOOTER_BYTES;
  bytes.set(footerOf(bytes.subarray(0, length), options), length);
}

function footerOf(bytes: Uint8Array, { sha256 }: SealOptions): Uint8Array {
  const digest = sha256(bytes);
  assert(digest.length === SHA256_BYTES, `SHA-256 has 32 bytes, not ${digest.length}`);
  const w = new WireWriter(FOOTER_BYTES);
  const footer = w.begin(FOOTER_FIELD);
  w.bytes(1, digest);
  w.uint53(2, bytes.length, 0);
  w.end(footer);
  assert(w.position === FOOTER_BYTES, 'the footer has a constant length');
  return w.written();
}

/**
 * Length of what the footer vouches for. A footer that does not read is damage like any other:
 * DecodeError CRC_MISMATCH.
 */
export function verifiedLength(
  bytes: Uint8Array,
  what: 'a snapshot' | 'an archive segment',
  { sha256 }: SealOptions,
): number {
  const damaged = () =>
    new DecodeError('CRC_MISMATCH', `${what} of ${bytes.length} bytes is damaged`);
  const length = bytes.length - FOOTER_BYTES;
  if (length < 0) throw damaged();
  let digest: Uint8Array;
  try {
    const footer = new WireReader(bytes, length, bytes.length);
    const outerEnd = footer.enter(FOOTER_FIELD);
    digest = footer.bytes(1);
    if (digest.length !== SHA256_BYTES || footer.uint53(2, 0) !== length) throw damaged();
    footer.leave(outerEnd);
    footer.expectEnd();
  } catch {
    throw damaged();
  }
  const actual = sha256(bytes.subarray(0, length));
  if (!digest.every((byte, index) => byte === actual[index])) throw damaged();
  return length;
}
