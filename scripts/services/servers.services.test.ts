/** The servers of failure tests do what such a test wants of them: die, freeze, come back. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { KafkaCluster } from './kafka-cluster.ts';
import { RedisServer } from './redis-server.ts';
import { S3Server } from './s3-server.ts';

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-servers-test-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('three brokers keep a topic through the loss of one, and take it back', async () => {
  await inFolder(async (folder) => {
    const cluster = await KafkaCluster.start({ folder, brokers: 3 });
    const kafka = new Kafka({
      brokers: [...cluster.brokers],
      logLevel: logLevel.NOTHING,
      // Its controller takes seconds to miss a broker that was killed.
      retry: { retries: 30, maxRetryTime: 2_000 },
    });
    const admin = kafka.admin();
    const producer = kafka.producer();
    try {
      await admin.connect();
      await producer.connect();
      const topic = 'kept';
      await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
      const send = (value: string) =>
        producer.send({ topic, acks: -1, messages: [{ partition: 0, value }] });
      await send('before');
      await cluster.killBroker(1);
      await send('while it is gone');
      await cluster.startBroker(1);
      await send('after');
      const [bounds] = await admin.fetchTopicOffsets(topic);
      assert.equal(bounds?.high, '3');
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      assert.equal(topics[0]?.partitions[0]?.replicas.length, 3);
    } finally {
      await producer.disconnect();
      await admin.disconnect();
      await cluster.kill();
    }
  });
});

test('a Redis that is killed comes back on its port with what it acknowledged', async () => {
  await inFolder(async (folder) => {
    const server = await RedisServer.start({ folder, password: 'not-a-default' });
    const redis = new Redis(server.url);
    try {
      await redis.set('kept', 'yes');
      const { port } = server;
      await server.restart();
      assert.equal(server.port, port);
      assert.equal(await redis.get('kept'), 'yes');
      const settings = await redis.config('GET', 'append*');
      assert.ok((settings as string[]).join(' ').includes('appendfsync always'));
    } finally {
      redis.disconnect();
      await server.kill();
    }
  });
});

test('an S3 server that is killed comes back on its port with its objects', async () => {
  await inFolder(async (folder) => {
    const server = await S3Server.start({ folder, buckets: ['kept'] });
    const { accessKeyId, secretAccessKey, endpoint } = server.access;
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
    });
    try {
      await client.send(new PutObjectCommand({ Bucket: 'kept', Key: 'a/b', Body: 'text' }));
      await server.restart();
      const found = await client.send(new GetObjectCommand({ Bucket: 'kept', Key: 'a/b' }));
      assert.equal(await found.Body?.transformToString(), 'text');
    } finally {
      client.destroy();
      await server.kill();
    }
  });
});
