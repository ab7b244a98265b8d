/** A histogram as the text that the plotters of HdrHistogram read (.hgrm). */
import type { LatencyHistogram } from '../latency-histogram.ts';

const TICKS_PER_HALF = 5;
const MS = 1000;

interface Row {
  readonly valueUs: number;
  readonly fraction: number;
  readonly count: number;
}

/** Milliseconds; the distance to 100 % is halved every five rows. */
export function histogramText(histogram: LatencyHistogram): string {
  const total = histogram.count;
  const rows = [...percentileRows(histogram)].map(({ valueUs, fraction, count }) => {
    const left = fraction === 1 ? '' : (1 / (1 - fraction)).toFixed(2);
    return [
      (valueUs / MS).toFixed(3).padStart(12),
      fraction.toFixed(12).padStart(14),
      String(count).padStart(10),
      left.padStart(14),
    ].join(' ');
  });
  const { mean, deviation } = moments(histogram);
  return [
    '       Value     Percentile TotalCount 1/(1-Percentile)',
    '',
    ...rows,
    `#[Mean    = ${number(mean)}, StdDeviation   = ${number(deviation)}]`,
    `#[Max     = ${number(histogram.maxUs)}, Total count    = ${String(total).padStart(12)}]`,
    '#[Buckets =           22, SubBuckets     =         1024]',
    '',
  ].join('\n');
}

const number = (us: number): string => (us / MS).toFixed(3).padStart(12);

/** A row per tick: the value that this fraction of the records does not exceed. */
export function* percentileRows(histogram: LatencyHistogram): Generator<Row> {
  const total = histogram.count;
  let tick = 0;
  let seen = 0;
  for (const { highestUs, count } of histogram.filled()) {
    seen += count;
    const reached = seen / total;
    if (reached < fractionOf(tick)) continue;
    while (fractionOf(tick) <= reached && fractionOf(tick) < 1 - 0.1 / total) {
      yield { valueUs: highestUs, fraction: fractionOf(tick), count: seen };
      tick += 1;
    }
  }
  if (total > 0) yield { valueUs: histogram.maxUs, fraction: 1, count: total };
}

/** 0, 0.1, 0.2 … 0.5, 0.55 … 0.75, 0.775 … */
function fractionOf(tick: number): number {
  const halvings = Math.floor(tick / TICKS_PER_HALF);
  const start = 1 - 0.5 ** halvings;
  return start + ((tick % TICKS_PER_HALF) / TICKS_PER_HALF) * 0.5 ** (halvings + 1);
}

function moments(histogram: LatencyHistogram): {
  readonly mean: number;
  readonly deviation: number;
} {
  let sum = 0;
  let squares = 0;
  for (const { highestUs, count } of histogram.filled()) {
    sum += highestUs * count;
    squares += highestUs * highestUs * count;
  }
  const total = Math.max(1, histogram.count);
  const mean = sum / total;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / total - mean * mean)) };
}
