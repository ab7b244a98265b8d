import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { systemClock } from './clock/system-clock.ts';
import type { ServersSetUp } from './config/exchange-config.ts';
import { KafkaCluster } from './event-log/kafka/kafka-cluster.ts';
import { connectRedis } from './redis/redis-connection.ts';
import { keyPrefixOf } from './redis/redis-names.ts';
import { s3Client } from './s3/s3-connection.ts';

const DELETE_TOPICS_TIMEOUT_MS = 10_000;
const KEYS_PER_SCAN = 1_000;
const REDIS_DEADLINE_MS = 10_000;

/**
 * Removes every topic, key and object of an exchange that a command or a test made for itself on
 * servers that it shares. Nothing of it may run any more. Refuses one without names of its own:
 * everything on those servers would be its.
 */
export async function discardExchange(setUp: ServersSetUp): Promise<void> {
  const { log, snapshots } = setUp;
  if (log.topicPrefix === '' || snapshots.prefix === '') {
    throw new Error('an exchange without names of its own is not discarded');
  }
  await discardTopics(setUp);
  await discardKeys(setUp);
  await discardObjects(setUp);
}

async function discardTopics({ log }: ServersSetUp): Promise<void> {
  const cluster = new KafkaCluster({ ...log, clientId: 'discard' });
  try {
    const topics = (await cluster.topicNames()).filter((name) => name.startsWith(log.topicPrefix));
    if (topics.length === 0) return;
    await cluster.ask('the removal of topics', (broker) =>
      broker.deleteTopics({ topics, timeout: DELETE_TOPICS_TIMEOUT_MS }),
    );
  } finally {
    cluster.close();
  }
}

/** Balances, holds, the outbox, pointers: as if Redis had lost them. */
export async function discardKeys({ store }: ServersSetUp): Promise<void> {
  const link = await connectRedis({
    connection: store,
    clock: systemClock,
    name: 'discard',
    safety: 'development',
  });
  try {
    for (let cursor = '0'; ; ) {
      const [next, keys] = await link.call(
        (redis) => redis.scan(cursor, 'MATCH', `${keyPrefixOf(store)}*`, 'COUNT', KEYS_PER_SCAN),
        REDIS_DEADLINE_MS,
      );
      if (keys.length > 0) await link.call((redis) => redis.unlink(...keys), REDIS_DEADLINE_MS);
      if (next === '0') return;
      cursor = next;
    }
  } finally {
    link.close();
  }
}

async function discardObjects({ snapshots }: ServersSetUp): Promise<void> {
  const client = s3Client(snapshots);
  try {
    for (const Bucket of [snapshots.bucket, snapshots.archiveBucket]) {
      for (let token: string | undefined; ; ) {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket,
            Prefix: `${snapshots.prefix}/`,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const { Key } of page.Contents ?? []) {
          await client.send(new DeleteObjectCommand({ Bucket, Key }));
        }
        token = page.NextContinuationToken;
        if (token === undefined) break;
      }
    }
  } finally {
    client.destroy();
  }
}
