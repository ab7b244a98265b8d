import { CODEC_HEAD, codecCells, codecFigures } from '../../bench/codec/codec-report.ts';
import { runCodec } from '../../bench/codec/codec-scenario.ts';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import { finish } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';

const MESSAGES = { short: 50_000, full: 1_000_000 };

export async function benchCodecCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const clock = new RunClock();
  const rows = await runCodec({
    rounds: Math.max(1, input.count('rounds')),
    messages: input.flag('short') ? MESSAGES.short : MESSAGES.full,
    interrupted,
    say: (message) => output.say(message),
  });
  return finish(input, {
    record: clock.record({
      scenario: 'codec',
      command: 'lockstep bench codec',
      seed: null,
      durability: 'none: in memory',
      conditions: ['batches of 1,000 messages; ours with the CRC of the batch, the others without'],
      valid: true,
      figures: codecFigures(rows),
      details: { rows },
    }),
    body: markdownTable(CODEC_HEAD, rows.map(codecCells)),
    lines: table(CODEC_HEAD, rows.map(codecCells)),
  });
}
