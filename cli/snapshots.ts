import { setTimeout as sleep } from 'node:timers/promises';
import { marketMachines } from '../engine/runtime/machine-factory.ts';
import { sha256 } from '../engine/runtime/sha256.ts';
import type { Ports } from '../ports/ports.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import { decodeSnapshot } from '../proto/codec.ts';
import { commandTopic } from '../proto/topics.ts';
import type { Offset } from '../proto/units.ts';
import { CommandError, ExitCode } from './exit-codes.ts';
import { appendControl, marketsOf, withPorts } from './store-access.ts';

const POLL_MS = 20;

/**
 * Appends a SnapshotMarked to each market's command log, where the running snapshotter cuts its
 * snapshot, and waits until the snapshot stands in the store. Throws SNAPSHOT_TIMEOUT.
 */
export function takeSnapshots(options: {
  readonly dataDirectory: string;
  /** null: every market. */
  readonly market: string | null;
  readonly timeoutMs: number;
}): Promise<readonly SnapshotEntry[]> {
  return withPorts(options.dataDirectory, async (ports) => {
    const deadlineMs = ports.clock.monotonicMs() + options.timeoutMs;
    const markets = await marketsOf(ports, options.market);
    return Promise.all(
      markets.map(async (market) => {
        const markId = ports.clock.nowUs();
        const at = await appendControl(ports, commandTopic(market), [
          { kind: 'SnapshotMarked', markId },
        ]);
        return snapshotAt(ports, { market, offset: at, deadlineMs });
      }),
    );
  });
}

async function snapshotAt(
  ports: Pick<Ports, 'snapshots' | 'clock'>,
  wanted: { readonly market: string; readonly offset: Offset; readonly deadlineMs: number },
): Promise<SnapshotEntry> {
  const { market, offset, deadlineMs } = wanted;
  for (;;) {
    const found = (await ports.snapshots.list(market)).find((entry) => entry.offset >= offset);
    if (found !== undefined) return found;
    if (ports.clock.monotonicMs() > deadlineMs) {
      throw new CommandError(
        {
          code: 'SNAPSHOT_TIMEOUT',
          exitCode: ExitCode.notReachable,
          hint: 'Is the snapshotter running? See: lockstep status',
        },
        `no snapshot of ${market} at offset ${offset} in time`,
      );
    }
    await sleep(POLL_MS);
  }
}

export type SnapshotVerdict =
  | { readonly problem: null; readonly stateHash: string }
  | { readonly problem: string };

/** Reads it, checks its checksums and its name, restores it, and compares its own state hash. */
export async function verifySnapshot(
  ports: Pick<Ports, 'snapshots'>,
  entry: SnapshotEntry,
): Promise<SnapshotVerdict> {
  try {
    const snapshot = decodeSnapshot(await ports.snapshots.get(entry.key), { sha256 });
    if (snapshot.market !== entry.market) return { problem: `it is of ${snapshot.market}` };
    if (snapshot.offset !== entry.offset) return { problem: `it is of offset ${snapshot.offset}` };
    const restored = marketMachines.restore(snapshot).stateHash();
    return restored === snapshot.stateHash
      ? { problem: null, stateHash: restored }
      : { problem: `restored, its state hash is ${restored} and not ${snapshot.stateHash}` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
