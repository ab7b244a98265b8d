import { join } from 'node:path';
import process from 'node:process';
import { largePages } from '../../engine/runtime/large-pages.ts';
import type { Durability } from '../../ports/event-log/event-log.ts';
import type { ProcessSpec } from './supervised-process.ts';

export interface ExchangeShape {
  readonly dataDirectory: string;
  readonly port: number;
  /** Of the operator's endpoints; absent: with all others. */
  readonly adminPort?: number;
  readonly durability: Durability;
  readonly engines: 'primary-and-standby' | 'one';
  readonly snapshotIntervalMs: number;
  readonly snapshotEvents: number;
  readonly accountSnapshotIntervalMs: number;
  /** Where the exchange is kept, as variables for its processes; empty: in the data directory. */
  readonly settings: Readonly<Record<string, string>>;
  /** `on`: whoever has a key may have money. */
  readonly faucet?: 'on';
}

/** While a standby takes over, the machine is its: the killed engine comes back a moment later. */
const ENGINE_RESTART_DELAY_MS = 400;
const RESTART_DELAY_MS = 20;

export interface ProcessWaves {
  /** What has to be there before orders are accepted. */
  readonly first: readonly ProcessSpec[];
  /** Everything else; the start of six processes at once on two cores would delay the first order. */
  readonly second: readonly ProcessSpec[];
}

/** The processes of an exchange. `dist` is the compiled tree. */
export function processSpecs(dist: string, shape: ExchangeShape): ProcessWaves {
  const spec = (
    name: string,
    folder: string,
    options: readonly string[],
    restartDelayMs: number,
    environment: Readonly<Record<string, string>> = {},
  ): ProcessSpec => ({
    name,
    script: join(dist, folder, 'main.js'),
    arguments: [
      '--name',
      name,
      '--data',
      shape.dataDirectory,
      '--durability',
      shape.durability,
      ...options,
    ],
    environment: { ...environment, ...shape.settings },
    logPath: join(shape.dataDirectory, 'logs', `${name}.log`),
    restartDelayMs,
  });
  // Of those that hold whole books.
  const replica = largePages(process.env);
  const standbyIsThere = shape.engines === 'primary-and-standby';
  const engine = (name: string): ProcessSpec =>
    spec(name, 'engine', [], standbyIsThere ? ENGINE_RESTART_DELAY_MS : 0, replica);
  const snapshotOptions = [
    '--snapshot-interval-ms',
    String(shape.snapshotIntervalMs),
    '--snapshot-events',
    String(shape.snapshotEvents),
    '--account-snapshot-interval-ms',
    String(shape.accountSnapshotIntervalMs),
  ];
  return {
    first: [
      spec(
        'order-service-1',
        'order-service',
        [
          ...['--session', '1', '--port', String(shape.port), '--faucet', shape.faucet ?? 'off'],
          ...(shape.adminPort === undefined ? [] : ['--admin-port', String(shape.adminPort)]),
        ],
        RESTART_DELAY_MS,
      ),
      engine('engine-a'),
      spec('settlement', 'settlement', [], RESTART_DELAY_MS),
    ],
    second: [
      ...(standbyIsThere ? [engine('engine-b')] : []),
      spec('projections', 'projections', [], RESTART_DELAY_MS),
      spec('snapshotter', 'snapshotter', snapshotOptions, RESTART_DELAY_MS, replica),
    ],
  };
}
