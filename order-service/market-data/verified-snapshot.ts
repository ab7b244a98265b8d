import { sha256 } from '../../ports/objects/sha256.ts';
import {
  type SnapshotStore,
  SnapshotStoreError,
} from '../../ports/snapshot-store/snapshot-store.ts';
import { DecodeError, decodeSnapshot } from '../../proto/codec.ts';
import type { MarketSnapshot } from '../../proto/messages.ts';

/** null: it does not verify, or was removed meanwhile; the one before will do. `onPassed` hears why. */
export async function verifiedSnapshot(
  snapshots: SnapshotStore,
  key: string,
  onPassed: (code: string) => void = () => {},
): Promise<MarketSnapshot | null> {
  try {
    return decodeSnapshot(await snapshots.get(key), { sha256 });
  } catch (error) {
    const isPassable =
      error instanceof DecodeError ||
      (error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_NOT_FOUND');
    if (!isPassable) throw error;
    onPassed(error.code);
    return null;
  }
}
