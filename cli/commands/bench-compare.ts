import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareRuns } from '../../bench/report/comparison.ts';
import type { RunRecord } from '../../bench/report/run-record.ts';
import type { CommandInput } from '../command.ts';
import { CommandError, ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';

const percent = (share: number): string => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;

export async function benchCompareCommand(input: CommandInput): Promise<ExitCode> {
  const { output } = input;
  const failOn = /^(\d{1,3}(?:\.\d+)?)%?$/.exec(input.text('failOn') ?? '');
  if (failOn === null) throw usageError('--fail-on takes a percentage such as 10%');
  const figures = compareRuns(readRun(input.argument('before')), readRun(input.argument('after')), {
    toleratedShare: Number(failOn[1]) / 100,
  });
  const isWorse = figures.some(({ verdict }) => verdict === 'worse' || verdict === 'gone');
  output.result({ comparison: { failOn: failOn[0], isWorse, figures } }, () => [
    ...table(
      ['figure', 'by', 'before', 'after', 'change', 'verdict'],
      figures.map(({ name, by, before, after, change, verdict }) => [
        name,
        by,
        Number(before.toPrecision(4)),
        Number(after.toPrecision(4)),
        percent(change),
        verdict,
      ]),
    ),
    output.style(isWorse ? 'red' : 'green', isWorse ? 'worse than the threshold' : 'not worse'),
  ]);
  return isWorse ? ExitCode.regression : ExitCode.ok;
}

/** A result folder, or its run.json. */
function readRun(path: string): RunRecord {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'run.json') : path;
  try {
    const run = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
    if (run.schemaVersion === 1 && Array.isArray(run.figures)) return run;
  } catch (error) {
    throw new CommandError(
      { code: 'NO_RUN', exitCode: ExitCode.failed, hint: 'Name a folder that a benchmark wrote.' },
      `${path}: ${(error as Error).message}`,
    );
  }
  throw new CommandError({ code: 'NO_RUN', exitCode: ExitCode.failed }, `${path} is not a run`);
}
