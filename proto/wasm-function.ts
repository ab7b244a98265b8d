/**
 * One WebAssembly function over one memory, put together from its instructions: for arithmetic on four words
 * at once, which JavaScript has not. Nothing is read from a file or compiled when building.
 *
 *   module │ type: (i32) → () │ import: the memory │ function 0 │ export: it │ locals, instructions, end │
 *
 * Source: webassembly.github.io/spec/core/binary, chapters 5.2 to 5.5. Every engine since Node 16.4 has it.
 */

/** Of what every JavaScript engine has, and the types of Node have not. */
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly from: { readonly memory: WasmMemory } },
  ) => { readonly exports: { readonly run: (argument: number) => void } };
};

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

type Bytes = readonly number[];

const PAGE_BYTES = 64 * 1024;

/** At least so large; it never grows, so that its buffer stays as it is. */
export function wasmMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}

/** As LEB128, signed: an operand of `i32.const`. */
function signed(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const isLast = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
    bytes.push(isLast ? low : low | 128);
    if (isLast) return bytes;
  }
}

/** As LEB128: any other number. */
function unsigned(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = rest & 127;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 128);
    if (rest === 0) return bytes;
  }
}

const onVectors = (instruction: number, ...operands: Bytes): Bytes => [
  0xfd,
  ...unsigned(instruction),
  ...operands,
];

const NO_RESULT = 0x40;
const ALIGNED_TO_4 = 2;
const ALIGNED_TO_8 = 3;
const ALIGNED_TO_16 = 4;

/** Instructions by their names in the specification. Locals by number; 0 is the argument. */
export const wasm = {
  get: (local: number): Bytes => [0x20, local],
  set: (local: number): Bytes => [0x21, local],
  tee: (local: number): Bytes => [0x22, local],
  constant: (value: number): Bytes => [0x41, ...signed(value)],
  load: (offset: number): Bytes => [0x28, ALIGNED_TO_4, ...unsigned(offset)],
  loadByte: (offset: number): Bytes => [0x2d, 0, ...unsigned(offset)],
  store: (offset: number): Bytes => [0x36, ALIGNED_TO_4, ...unsigned(offset)],
  /** Words and parts of them, wherever they stand. */
  put: (offset: number): Bytes => [0x36, 0, ...unsigned(offset)],
  putByte: (offset: number): Bytes => [0x3a, 0, ...unsigned(offset)],
  putTwoBytes: (offset: number): Bytes => [0x3b, 0, ...unsigned(offset)],
  equal: [0x46],
  lessThan: [0x49],
  atLeast: [0x4e],
  and: [0x71],
  or: [0x72],
  shiftLeft: [0x74],
  /** A double becomes eight bytes of an integer, which it must be. */
  loadDouble: (offset: number): Bytes => [0x2b, ALIGNED_TO_8, ...unsigned(offset)],
  integerOfDouble: [0xb0],
  /** Also where it is none: what is not whole loses its fraction, and no number is 0. */
  integerOfAnyDouble: [0xfc, 6],
  lowerWord: [0xa7],
  upperWord: [0x42, 32, 0x88, 0xa7],
  putWide: (offset: number): Bytes => [0x37, 0, ...unsigned(offset)],
  loadWide: (offset: number): Bytes => [0x29, ALIGNED_TO_8, ...unsigned(offset)],
  isWideZero: [0x50],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  xor: [0x73],
  shiftRight: [0x76],
  rotateLeft: [0x77],
  vectorLoad: (offset: number): Bytes => onVectors(0, ALIGNED_TO_16, ...unsigned(offset)),
  vectorStore: (offset: number): Bytes => onVectors(11, ALIGNED_TO_16, ...unsigned(offset)),
  vectorXor: onVectors(0x51),
  vectorAdd: onVectors(0xae),
  vectorMultiply: onVectors(0xb5),
  /** Of two vectors, the upper half of the first and the lower half of the second. */
  vectorHalves: onVectors(13, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
  lane: (lane: number): Bytes => onVectors(27, lane),
  /** By the word that was left before. */
  either: (then: readonly Bytes[], otherwise: readonly Bytes[]): Bytes => [
    ...[0x04, NO_RESULT],
    ...then.flat(),
    0x05,
    ...otherwise.flat(),
    0x0b,
  ],
  leave: [0x0f],
  /** Does `body`, and again while it leaves a word other than 0. */
  repeat: (...body: readonly Bytes[]): Bytes => [
    0x03,
    NO_RESULT,
    ...body.flat(),
    ...[0x0d, 0],
    0x0b,
  ],
} as const;

const I32 = 0x7f;
const V128 = 0x7b;
const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const section = (id: number, bytes: Bytes): Bytes => [id, ...unsigned(bytes.length), ...bytes];
const name = (text: string): Bytes => [
  text.length,
  ...Array.from(text, (letter) => letter.charCodeAt(0)),
];

/** Local 0 is the argument; then come `words` locals of a word, and `vectors` of four. */
export function wasmFunction(
  memory: WasmMemory,
  locals: { readonly words: number; readonly vectors: number },
  instructions: readonly Bytes[],
): (argument: number) => void {
  const pages = unsigned(memory.buffer.byteLength / PAGE_BYTES);
  const code = [2, locals.words, I32, locals.vectors, V128, ...instructions.flat(), 0x0b];
  const bytes = [
    ...HEAD,
    ...section(1, [1, 0x60, 1, I32, 0]),
    ...section(2, [1, ...name('from'), ...name('memory'), 2, 1, ...pages, ...pages]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('run'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ];
  const module = new WebAssembly.Module(Uint8Array.from(bytes));
  return new WebAssembly.Instance(module, { from: { memory } }).exports.run;
}
