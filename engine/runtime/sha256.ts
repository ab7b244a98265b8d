import { createHash } from 'node:crypto';
import { sha256 } from '../../ports/objects/sha256.ts';

/** Of the first `length` of bytes that arrive in parts: done when the last part is there. */
export class ArrivingSha256 {
  readonly #length: number;
  #hash = createHash('sha256');
  #count = 0;

  constructor(length: number) {
    this.#length = length;
  }

  /** Parts in order; from 0 again, it begins anew. */
  take(part: Uint8Array, at: number): void {
    if (at === 0) {
      this.#hash = createHash('sha256');
      this.#count = 0;
    }
    if (at !== this.#count) return;
    const wanted = part.subarray(0, this.#length - at);
    this.#hash.update(wanted);
    this.#count += wanted.length;
  }

  /** Of the same bytes, now that they are there: whatever did not arrive in parts is summed now. */
  of(bytes: Uint8Array): Uint8Array {
    const hasAll = bytes.length === this.#length && this.#count === this.#length;
    return hasAll ? this.#hash.digest() : sha256(bytes);
  }
}
