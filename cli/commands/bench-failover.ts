import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LatencyHistogram } from '../../bench/latency-histogram.ts';
import { chartSvg } from '../../bench/report/chart.ts';
import { histogramText } from '../../bench/report/histogram-text.ts';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import { finish, named, profileFlag } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import type { Kill } from '../drill/drill.ts';
import type { GapSummary } from '../drill/outages.ts';
import { CommandError, ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';

/** What the benchmark reads of the drill's JSON. */
interface DrillReport {
  readonly clean: boolean;
  readonly gaps: GapSummary;
  readonly kills: readonly Kill[];
  readonly lost: number;
  readonly duplicated: number;
  readonly hashesEqual: boolean;
  readonly load: Readonly<Record<string, number>>;
}

const HEAD = ['kills', 'p50 ms', 'p99 ms', 'max ms', 'lost', 'duplicated', 'hashes equal'] as const;

export async function benchFailoverCommand(input: CommandInput): Promise<ExitCode> {
  const kills = input.count('kills');
  if (kills < 1) throw usageError('--kills takes at least 1');
  const clock = new RunClock();
  const { report, exitCode } = await drilled(input);
  if (report === null) return exitCode;
  const { gaps, lost, duplicated, hashesEqual } = report;
  const cells = [
    [gaps.kills, gaps.p50Ms, gaps.p99Ms, gaps.maxMs, lost, duplicated, hashesEqual ? 'yes' : 'NO'],
  ];
  const ended = finish(input, {
    record: clock.record({
      scenario: named(input, 'failover'),
      command: `lockstep bench failover --kills ${kills} --rate ${input.count('rate')}${profileFlag(input)}`,
      seed: input.count('seed'),
      durability: input.text('durability') ?? 'disk',
      conditions: [
        'kill -9 of the primary; the outage is the longest silence of any market as clients see it',
        'every process of the exchange and the load share the cores',
      ],
      valid: report.clean,
      figures: (['p50Ms', 'p99Ms', 'maxMs'] as const).map((key) => ({
        name: `outage ${key.slice(0, -2)}`,
        value: gaps[key],
        unit: 'ms',
        better: 'lower',
        peer: null,
      })),
      details: { drill: report },
    }),
    body: markdownTable(HEAD, cells),
    lines: table(HEAD, cells),
    files: outageFiles(report.kills),
  });
  return exitCode === ExitCode.ok ? ended : exitCode;
}

/** The drill is the command that people run, in a process of its own. */
async function drilled(
  input: CommandInput,
): Promise<{ readonly report: DrillReport | null; readonly exitCode: ExitCode }> {
  const main = fileURLToPath(import.meta.resolve('../main.js'));
  const options = ['kills', 'rate', 'durability', 'seed'].flatMap((key) => [
    `--${key}`,
    input.text(key) ?? '',
  ]);
  const places = ['profile', 'log', 'store', 'snapshots'].flatMap((key) => {
    const value = input.text(key);
    return value === null ? [] : [`--${key}`, value];
  });
  const child = spawn(process.execPath, [main, 'drill', '--json', ...options, ...places], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  input.interrupted.addEventListener('abort', stop, { once: true });
  createInterface({ input: child.stderr }).on('line', (line) => input.output.say(line));
  let answer = '';
  child.stdout.on('data', (text) => {
    answer += String(text);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  input.interrupted.removeEventListener('abort', stop);
  if (input.interrupted.aborted) return { report: null, exitCode: ExitCode.interrupted };
  const found = answer === '' ? {} : (JSON.parse(answer) as { readonly drill?: DrillReport });
  if (found.drill === undefined) {
    throw new CommandError(
      { code: 'DRILL_FAILED', exitCode: ExitCode.failed },
      `the drill ended with code ${code} and no report`,
    );
  }
  const violated = code === ExitCode.integrityViolated;
  const exitCode =
    code === 0 ? ExitCode.ok : violated ? ExitCode.integrityViolated : ExitCode.failed;
  return { report: found.drill, exitCode };
}

function outageFiles(kills: readonly Kill[]) {
  const gaps = kills.flatMap(({ gapMs }, index) => (gapMs === null ? [] : [{ index, gapMs }]));
  const histogram = new LatencyHistogram();
  for (const { gapMs } of gaps) histogram.record(gapMs * 1000);
  return {
    'latency.hgrm': histogramText(histogram),
    'timeline.svg': chartSvg({
      title: 'outage by kill',
      x: { label: 'kill', scale: 'linear', from: 0, to: kills.length + 1 },
      y: { label: 'ms', scale: 'linear' },
      series: [
        {
          name: 'outage',
          style: 'bars',
          points: gaps.map(({ index, gapMs }): [number, number] => [index + 1, gapMs]),
        },
      ],
    }),
  };
}
