/** What goes over the IPC channels between the benchmark and the processes that it measures. */
import type { OwnCpu } from './own-cpu.ts';

export interface HistoryRequest {
  readonly dataDirectory: string;
  readonly market: string;
  readonly workloadPath: string;
  readonly bytes: number;
  readonly snapshotAfter: number | null;
}

export interface RecoveryRequest {
  readonly dataDirectory: string;
  readonly market: string;
}

/** One recovery of a fresh process. */
export interface RecoveryRun {
  /** From the start of the process to its first line of ours. */
  readonly startMs: number;
  readonly openMs: number;
  /** Event log's tail, listing, snapshot read, verified and loaded. */
  readonly loadMs: number;
  readonly replayMs: number;
  /** From opened logs to a machine at the end of its log. */
  readonly recoveryMs: number;
  /** Of loading and of replaying. */
  readonly loadCpu: OwnCpu;
  readonly replayCpu: OwnCpu;
  readonly plan: string;
  readonly snapshotBytes: number;
  readonly replayedRecords: number;
  readonly replayedEvents: number;
  readonly restingOrders: number;
  readonly eventHash: string;
  readonly isDiverged: boolean;
  readonly rssMiB: number;
  readonly yardstick: number;
}
