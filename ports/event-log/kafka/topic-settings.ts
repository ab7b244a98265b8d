/**
 * How our topics are set up, and which settings of an existing one are refused.
 *
 * One partition, no compaction and records as large as ours are always needed: without them offsets
 * mean nothing. The rest is what production needs for that an acknowledged record stays.
 */
import type Broker from 'kafkajs/src/broker/index.js';
import { EventLogError } from '../event-log.ts';
import type { KafkaCluster, TopicLayout } from './kafka-cluster.ts';
import { eventLogError, onlyErrorOf, protocolErrorOf } from './kafka-errors.ts';

/** `development` is content with one broker, which may lose what it acknowledged. */
export type TopicSafety = 'production' | 'development';

/**
 * The largest append; all its records are one batch. A broker takes requests of up to 100 MiB
 * (socket.request.max.bytes), unless it is told otherwise.
 */
export const APPEND_BYTES_MAX = 64 * 1024 * 1024;
const BATCH_BYTES_MAX = APPEND_BYTES_MAX + 1024 * 1024;
const REPLICAS_MIN = 3;
const IN_SYNC_MIN = 2;
/** Time enough to archive what the topic is going to drop. */
const RETENTION_MS_MIN = 24 * 60 * 60 * 1000;
const TOPIC_RESOURCE = 2;
const CREATE_TIMEOUT_MS = 5000;
const NO_LIMIT = '-1';

type Settings = Readonly<Record<string, string>>;

interface Requirement {
  readonly setting: string;
  readonly needed: string;
  readonly holds: (value: string, layout: TopicLayout) => boolean;
}

const ALWAYS: readonly Requirement[] = [
  { setting: 'partitions', needed: '1', holds: (value) => value === '1' },
  { setting: 'cleanup.policy', needed: 'delete', holds: (value) => value === 'delete' },
  {
    setting: 'max.message.bytes',
    needed: `at least ${BATCH_BYTES_MAX}`,
    holds: (value) => Number(value) >= BATCH_BYTES_MAX,
  },
];

const PRODUCTION: readonly Requirement[] = [
  {
    setting: 'replication factor',
    needed: `at least ${REPLICAS_MIN}`,
    holds: (value) => Number(value) >= REPLICAS_MIN,
  },
  {
    setting: 'min.insync.replicas',
    needed: `at least ${IN_SYNC_MIN}, and fewer than there are replicas`,
    holds: (value, { replicas }) => Number(value) >= IN_SYNC_MIN && Number(value) < replicas,
  },
  {
    setting: 'unclean.leader.election.enable',
    needed: 'false',
    holds: (value) => value === 'false',
  },
  {
    setting: 'retention.ms',
    needed: `${NO_LIMIT}, or at least ${RETENTION_MS_MIN}`,
    holds: (value) => value === NO_LIMIT || Number(value) >= RETENTION_MS_MIN,
  },
  { setting: 'retention.bytes', needed: NO_LIMIT, holds: (value) => value === NO_LIMIT },
];

/** Throws EventLogError LOG_UNSAFE, which names the setting, its value and what is needed. */
export function assertSafe(
  topic: string,
  found: { readonly settings: Settings; readonly layout: TopicLayout },
  safety: TopicSafety,
): void {
  const values: Settings = {
    ...found.settings,
    partitions: String(found.layout.partitions),
    'replication factor': String(found.layout.replicas),
  };
  const requirements = safety === 'production' ? [...ALWAYS, ...PRODUCTION] : ALWAYS;
  for (const { setting, needed, holds } of requirements) {
    const value = values[setting];
    if (value !== undefined && holds(value, found.layout)) continue;
    throw new EventLogError(
      'LOG_UNSAFE',
      `topic ${topic} has ${setting} = ${value ?? 'unknown'}; needed: ${needed}`,
    );
  }
}

/** Idempotent. Throws EventLogError. */
export async function createTopic(
  cluster: KafkaCluster,
  topic: string,
  replicationFactor: number,
): Promise<void> {
  const inSync = Math.max(1, Math.min(IN_SYNC_MIN, replicationFactor - 1));
  const settings: Settings = {
    'cleanup.policy': 'delete',
    'min.insync.replicas': String(inSync),
    'unclean.leader.election.enable': 'false',
    'max.message.bytes': String(BATCH_BYTES_MAX),
    // Nothing goes by age or size: what an archive holds is deleted by whoever keeps the archive.
    'retention.ms': NO_LIMIT,
    'retention.bytes': NO_LIMIT,
    // A broker whose clock differs from ours must not refuse records.
    'message.timestamp.before.max.ms': '9223372036854775807',
    'message.timestamp.after.max.ms': '9223372036854775807',
  };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const wanted = { topic, numPartitions: 1, replicationFactor, configEntries };
  await cluster.ask(`creation of ${topic}`, async (broker) => {
    try {
      await broker.createTopics({ topics: [wanted], timeout: CREATE_TIMEOUT_MS });
    } catch (error) {
      const problem = onlyErrorOf(error);
      if (protocolErrorOf(problem) !== 'TOPIC_ALREADY_EXISTS') {
        throw eventLogError(problem, `creation of ${topic}`);
      }
    }
  });
}

/** Throws EventLogError: LOG_TOPIC_UNKNOWN, LOG_UNSAFE, LOG_UNAVAILABLE. */
export async function checkTopic(
  cluster: KafkaCluster,
  topic: string,
  safety: TopicSafety,
): Promise<void> {
  const layout = await cluster.layout(topic);
  const settings = await cluster.ask(`settings of ${topic}`, (broker) => settingsOf(broker, topic));
  assertSafe(topic, { settings, layout }, safety);
}

async function settingsOf(broker: Broker, topic: string): Promise<Settings> {
  const resources = [{ type: TOPIC_RESOURCE, name: topic }];
  const described = await broker.describeConfigs({ resources });
  const settings: Record<string, string> = {};
  for (const { configName, configValue } of described.resources[0]?.configEntries ?? []) {
    if (configValue !== null) settings[configName] = configValue;
  }
  return settings;
}
