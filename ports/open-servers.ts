/**
 * The set-up with servers: the truth in Kafka, balances in Redis, snapshots and archive in S3.
 *
 *   host A                                 host B
 *   ┌ order-service ─ engine … ┐           ┌ engine (standby) … ┐
 *   │ <data>/views (LMDB)      │           │ <data>/views       │
 *   └──────┬───────┬───────┬───┘           └───┬──────┬──────┬──┘
 *        Kafka   Redis    S3                 the same three
 *
 * Read models are caches: each data directory has its own (docs/adr/0012).
 */
import { join } from 'node:path';
import { openRedisAccountStore } from './account-store/redis/redis-account-store.ts';
import { ArchivedEventLog } from './archive-store/archived-event-log.ts';
import { openS3ArchiveStore } from './archive-store/s3-archive-store.ts';
import { systemClock, systemRandom } from './clock/system-clock.ts';
import type { Safety, ServersSetUp } from './config/exchange-config.ts';
import { bindDataDirectory } from './config/set-up-record.ts';
import { openRedisCoordination } from './coordination/redis-coordination.ts';
import type { CrashPoints } from './crash-points/crash-points.ts';
import { envCrashPoints } from './crash-points/env-crash-points.ts';
import { LockWatch } from './embedded/lock-watch.ts';
import type { Beats } from './embedded/peer-connection.ts';
import { kafkaClusterId } from './event-log/kafka/kafka-cluster-id.ts';
import { openKafkaEventLog } from './event-log/kafka/kafka-event-log.ts';
import type { Ports } from './ports.ts';
import { openS3SnapshotStore } from './snapshot-store/s3-snapshot-store.ts';
import { LmdbViewStore } from './view-store/lmdb-view-store.ts';

export interface ServersConfig {
  readonly dataDir: string;
  readonly processName: string;
  readonly faults: string | undefined;
  readonly setUp: ServersSetUp;
  readonly beats?: Beats;
  readonly safety: Safety;
  readonly onWarning?: (problem: string) => void;
}

/** Throws the errors of each port's adapter, and DATA_DIR_OTHER_SET_UP. */
export async function openServers(config: ServersConfig): Promise<Ports> {
  const crashPoints = envCrashPoints({
    faults: config.faults,
    environment: config.safety === 'production' ? 'production' : process.env['NODE_ENV'],
    kill: () => process.kill(process.pid, 'SIGKILL'),
  });
  const opening = await openAll(config, crashPoints);
  const { events, coordination, accounts, snapshots, archive, clusterId } = opening;
  // Closed in the order of this list, also when one of them could not be opened.
  const opened: (() => Promise<void>)[] = [accounts, events, coordination, snapshots, archive]
    .flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    .map((port) => () => port.close());
  const close = async (): Promise<void> => {
    for (const closePort of opened.splice(0)) await closePort();
  };
  try {
    bindDataDirectory(config.dataDir, config.setUp, resultOf(clusterId));
    const archived = resultOf(archive);
    const peers = resultOf(coordination);
    const views = new LmdbViewStore({ folder: join(config.dataDir, 'views') });
    opened.unshift(() => views.close());
    const watch = new LockWatch({
      coordination: peers,
      clock: systemClock,
      lockPaths: [join(config.dataDir, 'views', 'lock.mdb')],
      kill: (pid) => process.kill(pid, 'SIGKILL'),
    });
    // Last of all: its descriptor of the lock file must outlive the environment.
    opened.push(() => watch.close());
    return {
      clock: systemClock,
      random: systemRandom,
      crashPoints,
      coordination: peers,
      log: new ArchivedEventLog({ log: resultOf(events), archive: archived }),
      archive: archived,
      snapshots: resultOf(snapshots),
      accounts: resultOf(accounts),
      views,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** All at once: a process that takes over has no time for one after the other. */
async function openAll(config: ServersConfig, crashPoints: CrashPoints) {
  const { setUp, safety, processName, beats = 'often', onWarning } = config;
  const clock = systemClock;
  const incarnation = Buffer.from(systemRandom.bytes(8)).toString('hex');
  const { replicationFactor, ...kafka } = setUp.log;
  const log = { ...kafka, clientId: processName };
  const replicas = replicationFactor === null ? {} : { replicationFactor };
  const missing = safety === 'production' ? 'refuse' : 'create';
  const store = { connection: setUp.store, clock, processName };
  const warning = onWarning === undefined ? {} : { onWarning };
  const objects = { connection: setUp.snapshots, clock, missing } as const;
  const [events, coordination, accounts, snapshots, archive, clusterId] = await Promise.allSettled([
    openKafkaEventLog({ connection: log, safety, clock, crashPoints, ...replicas }),
    openRedisCoordination({ ...store, incarnation, beats }),
    openRedisAccountStore({ ...store, safety, crashPoints, ...warning }),
    openS3SnapshotStore({ ...objects, crashPoints }),
    openS3ArchiveStore(objects),
    kafkaClusterId(log),
  ]);
  return { events, coordination, accounts, snapshots, archive, clusterId };
}

/** Throws what kept it from being opened. */
function resultOf<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === 'fulfilled') return result.value;
  throw result.reason;
}
