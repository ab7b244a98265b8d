import type { OptionSpec } from '../command.ts';

export const JSON_OPTION: OptionSpec = {
  flags: '--json',
  kind: 'flag',
  help: 'data as JSON on stdout',
};
export const DATA_OPTION: OptionSpec = {
  flags: '--data <folder>',
  kind: 'text',
  default: './data',
  help: 'data directory of the exchange',
};
export const AS_OPTION: OptionSpec = {
  flags: '--as <account>',
  kind: 'text',
  default: 'alice',
  help: 'account of demo.json that acts',
};
export const DURABILITY_OPTION: OptionSpec = {
  flags: '--durability <extent>',
  kind: 'choice',
  choices: ['disk', 'process'],
  default: 'disk',
  help: 'what an acknowledgement survives: disk (a power cut) or process (kill -9)',
};
export const SIGNAL_OPTION: OptionSpec = {
  flags: '--signal <signal>',
  kind: 'choice',
  choices: ['KILL', 'STOP'],
  default: 'KILL',
  help: 'KILL ends the process, STOP freezes it until its standby has taken over',
};
export const SEED_OPTION: OptionSpec = {
  flags: '--seed <number>',
  kind: 'number',
  default: '1',
  help: 'seed of the generated orders',
};

/** Of every benchmark. */
export const RESULTS_OPTION: OptionSpec = {
  flags: '--results <folder>',
  kind: 'text',
  help: 'where the result folder goes; absent: bench/results',
};

/** Where an exchange is kept; docs/configuration.md has the form of the URLs. */
export const SET_UP_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--profile <profile>',
    kind: 'choice',
    choices: ['embedded', 'kafka'],
    help: 'files of this machine, or Kafka, Redis and S3 (without URLs: those of `npm run services`)',
  },
  { flags: '--log <url>', kind: 'text', help: 'kafka://host:port[,…][/prefix]' },
  { flags: '--store <url>', kind: 'text', help: 'redis://host:port, rediss://…' },
  { flags: '--snapshots <url>', kind: 'text', help: 's3://bucket?endpoint=…' },
  { flags: '--production', kind: 'flag', help: 'refuse what may be lost or read by others' },
  {
    flags: '--trusted-network',
    kind: 'flag',
    help: 'with --production: connections without TLS are meant',
  },
];

/** What `up` and every command that starts an exchange of its own understands. */
export const EXCHANGE_OPTIONS: readonly OptionSpec[] = [
  ...SET_UP_OPTIONS,
  DURABILITY_OPTION,
  {
    flags: '--no-standby',
    kind: 'flag',
    help: 'one engine only: recovery from snapshot and tail instead of a takeover',
  },
  {
    flags: '--snapshot-interval-ms <number>',
    kind: 'number',
    default: '60000',
    help: 'a snapshot at least this often',
  },
  {
    flags: '--snapshot-events <number>',
    kind: 'number',
    default: '1000000',
    help: 'a snapshot after this many events, if that is sooner',
  },
  {
    flags: '--account-snapshot-interval-ms <number>',
    kind: 'number',
    default: '300000',
    help: 'a snapshot of the accounts at least this often',
  },
];
