import { exitCodeOf } from '../ports/process/exit-codes.ts';

/** What an exit code of the command line means (docs/cli.md). Never reused. */
export const ExitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  notReachable: 3,
  integrityViolated: 4,
  regression: 5,
  invalidMeasurement: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const EXIT_CODE_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'ok',
  1: 'failed',
  2: 'wrong usage',
  3: 'not reachable or not ready',
  4: 'integrity violated (lost, duplicated, unbalanced, or a hash that differs)',
  5: 'worse than the threshold',
  6: 'invalid measurement (the generator was late)',
  130: 'interrupted',
};

/** Of the exit codes of services those that mean something of their own here. */
const OF_SERVICE_EXIT: Readonly<Record<number, ExitCode>> = {
  41: ExitCode.integrityViolated,
  42: ExitCode.integrityViolated,
  44: ExitCode.integrityViolated,
  45: ExitCode.integrityViolated,
  47: ExitCode.notReachable,
  49: ExitCode.notReachable,
  51: ExitCode.notReachable,
  52: ExitCode.notReachable,
};

/** Of a command that met in logs or stores what would have ended a service. */
export const exitCodeOfError = (error: unknown): ExitCode =>
  OF_SERVICE_EXIT[exitCodeOf(error)] ?? ExitCode.failed;

/** Ends a command with a message, its stable code, and perhaps what to try. */
export class CommandError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | null;

  constructor(
    problem: { readonly code: string; readonly exitCode: ExitCode; readonly hint?: string },
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CommandError';
    this.code = problem.code;
    this.exitCode = problem.exitCode;
    this.hint = problem.hint ?? null;
  }
}

export const usageError = (message: string): CommandError =>
  new CommandError({ code: 'USAGE', exitCode: ExitCode.usage }, message);
