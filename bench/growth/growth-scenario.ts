import { fileURLToPath } from 'node:url';
import { forkedTask } from '../harness/forked-task.ts';
import { askPipeline, pipelineProcess } from '../pipeline/pipeline-scenario.ts';
import { replayMillions } from '../recovery/recovery-report.ts';
import { runRecovery } from '../recovery/recovery-scenario.ts';
import { MIXES, restingMix } from '../workload/mixes.ts';
import { workloadFile } from '../workload/workload-file.ts';
import { growthAxes } from './growth-axes.ts';
import type { GrowthPoint, GrowthRequest } from './growth-messages.ts';

export interface GrowthOptions {
  readonly size: 'full' | 'short';
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

export interface CostAxis {
  readonly name: string;
  readonly about: string;
  readonly points: readonly (GrowthPoint & { readonly at: number })[];
  /** log(cost) against log(at), fitted: 0 is constant, 1 is linear. */
  readonly exponent: number;
}

export interface TailPoint {
  readonly at: number;
  readonly recoveryMs: number;
  readonly millionPerSecond: number;
}

export interface ProcessPoint {
  readonly at: number;
  /** Of all processes together. */
  readonly millionPerSecond: number;
}

export interface GrowthResult {
  readonly costs: readonly CostAxis[];
  readonly tail: readonly TailPoint[];
  readonly processes: readonly ProcessPoint[];
}

const TAILS = { full: [100_000, 500_000, 1_000_000, 2_000_000], short: [20_000] };
const TAIL_ORDERS = { full: 100_000, short: 10_000 };
const PROCESS_COUNTS = [1, 2];
const PROCESS_COMMANDS = { full: 1_000_000, short: 50_000 };
const PROCESS_ROUNDS = 3;

export async function runGrowth(options: GrowthOptions): Promise<GrowthResult> {
  const costs: CostAxis[] = [];
  for (const { name, about, points } of growthAxes(options.size)) {
    const measured: CostAxis['points'][number][] = [];
    for (const { at, request } of points) {
      options.interrupted.throwIfAborted();
      const found = await forkedTask<GrowthRequest, GrowthPoint>(
        fileURLToPath(import.meta.resolve('./growth-process.js')),
        request,
        { interrupted: options.interrupted, environment: {} },
      );
      measured.push({ at, ...found });
      options.say(
        `${name} ${at.toLocaleString('en-US')}: ${found.medianNs.toFixed(0)} ns, ${found.rssMiB} MiB`,
      );
    }
    const costOf = measured.map((point): [number, number] => [point.at, point.medianNs]);
    costs.push({ name, about, points: measured, exponent: fittedExponent(costOf) });
  }
  return { costs, tail: await tails(options), processes: await processes(options) };
}

async function tails({ size, interrupted, say }: GrowthOptions): Promise<readonly TailPoint[]> {
  const points: TailPoint[] = [];
  for (const at of TAILS[size]) {
    const result = await runRecovery({
      mix: restingMix(TAIL_ORDERS[size]),
      tail: at,
      snapshot: 'behind-preloaded',
      rounds: 1,
      settings: {},
      interrupted,
      say: () => {},
    });
    const [run] = result.runs;
    if (run === undefined || !result.isRight) throw new Error('a recovery ended at another state');
    const millionPerSecond = Number(replayMillions(result, run).toPrecision(4));
    points.push({ at, recoveryMs: Math.round(run.recoveryMs), millionPerSecond });
    say(`tail ${at.toLocaleString('en-US')}: ${run.recoveryMs.toFixed(0)} ms`);
  }
  return points;
}

/** Engines that share the markets of an exchange share nothing else: each has its own pipeline. */
async function processes({
  size,
  interrupted,
  say,
}: GrowthOptions): Promise<readonly ProcessPoint[]> {
  const workload = workloadFile(MIXES.B);
  const points: ProcessPoint[] = [];
  for (const at of PROCESS_COUNTS) {
    const engines = Array.from({ length: at }, () =>
      pipelineProcess(workload.path, PROCESS_COMMANDS[size]),
    );
    try {
      const sums: number[] = [];
      for (let round = 0; round <= PROCESS_ROUNDS; round += 1) {
        interrupted.throwIfAborted();
        const runs = await Promise.all(engines.map((engine) => askPipeline(engine, 'run')));
        // The first one warms up.
        if (round === 0) continue;
        sums.push(runs.reduce((sum, run) => sum + run.commands / run.seconds / 1e6, 0));
      }
      const millionPerSecond = Number(Math.max(...sums).toPrecision(4));
      points.push({ at, millionPerSecond });
      say(`engine processes ${at}: ${millionPerSecond} M commands/s together`);
    } finally {
      await Promise.all(engines.map((engine) => engine.close()));
    }
  }
  return points;
}

/** Least squares on logarithms. */
export function fittedExponent(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([at, cost]) => [Math.log(at), Math.log(cost)] as const);
  const meanOf = (pick: 0 | 1): number =>
    logs.reduce((sum, pair) => sum + pair[pick], 0) / Math.max(1, logs.length);
  const [meanX, meanY] = [meanOf(0), meanOf(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const below = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return below === 0 ? 0 : Number((above / below).toFixed(3));
}
