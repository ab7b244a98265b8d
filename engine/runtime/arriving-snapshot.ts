/**
 * A snapshot on its way from the store into a machine:
 *
 *   place ──▶ part ─▶ part ─▶ … ─▶ restored
 *     │        └─ with an image: CRCs and state hash, while the next part is read
 *     │        └─ with columns, or of another build: SHA-256
 *     └─ an image's rows come to stand where the slots of the new book are: they are not copied
 *
 * Of an image the CRCs vouch for the bytes, not SHA-256; and whoever wrote it has proven it before (snapshotter,
 * engine/core/book/image-proof.ts), and read it back with both.
 */
import type { ObjectArrival } from '../../ports/objects/object-bucket.ts';
import type { SnapshotEntry } from '../../ports/snapshot-store/snapshot-store.ts';
import { assert } from '../../proto/assert.ts';
import { ROW_BYTES } from '../../proto/book-rows.ts';
import {
  type ArrivingSnapshot as Arriving,
  DecodeError,
  decodeSnapshot,
  OPENING_BYTES,
  readHead,
  rowsBegin,
  rowsCrc,
} from '../../proto/codec.ts';
import { limits } from '../../proto/limits.ts';
import type { RestorableState } from '../../proto/messages.ts';
import { FOOTER_BYTES, type SealOptions, verifiedLength } from '../../proto/sealed-bytes.ts';
import type { Hash64 } from '../../proto/units.ts';
import { ArrivingState, isOfThisBuild } from '../core/arriving-state.ts';
import { FIRST_LINE } from '../core/hot/cache-lines.ts';
import type { Machine, MachineFactory } from './machine-factory.ts';
import { ArrivingSha256 } from './sha256.ts';

/** Less is copied, rather than to give every small market room for the most orders that any admits. */
const PLACED_BYTES_MIN = 4 * 1024 * 1024;

/** `as-needed`: as above. `all`: SHA-256 of an image as well, and the CRCs of columns; for who takes another's for its own. */
export type SumsOfSnapshot = 'as-needed' | 'all';

/** What is known of a snapshot; where it stands, and what state it must hold. */
type ExpectedSnapshot = Pick<SnapshotEntry, 'market' | 'offset'> & {
  readonly stateHash?: Hash64;
};

export class ArrivingSnapshot implements ObjectArrival {
  readonly #sums: SumsOfSnapshot;
  #bytes: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  #sha256 = new ArrivingSha256(0);
  /** So many bytes are there, and so many of them were looked at. */
  #end = 0;
  #seen = 0;
  #rowsAt: number | null = null;
  /** null: its head is not there yet, or it has columns, or it is of another build. */
  #arriving: Arriving | null = null;
  #state: ArrivingState | null = null;
  #problem: unknown = null;

  constructor(sums: SumsOfSnapshot = 'as-needed') {
    this.#sums = sums;
  }

  place(bytes: number): Uint8Array {
    if (bytes < PLACED_BYTES_MIN) return this.#begun(new Uint8Array(bytes));
    // What is not touched costs nothing.
    const slots = limits.restingOrdersMax * ROW_BYTES;
    return this.#begun(
      new Uint8Array(new SharedArrayBuffer(FIRST_LINE + bytes + slots), FIRST_LINE, bytes),
    );
  }

  part(part: Uint8Array, at: number): void {
    if (at === 0) this.#begun(this.#bytes);
    if (at !== this.#end || this.#problem !== null) return;
    this.#end += part.length;
    try {
      this.#look();
    } catch (error) {
      // Not the store's problem, which it would become here.
      this.#problem = error;
    }
  }

  /** Now that all bytes are there, which are used up. Throws whatever is wrong with them. */
  restored(bytes: Uint8Array, expected: ExpectedSnapshot, machines: MachineFactory): Machine {
    if (bytes !== this.#bytes || this.#end !== bytes.length) {
      this.place(bytes.length).set(bytes);
      this.part(this.#bytes, 0);
    }
    if (this.#problem !== null) throw this.#problem;
    const snapshot = this.#proven() ?? this.#decoded();
    const { market, offset, stateHash = snapshot.stateHash } = expected;
    assert(snapshot.market === market, `it holds ${snapshot.market}`);
    assert(snapshot.offset === offset, `it was cut at ${snapshot.offset}`);
    assert(snapshot.stateHash === stateHash, 'it holds another state');
    return machines.restore(snapshot);
  }

  #begun(bytes: Uint8Array): Uint8Array {
    this.#bytes = bytes;
    this.#sha256 = new ArrivingSha256(Math.max(0, bytes.length - FOOTER_BYTES));
    this.#end = 0;
    this.#seen = 0;
    this.#rowsAt = null;
    this.#arriving = null;
    this.#state = null;
    this.#problem = null;
    return bytes;
  }

  /** At what came last. */
  #look(): void {
    if (this.#end < Math.min(OPENING_BYTES, this.#bytes.length)) return;
    if (this.#seen === 0) this.#rowsAt = rowsBegin(this.#bytes);
    if (this.#rowsAt === null || this.#sums === 'all') this.#sum();
    this.#seen = this.#end;
    if (this.#arriving !== null) this.#takeRows(this.#arriving);
    else if (this.#rowsAt !== null && this.#end >= Math.min(this.#rowsAt, this.#bytes.length)) {
      this.#takeHead();
    }
  }

  #sum(): void {
    this.#sha256.take(this.#bytes.subarray(this.#seen, this.#end), this.#seen);
  }

  #takeHead(): void {
    const arriving = readHead(this.#bytes);
    if (!isOfThisBuild(arriving.image)) {
      this.#rowsAt = null;
      return;
    }
    this.#arriving = arriving;
    this.#state = new ArrivingState(arriving.head, arriving.image);
    this.#takeRows(arriving);
  }

  #takeRows({ image, rowsAt }: Arriving): void {
    const { length } = image.rows;
    const there = Math.min(Math.max(0, this.#end - rowsAt), length);
    this.#state?.arrived(Math.floor(there / ROW_BYTES));
  }

  /** null: it has no image of this build. */
  #proven(): RestorableState | null {
    if (this.#state === null) return null;
    if (rowsCrc(this.#bytes) !== this.#state.rowsCrc) {
      throw new DecodeError('CRC_MISMATCH', 'the rows of a snapshot are damaged');
    }
    if (this.#sums === 'all') verifiedLength(this.#bytes, 'a snapshot', this.#summed());
    return this.#state.proven();
  }

  #decoded(): RestorableState {
    // Nobody else has these bytes; and whoever wrote them has read them back, with every CRC.
    const { image, ...snapshot } = decodeSnapshot(this.#bytes, {
      ...this.#summed(),
      columns: this.#sums === 'all' ? 'copied' : 'in-place',
    });
    return snapshot;
  }

  /** SHA-256 of the bytes: it was computed as they arrived. */
  #summed(): SealOptions {
    return { sha256: (sealed) => this.#sha256.of(sealed) };
  }
}
