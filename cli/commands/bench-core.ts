import {
  CORE_HEAD,
  coreCells,
  coreFigures,
  coreMarkdown,
  isValidCore,
} from '../../bench/core/core-report.ts';
import { isCheckpoint, runCore } from '../../bench/core/core-scenario.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import { MIX_NAMES, type MixName } from '../../bench/workload/mixes.ts';
import { finish } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import { type ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';

const SHORT = { mixes: ['A', 'B'] as const, commands: 100_000, rounds: 3 };
/** A median of fewer meets another phase of a shared machine than its peer's. */
const ROUNDS = 9;

export async function benchCoreCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const short = input.flag('short');
  const commands = input.number('commands') ?? (short ? SHORT.commands : null);
  if (commands !== null && !isCheckpoint(commands)) {
    throw usageError('--commands takes multiples of 50000: there the trades are known');
  }
  const clock = new RunClock();
  const results = await runCore({
    mixes: mixesOf(input.text('mix')) ?? (short ? SHORT.mixes : MIX_NAMES),
    peers: input.flag('peers') ? (short ? 'quick' : 'all') : 'none',
    rounds: Math.max(1, input.number('rounds') ?? (short ? SHORT.rounds : ROUNDS)),
    commandsMax: commands,
    interrupted,
    say: (message) => output.say(message),
  });
  return finish(input, {
    record: clock.record({
      scenario: 'core',
      command: `lockstep bench core${input.flag('peers') ? ' --peers' : ''}`,
      seed: null,
      durability: 'none: in memory',
      conditions: ['one thread each, contestants by turns, records read from memory'],
      valid: isValidCore(results),
      figures: coreFigures(results),
      details: { mixes: results },
    }),
    body: coreMarkdown(results),
    lines: results.flatMap(({ mix, rows, latency }) => [
      output.style('bold', `mix ${mix}, M commands/s`),
      ...table(CORE_HEAD, rows.map(coreCells)),
      ...(latency === null
        ? []
        : [`one command: p99 ${latency.p99Us} µs, p99.99 ${latency.p9999Us} µs`]),
      '',
    ]),
  });
}

function mixesOf(text: string | null): readonly MixName[] | null {
  if (text === null) return null;
  const names = text.split(',');
  const unknown = names.find((name) => !(MIX_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) throw usageError(`--mix takes some of A,B,C,L, got "${unknown}"`);
  return names as readonly MixName[];
}
