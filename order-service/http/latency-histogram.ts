/**
 * A Prometheus histogram whose observation is an addition or two: prom-client looks labels up by a
 * text that it sorts and joins anew for each, which is a hundredth of what an order costs.
 *
 *   labels ──▶ counts: one per bucket, not cumulated until they are asked for │ one beyond │ sum
 */
interface Series {
  readonly counts: Float64Array;
  sumSeconds: number;
}

export class LatencyHistogram {
  readonly #name: string;
  readonly #help: string;
  readonly #boundsSeconds: readonly number[];
  readonly #series = new Map<string, Series>();

  constructor(options: {
    readonly name: string;
    readonly help: string;
    /** Ascending. */
    readonly boundsSeconds: readonly number[];
  }) {
    this.#name = options.name;
    this.#help = options.help;
    this.#boundsSeconds = options.boundsSeconds;
  }

  /** `labels`: as they are written, `outcome="ok"`; few different ones, and nothing to escape. */
  observe(labels: string, seconds: number): void {
    let series = this.#series.get(labels);
    if (series === undefined) {
      series = { counts: new Float64Array(this.#boundsSeconds.length + 1), sumSeconds: 0 };
      this.#series.set(labels, series);
    }
    const bounds = this.#boundsSeconds;
    let bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]!) bucket += 1;
    series.counts[bucket]! += 1;
    series.sumSeconds += seconds;
  }

  /** In the text format of Prometheus. */
  text(): string {
    const name = this.#name;
    const lines = [`# HELP ${name} ${this.#help}`, `# TYPE ${name} histogram`];
    for (const [labels, { counts, sumSeconds }] of this.#series) {
      let total = 0;
      for (const [bucket, count] of counts.entries()) {
        total += count;
        const bound = this.#boundsSeconds[bucket] ?? '+Inf';
        lines.push(`${name}_bucket{${labels},le="${bound}"} ${total}`);
      }
      lines.push(`${name}_sum{${labels}} ${sumSeconds}`);
      lines.push(`${name}_count{${labels}} ${total}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
