import type { Epoch, Offset, Sequence } from '../../proto/units.ts';
import type { StageReport } from '../stage-times/stage-times.ts';

export type Service = 'engine' | 'order-service' | 'settlement' | 'snapshotter' | 'projections';
/** `halted`: a poison command stopped the market here. `diverged`: its hash differs; never promoted. */
export type MarketRole = 'recovering' | 'standby' | 'primary' | 'halted' | 'diverged' | 'reader';

export interface MarketReport {
  readonly market: string;
  readonly role: MarketRole;
  readonly epoch: Epoch;
  /** Next record that it will read. */
  readonly offset: Offset;
  readonly sequence: Sequence;
  readonly stateHash: string | null;
  /** Records that it is behind the end of its log, as far as it knows. */
  readonly lag: number;
  /** Why it is halted or diverged, with the offset or sequence; else null. */
  readonly problem: string | null;
}

/** How the snapshots of a market fare; counts are since the start of the process. */
export interface MarketSnapshotReport {
  readonly market: string;
  /** Of the newest that this process has taken or started from; null: none. */
  readonly offset: Offset | null;
  /** When it was cut, by the clock of the batch; null: none. */
  readonly timestampUs: number | null;
  readonly bytes: number;
  readonly durationMs: number;
  readonly failures: number;
  /** Of those, objects that were not what had been written. */
  readonly verifyFailures: number;
}

/** How the archive of a topic fares; counts are since the start of the process. */
export interface TopicArchiveReport {
  readonly topic: string;
  /** The first record that is not archived. */
  readonly archivedEnd: number;
  /** The oldest record that the log itself still holds. */
  readonly logEarliest: number;
  /** Records that are not archived yet. */
  readonly lag: number;
  readonly segments: number;
  readonly failures: number;
  readonly problem: string | null;
}

/** What the snapshotter keeps safe, for whoever watches. */
export interface StorageReport {
  readonly snapshots: readonly MarketSnapshotReport[];
  readonly archive: readonly TopicArchiveReport[];
}

/** What a process says of itself, with every heartbeat. Plain JSON values. */
export interface ProcessReport {
  /** Unique among the live processes of the exchange, e.g. `engine-a`. */
  readonly name: string;
  readonly service: Service;
  readonly pid: number;
  readonly startedAtUs: number;
  readonly version: string;
  readonly markets: readonly MarketReport[];
  /** Of a snapshotter only. */
  readonly storage?: StorageReport;
  /** Of the stages of an order that this process measures. */
  readonly stages?: StageReport;
}

/** Peers run the same build (see `version`), so a glance tells a report from anything else. */
export function isReport(payload: unknown): payload is ProcessReport {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'name' in payload &&
    typeof payload.name === 'string' &&
    'markets' in payload &&
    Array.isArray(payload.markets)
  );
}

/** `down`: its connection closed, it is gone. `silent`: it is there but misses heartbeats. */
export type PeerState = 'up' | 'silent' | 'down';

export interface Peer {
  readonly report: ProcessReport;
  readonly state: PeerState;
}

/**
 * Hints, never truth: who is there, and where the newest snapshot is. Everything stays correct
 * without it, only slower; the fence is in the log.
 */
export interface Coordination {
  /** Sets what this process says of itself; sent at once, and again with every heartbeat. */
  announce(report: ProcessReport): void;

  /** The other processes, as last heard of; those that are down are kept for some seconds. */
  peers(): readonly Peer[];

  /** Called on every change of a peer's state and on every new report. Returns the unsubscribe. */
  onPeerChange(listener: (peer: Peer) => void): () => void;

  setSnapshotOffset(market: string, offset: Offset): Promise<void>;
  snapshotOffset(market: string): Promise<Offset | null>;

  close(): Promise<void>;
}
