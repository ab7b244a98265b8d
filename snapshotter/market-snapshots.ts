/** Snapshots of markets, as SnapshotOut writes them; what is remembered of one is its offset. */
import { ArrivingSnapshot } from '../engine/runtime/arriving-snapshot.ts';
import type { MachineFactory } from '../engine/runtime/machine-factory.ts';
import { sha256 } from '../ports/objects/sha256.ts';
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
    return encodeSnapshot({ ...snapshot, ...(image && { image }) }, { sha256, rows: 'in-place' });
  },
  readBack: (written, sums) => {
    const arrival = new ArrivingSnapshot(sums);
    const whole = (bytes: Uint8Array): Offset => {
      arrival.restored(bytes, written, machines);
      return written.offset;
    };
    return { arrival, whole };
  },
  open: (bytes) => decodeSnapshot(bytes, { sha256 }).offset,
});
