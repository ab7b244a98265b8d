/** The plots of a latency run: percentile curve, latency over time, knee. */
import type { LatencyHistogram } from '../latency-histogram.ts';
import { type ChartMark, type ChartSeries, chartSvg } from './chart.ts';
import { percentileRows } from './histogram-text.ts';

const NINES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999] as const;

export function percentilesSvg(
  title: string,
  histograms: readonly { readonly name: string; readonly histogram: LatencyHistogram }[],
): string {
  const nines = (fraction: number): number => -Math.log10(1 - fraction);
  const count = Math.max(2, ...histograms.map(({ histogram }) => histogram.count));
  const last = Math.log10(count);
  return chartSvg({
    title,
    x: {
      label: 'percentile',
      scale: 'linear',
      from: 0,
      to: last,
      ticks: NINES.filter((fraction) => nines(fraction) <= last).map((fraction) => ({
        at: nines(fraction),
        label: `${Number((fraction * 100).toPrecision(7))} %`,
      })),
    },
    y: { label: 'ms', scale: 'log' },
    series: histograms.map(({ name, histogram }) => ({
      name,
      style: 'line' as const,
      points: [...percentileRows(histogram)].map(({ fraction, valueUs }): [number, number] => [
        fraction === 1 ? last : nines(fraction),
        Math.max(valueUs, 1) / 1000,
      ]),
    })),
  });
}

/** A slice of time. */
export interface Slice {
  readonly atSeconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export const timelineSvg = (
  title: string,
  slices: readonly Slice[],
  marks: readonly ChartMark[],
): string =>
  chartSvg({
    title,
    x: { label: 'seconds', scale: 'linear' },
    y: { label: 'ms', scale: 'log' },
    series: (['p50Ms', 'p99Ms', 'maxMs'] as const).map(
      (key): ChartSeries => ({
        name: key.slice(0, -2),
        style: 'line',
        points: slices.map((slice) => [slice.atSeconds, Math.max(slice[key], 0.001)]),
      }),
    ),
    marks,
  });

export interface KneePoint {
  readonly ratePerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const kneeSvg = (title: string, points: readonly KneePoint[]): string =>
  chartSvg({
    title,
    x: { label: 'offered orders/s', scale: 'linear' },
    y: { label: 'ms', scale: 'log' },
    series: (['p50Ms', 'p99Ms'] as const).map((key) => ({
      name: key.slice(0, -2),
      style: 'line-and-dots' as const,
      points: points.map((point): [number, number] => [
        point.ratePerSecond,
        Math.max(point[key], 0.001),
      ]),
    })),
  });
