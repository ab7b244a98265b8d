import { YARDSTICK } from '../harness/yardstick.ts';
import type { Figure } from '../report/run-record.ts';
import type { PipelineRow } from './pipeline-scenario.ts';

export const PIPELINE_HEAD = [
  'mix',
  'commands',
  'best M/s',
  'median M/s',
  'best M/s of CPU',
  'bytes in',
  'bytes out',
  'trades',
] as const;

export const pipelineCells = (row: PipelineRow): readonly (string | number)[] => [
  row.mix,
  row.commands,
  row.best,
  row.median,
  row.bestOfCpu,
  row.bytesInPerCommand,
  row.bytesOutPerCommand,
  row.trades,
];

export const pipelineFigures = (rows: readonly PipelineRow[]): readonly Figure[] =>
  rows.map((row) => ({
    name: `pipeline ${row.mix}`,
    value: row.median,
    unit: 'M commands/s',
    better: 'higher',
    peer: { name: YARDSTICK, ratio: row.perYardstick },
  }));
