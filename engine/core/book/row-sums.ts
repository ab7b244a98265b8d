/**
 * The rows of an image in the state hash and in their CRC-32C, as they arrive from the first on. Both in one pass, for
 * the hash is a chain: each word waits for the one before, and the processor has time for the CRC meanwhile.
 *
 *   rows      │ summed │ tile of up to 1,024 rows, 64 KB │ to come … │ the last 20 │
 *   message   ────────▶│ as they are                     │
 *   gone      │ last 79│ of each vector (crc32c-folding.ts)        ─▶ what they add to the last 20 rows, whose CRC is
 *   lanes     ────────▶  a, b (event-hash.ts)           ─▶           that of all
 *   accounts  │ id by number │
 *
 * A million rows: 40-55 ms of CPU beside other programs, where hash and CRC one after the other in JavaScript took 60-86
 * (30 November 2026, Node 20.20). state-hash.ts, which takes columns, is the judge.
 */
import { ROW_BYTES, RowWide, RowWord } from '../../../proto/book-rows.ts';
import { crc32cOn } from '../../../proto/crc32c.ts';
import { dueOf, foldedVector, GONE_BYTES, goneAtFirst } from '../../../proto/crc32c-folding.ts';
import type { BookImage } from '../../../proto/messages.ts';
import { wasm, wasmFunction, wasmMemory } from '../../../proto/wasm-function.ts';
import type { EventHash } from '../hot/event-hash.ts';
import { STIR_A, STIR_B } from '../hot/event-mixer.ts';
import { FEE_MASK } from '../hot/icebergs.ts';

const TILE_ROWS = 1024;
const TILE_BYTES = TILE_ROWS * ROW_BYTES;
/** At least GONE_BYTES, in whole rows: they are not folded, and have the CRC of all in the end. */
const LAST_ROWS = Math.ceil(GONE_BYTES / ROW_BYTES);
const VECTORS = [0, 16, 32, 48];
const ACCOUNTS_MIN = 16_384;

const GONE_AT = TILE_BYTES;
const LANES_AT = GONE_AT + GONE_BYTES + TILE_BYTES;
const ACCOUNTS_AT = LANES_AT + 16;

const END = 0;
const AT = 1;
const A = 2;
const B = 3;
const WORD = 4;
const { add, and, constant, get, integerOfAnyDouble, lessThan, load, loadDouble } = wasm;
const { lowerWord, multiply, repeat, rotateLeft, set, shiftLeft, shiftRight } = wasm;
const { store, tee, upperWord, xor } = wasm;

type Instructions = readonly number[];

/** x = (x ^ x >>> shift) · factor, which is left. */
const stirred = (lane: number, shift: number, factor: number): Instructions => [
  ...[...get(lane), ...get(lane), ...constant(shift), ...shiftRight, ...xor],
  ...[...constant(factor), ...multiply],
];

/** The words of one value, as EventHash.mixAll has them; `wordOfB`: the value's, with its upper half. */
const mixed = (wordOfA: Instructions, wordOfB: Instructions): Instructions => [
  ...[...wordOfA, ...tee(WORD), ...constant(STIR_A), ...multiply, ...get(A), ...add, ...set(A)],
  ...[...wordOfB, ...constant(STIR_B), ...multiply, ...get(B), ...add, ...set(B)],
  ...[...stirred(A, 15, STIR_A), ...set(A), ...stirred(B, 14, STIR_B), ...tee(B)],
  ...[...constant(11), ...rotateLeft, ...get(A), ...xor, ...tee(A), ...get(B), ...add, ...set(B)],
];

const double = (wide: number): Instructions => {
  const integer = [...get(AT), ...loadDouble(wide * 8), ...integerOfAnyDouble];
  return mixed(
    [...integer, ...lowerWord],
    [...integer, ...upperWord, ...constant(7), ...shiftLeft, ...get(WORD), ...xor],
  );
};

/** An int32 that is not negative, made from that at `word`. */
const small = (word: number, ...made: Instructions): Instructions =>
  mixed([...get(AT), ...load(word * 4), ...made], get(WORD));

/** The values of a row in the order of state-hash.ts. */
const values = (accountMask: number): readonly Instructions[] => [
  double(RowWide.orderId),
  small(
    RowWord.account,
    ...[...constant(accountMask), ...and, ...constant(2), ...shiftLeft, ...load(ACCOUNTS_AT)],
  ),
  small(RowWord.feeSide, ...constant(1), ...and, ...constant(1), ...add),
  small(RowWord.price),
  double(RowWide.quantity),
  double(RowWide.remaining),
  small(RowWord.feeSide, ...constant(1), ...shiftRight, ...constant(FEE_MASK), ...and),
  double(RowWide.priority),
];

