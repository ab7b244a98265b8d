/** What an exit code of the command line means (UX.md §4). Never reused. */
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
