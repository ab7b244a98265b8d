import { DIALECTS } from '../../bench/e2e/generator-plan.ts';
import type { CommandSpec, OptionSpec } from '../command.ts';
import {
  DURABILITY_OPTION,
  JSON_OPTION,
  RESULTS_OPTION,
  SEED_OPTION,
  SET_UP_OPTIONS,
} from './common-options.ts';

const RATE_OPTION = (ratePerSecond: number): OptionSpec => ({
  flags: '--rate <number>',
  kind: 'number',
  default: String(ratePerSecond),
  help: 'orders per second',
});

/** Benchmarks of a whole exchange, its processes and all. */
export const LOAD_BENCHMARK_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'bench e2e',
    summary: 'Measure order to answer, open loop, on an exchange of its own',
    details:
      'Latency runs from the intended send time. When more than 0.1 % of the requests left late, or ' +
      'more than 1 % of the orders were refused or not answered, there is no headline and the exit ' +
      'code is 6. Of each account and market 5,000 orders of its own side of the middle rest; older ' +
      'ones are canceled, so that a load may go on for ever. Beside it: the stages of an order, and on Linux ' +
      'the CPU time of every process of the exchange, of the servers that `npm run services` started, ' +
      'and of other programs.',
    arguments: [],
    options: [
      RATE_OPTION(500),
      { flags: '--seconds <number>', kind: 'number', default: '10', help: 'measured time' },
      {
        flags: '--warm-up <number>',
        kind: 'number',
        default: '3',
        help: 'seconds of load before; the processes compile what is hot for half a minute',
      },
      { flags: '--batch <number>', kind: 'number', default: '1', help: 'orders per request' },
      {
        flags: '--dialect <name>',
        kind: 'choice',
        choices: [...DIALECTS],
        default: 'native',
        help: 'of Binance, by its WebSocket or its REST API: orders signed one by one, to the FULL answer',
      },
      {
        flags: '--arrivals <kind>',
        kind: 'choice',
        choices: ['constant', 'poisson'],
        default: 'constant',
        help: 'spacing of the intended send times',
      },
      {
        flags: '--sweep',
        kind: 'flag',
        help: 'instead: from this rate up, half as much again each time, and back by halves to the knee',
      },
      {
        flags: '--p99 <number>',
        kind: 'number',
        default: '50',
        help: 'milliseconds that a sustained rate may have as p99, for --sweep',
      },
      {
        flags: '--max',
        kind: 'flag',
        help: 'instead: find the highest sustained rate, closed loop, with batches',
      },
      {
        flags: '--stall-ms <number>',
        kind: 'number',
        default: '0',
        help: 'freeze the generator once for so long, to see that such a run is refused',
      },
      DURABILITY_OPTION,
      ...SET_UP_OPTIONS,
      SEED_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'bench e2e --rate 500 --seconds 10', does: 'p50 to p99.99 at 500 orders/s' },
      { line: 'bench e2e --sweep --rate 500 --seconds 5', does: 'the knee of p99 against rate' },
      { line: 'bench e2e --max --batch 50', does: 'sustained orders per second' },
      {
        line: 'bench e2e --dialect binance-rest --rate 500',
        does: 'the same in the dialect of Binance',
      },
      { line: 'bench e2e --profile kafka --rate 500', does: 'the same on Kafka, Redis and S3' },
    ],
    exitCodes: [0, 1, 2, 6, 130],
    load: async () => (await import('../commands/bench-e2e.ts')).benchEndToEndCommand,
  },
  {
    name: 'bench failover',
    summary: 'Measure the outages of a drill: kill -9 of the primary, again and again, under load',
    details: 'Runs the drill with all of its proof; one that is not clean has no figure.',
    arguments: [],
    options: [
      { flags: '--kills <number>', kind: 'number', default: '20', help: 'how often' },
      RATE_OPTION(500),
      DURABILITY_OPTION,
      ...SET_UP_OPTIONS,
      SEED_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'bench failover --kills 50', does: 'p50, p99 and a histogram of outages' }],
    exitCodes: [0, 1, 2, 4, 130],
    load: async () => (await import('../commands/bench-failover.ts')).benchFailoverCommand,
  },
  {
    name: 'bench soak',
    summary: 'Run under load for minutes, with a fault every few seconds, and audit at the end',
    details:
      'Kills the processes of the exchange by turns, samples their memory, and ends with the whole ' +
      'proof of a drill.',
    arguments: [],
    options: [
      { flags: '--minutes <number>', kind: 'number', default: '5', help: 'at most 60' },
      RATE_OPTION(300),
      {
        flags: '--fault-every <number>',
        kind: 'number',
        default: '10',
        help: 'seconds between two kills; 0: none',
      },
      DURABILITY_OPTION,
      ...SET_UP_OPTIONS,
      SEED_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'bench soak --minutes 10', does: 'memory slope per process, and proof' }],
    exitCodes: [0, 1, 2, 4, 130],
    load: async () => (await import('../commands/bench-soak.ts')).benchSoakCommand,
  },
  {
    name: 'bench watchers',
    summary: 'Measure what thousands of market-data clients cost those who place orders',
    details:
      'Orders open loop without watchers, with them, and without again; the p99 of an order is ' +
      'compared within the run. Each watcher follows the book and the trades of a market over a ' +
      'WebSocket of its own; stalled ones follow every order and read nothing.',
    arguments: [],
    options: [
      { flags: '--clients <number>', kind: 'number', default: '2000', help: 'watchers' },
      { flags: '--stalled <number>', kind: 'number', default: '20', help: 'of them do not read' },
      RATE_OPTION(200),
      { flags: '--seconds <number>', kind: 'number', default: '10', help: 'measured time, each' },
      {
        flags: '--warm-up <number>',
        kind: 'number',
        default: '8',
        help: 'seconds of load before each',
      },
      DURABILITY_OPTION,
      ...SET_UP_OPTIONS,
      SEED_OPTION,
      RESULTS_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'bench watchers --clients 2000', does: 'p99 of an order, with and without them' },
    ],
    exitCodes: [0, 1, 2, 6, 130],
    load: async () => (await import('../commands/bench-watchers.ts')).benchWatchersCommand,
  },
  {
    name: 'bench accounts',
    summary: 'Measure how many orders per second the account store reserves for and settles',
    details:
      'One atomic step per batch, closed loop, with the outbox cleared behind it. With --redis in ' +
      'a namespace of its own on that server, which is removed afterwards; else on LMDB in a ' +
      'temporary folder.',
    arguments: [],
    options: [
      { flags: '--redis <url>', kind: 'text', help: 'a Redis 7; absent: the embedded store' },
      { flags: '--batch <number>', kind: 'number', default: '500', help: 'orders per step' },
      { flags: '--accounts <number>', kind: 'number', default: '1000', help: 'who order in turn' },
      { flags: '--seconds <number>', kind: 'number', default: '5', help: 'measured time' },
      {
        flags: '--in-flight <number>',
        kind: 'number',
        default: '2',
        help: 'batches on their way at the same time',
      },
      JSON_OPTION,
    ],
    examples: [
      {
        line: 'bench accounts --redis redis://127.0.0.1:6379 --batch 500',
        does: 'reserves per second of the production set-up',
      },
    ],
    exitCodes: [0, 1, 2, 130],
    load: async () => (await import('../commands/bench-accounts.ts')).benchAccountsCommand,
  },
];
