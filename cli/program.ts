import { Command, CommanderError, Option } from 'commander';
import { CommandInput, type CommandSpec, optionKey } from './command.ts';
import { COMMAND_GROUPS, COMMANDS } from './command-table.ts';
import {
  CommandError,
  EXIT_CODE_MEANINGS,
  ExitCode,
  exitCodeOfError,
  usageError,
} from './exit-codes.ts';
import { Output, type Sink } from './output.ts';

/** The outside of the command line; tests give their own. */
export interface Surroundings {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asked for by a command that 130 is an exit code of; every other one a signal ends at once. */
  interrupted(): AbortSignal;
}

/** Parses and runs one command; resolves to the exit code. */
export async function runCommandLine(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  const program = toProgram(surroundings, async (spec, typed) => {
    exitCode = await runCommand(spec, typed, surroundings);
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ExitCode.ok;
    // Its words are on stderr already.
    if (words.includes('--json')) {
      const message = error.message.replace(/^error: /, '');
      outputOf(surroundings, 'json').error(usageError(message));
    }
    return ExitCode.usage;
  }
  return exitCode;
}

interface Typed {
  readonly arguments: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

async function runCommand(
  spec: CommandSpec,
  typed: Typed,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const format = typed.options['json'] === true ? 'json' : 'text';
  const output = outputOf(surroundings, format, typed.options['color'] === false);
  try {
    const input = new CommandInput(spec, {
      arguments: typed.arguments,
      options: typedOptions(spec, typed.options),
      output,
      interrupted: spec.exitCodes.includes(ExitCode.interrupted)
        ? surroundings.interrupted()
        : new AbortController().signal,
    });
    const run = await spec.load();
    return await run(input);
  } catch (error) {
    return reportFailure(error, output);
  }
}

const outputOf = (
  { stdout, stderr, environment }: Surroundings,
  format: 'json' | 'text',
  isPlain = false,
): Output => {
  const color = isPlain || (environment['NO_COLOR'] ?? '') !== '' ? 'never' : 'auto';
  return new Output({ stdout, stderr, format, color });
};

function typedOptions(
  spec: CommandSpec,
  options: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string | true> {
  const typed = new Map<string, string | true>();
  for (const option of spec.options) {
    const key = optionKey(option.flags);
    // commander turns `--no-standby` into `standby: false`.
    const negated = /^no[A-Z]/.test(key) ? `${key.charAt(2).toLowerCase()}${key.slice(3)}` : null;
    const value = negated === null ? options[key] : options[negated] === false;
    if (typeof value === 'string' || value === true) typed.set(key, value);
  }
  return typed;
}

function reportFailure(error: unknown, output: Output): ExitCode {
  const failure = toCommandError(error);
  if (output.format === 'json') output.error(failure);
  output.say(`${failure.code}: ${failure.message}`);
  if (failure.hint !== null) output.say(failure.hint);
  return failure.exitCode;
}

const NOT_REACHABLE = {
  code: 'NOT_REACHABLE',
  exitCode: ExitCode.notReachable,
  hint: 'It may be starting again: try once more, and see the logs in its data directory.',
};
const OUTCOME_UNKNOWN = {
  code: 'OUTCOME_UNKNOWN',
  exitCode: ExitCode.notReachable,
  hint:
    'It may still take effect. Look with: lockstep orders <market>; an order that is sent again ' +
    'under the same --client-order-id is not made twice.',
};

function toCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const { name, message, code, effect, status } = error as Error & Told;
  if (name === 'ConnectionLost') {
    return new CommandError(effect === 'none' ? NOT_REACHABLE : OUTCOME_UNKNOWN, message);
  }
  const told = name === 'ApiError' ? message.replace(/^[A-Z_0-9]+: /, '') : message;
  if (code === OUTCOME_UNKNOWN.code) return new CommandError(OUTCOME_UNKNOWN, told);
  const isForNow = name === 'ApiError' && (status === 503 || status === 504);
  return new CommandError(
    {
      code: typeof code === 'string' ? code : 'FAILED',
      exitCode: isForNow ? ExitCode.notReachable : exitCodeOfError(error),
    },
    told,
    { cause: error },
  );
}

/** Of a ConnectionLost, an ApiError; neither is loaded for a command that meets none. */
interface Told {
  readonly code?: unknown;
  readonly effect?: 'unknown' | 'none';
  readonly status?: number;
}

type Action = (spec: CommandSpec, typed: Typed) => Promise<void>;

function toProgram(surroundings: Surroundings, action: Action): Command {
  const program = configure(new Command('lockstep'), surroundings)
    .description('An exchange that you can kill.')
    .showSuggestionAfterError();
  const groups = new Map<string, Command>();
  for (const spec of COMMANDS) {
    const [first = '', second] = spec.name.split(' ');
    if (second === undefined) {
      addCommand(program.command(first), spec, action);
      continue;
    }
    let group = groups.get(first);
    if (group === undefined) {
      group = program.command(first).description(COMMAND_GROUPS[first] ?? '');
      groups.set(first, group);
    }
    addCommand(group.command(second), spec, action);
  }
  return program;
}

function configure(command: Command, surroundings: Surroundings): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => surroundings.stdout.write(text),
    writeErr: (text) => surroundings.stderr.write(text),
  });
}

function addCommand(command: Command, spec: CommandSpec, action: Action): void {
  command
    .summary(spec.summary)
    .description(
      spec.details === undefined ? `${spec.summary}.` : `${spec.summary}.\n\n${spec.details}`,
    );
  for (const { name, presence, help } of spec.arguments) {
    command.argument(presence === 'required' ? `<${name}>` : `[${name}]`, help);
  }
  for (const { flags, help, choices, default: fallback } of spec.options) {
    const notes = [
      choices === undefined ? '' : choices.join(' | '),
      fallback === undefined ? '' : `default ${fallback}`,
    ].filter((note) => note !== '');
    command.addOption(
      new Option(flags, notes.length === 0 ? help : `${help} (${notes.join('; ')})`),
    );
  }
  command.addOption(new Option('--no-color', 'plain text (also: NO_COLOR)'));
  const examples = spec.examples.map(({ line, does }) => `  lockstep ${line}\n      ${does}`);
  const codes = spec.exitCodes.map((code) => `  ${code}  ${EXIT_CODE_MEANINGS[code]}`);
  command.addHelpText(
    'after',
    `\nExamples:\n${examples.join('\n')}\n\nExit codes:\n${codes.join('\n')}`,
  );
  command.action(async (...parameters: unknown[]) => {
    const count = spec.arguments.length;
    await action(spec, {
      arguments: parameters.slice(0, count) as (string | undefined)[],
      options: parameters[count] as Record<string, unknown>,
    });
  });
}
