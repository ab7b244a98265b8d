import type { Peer } from '../../ports/coordination/coordination.ts';
import type { SnapshotStore } from '../../ports/snapshot-store/snapshot-store.ts';
import { timestampUs as microseconds, type TimestampUs } from '../../proto/units.ts';

export interface LastSnapshot {
  readonly offset: number;
  readonly timestampUs: TimestampUs;
  readonly bytes: number;
}

/**
 * The newest snapshot of the market that is known: what a snapshotter tells, else what the store
 * lists. null: none, or nobody can tell now; the store may be away, and trading goes on.
 */
export async function lastSnapshot(
  store: Pick<SnapshotStore, 'list'>,
  market: string,
  peers: readonly Peer[],
): Promise<LastSnapshot | null> {
  let newest: LastSnapshot | null = null;
  for (const { report } of peers) {
    for (const told of report.storage?.snapshots ?? []) {
      const { offset, timestampUs, bytes } = told;
      if (told.market !== market || offset === null || timestampUs === null) continue;
      if (newest !== null && offset <= newest.offset) continue;
      newest = { offset, timestampUs: microseconds(timestampUs), bytes };
    }
  }
  if (newest !== null) return newest;
  const listed = await store.list(market).catch(() => []);
  return listed[0] ?? null;
}
