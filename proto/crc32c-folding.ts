/**
 * Makes a long message short without changing its CRC-32C, sixteen bytes at once and without a table.
 *
 * A message is a polynomial over GF(2), a vector of 16 bytes its coefficient of a power of y = x^128, the first one
 * that of the highest. Modulo the polynomial of CRC-32C
 *
 *   y^79 = y^75 + y^71 + y^58 + y^18 + y^12 + y + 1
 *
 * so a vector may go, if it is added (which is XOR) to those that stand 4, 8, 21, 61, 67, 78 and 79 further. From the
 * first to the last but 79 they go; the last 79 are then what has the CRC of all:
 *
 *   message │ m0 m1 m2 …            │ the last 79 │       gone_i = m_i + gone_i-4 + gone_i-8 + … + gone_i-79
 *   gone    │ 0 … 0 │ g0 g1 g2 …    │ 0 … 0       │       rest_i = m_i + gone_i-4 + …
 *
 * The relation was found by search, as the one of eight terms of the least degree; six terms need degree 209.
 * Source: S. Russell, "Chorba: a novel CRC32 implementation" (arXiv 2412.16398), there for another polynomial.
 */
import { wasm, wasmFunction, wasmMemory } from './wasm-function.ts';

const VECTOR_BYTES = 16;
const FURTHER = [4, 8, 21, 61, 67, 78, 79];
const REST_BYTES = 79 * VECTOR_BYTES;
const CHUNK_BYTES_MAX = 64 * 1024;
/** Less is sooner done by tables. */
export const FOLDED_BYTES_MIN = 2 * REST_BYTES;

/** Gone vectors, from REST_BYTES on; the message, so much behind. Both end where a full chunk does. */
const MESSAGE_BEHIND = CHUNK_BYTES_MAX;
const GONE_END = REST_BYTES + CHUNK_BYTES_MAX;
const MESSAGE_END = GONE_END + MESSAGE_BEHIND;
const memory = wasmMemory(MESSAGE_END);
const bytesThere = new Uint8Array(memory.buffer);
const wordsThere = new Int32Array(memory.buffer);

/** What a message was folded to; until the next one. */
export const foldedRest = new Uint8Array(memory.buffer, MESSAGE_END - REST_BYTES, REST_BYTES);

const AT = 0;
const BEFORE = 1;
const { add, constant, get, lessThan, repeat, set, tee } = wasm;
const { vectorLoad, vectorStore, vectorXor } = wasm;

/** From AT to `end`, the sums going `behind` where their gone vectors would be. */
const sums = (end: number, behind: number) =>
  repeat(
    [...get(AT), ...constant(-REST_BYTES), ...add, ...set(BEFORE)],
    [...get(AT), ...get(AT), ...vectorLoad(MESSAGE_BEHIND)],
    ...FURTHER.map((vectors) => [
      ...get(BEFORE),
      ...vectorLoad(REST_BYTES - vectors * VECTOR_BYTES),
      ...vectorXor,
    ]),
    vectorStore(behind),
    [...get(AT), ...constant(VECTOR_BYTES), ...add, ...tee(AT)],
    [...constant(end), ...lessThan],
  );

const foldFrom = wasmFunction(memory, { words: 1, vectors: 0 }, [
  sums(GONE_END - REST_BYTES, 0),
  sums(GONE_END, MESSAGE_BEHIND),
]);

/**
 * Folds a beginning of bytes[start, end), which are FOLDED_BYTES_MIN or more, behind those that left `crc` (not
 * inverted): `foldedRest`, alone, leaves what both leave. Returns where that beginning ends.
 */
export function foldCrc(crc: number, bytes: Uint8Array, start: number, end: number): number {
  const length = Math.min(CHUNK_BYTES_MAX, end - start) & -VECTOR_BYTES;
  const from = GONE_END - length;
  const messageAt = from + MESSAGE_BEHIND;
  bytesThere.set(bytes.subarray(start, start + length), messageAt);
  wordsThere[messageAt >> 2]! ^= crc;
  bytesThere.fill(0, from - REST_BYTES, from);
  foldFrom(from);
  return start + length;
}
