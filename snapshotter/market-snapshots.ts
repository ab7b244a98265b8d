/** Snapshots of markets, as SnapshotOut writes them; what is remembered of one is its offset. */
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
  encode: (snapshot) => encodeSnapshot(snapshot, { sha256 }),
  readBack: (bytes, written) => {
    const read = decodeSnapshot(bytes, { sha256 });
    assert(read.stateHash === written.stateHash, `${written.market}: it holds another state`);
    machines.restore(read);
    return read.offset;
  },
  open: (bytes) => decodeSnapshot(bytes, { sha256 }).offset,
});
