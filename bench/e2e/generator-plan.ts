import type { HistogramCounts, LatencySummary } from '../latency-histogram.ts';
import type { Slice } from '../report/latency-charts.ts';

/** What the parent tells the generator, and what comes back. Plain JSON over the IPC channel. */
export interface GeneratorPlan {
  readonly mode: 'open-loop' | 'closed-loop';
  /** Which of the exchange's languages the orders are in. */
  readonly dialect: 'native' | 'binance';
  readonly wsUrl: string;
  readonly accounts: readonly { readonly apiKey: string; readonly secret: string }[];
  readonly seed: number;
  /** Open loop: orders per second, batch included. */
  readonly ratePerSecond: number;
  readonly arrivals: 'constant' | 'poisson';
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly ordersPerRequest: number;
  /** Closed loop: requests that each connection keeps in flight. */
  readonly requestsInFlight: number;
  /** Open loop: the generator freezes once for so long, to see that such a run is refused; 0: not. */
  readonly stallMs: number;
}

/** A pause for garbage collection in the generator, seconds from the start of measuring. */
export interface Pause {
  readonly atSeconds: number;
  readonly durationMs: number;
}

export interface GeneratorResult {
  /** Orders, not requests. */
  readonly offered: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly unanswered: number;
  /** Requests that left more than LATE_AFTER_MS after their intended time. */
  readonly late: number;
  readonly requests: number;
  readonly seconds: number;
  /** From the intended send time to the answer. */
  readonly latency: LatencySummary;
  /** From the actual send to the answer. */
  readonly serviceTime: LatencySummary;
  readonly latencyCounts: HistogramCounts;
  readonly serviceTimeCounts: HistogramCounts;
  /** Latency over time, by when the answer was due. */
  readonly slices: readonly Slice[];
  readonly pauses: readonly Pause[];
  /** When measuring began, as Date.now(). */
  readonly startedAtMs: number;
  readonly refusals: Readonly<Record<string, number>>;
}

/** What the generator tells the parent: that measuring begins, and how it ended. */
export type GeneratorMessage =
  | { readonly measuring: true }
  | { readonly result: GeneratorResult }
  | { readonly error: string };

export const LATE_AFTER_MS = 10;
/** Above this share of late requests there is no headline. */
export const LATE_SHARE_MAX = 0.001;

export const lateShare = (result: GeneratorResult): number =>
  result.requests === 0 ? 1 : result.late / result.requests;

/** A run that offered nothing, or was late, measured nothing. */
export const isValid = (result: GeneratorResult): boolean =>
  result.requests > 0 && result.accepted > 0 && lateShare(result) <= LATE_SHARE_MAX;
