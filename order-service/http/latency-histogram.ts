/**
 * A Prometheus histogram whose observation is an addition or two: prom-client looks labels up by a
 * text that it sorts and joins anew for each, which is a hundredth of what an order costs.
 *
 *   labels ──▶ counts: one per bucket, not cumulated until they are asked for │ one beyond │ sum
 */
import { type HistogramOptions, histogramText } from './histogram-text.ts';

interface Series {
  readonly labels: string;
  readonly counts: Float64Array;
  sumSeconds: number;
}

export class LatencyHistogram {
  readonly #options: HistogramOptions;
  readonly #series = new Map<string, Series>();

  constructor(options: HistogramOptions) {
    this.#options = options;
  }

  /** `labels`: as they are written, `outcome="ok"`; few different ones, and nothing to escape. */
  observe(labels: string, seconds: number): void {
    const bounds = this.#options.boundsSeconds;
    let series = this.#series.get(labels);
    if (series === undefined) {
      series = { labels, counts: new Float64Array(bounds.length + 1), sumSeconds: 0 };
      this.#series.set(labels, series);
    }
    let bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]!) bucket += 1;
    series.counts[bucket]! += 1;
    series.sumSeconds += seconds;
  }

  /** In the text format of Prometheus. */
  text(): string {
    return histogramText(this.#options, this.#series.values());
  }
}
