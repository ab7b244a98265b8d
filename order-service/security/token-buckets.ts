import type { Clock } from '../../ports/clock/clock.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

const BUCKETS_MAX = 50_000;

/** One bucket per key or address: `perSecond` tokens a second, at most `burst` saved up. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;

  constructor(options: {
    readonly clock: Clock;
    readonly perSecond: number;
    readonly burst: number;
  }) {
    this.#clock = options.clock;
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
  }

  /** Takes the cost, or tells after how many milliseconds it would be there; 0: taken. */
  take(owner: string, cost: number): number {
    const nowMs = this.#clock.monotonicMs();
    const bucket = this.#bucketOf(owner, nowMs);
    const saved = bucket.tokens + ((nowMs - bucket.atMs) * this.#perSecond) / 1000;
    bucket.tokens = Math.min(this.#burst, saved);
    bucket.atMs = nowMs;
    // A cost above the burst can be paid by a full bucket, which then owes the rest.
    const needed = Math.min(cost, this.#burst);
    if (bucket.tokens >= needed) {
      bucket.tokens -= cost;
      return 0;
    }
    return Math.ceil(((needed - bucket.tokens) * 1000) / this.#perSecond);
  }

  /** What the owner could take now; `resetSeconds`: until all of it is there again. */
  standing(owner: string): Standing {
    const bucket = this.#buckets.get(owner);
    const sinceMs = bucket === undefined ? 0 : this.#clock.monotonicMs() - bucket.atMs;
    const saved = (bucket?.tokens ?? this.#burst) + (sinceMs * this.#perSecond) / 1000;
    const remaining = Math.max(0, Math.floor(Math.min(this.#burst, saved)));
    const resetSeconds = Math.ceil((this.#burst - remaining) / this.#perSecond);
    return { limit: this.#burst, remaining, resetSeconds };
  }

  #bucketOf(owner: string, nowMs: number): Bucket {
    let bucket = this.#buckets.get(owner);
    if (bucket === undefined) {
      bucket = { tokens: this.#burst, atMs: nowMs };
      this.#buckets.set(owner, bucket);
      // The oldest made way: at worst its owner has a full bucket again.
      if (this.#buckets.size > BUCKETS_MAX) {
        const oldest = this.#buckets.keys().next();
        if (oldest.done !== true) this.#buckets.delete(oldest.value);
      }
    }
    return bucket;
  }
}
