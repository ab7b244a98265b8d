import { join } from 'node:path';
import { openLmdbAccountStore } from './account-store/lmdb-account-store.ts';
import { ArchivedEventLog } from './archive-store/archived-event-log.ts';
import { DirectoryArchiveStore } from './archive-store/directory-archive-store.ts';
import { systemClock, systemRandom } from './clock/system-clock.ts';
import { EMBEDDED, type Safety, type SetUp } from './config/exchange-config.ts';
import { bindDataDirectory } from './config/set-up-record.ts';
import { MeshCoordination } from './coordination/mesh-coordination.ts';
import { envCrashPoints } from './crash-points/env-crash-points.ts';
import { openDataDirectory } from './data-directory.ts';
import { LockWatch } from './embedded/lock-watch.ts';
import { Mesh } from './embedded/mesh.ts';
import { meshDoorbell } from './embedded/mesh-doorbell.ts';
import { meshFolderOf } from './embedded/mesh-folder.ts';
import type { Beats } from './embedded/peer-connection.ts';
import type { Durability } from './event-log/event-log.ts';
import { LmdbEventLog } from './event-log/lmdb-event-log.ts';
import type { Ports } from './ports.ts';
import { DirectorySnapshotStore } from './snapshot-store/directory-snapshot-store.ts';
import { LmdbViewStore } from './view-store/lmdb-view-store.ts';

/** Folders of the data directory that are LMDB environments. */
const ENVIRONMENTS = ['log/commands', 'log/events', 'accounts', 'views'];

export interface PortsConfig {
  readonly dataDir: string;
  readonly durability: Durability;
  /** Unique among the live processes of the data directory, e.g. `engine-a`. */
  readonly processName: string;
  /** The FAULT variable, see `envCrashPoints`; undefined: none. */
  readonly faults: string | undefined;
  /** Who appends to command topics: a thread of its own, for a process that does so all the time. */
  readonly commandAppends?: 'own-thread';
  readonly beats?: Beats;
  /** Where everything that must last is kept; by default in the data directory itself. */
  readonly setUp?: SetUp;
  readonly safety?: Safety;
  /** Told of settings of a server that are unwise. */
  readonly onWarning?: (problem: string) => void;
}

/**
 * The ports of one process, in the set-up that was chosen.
 * Throws DataDirectoryError, PeerNameTakenError, EventLogError, AccountStoreError, RedisError,
 * SnapshotStoreError.
 */
export async function openPorts(config: PortsConfig): Promise<Ports> {
  const { setUp = EMBEDDED, safety = 'development' } = config;
  openDataDirectory(config.dataDir);
  bindDataDirectory(config.dataDir, setUp);
  if (setUp.kind === 'embedded') return openEmbedded(config);
  // Clients of three servers take their time to load; the embedded set-up need not wait for them.
  const { openServers } = await import('./open-servers.ts');
  return openServers({ ...config, setUp, safety });
}

/** Everything on this machine, under one data directory. */
async function openEmbedded(config: PortsConfig): Promise<Ports> {
  const clock = systemClock;
  const crashPoints = envCrashPoints({
    faults: config.faults,
    environment: process.env['NODE_ENV'],
    kill: () => process.kill(process.pid, 'SIGKILL'),
  });
  const mesh = await Mesh.join({
    folder: meshFolderOf(config.dataDir),
    name: config.processName,
    pid: process.pid,
    incarnation: Buffer.from(systemRandom.bytes(8)).toString('hex'),
    clock,
    ...(config.beats === undefined ? {} : { beats: config.beats }),
  });
  // Closed in the reverse order of opening, also when a later one fails to open.
  const opened: (() => Promise<void>)[] = [() => mesh.close()];
  const closing = <T extends { close(): Promise<void> }>(port: T): T => {
    opened.unshift(() => port.close());
    return port;
  };
  const close = async () => {
    for (const closePort of opened.splice(0)) await closePort();
  };
  const folder = (...names: string[]) => join(config.dataDir, ...names);
  try {
    const coordination = new MeshCoordination({ mesh, clock, folder: folder('coordination') });
    closing(coordination);
    const archive = new DirectoryArchiveStore({ folder: folder('archive'), clock });
    const log = new LmdbEventLog({
      folder: folder('log'),
      durability: config.durability,
      clock,
      crashPoints,
      doorbell: meshDoorbell(mesh),
      ...(config.commandAppends === 'own-thread'
        ? { appendThread: { faults: config.faults, bell: mesh.bell } }
        : {}),
    });
    closing(log);
    const ports = {
      clock,
      random: systemRandom,
      crashPoints,
      coordination,
      log: new ArchivedEventLog({ log, archive }),
      archive,
      snapshots: new DirectorySnapshotStore({ folder: folder('snapshots'), clock, crashPoints }),
      accounts: closing(openLmdbAccountStore({ folder: folder('accounts'), crashPoints })),
      views: closing(new LmdbViewStore({ folder: folder('views') })),
      close,
    };
    const watch = new LockWatch({
      coordination,
      clock,
      lockPaths: ENVIRONMENTS.map((name) => folder(name, 'lock.mdb')),
      kill: (pid) => process.kill(pid, 'SIGKILL'),
    });
    // Last of all: its descriptors of the lock files must outlive the environments.
    opened.push(() => watch.close());
    return ports;
  } catch (error) {
    await close();
    throw error;
  }
}
