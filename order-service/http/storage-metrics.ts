/**
 * Snapshots and archive, as the snapshotters last reported them: they serve no HTTP themselves. The
 * newest word of a process is kept when it is gone, so that the age of a snapshot goes on rising.
 */
import { Gauge, type Registry } from 'prom-client';
import type { StorageReport } from '../../ports/coordination/coordination.ts';
import type { Ports } from '../../ports/ports.ts';

/** Returns what ends the listening. */
export function storageMetrics(
  { clock, coordination }: Pick<Ports, 'clock' | 'coordination'>,
  registers: Registry[],
): () => void {
  const reports = new Map<string, StorageReport>();
  const note = (name: string, storage: StorageReport | undefined): void => {
    if (storage !== undefined) reports.set(name, storage);
  };
  for (const { report } of coordination.peers()) note(report.name, report.storage);
  const unsubscribe = coordination.onPeerChange(({ report }) => note(report.name, report.storage));

  const ofMarket = seriesOf(
    'market',
    () =>
      [...reports.values()].flatMap(({ snapshots }) =>
        snapshots.map((report) => ({ label: report.market, report })),
      ),
    registers,
  );
  ofMarket('exchange_snapshot_age_seconds', 'Since the newest snapshot was cut', {
    read: ({ timestampUs }) => (timestampUs === null ? null : (clock.nowUs() - timestampUs) / 1e6),
    combine: Math.min,
  });
  ofMarket('exchange_snapshot_bytes', 'Of the newest snapshot', {
    read: ({ bytes }) => bytes,
    combine: Math.max,
  });
  ofMarket('exchange_snapshot_duration_seconds', 'Writing and verifying the newest snapshot', {
    read: ({ durationMs }) => durationMs / 1000,
    combine: Math.max,
  });
  ofMarket('exchange_snapshot_failures_total', 'Snapshots that were not written', {
    read: ({ failures }) => failures,
    combine: sum,
  });
  ofMarket('exchange_snapshot_verify_failures_total', 'Of those, not what had been written', {
    read: ({ verifyFailures }) => verifyFailures,
    combine: sum,
  });

  const ofTopic = seriesOf(
    'topic',
    () =>
      [...reports.values()].flatMap(({ archive }) =>
        archive.map((report) => ({ label: report.topic, report })),
      ),
    registers,
  );
  ofTopic('exchange_archive_upload_failures_total', 'Attempts to archive that failed', {
    read: ({ failures }) => failures,
    combine: sum,
  });
  ofTopic('exchange_archive_lag_records', 'Records that are not archived yet', {
    read: ({ lag }) => lag,
    combine: Math.min,
  });
  ofTopic('exchange_log_earliest_offset', 'Oldest record that the log itself holds', {
    read: ({ logEarliest }) => logEarliest,
    combine: Math.max,
  });
  return unsubscribe;
}

const sum = (left: number, right: number): number => left + right;

/** Makes gauges with one label over all reports; several processes may report of the same label. */
function seriesOf<Report>(
  labelName: 'market' | 'topic',
  all: () => readonly { readonly label: string; readonly report: Report }[],
  registers: Registry[],
) {
  return (
    name: string,
    help: string,
    how: {
      readonly read: (report: Report) => number | null;
      readonly combine: (left: number, right: number) => number;
    },
  ): void => {
    new Gauge({
      name,
      help,
      labelNames: [labelName],
      registers,
      collect() {
        this.reset();
        const values = new Map<string, number>();
        for (const { label, report } of all()) {
          const value = how.read(report);
          if (value === null) continue;
          const known = values.get(label);
          values.set(label, known === undefined ? value : how.combine(known, value));
        }
        for (const [label, value] of values) this.set({ [labelName]: label }, value);
      },
    });
  };
}
