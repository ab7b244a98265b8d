import { marketMachines } from '../engine/runtime/machine-factory.ts';
import { marketSelection } from '../engine/runtime/market-discovery.ts';
import { runService, type ServiceContext } from '../ports/process/run-service.ts';
import { UsageError } from '../ports/process/usage-error.ts';
import { assertLimits, limits } from '../proto/limits.ts';
import type { SnapshotRhythm } from './market-snapshotter.ts';
import { Snapshotter, type SnapshotterOptions } from './snapshotter.ts';

const HOUR_MS = 3_600_000;

function countOf(value: unknown, option: string, least: number): number {
  const count = Number(value);
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw new UsageError(`--${option} is a whole number from ${least} on, not ${String(value)}`);
}

/** Throws UsageError. */
function rhythmOf(
  options: Readonly<Record<string, unknown>>,
  interval: 'snapshot-interval-ms' | 'account-snapshot-interval-ms',
): SnapshotRhythm {
  return {
    intervalMs: countOf(options[interval], interval, 1),
    eventsMax: countOf(options['snapshot-events'], 'snapshot-events', 1),
    keptCount: countOf(options['snapshots-kept'], 'snapshots-kept', limits.snapshotsKeptMin),
  };
}

/** Of several snapshotters the one that serves all markets does the accounts. Throws UsageError. */
function accountOptions(
  options: Readonly<Record<string, unknown>>,
  ports: Pick<ServiceContext['ports'], 'accounts'>,
): SnapshotterOptions['accounts'] {
  const { accounts: choice = options['markets'] === 'all' ? 'on' : 'off' } = options;
  if (choice !== 'on' && choice !== 'off') throw new UsageError('--accounts is on or off');
  if (choice === 'off') return null;
  return { store: ports.accounts, rhythm: rhythmOf(options, 'account-snapshot-interval-ms') };
}

/** Throws UsageError. */
function archiveOptions(
  options: Readonly<Record<string, unknown>>,
  { ports: { archive }, archiveDefault }: Pick<ServiceContext, 'ports' | 'archiveDefault'>,
): SnapshotterOptions['archive'] {
  const {
    archive: choice = archiveDefault,
    'retain-records': records,
    'retain-hours': hours,
  } = options;
  if (choice !== 'on' && choice !== 'off') throw new UsageError('--archive is on or off');
  const retains = records !== undefined || hours !== undefined;
  if (choice === 'off') {
    if (retains)
      throw new UsageError('--retain-… needs --archive on: a log forgets what is archived');
    return null;
  }
  return {
    archive,
    rhythm: {
      recordsMax: countOf(options['archive-records'], 'archive-records', 1),
      bytesMax: countOf(options['archive-bytes'], 'archive-bytes', 1),
      intervalMs: countOf(options['archive-interval-ms'], 'archive-interval-ms', 1),
    },
    retention: retains
      ? {
          records: countOf(records ?? limits.retainedRecordsMin, 'retain-records', 0),
          ageMs: hours === undefined ? null : countOf(hours, 'retain-hours', 0) * HOUR_MS,
        }
      : null,
  };
}

await runService({
  service: 'snapshotter',
  defaultName: 'snapshotter',
  priority: 'background',
  options: {
    markets: { type: 'string', default: 'all' },
    'snapshot-interval-ms': { type: 'string', default: String(limits.snapshotIntervalMs) },
    'snapshot-events': { type: 'string', default: String(limits.snapshotEventsMax) },
    archive: { type: 'string' },
    'archive-records': { type: 'string', default: String(limits.archiveRecordsMax) },
    'archive-bytes': { type: 'string', default: String(limits.archiveBytesMax) },
    'archive-interval-ms': { type: 'string', default: String(limits.archiveIntervalMs) },
    'retain-records': { type: 'string' },
    'retain-hours': { type: 'string' },
    accounts: { type: 'string' },
    'account-snapshot-interval-ms': {
      type: 'string',
      default: String(limits.accountSnapshotIntervalMs),
    },
    'snapshots-kept': { type: 'string', default: String(limits.snapshotsKeptMin) },
  },
  start: async ({ name, ports, archiveDefault, log, pid, version, options, fail }) => {
    assertLimits();
    const snapshotter = new Snapshotter(
      { node: name, ports, log, machines: marketMachines, defer: setImmediate },
      {
        markets: marketSelection(String(options['markets'])),
        rhythm: rhythmOf(options, 'snapshot-interval-ms'),
        accounts: accountOptions(options, ports),
        archive: archiveOptions(options, { ports, archiveDefault }),
        identity: { pid, version },
        onBroken: fail,
      },
    );
    snapshotter.start();
    return { stop: () => snapshotter.stop() };
  },
});
