import { assert } from '../proto/assert.ts';

/**
 * Log-linear recorder of microseconds: every power of two is cut into 1,024 equal buckets, so a
 * value is off by less than 0.1 %, below 2,048 µs by nothing. Recording costs one shift and one add.
 *
 *   value    0 … 2047   one bucket each          index = value
 *   value 2048 … 4095   buckets of 2 µs          index = (octave << 10) + (value >> shift)
 *   value 4096 … 8191   buckets of 4 µs          …
 */
const SUB_BUCKET_BITS = 10;
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
/** 2^31 - 1 µs is 35 minutes; more is counted as that. */
const VALUE_MAX = 2 ** 31 - 1;
const BUCKETS = SUB_BUCKETS * (32 - SUB_BUCKET_BITS + 1);

export class LatencyHistogram {
  readonly #buckets = new Int32Array(BUCKETS);
  #count = 0;
  #maxUs = 0;

  get count(): number {
    return this.#count;
  }

  get maxUs(): number {
    return this.#maxUs;
  }

  /** Fractions are cut off; a value below 0 (a clock that went back) is a bug of the caller. */
  record(us: number): void {
    assert(us >= 0, `a latency is not negative: ${us}`);
    const value = us > VALUE_MAX ? VALUE_MAX : us | 0;
    const index = bucketOf(value);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    this.#count += 1;
    if (value > this.#maxUs) this.#maxUs = value;
  }

  /** The value that at least `percent` of the records do not exceed; 0 when there is none. */
  percentileUs(percent: number): number {
    if (this.#count === 0) return 0;
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count));
    let seen = 0;
    for (let index = 0; index < BUCKETS; index += 1) {
      seen += this.#buckets[index] ?? 0;
      if (seen >= rank) return Math.min(highestOf(index), this.#maxUs);
    }
    return this.#maxUs;
  }

  /** The buckets in use, from the least value up. */
  *filled(): Generator<FilledBucket> {
    for (let index = 0; index < BUCKETS; index += 1) {
      const count = this.#buckets[index] ?? 0;
      if (count > 0) yield { index, count, highestUs: Math.min(highestOf(index), this.#maxUs) };
    }
  }

  /** Plain JSON that `fromCounts` reads. */
  toCounts(): HistogramCounts {
    return {
      maxUs: this.#maxUs,
      counts: [...this.filled()].map(({ index, count }) => [index, count]),
    };
  }

  static fromCounts({ maxUs, counts }: HistogramCounts): LatencyHistogram {
    const histogram = new LatencyHistogram();
    histogram.add({ maxUs, counts });
    return histogram;
  }

  add({ maxUs, counts }: HistogramCounts): void {
    for (const [index, count] of counts) {
      this.#buckets[index] = (this.#buckets[index] ?? 0) + count;
      this.#count += count;
    }
    if (maxUs > this.#maxUs) this.#maxUs = maxUs;
  }

  summary(): LatencySummary {
    const ms = (percent: number): number => this.percentileUs(percent) / 1000;
    return {
      count: this.#count,
      p50Ms: ms(50),
      p90Ms: ms(90),
      p99Ms: ms(99),
      p999Ms: ms(99.9),
      p9999Ms: ms(99.99),
      maxMs: this.#maxUs / 1000,
    };
  }
}

export interface FilledBucket {
  readonly index: number;
  readonly count: number;
  readonly highestUs: number;
}

export interface HistogramCounts {
  readonly maxUs: number;
  /** Bucket index and count. */
  readonly counts: readonly (readonly [number, number])[];
}

export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly p9999Ms: number;
  readonly maxMs: number;
}

/** How far a value must be shifted to have at most 11 bits. */
const shiftOf = (value: number): number =>
  Math.max(0, 32 - Math.clz32(value) - SUB_BUCKET_BITS - 1);

function bucketOf(value: number): number {
  const shift = shiftOf(value);
  return (shift << SUB_BUCKET_BITS) + (value >>> shift);
}

/** The largest value that falls into the bucket. */
function highestOf(index: number): number {
  const shift = Math.max(0, (index >> SUB_BUCKET_BITS) - 1);
  return (index - (shift << SUB_BUCKET_BITS) + 1) * 2 ** shift - 1;
}
