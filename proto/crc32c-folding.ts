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
/** As crc32c.ts has it. */
const POLYNOMIAL = 0x82f63b78;
const VECTOR_WORDS = VECTOR_BYTES / 4;
const FURTHER = [4, 8, 21, 61, 67, 78, 79];
const REST_VECTORS = 79;
const REST_BYTES = REST_VECTORS * VECTOR_BYTES;
const CHUNK_BYTES_MAX = 64 * 1024;
/** Less is sooner done by tables. */
export const FOLDED_BYTES_MIN = 2 * REST_BYTES;
/** Of those that went last: they are added to what follows. */
export const GONE_BYTES = REST_BYTES;

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

/**
 * Instructions for one vector: what it is when those before it went is stored `to` bytes behind the local `at`. The
 * message is `message` behind it; the vectors that went, up to the one before, end `gone` behind the local `before`.
 */
export const foldedVector = (
  at: number,
  offsets: { readonly message: number; readonly to: number },
  went: { readonly before: number; readonly gone: number },
): readonly number[] => [
  ...[...get(at), ...get(at), ...vectorLoad(offsets.message)],
  ...FURTHER.flatMap((vectors) => [
    ...get(went.before),
    ...vectorLoad(went.gone - vectors * VECTOR_BYTES),
    ...vectorXor,
  ]),
  ...vectorStore(offsets.to),
];

/** The four bytes that bring a register from 0 to where a CRC begins, as a word. */
function beginning(): number {
  let register = 0xffffffff | 0;
  for (let bit = 0; bit < 32; bit += 1) {
    register = register < 0 ? ((register ^ POLYNOMIAL) << 1) | 1 : register << 1;
  }
  return register;
}

/** As if they had gone before a message: what its CRC begins with. */
export function goneAtFirst(): Int32Array {
  const gone = new Int32Array(GONE_BYTES / 4);
  gone[gone.length - 1] = beginning();
  return gone;
}

/** What the vectors that went last, GONE_BYTES of them, add to the GONE_BYTES behind them. */
export function dueOf(gone: Int32Array): Int32Array {
  const due = new Int32Array(gone.length);
  for (const vectors of FURTHER) {
    const from = (REST_VECTORS - vectors) * VECTOR_WORDS;
    for (let word = 0; from + word < gone.length; word += 1) due[word]! ^= gone[from + word]!;
  }
  return due;
}

/** From AT to `end`, the sums going `behind` where their gone vectors would be. */
const sums = (end: number, behind: number) =>
  repeat(
    [...get(AT), ...constant(-REST_BYTES), ...add, ...set(BEFORE)],
    foldedVector(AT, { message: MESSAGE_BEHIND, to: behind }, { before: BEFORE, gone: REST_BYTES }),
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