const folded = (vector: number): Instructions =>
  foldedVector(
    AT,
    { message: vector, to: GONE_AT + GONE_BYTES + vector },
    { before: AT, gone: GONE_AT + GONE_BYTES + vector },
  );

/** One for all images, since a tile is summed at once; with room for so many accounts, a power of two. */
class RowMemory {
  readonly accounts: Uint32Array;
  readonly message: Uint8Array;
  /** Those before the tile, and those of the tile. */
  readonly gone: Uint8Array;
  readonly lanes: Int32Array;
  /** The rows of the message up to this byte. */
  readonly sum: (end: number) => void;
  /** Whose accounts these are. */
  owner: RowSums | null = null;

  constructor(accountsMax: number) {
    const memory = wasmMemory(ACCOUNTS_AT + accountsMax * 4);
    const { buffer } = memory;
    this.accounts = new Uint32Array(buffer, ACCOUNTS_AT, accountsMax);
    this.message = new Uint8Array(buffer, 0, TILE_BYTES);
    this.gone = new Uint8Array(buffer, GONE_AT, GONE_BYTES + TILE_BYTES);
    this.lanes = new Int32Array(buffer, LANES_AT, 2);
    this.sum = wasmFunction(memory, { words: 4, vectors: 0 }, [
      [...constant(0), ...load(LANES_AT), ...set(A)],
      [...constant(0), ...load(LANES_AT + 4), ...set(B)],
      repeat(
        // A number that nobody has is somebody's: the sums are wrong then, as they must be.
        ...values(accountsMax - 1).map((value, index) =>
          index % 2 === 0 ? value : [...value, ...folded(VECTORS[index >> 1]!)],
        ),
        [...get(AT), ...constant(ROW_BYTES), ...add, ...tee(AT), ...get(END), ...lessThan],
      ),
      [...constant(0), ...get(A), ...store(LANES_AT)],
      [...constant(0), ...get(B), ...store(LANES_AT + 4)],
    ]);
  }
}

let sharedMemory = new RowMemory(ACCOUNTS_MIN);

export class RowSums {
  private readonly hash: EventHash;
  private readonly rows: Uint8Array;
  private readonly accountIds: Uint32Array;
  /** The vectors that went last. */
  private readonly gone = goneAtFirst();
  private readonly rowCount: number;
  /** Rows that were summed. */
  private count = 0;
  private rowsCrc = 0;

  /** `hash` has been mixed with all that comes before the orders. */
  constructor({ rows, accountIds }: BookImage, hash: EventHash) {
    this.hash = hash;
    this.rows = rows;
    this.accountIds = accountIds;
    this.rowCount = rows.length / ROW_BYTES;
  }

  /** Of all rows, once they have arrived. */
  get crc(): number {
    return this.rowsCrc;
  }

  /** So many have arrived in all. */
  arrived(rows: number): void {
    const before = this.rowCount - LAST_ROWS;
    while (this.count < Math.min(rows, before)) {
      this.sum(Math.min(TILE_ROWS, rows - this.count, before - this.count));
    }
    if (rows < this.rowCount || this.count === this.rowCount) return;
    this.rowsCrc = this.crcOfLast();
    if (this.rowCount > 0) this.sum(this.rowCount - this.count);
    // Or rows that nobody needs any more would be kept.
    sharedMemory.owner = null;
  }

  /** Those that are left, with what the others add to them, have the CRC of all. */
  private crcOfLast(): number {
    const last = this.rows.slice(this.count * ROW_BYTES);
    if (this.count === 0) return crc32cOn(0, last, 0, last.length);
    const words = new Int32Array(last.buffer);
    for (const [word, due] of dueOf(this.gone).entries()) words[word]! ^= due;
    // Of a CRC that is continued where its register is 0.
    return crc32cOn(0xffffffff, last, 0, last.length);
  }

  private sum(rows: number): void {
    const memory = this.memory();
    const from = this.count * ROW_BYTES;
    const end = rows * ROW_BYTES;
    memory.message.set(this.rows.subarray(from, from + end));
    const gone = new Uint8Array(this.gone.buffer);
    memory.gone.set(gone);
    this.hash.putLanes(memory.lanes);
    memory.sum(end);
    this.hash.takeLanes(memory.lanes);
    gone.set(memory.gone.subarray(end, end + GONE_BYTES));
    this.count += rows;
  }

  private memory(): RowMemory {
    const accounts = this.accountIds.length + 1;
    let room = sharedMemory.accounts.length;
    while (room < accounts) room *= 2;
    if (room !== sharedMemory.accounts.length) sharedMemory = new RowMemory(room);
    if (sharedMemory.owner !== this) {
      // Number 0 is nobody's.
      sharedMemory.accounts.fill(0);
      sharedMemory.accounts.set(this.accountIds, 1);
      sharedMemory.owner = this;
    }
    return sharedMemory;
  }
}
