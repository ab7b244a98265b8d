/** Snapshots of markets, as SnapshotOut writes them; what is remembered of one is its offset. */
import { ArrivingSnapshot } from '../engine/runtime/arriving-snapshot.ts';
import type { MachineFactory } from '../engine/runtime/machine-factory.ts';
import { sha256 } from '../ports/objects/sha256.ts';
import { assert } from '../proto/assert.ts';
import { decodeSnapshot, encodeSnapshot } from '../proto/codec.ts';
import type { MarketSnapshot } from '../proto/messages.ts';
import type { Offset } from '../proto/units.ts';
import type { SnapshotForm } from './snapshot-out.ts';

export const marketSnapshots = (
  machines: MachineFactory,
): SnapshotForm<MarketSnapshot, Offset> => ({
  name: ({ market, offset, timestampUs }) => ({ market, offset, timestampUs }),
  encode: (snapshot) => {
    const image = machines.imageOf(snapshot);
    return encodeSnapshot({ ...snapshot, ...(image && { image }) }, { sha256 });
  },
  readBack: (bytes, written) => {
    const read = decodeSnapshot(bytes, { sha256 });
    assert(read.stateHash === written.stateHash, `${written.market}: it holds another state`);
    new ArrivingSnapshot().restored(bytes, written, machines);
    return read.offset;
  },
  open: (bytes) => decodeSnapshot(bytes, { sha256 }).offset,
});
