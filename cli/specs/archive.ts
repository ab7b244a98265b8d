import type { CommandSpec } from '../command.ts';
import { DATA_OPTION, JSON_OPTION } from './common-options.ts';

const TOPIC_OPTION = {
  flags: '--topic <topic>',
  kind: 'text',
  help: 'one log, such as commands.BTC-USD; absent: all of them',
} as const;

const shared = { arguments: [], options: [TOPIC_OPTION, DATA_OPTION, JSON_OPTION] } as const;

export const ARCHIVE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'archive ls',
    summary: 'Show what the archive holds of each log, and what the log itself still holds',
    ...shared,
    examples: [{ line: 'archive ls', does: 'archived stretches, and records that are in neither' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/archive.ts')).archiveListCommand,
  },
  {
    name: 'archive verify',
    summary: 'Read every archived segment, check it, and compare it with what the log still holds',
    ...shared,
    examples: [{ line: 'archive verify', does: 'exit code 4 for damage, a gap, or a difference' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/archive.ts')).archiveVerifyCommand,
  },
  {
    name: 'archive now',
    summary: 'Archive all records that the logs hold now',
    details: 'Safe beside a running snapshotter that archives too: segments may overlap.',
    ...shared,
    examples: [{ line: 'archive now', does: 'before a log is shortened or a disk is replaced' }],
    exitCodes: [0, 1, 2, 3, 4],
    load: async () => (await import('../commands/archive.ts')).archiveNowCommand,
  },
];
