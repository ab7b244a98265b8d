/** The stages of an order as Prometheus histograms: our own, and those that other processes report. */
import type { Coordination } from '../../ports/coordination/coordination.ts';
import {
  bucketBoundUs,
  STAGE_BUCKETS,
  STAGES,
  type StageCounts,
  type StageReport,
} from '../../ports/stage-times/stage-times.ts';

const NAME = 'exchange_stage_seconds';
const US_PER_SECOND = 1e6;

export function stageMetrics(
  coordination: Pick<Coordination, 'peers'>,
  own: { readonly name: string; readonly stages: StageReport },
): string {
  const reports = new Map<string, StageReport>([[own.name, own.stages]]);
  for (const { report } of coordination.peers()) {
    if (report.stages !== undefined) reports.set(report.name, report.stages);
  }
  const lines = [`# HELP ${NAME} Where the time of an order goes`, `# TYPE ${NAME} histogram`];
  for (const [process, stages] of reports) {
    for (const stage of STAGES) {
      const counts = stages[stage];
      if (counts !== undefined) seriesOf(lines, `stage="${stage}",process="${process}"`, counts);
    }
  }
  return `${lines.join('\n')}\n`;
}

function seriesOf(lines: string[], labels: string, { counts, sumUs }: StageCounts): void {
  let total = 0;
  // All buckets, always: whoever adds series up, or subtracts an earlier reading, needs the same ones.
  for (let index = 0; index < STAGE_BUCKETS; index += 1) {
    total += counts[index] ?? 0;
    const bound = bucketBoundUs(index) / US_PER_SECOND;
    lines.push(`${NAME}_bucket{${labels},le="${bound}"} ${total}`);
  }
  lines.push(`${NAME}_bucket{${labels},le="+Inf"} ${total}`);
  lines.push(`${NAME}_sum{${labels}} ${sumUs / US_PER_SECOND}`);
  lines.push(`${NAME}_count{${labels}} ${total}`);
}
