import type { CommandSpec } from './command.ts';
import { ARCHIVE_COMMANDS } from './specs/archive.ts';
import { BENCHMARK_COMMANDS } from './specs/benchmarks.ts';
import { EXCHANGE_COMMANDS } from './specs/exchange.ts';
import { FAILURE_COMMANDS } from './specs/failures.ts';
import { MARKET_COMMANDS } from './specs/markets.ts';
import { MEASUREMENT_COMMANDS } from './specs/measurement.ts';
import { RECOVERY_COMMANDS } from './specs/recovery.ts';
import { TRADING_COMMANDS } from './specs/trading.ts';

/** Every command of the command line. Help, parsing and docs/cli.md are made from this table. */
export const COMMANDS: readonly CommandSpec[] = [
  ...EXCHANGE_COMMANDS,
  ...TRADING_COMMANDS,
  ...MARKET_COMMANDS,
  ...FAILURE_COMMANDS,
  ...RECOVERY_COMMANDS,
  ...ARCHIVE_COMMANDS,
  ...MEASUREMENT_COMMANDS,
  ...BENCHMARK_COMMANDS,
];

/** Commands of two words belong to a group of this name. */
export const COMMAND_GROUPS: Readonly<Record<string, string>> = {
  market: 'Add, change and end markets',
  snapshot: 'Inspect and take snapshots',
  archive: 'Inspect and fill the archive of the logs',
  feed: 'Feed recorded order flow to the exchange',
  bench: 'Measure',
};
