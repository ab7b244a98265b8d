/**
 * Where the time of an order goes, from the metrics of the service: every histogram that has a label
 * `stage`, as what was added to it between two readings.
 */
export interface StageLatency {
  readonly metric: string;
  readonly stage: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Counts by upper bound in seconds. */
type Buckets = Map<number, number>;

export function stageLatencies(before: string, after: string): readonly StageLatency[] {
  const earlier = stageBuckets(before);
  return [...stageBuckets(after)].flatMap(([key, buckets]) => {
    const [metric = '', stage = ''] = key.split(' ');
    const start = earlier.get(key);
    const added = [...buckets]
      .map(([bound, count]): [number, number] => [bound, count - (start?.get(bound) ?? 0)])
      .sort(([a], [b]) => a - b);
    const count = added.at(-1)?.[1] ?? 0;
    if (count === 0) return [];
    const ms = (share: number): number => Number((quantile(added, share) * 1000).toPrecision(3));
    return [{ metric, stage, count, p50Ms: ms(0.5), p99Ms: ms(0.99) }];
  });
}

/** Series that differ in other labels are added up. */
function stageBuckets(text: string): ReadonlyMap<string, Buckets> {
  const found = new Map<string, Buckets>();
  for (const line of text.split('\n')) {
    const match = /^(\w+)_bucket\{([^}]*)\} (\S+)/.exec(line);
    const stage = /(?:^|,)stage="([^"]*)"/.exec(match?.[2] ?? '')?.[1];
    const bound = /(?:^|,)le="([^"]*)"/.exec(match?.[2] ?? '')?.[1];
    if (match === null || stage === undefined || bound === undefined) continue;
    const key = `${match[1]} ${stage}`;
    const buckets = found.get(key) ?? new Map<number, number>();
    const seconds = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
    buckets.set(seconds, (buckets.get(seconds) ?? 0) + Number(match[3]));
    found.set(key, buckets);
  }
  return found;
}

/** Linear within a bucket, as Prometheus does it; beyond the last bound, that bound. */
function quantile(buckets: readonly (readonly [number, number])[], share: number): number {
  const rank = share * (buckets.at(-1)?.[1] ?? 0);
  let [lower, below] = [0, 0];
  for (const [bound, count] of buckets) {
    if (count >= rank && count > below) {
      if (bound === Number.POSITIVE_INFINITY) return lower;
      return lower + ((bound - lower) * (rank - below)) / (count - below);
    }
    [lower, below] = [bound, count];
  }
  return lower;
}
