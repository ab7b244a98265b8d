import type { CommandSpec } from '../command.ts';
import {
  DATA_OPTION,
  EXCHANGE_OPTIONS,
  JSON_OPTION,
  SEED_OPTION,
  SIGNAL_OPTION,
} from './common-options.ts';

export const FAILURE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'kill',
    summary: 'Send a signal to one process of the running exchange',
    arguments: [
      {
        name: 'process',
        presence: 'required',
        help: 'primary, standby, or a name: engine-a, order-service-1, settlement …',
      },
    ],
    options: [
      {
        flags: '--signal <signal>',
        kind: 'choice',
        choices: ['KILL', 'STOP', 'CONT'],
        default: 'KILL',
        help: 'KILL ends it, STOP freezes it, CONT lets it go on',
      },
      {
        flags: '--market <market>',
        kind: 'text',
        help: 'whose primary or standby; absent: that of the first market',
      },
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'kill primary', does: 'kill -9 of the matching engine' },
      { line: 'kill engine-a --signal STOP', does: 'freeze it, as a long pause would' },
    ],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/kill.ts')).killCommand,
  },
  {
    name: 'drill',
    summary: 'Kill the primary again and again under load, and prove that nothing was lost',
    details:
      'Starts an exchange of its own in a temporary folder (or in --data), trades at a fixed rate ' +
      'through the public WebSocket, kills the primary N times, measures each gap between the last ' +
      'acknowledgement before and the first after, then audits log, client record and stores and ' +
      'compares the hashes of all replicas.',
    arguments: [],
    options: [
      { flags: '--kills <number>', kind: 'number', default: '5', help: 'how many times' },
      { flags: '--rate <number>', kind: 'number', default: '500', help: 'requests per second' },
      SIGNAL_OPTION,
      ...EXCHANGE_OPTIONS,
      {
        flags: '--resting-orders <number>',
        kind: 'number',
        default: '0',
        help: 'orders placed in the book before the first kill',
      },
      SEED_OPTION,
      {
        flags: '--data <folder>',
        kind: 'text',
        help: 'an empty folder to use and keep; absent: a temporary one',
      },
      JSON_OPTION,
    ],
    examples: [
      { line: 'drill --kills 20 --rate 500', does: 'twenty times kill -9 under load' },
      { line: 'drill --profile kafka --kills 10', does: 'the same on Kafka, Redis and S3' },
      { line: 'drill --signal STOP', does: 'freeze, take over, let the zombie go on' },
      {
        line: 'drill --no-standby --resting-orders 100000',
        does: 'recovery from snapshot and tail',
      },
    ],
    exitCodes: [0, 1, 2, 4, 130],
    load: async () => (await import('../commands/drill.ts')).drillCommand,
  },
  {
    name: 'audit',
    summary: 'Check log, client record and stores: lost, duplicated, reordered, unbalanced',
    arguments: [],
    options: [
      {
        flags: '--client-log <file>',
        kind: 'text',
        help: 'what a client was told (NDJSON); absent: <data>/client-record.ndjson if it is there',
      },
      {
        flags: '--plant <fault>',
        kind: 'text',
        help: 'instead: plant this fault into a stopped copy of a data directory, to test the audit',
      },
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'audit --json', does: 'exit code 4 when anything is wrong' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/audit.ts')).auditRun,
  },
  {
    name: 'quarantine',
    summary: 'Pass over a poison command, so that its halted market goes on',
    arguments: [
      { name: 'market', presence: 'required', help: 'e.g. BTC-USD' },
      { name: 'offset', presence: 'required', help: 'of the poison record, as status shows it' },
    ],
    options: [
      { flags: '--reason <text>', kind: 'text', help: 'kept in the log' },
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [
      { line: 'quarantine BTC-USD 1042 --reason "bad build"', does: 'the market resumes' },
    ],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/quarantine.ts')).quarantineCommand,
  },
];
