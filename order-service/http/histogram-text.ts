/** A histogram in the text format of Prometheus, line by line. */
export interface HistogramSeries {
  /** As they are written, `outcome="ok"`; nothing to escape. */
  readonly labels: string;
  /** One per bound, not cumulated, and one beyond the last; what is missing is 0. */
  readonly counts: ArrayLike<number>;
  readonly sumSeconds: number;
}

/** All buckets, always: whoever adds series up, or subtracts an earlier reading, needs the same ones. */
export function histogramText(
  { name, help, boundsSeconds }: HistogramOptions,
  series: Iterable<HistogramSeries>,
): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
  for (const { labels, counts, sumSeconds } of series) {
    let total = 0;
    for (const [bucket, bound] of [...boundsSeconds, '+Inf'].entries()) {
      total += counts[bucket] ?? 0;
      lines.push(`${name}_bucket{${labels},le="${bound}"} ${total}`);
    }
    lines.push(`${name}_sum{${labels}} ${sumSeconds}`);
    lines.push(`${name}_count{${labels}} ${total}`);
  }
  return `${lines.join('\n')}\n`;
}

export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Ascending. */
  readonly boundsSeconds: readonly number[];
}
