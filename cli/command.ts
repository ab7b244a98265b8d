import { assert } from '../proto/assert.ts';
import { type ExitCode, usageError } from './exit-codes.ts';
import type { Output } from './output.ts';

export interface ArgumentSpec {
  readonly name: string;
  readonly presence: 'required' | 'optional';
  readonly help: string;
}

export interface OptionSpec {
  /** As commander reads it: `--port <number>`, `--json`, `--no-standby`. */
  readonly flags: string;
  readonly help: string;
  readonly default?: string;
  /** Whole numbers of at least 0, unless `choices` says otherwise. */
  readonly kind: 'flag' | 'text' | 'number' | 'choice';
  readonly choices?: readonly string[];
}

export interface Example {
  readonly line: string;
  readonly does: string;
}

export interface CommandSpec {
  /** `order`, or `snapshot ls` for a command of a group. */
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  readonly exitCodes: readonly ExitCode[];
  /** Loads the command's code; start-up stays fast because only the one that runs is loaded. */
  readonly load: () => Promise<CommandRun>;
}

export type CommandRun = (input: CommandInput) => Promise<ExitCode>;

/** `--snapshot-interval-ms <number>` → `snapshotIntervalMs`; `--no-standby` → `noStandby`. */
export function optionKey(flags: string): string {
  const name = flags.split(/[ ,]+/).find((part) => part.startsWith('--'));
  assert(name !== undefined, `an option needs a long name: ${flags}`);
  return name.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What the person typed, checked against the command's specification. */
export class CommandInput {
  readonly output: Output;
  /** Aborted by SIGINT, SIGTERM and SIGHUP, where 130 is one of the command's exit codes. */
  readonly interrupted: AbortSignal;
  readonly #spec: CommandSpec;
  readonly #arguments: readonly (string | undefined)[];
  readonly #options: ReadonlyMap<string, string | true>;

  constructor(
    spec: CommandSpec,
    typed: {
      readonly arguments: readonly (string | undefined)[];
      readonly options: ReadonlyMap<string, string | true>;
      readonly output: Output;
      readonly interrupted: AbortSignal;
    },
  ) {
    this.#spec = spec;
    this.#arguments = typed.arguments;
    this.#options = typed.options;
    this.output = typed.output;
    this.interrupted = typed.interrupted;
    for (const option of spec.options) this.#check(option);
  }

  /** A required argument, by its name. */
  argument(name: string): string {
    const value = this.optionalArgument(name);
    if (value === null) throw usageError(`missing argument <${name}>`);
    return value;
  }

  optionalArgument(name: string): string | null {
    const index = this.#spec.arguments.findIndex((argument) => argument.name === name);
    assert(index >= 0, `${this.#spec.name} has no argument ${name}`);
    return this.#arguments[index] ?? null;
  }

  flag(key: string): boolean {
    return this.#option(key) === true;
  }

  text(key: string): string | null {
    const value = this.#option(key);
    return typeof value === 'string' ? value : null;
  }

  number(key: string): number | null {
    const value = this.text(key);
    return value === null ? null : Number(value);
  }

  /** A number option that has a default. */
  count(key: string): number {
    const value = this.number(key);
    assert(value !== null, `option ${key} of ${this.#spec.name} has no default`);
    return value;
  }

  /** What to try next, as it would be typed on the same data directory. */
  suggest(words: string, line: string): void {
    const data = this.#options.get('data');
    const place = typeof data === 'string' ? ` --data ${data}` : '';
    this.output.say(`${words}: lockstep ${line}${place}`);
  }

  #option(key: string): string | true | undefined {
    const spec = this.#spec.options.find((option) => optionKey(option.flags) === key);
    assert(spec !== undefined, `${this.#spec.name} has no option ${key}`);
    return this.#options.get(key) ?? spec.default;
  }

  #check(option: OptionSpec): void {
    const value = this.#options.get(optionKey(option.flags));
    if (value === undefined || value === true) return;
    const name = option.flags.split(' ')[0] ?? option.flags;
    if (option.kind === 'number' && !/^\d{1,15}$/.test(value)) {
      throw usageError(`${name} takes a whole number, got "${value}"`);
    }
    if (option.kind === 'choice' && !(option.choices ?? []).includes(value)) {
      throw usageError(`${name} takes ${(option.choices ?? []).join(' or ')}, got "${value}"`);
    }
  }
}
