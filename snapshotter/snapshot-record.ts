import type { MarketSnapshotReport } from '../ports/coordination/coordination.ts';
import { snapshotEntryOf } from '../ports/snapshot-store/snapshot-names.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import { SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import { DecodeError } from '../proto/codec.ts';

/** How the snapshots of a market have fared since the process started. */
export class SnapshotRecord {
  readonly #market: string;
  #newest: SnapshotEntry | null = null;
  #durationMs = 0;
  #failures = 0;
  #verifyFailures = 0;

  constructor(market: string) {
    this.#market = market;
  }

  /** null: there was none. */
  startedFrom(snapshot: Pick<SnapshotEntry, 'key' | 'bytes'> | null): void {
    if (snapshot === null) return;
    const name = snapshot.key.slice(this.#market.length + 1);
    this.#newest = snapshotEntryOf(this.#market, name, snapshot.bytes);
  }

  taken(entry: SnapshotEntry, durationMs: number): void {
    this.#newest = entry;
    this.#durationMs = Math.round(durationMs);
  }

  failed(error: unknown): void {
    this.#failures += 1;
    const isUnlike =
      error instanceof SnapshotStoreError
        ? error.code === 'SNAPSHOT_READBACK_DIFFERS'
        : error instanceof DecodeError;
    if (isUnlike) this.#verifyFailures += 1;
  }

  report(): MarketSnapshotReport {
    return {
      market: this.#market,
      offset: this.#newest?.offset ?? null,
      timestampUs: this.#newest?.timestampUs ?? null,
      bytes: this.#newest?.bytes ?? 0,
      durationMs: this.#durationMs,
      failures: this.#failures,
      verifyFailures: this.#verifyFailures,
    };
  }
}
