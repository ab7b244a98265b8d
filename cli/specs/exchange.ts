import type { CommandSpec } from '../command.ts';
import { DATA_OPTION, EXCHANGE_OPTIONS, JSON_OPTION, SET_UP_OPTIONS } from './common-options.ts';

export const EXCHANGE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'up',
    summary: 'Start the exchange and keep it running',
    details:
      'Starts order-service, two engines, settlement, snapshotter and projections as processes of ' +
      'their own, restarts what dies, and stops all of them on Ctrl-C. Their output goes to ' +
      '<data>/logs/, their pids to <data>/up.json. An exchange without accounts gets an ' +
      'administrator, whose key goes to <data>/demo.json, as by init.',
    arguments: [],
    options: [
      {
        flags: '--demo',
        kind: 'flag',
        help: 'markets BTC-USD and ETH-USD, funded accounts with keys in <data>/demo.json, traders',
      },
      { flags: '--no-traders', kind: 'flag', help: 'with --demo: no simulated traders' },
      { flags: '--port <number>', kind: 'number', default: '4010', help: 'port of the API' },
      {
        flags: '--admin-port <number>',
        kind: 'number',
        help: 'endpoints of operators there and nowhere else; absent: with all others, in production at any free port',
      },
      DATA_OPTION,
      ...EXCHANGE_OPTIONS,
      JSON_OPTION,
    ],
    examples: [
      { line: 'up --demo', does: 'a market to play with, on http://127.0.0.1:4010' },
      { line: 'up --profile kafka --demo', does: 'the same on Kafka, Redis and S3' },
      { line: 'up --data /srv/lockstep --port 8080', does: 'an exchange on its own folder' },
    ],
    exitCodes: [0, 1, 2, 3, 130],
    load: async () => (await import('../commands/up.ts')).upCommand,
  },
  {
    name: 'init',
    summary:
      'Write the first records of an empty exchange: assets, and an administrator with a key',
    details:
      'Before its processes are started by something other than `up`. The key goes to ' +
      '<data>/demo.json, mode 600. An exchange that has it already is left as it is.',
    arguments: [],
    options: [DATA_OPTION, ...SET_UP_OPTIONS, JSON_OPTION],
    examples: [{ line: 'init --data /srv/lockstep', does: 'then the processes may start' }],
    exitCodes: [0, 1, 2],
    load: async () => (await import('../commands/init.ts')).initCommand,
  },
  {
    name: 'down',
    summary: 'Stop the exchange that runs on a data directory',
    arguments: [],
    options: [DATA_OPTION, JSON_OPTION],
    examples: [{ line: 'down', does: 'stops what `up` started on ./data' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/down.ts')).downCommand,
  },
  {
    name: 'status',
    summary: 'Show markets and processes: role, pid, epoch, sequence, lag',
    arguments: [],
    options: [DATA_OPTION, JSON_OPTION],
    examples: [{ line: 'status --json', does: 'the same facts for a script' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/status.ts')).statusCommand,
  },
];
