import { YARDSTICK } from '../harness/yardstick.ts';
import type { Figure } from '../report/run-record.ts';
import type { ProjectionRow, ProjectionsOutcome } from './projections-scenario.ts';

export const PROJECTIONS_HEAD = ['projection', 'least µs', 'median µs', 'rows an order'] as const;

export const projectionCells = (row: ProjectionRow): readonly (string | number)[] => [
  row.projection,
  row.leastUs,
  row.medianUs,
  row.rowsPerOrder,
];

export const projectionsFigures = ({
  all,
  perYardstick,
}: ProjectionsOutcome): readonly Figure[] => [
  {
    name: 'read tables of an order',
    value: all.medianUs,
    unit: 'µs of CPU',
    better: 'lower',
    peer: { name: YARDSTICK, ratio: perYardstick },
  },
];
