import { bestAndMedian } from '../harness/interleaved-runs.ts';
import { YARDSTICK } from '../harness/yardstick.ts';
import type { Figure } from '../report/run-record.ts';
import type { RecoveryRun } from './recovery-messages.ts';
import type { RecoveryResult } from './recovery-scenario.ts';

const median = (values: readonly number[]): number => bestAndMedian(values).median;
const rounded = (value: number): number => Number(value.toPrecision(4));

/** Million commands per second of the replay alone. */
export const replayMillions = ({ replayedCommands }: RecoveryResult, run: RecoveryRun): number =>
  replayedCommands / run.replayMs / 1000;

export const RECOVERY_HEAD = [
  'run',
  'start ms',
  'open ms',
  'load ms',
  'replay ms',
  'recovery ms',
  'replay M/s',
  'load CPU ms (main)',
  'replay CPU ms (main)',
  'RSS MiB',
] as const;

const cpuCell = ({ allMs, mainMs }: RecoveryRun['loadCpu']): string =>
  `${Math.round(allMs)} (${Math.round(mainMs)})`;

export const recoveryCells = (
  result: RecoveryResult,
  run: RecoveryRun,
  index: number,
): readonly (string | number)[] => [
  index + 1,
  Math.round(run.startMs),
  Math.round(run.openMs),
  Math.round(run.loadMs),
  Math.round(run.replayMs),
  Math.round(run.recoveryMs),
  rounded(replayMillions(result, run)),
  cpuCell(run.loadCpu),
  cpuCell(run.replayCpu),
  run.rssMiB,
];

export function replayFigure(name: string, result: RecoveryResult): Figure {
  const speeds = result.runs.map((run) => replayMillions(result, run));
  const shares = result.runs.map((run) => (replayMillions(result, run) / run.yardstick) * 1000);
  return {
    name,
    value: rounded(median(speeds)),
    unit: 'M commands/s',
    better: 'higher',
    peer: { name: YARDSTICK, ratio: rounded(median(shares)) },
  };
}

/** Times, so that less is better; by the yardstick: how few of its operations fit into one. */
export function recoveryFigures(result: RecoveryResult): readonly Figure[] {
  return (['recoveryMs', 'loadMs', 'replayMs'] as const).map((key) => ({
    name: key.replace('Ms', ' time'),
    value: rounded(median(result.runs.map((run) => run[key]))),
    unit: 'ms',
    better: 'lower',
    peer: {
      name: YARDSTICK,
      ratio: rounded(median(result.runs.map((run) => 1e6 / (run[key] * run.yardstick)))),
    },
  }));
}

export function historyLines({ history }: RecoveryResult): readonly string[] {
  const { commands, commandLogBytes, eventLogBytes, snapshotBytes, restingAtSnapshot } = history;
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const perCommand = (bytes: number): string => (bytes / commands).toFixed(1);
  return [
    `command log ${mib(commandLogBytes)} MiB (${perCommand(commandLogBytes)} bytes a command), ` +
      `event log ${mib(eventLogBytes)} MiB (${perCommand(eventLogBytes)})`,
    ...(snapshotBytes === 0
      ? []
      : [
          `snapshot ${mib(snapshotBytes)} MiB, ${restingAtSnapshot.toLocaleString('en-US')} resting orders`,
        ]),
  ];
}
