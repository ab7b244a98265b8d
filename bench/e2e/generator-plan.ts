import type { HistogramCounts, LatencySummary } from '../latency-histogram.ts';
import type { Slice } from '../report/latency-charts.ts';

/** Native over WebSocket; binance: its WebSocket API; binance-rest: its REST API. */
export const DIALECTS = ['native', 'binance', 'binance-rest'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** What the parent tells the generator, and what comes back. Plain JSON over the IPC channel. */
export interface GeneratorPlan {
  readonly mode: 'open-loop' | 'closed-loop';
  /** Which of the exchange's languages the orders are in. */
  readonly dialect: Dialect;
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
  /** Orders that were taken out again for the load to go on for ever (resting-orders.ts). */
  readonly canceled: number;
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

/** Above this share of orders that were refused, or had no answer, it is another load than it says. */
export const REFUSED_SHARE_MAX = 0.01;

export const refusedShare = ({ offered, accepted }: GeneratorResult): number =>
  offered === 0 ? 1 : (offered - accepted) / offered;

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

/** Why it measured nothing; null: it did. */
export function invalidBecause(result: GeneratorResult): string | null {
  if (result.requests === 0 || result.accepted === 0) return 'nothing got done';
  const [late, refused] = [lateShare(result), refusedShare(result)];
  if (late > LATE_SHARE_MAX) return `${percent(late)} left late`;
  return refused > REFUSED_SHARE_MAX ? `${percent(refused)} were refused or not answered` : null;
}

export const isValid = (result: GeneratorResult): boolean => invalidBecause(result) === null;
