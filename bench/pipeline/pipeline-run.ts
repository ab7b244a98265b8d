export interface PipelineRun {
  readonly seconds: number;
  readonly commands: number;
  readonly eventHash: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Of a run whose output was decoded again. */
  readonly verified: { readonly trades: number; readonly tradeHash: string } | null;
  /** Million operations per second, right after the run in the same process. */
  readonly yardstick: number;
}
