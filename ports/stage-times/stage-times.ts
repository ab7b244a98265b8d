/**
 * Where the time of one order goes, stage by stage. Each process measures its own part with its own
 * clock, and tells the others in its report; the order-service shows them all at /metrics.
 *
 *   received ─ingress─▶ submitted ─reserve─▶ admitted ─append─▶ durable ─────read-back─────▶ events
 *                                                     │ match ▶ publish (primary) │     read ─answer─▶ written
 *                                                     └─ …  settle (settlement)
 */

/**
 * - ingress: a request's parsing and checks, until its orders are submitted
 * - reserve: until the account store has admitted the order, the wait for the append in flight included
 * - append: until its record is durable
 * - read-back: from there until its events are read; match, publish and two wake-ups are part of it
 * - match: the primary applies one record
 * - publish: the primary appends the events of what it has applied meanwhile
 * - answer: from the events until the reply is handed to the socket
 * - settle: from the time of the record until its effects on balances are stored (not awaited)
 */
export const STAGES = [
  'ingress',
  'reserve',
  'append',
  'read-back',
  'match',
  'publish',
  'answer',
  'settle',
] as const;
export type Stage = (typeof STAGES)[number];

/** Bucket `i` counts up to 2^(i/2) µs; the last one, of 2^24 µs = 17 s, everything beyond too. */
export const STAGE_BUCKETS = 49;

export const bucketBoundUs = (index: number): number => 2 ** (index / 2);

export interface StageCounts {
  readonly sumUs: number;
  /** By bucket, up to the last one that is not 0. */
  readonly counts: readonly number[];
}

export type StageReport = Readonly<Partial<Record<Stage, StageCounts>>>;

interface Histogram {
  sumUs: number;
  readonly counts: Float64Array;
  last: number;
}

export class StageTimes {
  readonly #histograms = new Map<Stage, Histogram>();

  /** Some 30 ns. A clock that went back counts as 0. */
  record(stage: Stage, us: number, count = 1): void {
    let histogram = this.#histograms.get(stage);
    if (histogram === undefined) {
      histogram = { sumUs: 0, counts: new Float64Array(STAGE_BUCKETS), last: 0 };
      this.#histograms.set(stage, histogram);
    }
    const index = us <= 1 ? 0 : Math.min(STAGE_BUCKETS - 1, Math.ceil(2 * Math.log2(us)));
    histogram.counts[index] = (histogram.counts[index] ?? 0) + count;
    histogram.sumUs += Math.max(0, us) * count;
    if (index > histogram.last) histogram.last = index;
  }

  report(): StageReport {
    const report: Partial<Record<Stage, StageCounts>> = {};
    for (const [stage, { sumUs, counts, last }] of this.#histograms) {
      report[stage] = { sumUs: Math.round(sumUs), counts: [...counts.subarray(0, last + 1)] };
    }
    return report;
  }
}
