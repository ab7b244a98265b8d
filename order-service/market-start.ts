/** Where a market's view begins: at the newest snapshot that verifies, else at the first event. */
import { createHash } from 'node:crypto';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import { type SnapshotEntry, SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import { DecodeError, decodeSnapshot } from '../proto/codec.ts';
import type { MarketSnapshot } from '../proto/messages.ts';
import { eventTopic } from '../proto/topics.ts';
import { type Offset, offset, sequence } from '../proto/units.ts';
import type { MarketView } from './market-data/market-view.ts';
import type { ServiceContext } from './service-context.ts';

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

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
    const snapshot = await readSnapshot(context, key);
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

/** null: it does not verify, or was removed meanwhile; the one before will do. */
async function readSnapshot(context: ServiceContext, key: string): Promise<MarketSnapshot | null> {
  try {
    return decodeSnapshot(await context.ports.snapshots.get(key), { sha256 });
  } catch (error) {
    const isPassable =
      error instanceof DecodeError ||
      (error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_NOT_FOUND');
    if (!isPassable) throw error;
    context.log.warn({ key, code: error.code }, 'snapshot passed over');
    return null;
  }
}
