/** What a contestant answers for one run through a workload. */
export interface MatchingRun {
  readonly seconds: number;
  /** Of the whole process meanwhile: its collector and its compiler, too. */
  readonly cpuSeconds: number;
  readonly commands: number;
  readonly trades: number;
  readonly tradeHash: string;
}

/** Of single commands, the clock (some 0.05 µs) included. */
export interface CoreLatency {
  readonly commands: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly p9999Us: number;
  readonly maxUs: number;
  /** Of the process while it ran. */
  readonly garbageCollections: number;
  readonly longestPauseMs: number;
}
