/** The stages of an order as Prometheus histograms: our own, and those that other processes report. */
import type { Coordination } from '../../ports/coordination/coordination.ts';
import {
  bucketBoundUs,
  STAGE_BUCKETS,
  STAGES,
  type StageReport,
} from '../../ports/stage-times/stage-times.ts';
import { type HistogramSeries, histogramText } from './histogram-text.ts';

const US_PER_SECOND = 1e6;
const HISTOGRAM = {
  name: 'exchange_stage_seconds',
  help: 'Where the time of an order goes',
  boundsSeconds: Array.from(
    { length: STAGE_BUCKETS },
    (_, at) => bucketBoundUs(at) / US_PER_SECOND,
  ),
};

export function stageMetrics(
  coordination: Pick<Coordination, 'peers'>,
  own: { readonly name: string; readonly stages: StageReport },
): string {
  const reports = new Map<string, StageReport>([[own.name, own.stages]]);
  for (const { report } of coordination.peers()) {
    if (report.stages !== undefined) reports.set(report.name, report.stages);
  }
  const series: HistogramSeries[] = [];
  for (const [process, stages] of reports) {
    for (const stage of STAGES) {
      const times = stages[stage];
      if (times === undefined) continue;
      const { counts, sumUs } = times;
      const labels = `stage="${stage}",process="${process}"`;
      series.push({ labels, counts, sumSeconds: sumUs / US_PER_SECOND });
    }
  }
  return histogramText(HISTOGRAM, series);
}
