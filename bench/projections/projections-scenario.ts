/** What the read tables of an order cost: each projection alone, and all of them. */
import { fileURLToPath } from 'node:url';
import { assert } from '../../proto/assert.ts';
import { forkedTask } from '../harness/forked-task.ts';
import { bestAndMedian } from '../harness/interleaved-runs.ts';
import type { ProjectionsRequest, ProjectionsResult } from './projections-process.ts';

export interface ProjectionRow {
  readonly projection: string;
  /** Microseconds of CPU an order, the least and the median of the rounds. */
  readonly leastUs: number;
  readonly medianUs: number;
  readonly rowsPerOrder: number;
}

export interface ProjectionsOutcome {
  readonly orders: number;
  readonly trades: number;
  readonly records: number;
  readonly rows: readonly ProjectionRow[];
  readonly all: ProjectionRow;
  /** Orders per thousand operations of the yardstick, median of the rounds. */
  readonly perYardstick: number;
}

/** The longest rest between two steps of what is due soon; what may be later rests five times that. */
const STEP_MS = 60;
const MS_PER_SECOND = 1_000;

export const recordsPerStep = (flow: {
  readonly commandsPerRecord: number;
  readonly commandsPerSecond: number;
}): number =>
  Math.max(
    1,
    Math.round((flow.commandsPerSecond * STEP_MS) / MS_PER_SECOND / flow.commandsPerRecord),
  );

export async function runProjections(
  flow: Omit<ProjectionsRequest, 'recordsPerStep'>,
  options: { readonly interrupted: AbortSignal; readonly say: (message: string) => void },
): Promise<ProjectionsOutcome> {
  const { interrupted, say } = options;
  const result = await forkedTask<ProjectionsRequest, ProjectionsResult>(
    fileURLToPath(import.meta.resolve('./projections-process.js')),
    { ...flow, recordsPerStep: recordsPerStep(flow) },
    {
      interrupted,
      environment: {},
      onProgress: (round) => say(round === 0 ? '  warm-up' : `  round ${round}`),
    },
  );
  const { orders, trades, records, rounds } = result;
  assert(orders > 0 && trades > 0, 'something was folded');
  const [first] = rounds;
  assert(first !== undefined, 'at least one round');
  const rows = first.costs.map(({ name, rowsPerOrder }, index) =>
    rowOf(
      name,
      rowsPerOrder,
      rounds.map(({ costs }) => costs[index]!.us),
    ),
  );
  const rowsPerOrder = rows.reduce((sum, row) => sum + row.rowsPerOrder, 0);
  const all = rowOf(
    'all',
    rowsPerOrder,
    rounds.map(({ totalUs }) => totalUs),
  );
  const shares = rounds.map(({ totalUs, yardstick }) => 1000 / (totalUs * yardstick));
  const perYardstick = rounded(bestAndMedian(shares).median);
  return { orders, trades, records, rows, all, perYardstick };
}

function rowOf(projection: string, rowsPerOrder: number, micros: readonly number[]): ProjectionRow {
  const { best, median } = bestAndMedian(micros.map((us) => 1 / us));
  return {
    projection,
    leastUs: rounded(1 / best),
    medianUs: rounded(1 / median),
    rowsPerOrder: rounded(rowsPerOrder),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(3));
