import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { marketMachines } from '../engine/runtime/machine-factory.ts';
import type { Peer } from '../ports/coordination/coordination.ts';
import { sha256 } from '../ports/objects/sha256.ts';
import type { Ports } from '../ports/ports.ts';
import { ACCOUNTS } from '../ports/snapshot-store/snapshot-names.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import { decodeSnapshot } from '../proto/codec.ts';
import type { MarketSnapshot } from '../proto/messages.ts';
import { commandTopic } from '../proto/topics.ts';
import { assertWhole } from '../snapshotter/account-snapshot-form.ts';
import { CommandError, ExitCode } from './exit-codes.ts';
import { heardProcesses } from './heard-processes.ts';
import { appendControl, marketsOf, withPorts } from './store-access.ts';

const POLL_MS = 20;
/** To a snapshotter that was still starting a mark was history, and it cut nothing there. */
const MARK_AGAIN_MS = 5_000;

/**
 * Appends a SnapshotMarked to each market's command log, where the running snapshotter cuts its
 * snapshot, and waits until the snapshot stands in the store; marks again when none comes. Throws
 * NO_SNAPSHOTTER, with nothing appended, and SNAPSHOT_TIMEOUT.
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
    await assertSnapshotter(ports, options.timeoutMs);
    return Promise.all(markets.map((market) => takeSnapshot(ports, market, deadlineMs)));
  });
}

/** Nobody but a snapshotter takes a mark up; where others run, it may be starting. */
async function assertSnapshotter(ports: Ports, timeoutMs: number): Promise<void> {
  const isThere = (peers: readonly Peer[]) =>
    peers.some(({ report }) => report.service === 'snapshotter');
  const first = await heardProcesses(ports, (peers) => peers.length > 0);
  const peers = first.length === 0 ? first : await heardProcesses(ports, isThere, timeoutMs);
  if (isThere(peers)) return;
  throw new CommandError(
    {
      code: 'NO_SNAPSHOTTER',
      exitCode: ExitCode.notReachable,
      hint:
        peers.length === 0
          ? 'Start the exchange with: lockstep up'
          : 'See who runs with: lockstep status',
    },
    'no snapshotter runs that could take a snapshot',
  );
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

/** The markets that have a command log, and the accounts; or the one named. Throws UNKNOWN_MARKET. */
export async function snapshotsOf(
  ports: Pick<Ports, 'log' | 'snapshots'>,
  wanted: string | null,
): Promise<readonly SnapshotEntry[]> {
  const folders =
    wanted === ACCOUNTS
      ? [ACCOUNTS]
      : [...(await marketsOf(ports, wanted)), ...(wanted === null ? [ACCOUNTS] : [])];
  const lists = await Promise.all(folders.map((folder) => ports.snapshots.list(folder)));
  return lists.flat();
}

/** Reads it, checks its checksums and its name, restores it, and compares its own state. */
export async function verifySnapshot(
  ports: Pick<Ports, 'snapshots'>,
  entry: SnapshotEntry,
): Promise<SnapshotVerdict> {
  try {
    const snapshot = decodeSnapshot(await ports.snapshots.get(entry.key), { sha256 });
    if (snapshot.market !== entry.market) return { problem: `it is of ${snapshot.market}` };
    if (snapshot.offset !== entry.offset) return { problem: `it is of offset ${snapshot.offset}` };
    const restored = marketMachines.restore(snapshot).stateHash();
    if (restored !== snapshot.stateHash) {
      return { problem: `restored, its state hash is ${restored} and not ${snapshot.stateHash}` };
    }
    const problem = imageProblem(snapshot);
    return problem === null ? { problem: null, stateHash: restored } : { problem };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The same orders make the same image; of another build's there is nothing to say. */
function imageProblem({ image, ...snapshot }: MarketSnapshot): string | null {
  const made = image === undefined ? null : marketMachines.imageOf(snapshot);
  if (image === undefined || made === null || made.layout !== image.layout) return null;
  return isDeepStrictEqual(image, made) ? null : 'its image is not that of its orders';
}

/** What is wrong with a snapshot of the accounts: read, restored and written again it is the same; or null. */
export async function accountsProblem(
  { snapshots }: Pick<Ports, 'snapshots'>,
  entry: SnapshotEntry,
): Promise<string | null> {
  try {
    const bytes = await snapshots.get(entry.key);
    assertWhole(bytes, entry);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
