/**
 * Writes a snapshot so that a crash at any point leaves either the one before or this one:
 *
 *   encode ──▶ put (whole or not at all) ──▶ read back, restore, compare ──▶ pointer ──▶ drop old ones
 */
import type { SumsOfSnapshot } from '../engine/runtime/arriving-snapshot.ts';
import { isPassing } from '../engine/runtime/retrying.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import type { ObjectArrival } from '../ports/objects/object-bucket.ts';
import { snapshotKey } from '../ports/snapshot-store/snapshot-names.ts';
import {
  type SnapshotEntry,
  type SnapshotName,
  SnapshotStoreError,
} from '../ports/snapshot-store/snapshot-store.ts';

/** Looks at what was written while it is read back, as a recovery would. */
export interface ReadBack<Kept> {
  /** Absent: it needs all bytes at once. */
  readonly arrival?: ObjectArrival;
  /** All of it, in the memory that `arrival` gave. Throws unless it is whole and what was written. */
  whole(bytes: Uint8Array): Kept;
}

/** A kind of snapshot. `Kept`: what is remembered of one that is whole. */
export interface SnapshotForm<Snapshot, Kept> {
  name(snapshot: Snapshot): SnapshotName;
  encode(snapshot: Snapshot): Uint8Array;
  readBack(written: Snapshot, sums: SumsOfSnapshot): ReadBack<Kept>;
  /** Throws unless it is whole. */
  open(bytes: Uint8Array, entry: SnapshotEntry): Kept;
}

/** The bytes of an object that was read, where the store tells of them. */
class Arrived implements ObjectArrival {
  readonly #next: ObjectArrival | undefined;
  #bytes: Uint8Array | null = null;
  #end = 0;

  constructor(next: ObjectArrival | undefined) {
    this.#next = next;
  }

  /** null: not all of them are there. */
  get all(): Uint8Array | null {
    return this.#bytes?.length === this.#end ? this.#bytes : null;
  }

  place(bytes: number): Uint8Array {
    this.#bytes = this.#next?.place(bytes) ?? new Uint8Array(bytes);
    this.#end = 0;
    return this.#bytes;
  }

  part(part: Uint8Array, at: number): void {
    this.#end = at + part.length;
    this.#next?.part(part, at);
  }
}

export class SnapshotOut<Snapshot, Kept> {
  readonly #context: Pick<RuntimeContext, 'ports' | 'log'>;
  readonly #form: SnapshotForm<Snapshot, Kept>;
  readonly #keptCount: number;
  /** By key: objects that this process has read and found whole. */
  readonly #verified = new Map<string, Kept>();
  #oldestKept: Kept | null = null;

  constructor(
    context: Pick<RuntimeContext, 'ports' | 'log'>,
    options: { readonly form: SnapshotForm<Snapshot, Kept>; readonly keptCount: number },
  ) {
    this.#context = context;
    this.#form = options.form;
    this.#keptCount = options.keptCount;
  }

  /** The oldest of the kept snapshots; null while there are not enough that verify. */
  get oldestKept(): Kept | null {
    return this.#oldestKept;
  }

  /** The verified object. Throws SnapshotStoreError, AssertionFailed, DecodeError. */
  async write(snapshot: Snapshot): Promise<SnapshotEntry> {
    const { coordination, crashPoints, snapshots } = this.#context.ports;
    const name = this.#form.name(snapshot);
    const { market } = name;
    // The store compares it with what was sealed just now, byte by byte.
    const readBack = this.#form.readBack(snapshot, 'as-needed');
    const arrived = new Arrived(readBack.arrival);
    const entry = await this.#put(name, this.#form.encode(snapshot), arrived);
    try {
      const bytes = arrived.all;
      const kept = bytes === null ? await this.#found(entry.key, snapshot) : readBack.whole(bytes);
      this.#verified.set(entry.key, kept);
    } catch (error) {
      // Nobody must come across it first in the listing. While the store is away nothing is known of
      // it, and it may be another snapshotter's; it counts when it was read (#isWhole).
      if (!isPassing(error)) await snapshots.remove(entry.key);
      throw error;
    }
    crashPoints.reach('CP12-verified-before-pointer');
    try {
      await coordination.setSnapshotOffset(market, name.offset);
    } catch (error) {
      // A hint, on which nothing depends; the next snapshot brings a newer one.
      const problem = error instanceof Error ? error.message : String(error);
      this.#context.log.warn({ market, problem }, 'snapshot pointer not written');
    }
    try {
      await this.#dropOld(market);
    } catch (error) {
      if (!(error instanceof SnapshotStoreError)) throw error;
      const { code, message: problem } = error;
      this.#context.log.warn({ market, code, problem }, 'no old snapshot removed');
    }
    return entry;
  }

  async #put(
    name: SnapshotName,
    bytes: Uint8Array,
    readBack: ObjectArrival,
  ): Promise<SnapshotEntry> {
    const { snapshots } = this.#context.ports;
    try {
      return await snapshots.put(name, bytes, readBack);
    } catch (error) {
      if (!(error instanceof SnapshotStoreError) || error.code !== 'SNAPSHOT_EXISTS') throw error;
    }
    // Another snapshotter has read the same mark.
    // Not looked up in the listing, which may be behind.
    return { ...name, key: snapshotKey(name), bytes: bytes.length };
  }

  /** Somebody else's object, or of a store that tells nothing of what it reads back. */
  async #found(key: string, written: Snapshot): Promise<Kept> {
    const { arrival, whole } = this.#form.readBack(written, 'all');
    return whole(await this.#context.ports.snapshots.get(key, arrival));
  }

  /** Keeps the newest that verify; damaged ones do not count. Throws SnapshotStoreError. */
  async #dropOld(market: string): Promise<void> {
    const { log, ports } = this.#context;
    let kept = 0;
    for (const entry of await ports.snapshots.list(market)) {
      const { key } = entry;
      if (kept >= this.#keptCount) {
        await ports.snapshots.remove(key);
        this.#verified.delete(key);
        log.info({ market, key }, 'snapshot removed');
      } else if (await this.#isWhole(entry)) {
        kept += 1;
        if (kept === this.#keptCount) this.#oldestKept = this.#verified.get(key) ?? null;
      }
    }
  }

  async #isWhole(entry: SnapshotEntry): Promise<boolean> {
    const { key } = entry;
    if (this.#verified.has(key)) return true;
    try {
      const bytes = await this.#context.ports.snapshots.get(key);
      this.#verified.set(key, this.#form.open(bytes, entry));
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#context.log.warn({ key, reason: String(error) }, 'a kept snapshot is damaged');
      return false;
    }
    return true;
  }
}
