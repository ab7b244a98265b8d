/** The whole of a record's way through one thread, and several such processes at once. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bestAndMedian } from '../harness/interleaved-runs.ts';
import { LineProcess } from '../harness/line-process.ts';
import { MIXES, type MixName } from '../workload/mixes.ts';
import { tradesAfter, workloadFile } from '../workload/workload-file.ts';
import type { PipelineRun } from './pipeline-run.ts';

export interface PipelineOptions {
  readonly mixes: readonly MixName[];
  readonly rounds: number;
  readonly commandsMax: number | null;
  readonly interrupted: AbortSignal;
  readonly say: (message: string) => void;
}

export interface PipelineRow {
  readonly mix: MixName;
  readonly commands: number;
  readonly runs: number;
  /** Million commands per second. */
  readonly best: number;
  readonly median: number;
  /** The same as `best`, of processor time: what it would be with a core for itself. */
  readonly bestOfCpu: number;
  /** Commands per thousand operations of the yardstick, median over runs. */
  readonly perYardstick: number;
  readonly bytesInPerCommand: number;
  readonly bytesOutPerCommand: number;
  readonly trades: 'equal' | 'void';
}

/** Of a million commands each: the market compiles its own code, more than once, in the first ones. */
const WARM_UPS = 4;
const RUN_TIMEOUT_MS = 180_000;
const script = (): string => fileURLToPath(import.meta.resolve('./pipeline-contestant.js'));

export const pipelineProcess = (path: string, commands: number): LineProcess =>
  new LineProcess({ file: process.execPath, arguments: [script(), path, String(commands)] });

export const askPipeline = (
  contestant: LineProcess,
  line: 'verify' | 'run',
): Promise<PipelineRun> => contestant.ask<PipelineRun>(line, RUN_TIMEOUT_MS);

export async function runPipeline(options: PipelineOptions): Promise<readonly PipelineRow[]> {
  const rows: PipelineRow[] = [];
  for (const mix of options.mixes) rows.push(await runMix(mix, options));
  return rows;
}

async function runMix(mix: MixName, options: PipelineOptions): Promise<PipelineRow> {
  const workload = workloadFile(MIXES[mix]);
  const commands = Math.min(workload.commands, options.commandsMax ?? workload.commands);
  const contestant = pipelineProcess(workload.path, commands);
  try {
    const first = await askPipeline(contestant, 'verify');
    for (let turn = 0; turn < WARM_UPS; turn += 1) await askPipeline(contestant, 'run');
    const runs: PipelineRun[] = [];
    while (runs.length < options.rounds) {
      options.interrupted.throwIfAborted();
      const run = await askPipeline(contestant, 'run');
      runs.push(run);
      options.say(
        `  ${mix} ${runs.length}: ${(commands / run.seconds / 1e6).toFixed(2)} M commands/s, by CPU ${(commands / run.cpuSeconds / 1e6).toFixed(2)}`,
      );
    }
    const last = await askPipeline(contestant, 'verify');
    const expected = tradesAfter(workload, commands);
    const isRight =
      [first, last].every(
        ({ verified }) =>
          verified?.tradeHash === expected.tradeHash && verified.trades === expected.trades,
      ) && runs.every(({ bytesOut }) => bytesOut === first.bytesOut);
    const speeds = bestAndMedian(runs.map(({ seconds }) => commands / seconds / 1e6));
    const shares = runs.map((run) => (commands / run.seconds / (run.yardstick * 1e6)) * 1000);
    return {
      mix,
      commands,
      runs: runs.length,
      best: rounded(speeds.best),
      median: rounded(speeds.median),
      bestOfCpu: rounded(Math.max(...runs.map((run) => commands / run.cpuSeconds / 1e6))),
      perYardstick: rounded(bestAndMedian(shares).median),
      bytesInPerCommand: rounded(first.bytesIn / commands),
      bytesOutPerCommand: rounded(first.bytesOut / commands),
      trades: isRight ? 'equal' : 'void',
    };
  } finally {
    await contestant.close();
  }
}

const rounded = (value: number): number => Number(value.toPrecision(4));
