import type { CommandSpec } from '../command.ts';
import { DATA_OPTION, JSON_OPTION } from './common-options.ts';

const MARKET_OPTION = {
  flags: '--market <market>',
  kind: 'text',
  help: 'one market; absent: all of them',
} as const;

const SNAPSHOTS_OF_OPTION = {
  ...MARKET_OPTION,
  help: 'one market, or accounts; absent: all of them',
} as const;

export const RECOVERY_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'snapshot ls',
    summary: 'List the snapshots of markets and accounts, newest first',
    arguments: [],
    options: [SNAPSHOTS_OF_OPTION, DATA_OPTION, JSON_OPTION],
    examples: [{ line: 'snapshot ls', does: 'offset, time, size of each' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/snapshot.ts')).snapshotListCommand,
  },
  {
    name: 'snapshot take',
    summary: 'Have the running snapshotter take a snapshot now',
    arguments: [],
    options: [
      MARKET_OPTION,
      {
        flags: '--timeout-ms <number>',
        kind: 'number',
        default: '20000',
        help: 'how long to wait',
      },
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'snapshot take --market BTC-USD', does: 'waits until it is verified' }],
    exitCodes: [0, 1, 2, 3],
    load: async () => (await import('../commands/snapshot.ts')).snapshotTakeCommand,
  },
  {
    name: 'snapshot verify',
    summary: 'Read every snapshot, check its checksums, and restore it to compare its state',
    arguments: [],
    options: [SNAPSHOTS_OF_OPTION, DATA_OPTION, JSON_OPTION],
    examples: [{ line: 'snapshot verify', does: 'exit code 4 when one is damaged' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/snapshot.ts')).snapshotVerifyCommand,
  },
  {
    name: 'recovery-plan',
    summary: 'Say what a restart would load and replay',
    arguments: [],
    options: [MARKET_OPTION, DATA_OPTION, JSON_OPTION],
    examples: [{ line: 'recovery-plan', does: 'newest snapshot + length of the tail' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/recovery-plan.ts')).recoveryPlanCommand,
  },
  {
    name: 'replay',
    summary: 'Replay the command logs from the beginning',
    details:
      'With --verify every event batch and every state hash that the replay makes is compared with ' +
      'what stands in the event log, and every snapshot with the state at its offset; nothing may ' +
      'have been made of commands that are not there, or behind poison that holds the market.',
    arguments: [],
    options: [
      { flags: '--verify', kind: 'flag', help: 'compare all hashes; exit code 4 on a difference' },
      MARKET_OPTION,
      DATA_OPTION,
      JSON_OPTION,
    ],
    examples: [{ line: 'replay --verify', does: 'the log explains every event there is' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/replay.ts')).replayCommand,
  },
];
