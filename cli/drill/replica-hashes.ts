import { setTimeout as sleep } from 'node:timers/promises';
import type { ExchangeStatus } from '../../client/api-types.ts';
import { CommandError } from '../exit-codes.ts';
import { takeSnapshots } from '../snapshots.ts';

export interface ReplicaHash {
  readonly market: string;
  readonly process: string;
  readonly role: string;
  readonly stateHash: string | null;
}

export interface ReplicaComparison {
  readonly equal: boolean;
  readonly hashes: readonly ReplicaHash[];
}

const SNAPSHOT_TIMEOUT_MS = 10_000;
const TIMEOUT_MS = 30_000;
/** They announce what they know a moment after they know it. */
const ANNOUNCED_MS = 3_000;
const POLL_MS = 50;

/**
 * Has every live replica hash its full state at the same record of the log (the mark of a snapshot),
 * and compares what they say of it. The load must have ended. A replica that began from a snapshot
 * behind the mark knows no hash yet, and one that is slow still tells that of the mark before: there
 * is another mark for it. Replicas that differ, differ at every mark.
 */
export async function compareReplicas(options: {
  readonly dataDirectory: string;
  readonly status: () => Promise<ExchangeStatus>;
}): Promise<ReplicaComparison> {
  const deadlineMs = performance.now() + TIMEOUT_MS;
  for (;;) {
    try {
      await takeSnapshots({
        dataDirectory: options.dataDirectory,
        market: null,
        timeoutMs: SNAPSHOT_TIMEOUT_MS,
      });
    } catch (error) {
      // A snapshotter that was starting still took the mark for history, and cut nothing there.
      const mayComeLater = error instanceof CommandError && error.code === 'SNAPSHOT_TIMEOUT';
      if (mayComeLater && performance.now() < deadlineMs) continue;
      throw error;
    }
    const comparison = await announced(options.status);
    if (comparison.equal || performance.now() > deadlineMs) return comparison;
  }
}

async function announced(status: () => Promise<ExchangeStatus>): Promise<ReplicaComparison> {
  const deadlineMs = performance.now() + ANNOUNCED_MS;
  for (;;) {
    const hashes = hashesOf(await status());
    const equal = areEqual(hashes);
    if (equal || performance.now() > deadlineMs) return { equal, hashes };
    await sleep(POLL_MS);
  }
}

function hashesOf(status: ExchangeStatus): readonly ReplicaHash[] {
  return status.processes
    .filter(
      ({ service, state }) => (service === 'engine' || service === 'snapshotter') && state === 'up',
    )
    .flatMap(({ name, markets }) =>
      markets.flatMap((duty) =>
        typeof duty === 'string'
          ? []
          : [{ market: duty.market, process: name, role: duty.role, stateHash: duty.state_hash }],
      ),
    );
}

function areEqual(hashes: readonly ReplicaHash[]): boolean {
  const markets = new Set(hashes.map(({ market }) => market));
  return (
    markets.size > 0 &&
    [...markets].every((market) => {
      const own = hashes.filter((hash) => hash.market === market);
      const distinct = new Set(own.map(({ stateHash }) => stateHash));
      return own.length >= 2 && distinct.size === 1 && !distinct.has(null);
    })
  );
}
