import { LatencyHistogram, type LatencySummary } from '../latency-histogram.ts';
import { histogramText } from '../report/histogram-text.ts';
import { kneeSvg, percentilesSvg, timelineSvg } from '../report/latency-charts.ts';
import { type ExtraFiles, markdownTable } from '../report/result-folder.ts';
import type { Figure } from '../report/run-record.ts';
import type { CpuUse, ProcessTime } from './cpu-time.ts';
import type { Measured, Saturation, SweepStep } from './end-to-end.ts';
import {
  type GeneratorResult,
  invalidBecause,
  isValid,
  LATE_AFTER_MS,
  lateShare,
  refusedShare,
} from './generator-plan.ts';
import type { StageLatency } from './stage-histograms.ts';

/** Pauses shorter than this do not show. */
const PAUSE_SHOWN_MS = 5;

export interface Mark {
  readonly atSeconds: number;
  readonly label: string;
}

export const LATENCY_HEAD = ['ms', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'] as const;

const latencyRow = (name: string, summary: LatencySummary): readonly (string | number)[] => {
  const { p50Ms, p90Ms, p99Ms, p999Ms, p9999Ms, maxMs } = summary;
  return [name, p50Ms, p90Ms, p99Ms, p999Ms, p9999Ms, maxMs];
};

export const latencyRows = ({
  latency,
  serviceTime,
}: GeneratorResult): readonly (readonly (string | number)[])[] => [
  latencyRow('from intended send', latency),
  latencyRow('from actual send', serviceTime),
];

export const STAGE_HEAD = ['stage', 'count', 'p50 ms', 'p99 ms', 'metric'] as const;
export const stageCells = (stage: StageLatency): readonly (string | number)[] => [
  stage.stage,
  stage.count,
  stage.p50Ms,
  stage.p99Ms,
  stage.metric,
];

export const CPU_HEAD = [
  'process',
  'CPU s',
  'user',
  'system',
  'waited for a core, s',
  'cores',
  'µs/order',
] as const;

/** One row per role, then what was not ours. */
export function cpuRows(
  { roles, seconds, otherSeconds, stolenSeconds }: CpuUse,
  orders: number,
): readonly (readonly (string | number | null)[])[] {
  const row = (name: string, sum: number, time: ProcessTime | null) => [
    name,
    sum.toFixed(2),
    time?.userSeconds.toFixed(2) ?? null,
    time?.systemSeconds.toFixed(2) ?? null,
    time?.waitSeconds.toFixed(2) ?? null,
    (sum / seconds).toFixed(3),
    orders === 0 ? null : Math.round((sum * 1e6) / orders),
  ];
  const ours = (name: string, time: ProcessTime) =>
    row(name, time.userSeconds + time.systemSeconds, time);
  const sumOf = (key: keyof ProcessTime): number => roles.reduce((sum, role) => sum + role[key], 0);
  return [
    ...roles.map(({ role, ...time }) => ours(role, time)),
    ours('all of these', {
      userSeconds: sumOf('userSeconds'),
      systemSeconds: sumOf('systemSeconds'),
      waitSeconds: sumOf('waitSeconds'),
    }),
    row('other programs', otherSeconds, null),
    row('taken by the host', stolenSeconds, null),
  ];
}

export const loadLine = (result: GeneratorResult): string =>
  `offered ${result.offered}, accepted ${result.accepted}, rejected ${result.rejected}, ` +
  `unanswered ${result.unanswered}, late ${(lateShare(result) * 100).toFixed(2)} % ` +
  `(more than ${LATE_AFTER_MS} ms), canceled to make room ${result.canceled}`;

/** What run.json holds of a run: without the histograms, which have files of their own. */
export function resultFacts(result: GeneratorResult): object {
  const {
    latencyCounts: _latencyCounts,
    serviceTimeCounts: _serviceTimeCounts,
    latency,
    serviceTime,
    ...facts
  } = result;
  const keptUp = isValid(result);
  return {
    ...facts,
    lateShare: lateShare(result),
    refusedShare: refusedShare(result),
    generatorKeptUp: keptUp,
    invalidBecause: invalidBecause(result),
    // Without a generator on time these would be lies.
    latencyMs: keptUp ? latency : null,
    serviceTimeMs: keptUp ? serviceTime : null,
  };
}

export function latencyFigures(name: string, result: GeneratorResult): readonly Figure[] {
  if (!isValid(result)) return [];
  return (['p50Ms', 'p99Ms'] as const).map((key) => ({
    name: `${name} ${key.slice(0, -2)}`,
    value: result.latency[key],
    unit: 'ms',
    better: 'lower',
    peer: null,
  }));
}

export function latencyFiles(
  title: string,
  result: GeneratorResult,
  marks: readonly Mark[],
): ExtraFiles {
  const latency = LatencyHistogram.fromCounts(result.latencyCounts);
  const service = LatencyHistogram.fromCounts(result.serviceTimeCounts);
  const pauses = result.pauses
    .filter(({ durationMs }) => durationMs >= PAUSE_SHOWN_MS)
    .map(({ atSeconds }) => ({ at: atSeconds, label: 'GC' }));
  return {
    'latency.hgrm': histogramText(latency),
    'percentiles.svg': percentilesSvg(title, [
      { name: 'from intended send', histogram: latency },
      { name: 'from actual send', histogram: service },
    ]),
    'timeline.svg': timelineSvg(title, result.slices, [
      ...marks.map(({ atSeconds, label }) => ({ at: atSeconds, label })),
      ...pauses,
    ]),
  };
}

/** Of the exchange and the generator. */
function coresOf(cpu: CpuUse | null): string | null {
  if (cpu === null) return null;
  const used = cpu.roles.reduce((sum, role) => sum + role.userSeconds + role.systemSeconds, 0);
  return (used / cpu.seconds).toFixed(2);
}

export const SWEEP_HEAD = [
  'offered/s',
  'accepted/s',
  'p50 ms',
  'p99 ms',
  'late %',
  'unanswered',
  'cores',
  'sustained',
] as const;

export const sweepCells = ({
  ratePerSecond,
  result,
  cpu,
  isSustained,
}: SweepStep): readonly (string | number | null)[] => [
  ratePerSecond,
  Math.round(result.accepted / result.seconds),
  result.latency.p50Ms,
  result.latency.p99Ms,
  (lateShare(result) * 100).toFixed(2),
  result.unanswered,
  coresOf(cpu),
  isSustained ? 'yes' : 'no',
];

/** The knee is drawn with the rates that broke it, too; of two attempts, with the better one. */
export function sweepFiles(title: string, steps: readonly SweepStep[]): ExtraFiles {
  const best = new Map<number, SweepStep>();
  for (const step of steps) {
    const other = best.get(step.ratePerSecond);
    if (other === undefined || step.result.latency.p99Ms < other.result.latency.p99Ms) {
      best.set(step.ratePerSecond, step);
    }
  }
  const points = [...best.values()].sort((a, b) => a.ratePerSecond - b.ratePerSecond);
  return {
    'knee.svg': kneeSvg(
      title,
      points.map(({ ratePerSecond, result }) => ({
        ratePerSecond,
        p50Ms: result.latency.p50Ms,
        p99Ms: result.latency.p99Ms,
      })),
    ),
    'knee.csv': [SWEEP_HEAD, ...steps.map(sweepCells)]
      .map((row) => `${row.map((cell) => String(cell ?? '')).join(',')}\n`)
      .join(''),
  };
}

export const SATURATION_HEAD = [
  'in flight',
  'orders/s',
  'p99 ms of a request',
  'refused %',
  'unanswered',
  'canceled/s',
  'cores',
] as const;

export const saturationCells = (
  { requestsInFlight, ordersPerSecond, p99Ms, result, cpu }: Saturation,
  connections: number,
): readonly (string | number | null)[] => [
  requestsInFlight * connections,
  ordersPerSecond,
  p99Ms,
  (refusedShare(result) * 100).toFixed(2),
  result.unanswered,
  Math.round(result.canceled / result.seconds),
  coresOf(cpu),
];

export const latencyMarkdown = (
  { result, cpu }: Measured,
  stages: readonly StageLatency[],
): readonly string[] => [
  `${loadLine(result)}.`,
  '',
  ...(isValid(result) ? markdownTable(LATENCY_HEAD, latencyRows(result)) : []),
  ...(stages.length === 0
    ? []
    : ['', '## Stages', '', ...markdownTable(STAGE_HEAD, stages.map(stageCells))]),
  ...(cpu === null
    ? []
    : ['', '## CPU', '', ...markdownTable(CPU_HEAD, cpuRows(cpu, result.accepted))]),
];
