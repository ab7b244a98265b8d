/** How every benchmark ends: result folder, table or JSON, exit code. */
import process from 'node:process';
import { environmentCard } from '../bench/environment.ts';
import {
  defaultResultsFolder,
  type ExtraFiles,
  writeResult,
} from '../bench/report/result-folder.ts';
import type { RunRecord } from '../bench/report/run-record.ts';
import type { CommandInput } from './command.ts';
import { ExitCode } from './exit-codes.ts';

export interface BenchResult {
  readonly record: RunRecord;
  /** Markdown for report.md. */
  readonly body: readonly string[];
  /** For the terminal. */
  readonly lines: readonly string[];
  readonly files?: ExtraFiles;
}

/** Exit 6 for an invalid measurement: its folder is kept, its figures are no headline. */
export function finish(input: CommandInput, result: BenchResult): ExitCode {
  const { output } = input;
  const { record } = result;
  const folder = writeResult(input.text('results') ?? defaultResultsFolder(), record, {
    body: result.body,
    ...(result.files === undefined ? {} : { files: result.files }),
  });
  output.result({ bench: record }, () => [
    environmentCard(record.environment),
    '',
    ...result.lines,
  ]);
  output.say(`written: ${folder}`);
  return record.valid ? ExitCode.ok : ExitCode.invalidMeasurement;
}

/** What was asked for; without a word it is the environment's, else files of this machine. */
export const profileOf = (input: CommandInput): string =>
  input.text('profile') ?? process.env['PROFILE'] ?? 'embedded';

/** Runs of different profiles are different scenarios: they are not compared with one another. */
export const named = (input: CommandInput, scenario: string): string =>
  profileOf(input) === 'embedded' ? scenario : `${scenario} ${profileOf(input)}`;

export const profileFlag = (input: CommandInput): string =>
  profileOf(input) === 'embedded' ? '' : ` --profile ${profileOf(input)}`;
