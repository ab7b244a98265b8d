import type { CommandSpec, OptionSpec } from '../command.ts';
import { JSON_OPTION, RESULTS_OPTION, SET_UP_OPTIONS } from './common-options.ts';
import { LOAD_BENCHMARK_COMMANDS } from './load-benchmarks.ts';

const ROUNDS_OPTION: OptionSpec = {
  flags: '--rounds <number>',
  kind: 'number',
  default: '3',
  help: 'measured runs, by turns, after the warm-up',
};
/** A slow phase of the machine takes some of them, from one contestant or another. */
const CORE_ROUNDS_OPTION: OptionSpec = {
  flags: '--rounds <number>',
  kind: 'number',
  help: 'measured runs, by turns, after the warm-up; absent: 9, with --short 3',
};
const SHORT_OPTION: OptionSpec = {
  flags: '--short',
  kind: 'flag',
  help: 'a small part in under a minute: to see that it works, not what it says',
};
const COMMANDS_OPTION: OptionSpec = {
  flags: '--commands <number>',
  kind: 'number',
  help: 'only so many commands of each mix, a multiple of 50000; absent: all',
};

const MACHINE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'bench core',
    summary: 'Measure the matching core, with everything on, against other engines',
    details:
      'Mixes A (limit orders only), B (half cancels and markets), C (B on a sparse grid) and L (B ' +
      'with a million resting orders). Contestants run by turns, each in a process of its own; an ' +
      'engine whose trades are others has no figure. A mix that we get wrong ends with exit code 6.',
    arguments: [],
    options: [
      { flags: '--mix <names>', kind: 'text', help: 'some of A,B,C,L; absent: all' },
      {
        flags: '--peers',
        kind: 'flag',
        help: 'against other engines, built once from the package registries into ~/.cache/lockstep',
      },
      COMMANDS_OPTION,
      CORE_ROUNDS_OPTION,
      SHORT_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'bench core --peers', does: 'our ratio to each peer on each mix' },
      { line: 'bench core --mix B --rounds 5', does: 'one mix, without peers' },
    ],
    exitCodes: [0, 1, 2, 6, 130],
    load: async () => (await import('../commands/bench-core.ts')).benchCoreCommand,
  },
  {
    name: 'bench codec',
    summary: 'Measure bytes to messages and back, against protobufjs and JSON',
    arguments: [],
    options: [ROUNDS_OPTION, SHORT_OPTION, RESULTS_OPTION, JSON_OPTION],
    examples: [{ line: 'bench codec', does: 'nanoseconds per order and per trade' }],
    exitCodes: [0, 1, 2, 130],
    load: async () => (await import('../commands/bench-codec.ts')).benchCodecCommand,
  },
  {
    name: 'bench pipeline',
    summary: 'Measure a record’s whole way through one thread: bytes in, bytes out',
    arguments: [],
    options: [COMMANDS_OPTION, ROUNDS_OPTION, SHORT_OPTION, RESULTS_OPTION, JSON_OPTION],
    examples: [{ line: 'bench pipeline', does: 'commands per second on mixes A and B' }],
    exitCodes: [0, 1, 2, 6, 130],
    load: async () => (await import('../commands/bench-pipeline.ts')).benchPipelineCommand,
  },
  {
    name: 'bench projections',
    summary: 'Measure what the read tables of an order cost, projection by projection',
    arguments: [],
    options: [
      { flags: '--batch <number>', kind: 'number', default: '2', help: 'commands a record' },
      {
        flags: '--rate <number>',
        kind: 'number',
        default: '500',
        help: 'commands per second, hence how many records wait for a step',
      },
      ROUNDS_OPTION,
      SHORT_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'bench projections', does: 'microseconds of CPU for each order' },
      { line: 'bench projections --batch 50 --rate 7000', does: 'the same of orders in batches' },
    ],
    exitCodes: [0, 1, 2, 130],
    load: async () => (await import('../commands/bench-projections.ts')).benchProjectionsCommand,
  },
  {
    name: 'bench replay',
    summary: 'Measure how fast a fresh process replays a command log from its beginning',
    arguments: [],
    options: [
      {
        flags: '--mix <name>',
        kind: 'choice',
        choices: ['A', 'B'],
        default: 'B',
        help: 'what is in the log',
      },
      {
        flags: '--commands <number>',
        kind: 'number',
        default: '2000000',
        help: 'commands in the log, behind 10000 preloaded ones',
      },
      ...SET_UP_OPTIONS,
      ROUNDS_OPTION,
      SHORT_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'bench replay --commands 2000000', does: 'commands per second' }],
    exitCodes: [0, 1, 2, 6, 130],
    load: async () => (await import('../commands/bench-recovery.ts')).benchReplayCommand,
  },
  {
    name: 'bench recovery',
    summary: 'Measure how long a fresh process needs from snapshot and tail to the end of its log',
    arguments: [],
    options: [
      {
        flags: '--orders <number>',
        kind: 'number',
        default: '1000000',
        help: 'resting orders in the snapshot',
      },
      {
        flags: '--tail <number>',
        kind: 'number',
        default: '1000000',
        help: 'commands behind the snapshot',
      },
      ...SET_UP_OPTIONS,
      ROUNDS_OPTION,
      SHORT_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'bench recovery', does: 'a million orders and a million commands' },
      {
        line: 'bench recovery --orders 1000000 --tail 6000000',
        does: 'the worst case: a minute at 100,000 commands/s since the last snapshot',
      },
    ],
    exitCodes: [0, 1, 2, 6, 130],
    load: async () => (await import('../commands/bench-recovery.ts')).benchRecoveryCommand,
  },
  {
    name: 'bench growth',
    summary: 'Measure how costs grow: resting orders, levels, markets, accounts, processes',
    details: 'Each axis alone. Writes growth.json and a plot per axis.',
    arguments: [],
    options: [SHORT_OPTION, RESULTS_OPTION, JSON_OPTION],
    examples: [{ line: 'bench growth', does: 'nanoseconds per command along every axis' }],
    exitCodes: [0, 1, 2, 130],
    load: async () => (await import('../commands/bench-growth.ts')).benchGrowthCommand,
  },
  {
    name: 'bench compare',
    summary: 'Compare two runs, as ratios to the peer of the same run where there is one',
    arguments: [
      { name: 'before', presence: 'required', help: 'result folder or run.json, the baseline' },
      { name: 'after', presence: 'required', help: 'result folder or run.json' },
    ],
    options: [
      {
        flags: '--fail-on <percent>',
        kind: 'text',
        default: '10%',
        help: 'a figure that is worse by more than this ends with exit code 5',
      },
      JSON_OPTION,
    ],
    examples: [
      {
        line: 'bench compare bench/baseline/core bench/results/<run> --fail-on 10%',
        does: 'a regression against the committed baseline',
      },
    ],
    exitCodes: [0, 1, 2, 5],
    load: async () => (await import('../commands/bench-compare.ts')).benchCompareCommand,
  },
];

export const BENCHMARK_COMMANDS: readonly CommandSpec[] = [
  ...MACHINE_COMMANDS,
  ...LOAD_BENCHMARK_COMMANDS,
];
