import { isCheckpoint } from '../../bench/core/core-scenario.ts';
import {
  PIPELINE_HEAD,
  pipelineCells,
  pipelineFigures,
} from '../../bench/pipeline/pipeline-report.ts';
import { runPipeline } from '../../bench/pipeline/pipeline-scenario.ts';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import { finish } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import { type ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';

const SHORT_COMMANDS = 100_000;

export async function benchPipelineCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const commands = input.number('commands') ?? (input.flag('short') ? SHORT_COMMANDS : null);
  if (commands !== null && !isCheckpoint(commands)) {
    throw usageError('--commands takes multiples of 50000: there the trades are known');
  }
  const clock = new RunClock();
  const rows = await runPipeline({
    mixes: ['A', 'B'],
    rounds: Math.max(1, input.count('rounds')),
    commandsMax: commands,
    interrupted,
    say: (message) => output.say(message),
  });
  return finish(input, {
    record: clock.record({
      scenario: 'pipeline',
      command: 'lockstep bench pipeline',
      seed: null,
      durability: 'none: in memory',
      conditions: ['one thread: bytes → verify → decode → match → events → hash → encode → bytes'],
      valid: rows.every(({ trades }) => trades === 'equal'),
      figures: pipelineFigures(rows),
      details: { rows },
    }),
    body: markdownTable(PIPELINE_HEAD, rows.map(pipelineCells)),
    lines: table(PIPELINE_HEAD, rows.map(pipelineCells)),
  });
}
