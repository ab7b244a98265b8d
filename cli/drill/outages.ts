/**
 * What clients see of a kill. Acknowledgement times per market, and for each kill the longest
 * silence around it: from the last acknowledgement before to the first after.
 *
 *   ack ack ack │kill      (answers already on their way)   silence          ack ack
 *   ────●───●───┼──●──●────────────────────────────────────────────────────────●──●───▶
 *                     └───────────────────── the gap ──────────────────────────┘
 */
export class Outages {
  readonly #acknowledgedAtMs = new Map<string, number[]>();

  acknowledged(market: string, atMs: number): void {
    const times = this.#acknowledgedAtMs.get(market);
    if (times === undefined) this.#acknowledgedAtMs.set(market, [atMs]);
    else times.push(atMs);
  }

  /** Acknowledgements in this market since `sinceMs`. */
  countSince(market: string, sinceMs: number): number {
    const times = this.#acknowledgedAtMs.get(market) ?? [];
    return times.length - firstAtOrAfter(times, sinceMs);
  }

  /**
   * The longest silence of any market that ends in `fromMs … untilMs`; null when one of the markets
   * had no acknowledgement after `fromMs` (it never came back).
   */
  longestGapMs(fromMs: number, untilMs: number): number | null {
    let longest = 0;
    for (const times of this.#acknowledgedAtMs.values()) {
      const first = firstAtOrAfter(times, fromMs);
      if (first === times.length) return null;
      for (let index = Math.max(1, first); index < times.length; index += 1) {
        const atMs = times[index] ?? 0;
        if (atMs > untilMs) break;
        longest = Math.max(longest, atMs - (times[index - 1] ?? atMs));
      }
    }
    return this.#acknowledgedAtMs.size === 0 ? null : longest;
  }
}

function firstAtOrAfter(times: readonly number[], atMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface GapSummary {
  readonly kills: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Exact quantiles: kills are few. */
export function summarizeGaps(gapsMs: readonly number[]): GapSummary {
  const sorted = [...gapsMs].sort((a, b) => a - b);
  const at = (percent: number): number =>
    sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    kills: sorted.length,
    p50Ms: round(at(50)),
    p99Ms: round(at(99)),
    maxMs: round(at(100)),
  };
}
