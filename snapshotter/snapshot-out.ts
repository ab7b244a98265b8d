/**
 * Writes a snapshot so that a crash at any point leaves either the one before or this one:
 *
 *   encode ──▶ put (whole or not at all) ──▶ read back, restore, compare ──▶ pointer ──▶ drop old ones
 */
import { isPassing } from '../engine/runtime/retrying.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import { sha256 } from '../engine/runtime/sha256.ts';
import { snapshotKey } from '../ports/snapshot-store/snapshot-names.ts';
import { type SnapshotEntry, SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import { assert } from '../proto/assert.ts';
import { decodeSnapshot, encodeSnapshot } from '../proto/codec.ts';
import type { MarketSnapshot } from '../proto/messages.ts';
import type { Offset } from '../proto/units.ts';

export class SnapshotOut {
  readonly #context: RuntimeContext;
  readonly #keptCount: number;
  /** Keys of objects that this process has read and found whole. */
  readonly #verified = new Set<string>();
  #oldestKept: Offset | null = null;

  constructor(context: RuntimeContext, options: { readonly keptCount: number }) {
    this.#context = context;
    this.#keptCount = options.keptCount;
  }

  /** Offset of the oldest of the kept snapshots; null while there are not enough that verify. */
  get oldestKept(): Offset | null {
    return this.#oldestKept;
  }

  /** The verified object. Throws SnapshotStoreError, AssertionFailed, DecodeError. */
  async write(snapshot: MarketSnapshot): Promise<SnapshotEntry> {
    const { coordination, crashPoints, snapshots } = this.#context.ports;
    const entry = await this.#put(snapshot);
    try {
      await this.#verify(entry, snapshot);
    } catch (error) {
      // Nobody must come across it first in the listing.
      await snapshots.remove(entry.key);
      throw error;
    }
    crashPoints.reach('CP12-verified-before-pointer');
    try {
      await coordination.setSnapshotOffset(snapshot.market, snapshot.offset);
    } catch (error) {
      // A hint, on which nothing depends; the next snapshot brings a newer one.
      const problem = error instanceof Error ? error.message : String(error);
      this.#context.log.warn({ market: snapshot.market, problem }, 'snapshot pointer not written');
    }
    try {
      await this.#dropOld(snapshot.market);
    } catch (error) {
      if (!(error instanceof SnapshotStoreError)) throw error;
      const { code, message: problem } = error;
      this.#context.log.warn({ market: snapshot.market, code, problem }, 'no old snapshot removed');
    }
    return entry;
  }

  async #put(snapshot: MarketSnapshot): Promise<SnapshotEntry> {
    const { snapshots } = this.#context.ports;
    const bytes = encodeSnapshot(snapshot, { sha256 });
    try {
      return await snapshots.put(snapshot, bytes);
    } catch (error) {
      if (!(error instanceof SnapshotStoreError) || error.code !== 'SNAPSHOT_EXISTS') throw error;
    }
    // Another snapshotter has read the same mark.
    // Not looked up in the listing, which may be behind.
    const { market, offset, timestampUs } = snapshot;
    return { key: snapshotKey(snapshot), market, offset, timestampUs, bytes: bytes.length };
  }

  /** As a recovery would: checksums, then a machine whose state hash is the one that was cut. */
  async #verify(entry: SnapshotEntry, written: MarketSnapshot): Promise<void> {
    const { machines, ports } = this.#context;
    const read = decodeSnapshot(await ports.snapshots.get(entry.key), { sha256 });
    assert(read.stateHash === written.stateHash, `${entry.key} holds another state`);
    machines.restore(read);
    this.#verified.add(entry.key);
  }

  /** Keeps the newest that verify; damaged ones do not count. Throws SnapshotStoreError. */
  async #dropOld(market: string): Promise<void> {
    const { log, ports } = this.#context;
    let kept = 0;
    for (const { key, offset } of await ports.snapshots.list(market)) {
      if (kept >= this.#keptCount) {
        await ports.snapshots.remove(key);
        this.#verified.delete(key);
        log.info({ market, key }, 'snapshot removed');
      } else if (await this.#isWhole(key)) {
        kept += 1;
        if (kept === this.#keptCount) this.#oldestKept = offset;
      }
    }
  }

  async #isWhole(key: string): Promise<boolean> {
    if (this.#verified.has(key)) return true;
    try {
      decodeSnapshot(await this.#context.ports.snapshots.get(key), { sha256 });
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#context.log.warn({ key, reason: String(error) }, 'a kept snapshot is damaged');
      return false;
    }
    this.#verified.add(key);
    return true;
  }
}
