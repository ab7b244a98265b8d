import { LatencyHistogram } from './latency-histogram.ts';
import type { Slice } from './report/latency-charts.ts';

const SLICE_MS = 250;

/** Latency by time: a histogram for each quarter of a second. */
export class LatencyOverTime {
  readonly #slices: (LatencyHistogram | undefined)[] = [];

  record(atMs: number, us: number): void {
    const index = Math.max(0, Math.floor(atMs / SLICE_MS));
    const slice = this.#slices[index] ?? new LatencyHistogram();
    slice.record(us);
    this.#slices[index] = slice;
  }

  /** Those in which something was recorded. */
  slices(): readonly Slice[] {
    return [...this.#slices.entries()].flatMap(([index, histogram]) => {
      if (histogram === undefined) return [];
      const { p50Ms, p99Ms, maxMs } = histogram.summary();
      return [{ atSeconds: (index * SLICE_MS) / 1000, p50Ms, p99Ms, maxMs }];
    });
  }
}
