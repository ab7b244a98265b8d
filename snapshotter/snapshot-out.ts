/**
 * Writes a snapshot so that a crash at any point leaves either the one before or this one:
 *
 *   encode ──▶ put (whole or not at all) ──▶ read back, restore, compare ──▶ pointer ──▶ drop old ones
 */
import { isPassing } from '../engine/runtime/retrying.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import type { ObjectArrival } from '../ports/objects/object-bucket.ts';
import { snapshotKey } from '../ports/snapshot-store/snapshot-names.ts';
import {
  type SnapshotEntry,
  type SnapshotName,
  SnapshotStoreError,
} from '../ports/snapshot-store/snapshot-store.ts';

/** Of one object; who wants to know of it on its way says so. */
export type GetObject = (arrival?: ObjectArrival) => Promise<Uint8Array>;

/** A kind of snapshot. `Kept`: what is remembered of one that is whole. */
export interface SnapshotForm<Snapshot, Kept> {
  name(snapshot: Snapshot): SnapshotName;
  encode(snapshot: Snapshot): Uint8Array;
  /** As a recovery would read it, and every sum: throws unless it is whole and what was written. */
  readBack(get: GetObject, written: Snapshot): Promise<Kept>;
  /** Throws unless it is whole. */
  open(bytes: Uint8Array, entry: SnapshotEntry): Kept;
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
    const entry = await this.#put(name, this.#form.encode(snapshot));
    try {
      await this.#verify(entry, snapshot);
    } catch (error) {
      // Nobody must come across it first in the listing.
      await snapshots.remove(entry.key);
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

  async #put(name: SnapshotName, bytes: Uint8Array): Promise<SnapshotEntry> {
    const { snapshots } = this.#context.ports;
    try {
      return await snapshots.put(name, bytes);
    } catch (error) {
      if (!(error instanceof SnapshotStoreError) || error.code !== 'SNAPSHOT_EXISTS') throw error;
    }
    // Another snapshotter has read the same mark.
    // Not looked up in the listing, which may be behind.
    return { ...name, key: snapshotKey(name), bytes: bytes.length };
  }

  async #verify({ key }: SnapshotEntry, written: Snapshot): Promise<void> {
    const { snapshots } = this.#context.ports;
    const get: GetObject = (arrival) => snapshots.get(key, arrival);
    this.#verified.set(key, await this.#form.readBack(get, written));
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
