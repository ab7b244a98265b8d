/** Where a market's view begins: at the newest snapshot that verifies, else at the first event. */
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import { type SnapshotEntry, SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import { eventTopic } from '../proto/topics.ts';
import { type Offset, offset, sequence } from '../proto/units.ts';
import type { MarketView } from './market-data/market-view.ts';
import { verifiedSnapshot } from './market-data/verified-snapshot.ts';
import type { ServiceContext } from './service-context.ts';

/** Loads the empty view; resolves to where its events go on, null: at the beginning. */
export async function startView(
  context: ServiceContext,
  view: MarketView,
): Promise<EventCursor | null> {
  const { log } = context.ports;
  // A power cut may have taken events that a snapshot has seen; the engine emits them again.
  const { earliest, end } = await log.bounds(eventTopic(view.market));
  for (const { key, offset: at } of await listed(context, view.market, earliest)) {
    if (at + 1 > end) continue;
    const snapshot = await verifiedSnapshot(context.ports.snapshots, key, (code) => {
      context.log.warn({ key, code }, 'snapshot passed over');
    });
    if (snapshot === null) continue;
    view.load(snapshot);
    return {
      // Every record before has one event record at least, so this one is not further on.
      nextLogOffset: offset(at + 1),
      inputOffset: at,
      sequence: sequence(snapshot.nextSequence - 1),
      eventHash: snapshot.eventHash,
    };
  }
  return null;
}

/** Empty when the store is away and all events are in the log: orders must not wait for S3. */
async function listed(
  context: ServiceContext,
  market: string,
  earliest: Offset,
): Promise<readonly SnapshotEntry[]> {
  try {
    return await context.ports.snapshots.list(market);
  } catch (error) {
    const isAway =
      error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_STORE_UNAVAILABLE';
    if (!isAway || earliest > 0) throw error;
    context.log.warn({ market, problem: error.message }, 'no snapshot store: all events are read');
    return [];
  }
}
