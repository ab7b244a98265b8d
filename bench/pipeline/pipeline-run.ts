export interface PipelineRun {
  readonly seconds: number;
  /** Of processor time, all threads of the process. */
  readonly cpuSeconds: number;
  readonly commands: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Of a run whose output was decoded again. */
  readonly verified: { readonly trades: number; readonly tradeHash: string } | null;
  /** Million operations per second, right after the run in the same process. */
  readonly yardstick: number;
}
