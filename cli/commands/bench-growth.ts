import { growthFiles, growthMarkdown } from '../../bench/growth/growth-report.ts';
import { runGrowth } from '../../bench/growth/growth-scenario.ts';
import { YARDSTICK } from '../../bench/harness/yardstick.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import { finish } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export async function benchGrowthCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const clock = new RunClock();
  const result = await runGrowth({
    size: input.flag('short') ? 'short' : 'full',
    interrupted,
    say: (message) => output.say(message),
  });
  return finish(input, {
    record: clock.record({
      scenario: 'growth',
      command: 'lockstep bench growth',
      seed: null,
      durability: 'none: in memory; disk for the tail',
      conditions: [
        'a process of its own for every point; the core with everything on',
        'costs are processor time; tail and engine processes are by the wall clock',
      ],
      valid: true,
      figures: result.costs.flatMap(({ name, points }) =>
        points.map(({ at, medianNs, yardstick }) => ({
          name: `${name} ${at}`,
          value: Number(medianNs.toPrecision(4)),
          unit: 'ns',
          better: 'lower' as const,
          peer: { name: YARDSTICK, ratio: Number((1e6 / (medianNs * yardstick)).toPrecision(4)) },
        })),
      ),
      details: result,
    }),
    body: growthMarkdown(result),
    lines: growthMarkdown(result),
    files: growthFiles(result),
  });
}
