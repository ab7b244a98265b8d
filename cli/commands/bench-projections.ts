import {
  PROJECTIONS_HEAD,
  projectionCells,
  projectionsFigures,
} from '../../bench/projections/projections-report.ts';
import { recordsPerStep, runProjections } from '../../bench/projections/projections-scenario.ts';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import { finish } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';

const COMMANDS = { short: 2_000, full: 40_000 };

export async function benchProjectionsCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const clock = new RunClock();
  const flow = {
    commandsPerRecord: Math.max(1, input.count('batch')),
    commandsPerSecond: Math.max(1, input.count('rate')),
  };
  const perStep = recordsPerStep(flow);
  const outcome = await runProjections(
    {
      ...flow,
      commands: input.flag('short') ? COMMANDS.short : COMMANDS.full,
      rounds: Math.max(1, input.count('rounds')),
    },
    { interrupted, say: (message) => output.say(message) },
  );
  const cells = [...outcome.rows, outcome.all].map(projectionCells);
  return finish(input, {
    record: clock.record({
      scenario: 'projections',
      command: `lockstep bench projections --batch ${flow.commandsPerRecord} --rate ${flow.commandsPerSecond}`,
      seed: null,
      durability: 'none: read tables never wait for the disk',
      conditions: [
        `mix B, ${flow.commandsPerRecord} commands a record, ${perStep} records a step (five times as many ` +
          `for what may be later), as at ${flow.commandsPerSecond} commands/s`,
        'CPU time of all threads of one process, for each order that was accepted; the reading of the log, ' +
          'which all share, is in the first, and what all store is stored at once',
      ],
      valid: true,
      figures: projectionsFigures(outcome),
      details: outcome,
    }),
    body: markdownTable(PROJECTIONS_HEAD, cells),
    lines: table(PROJECTIONS_HEAD, cells),
  });
}
