import { setTimeout as sleep } from 'node:timers/promises';
import { marketMachines } from '../engine/runtime/machine-factory.ts';
import { sha256 } from '../engine/runtime/sha256.ts';
import type { Ports } from '../ports/ports.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import { decodeSnapshot } from '../proto/codec.ts';
import { commandTopic } from '../proto/topics.ts';
import { CommandError, ExitCode } from './exit-codes.ts';
import { appendControl, marketsOf, withPorts } from './store-access.ts';

const POLL_MS = 20;
/** To a snapshotter that was still starting a mark was history, and it cut nothing there. */
const MARK_AGAIN_MS = 5_000;

/**
 * Appends a SnapshotMarked to each market's command log, where the running snapshotter cuts its
 * snapshot, and waits until the snapshot stands in the store; marks again when none comes. Throws
 * SNAPSHOT_TIMEOUT.
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
    return Promise.all(markets.map((market) => takeSnapshot(ports, market, deadlineMs)));
  });
}

async function takeSnapshot(
  ports: Ports,
  market: string,
  deadlineMs: number,
): Promise<SnapshotEntry> {
  const { clock, snapshots } = ports;
  const mark = () =>
    appendControl(ports, commandTopic(market), [{ kind: 'SnapshotMarked', markId: clock.nowUs() }]);
  const firstAt = await mark();
  let againMs = clock.monotonicMs() + MARK_AGAIN_MS;
  for (;;) {
    const found = (await snapshots.list(market)).find(({ offset }) => offset >= firstAt);
    if (found !== undefined) return found;
    if (clock.monotonicMs() > deadlineMs) {
      throw new CommandError(
        {
          code: 'SNAPSHOT_TIMEOUT',
          exitCode: ExitCode.notReachable,
          hint: 'Is the snapshotter running? See: lockstep status',
        },
        `no snapshot of ${market} at offset ${firstAt} in time`,
      );
    }
    if (clock.monotonicMs() > againMs) {
      await mark();
      againMs = clock.monotonicMs() + MARK_AGAIN_MS;
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
