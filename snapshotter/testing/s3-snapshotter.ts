/**
 * A snapshotter over an embedded log whose snapshots and archive lie in S3. For tests that kill it.
 *
 *   node s3-snapshotter.js <data folder> <connection as JSON>
 */
import { marketMachines } from '../../engine/runtime/machine-factory.ts';
import { silentLog } from '../../engine/runtime/runtime-context.ts';
import { openS3ArchiveStore } from '../../ports/archive-store/s3-archive-store.ts';
import { openPorts } from '../../ports/open-ports.ts';
import type { S3Connection } from '../../ports/s3/s3-connection.ts';
import { openS3SnapshotStore } from '../../ports/snapshot-store/s3-snapshot-store.ts';
import { Snapshotter } from '../snapshotter.ts';

const [dataDir = '', json = ''] = process.argv.slice(2);
const connection = JSON.parse(json) as S3Connection;
const embedded = await openPorts({
  dataDir,
  durability: 'process',
  processName: 'snapshotter',
  faults: process.env['FAULT'],
});
const { clock, crashPoints } = embedded;
const snapshots = await openS3SnapshotStore({ connection, clock, crashPoints });
const archive = await openS3ArchiveStore({ connection, clock });

new Snapshotter(
  {
    node: 'snapshotter',
    ports: { ...embedded, snapshots },
    log: silentLog,
    machines: marketMachines,
    defer: setImmediate,
  },
  {
    markets: 'all',
    rhythm: { intervalMs: 100, eventsMax: 1_000_000, keptCount: 3 },
    archive: {
      archive,
      rhythm: { recordsMax: 100, bytesMax: 1_000_000, intervalMs: 500 },
      retention: null,
    },
    accounts: null,
    identity: { pid: process.pid, version: 'test' },
    onBroken: (error) => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  },
).start();
