/** Real Kafka for tests: names of their own, and topics that are gone afterwards. */
import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import kafkajs from 'kafkajs';
import type { KafkaConnection } from '../event-log/kafka/kafka-connection.ts';

const VARIABLE = 'LOCKSTEP_TEST_KAFKA';

/** `host:port` of the brokers that the services suite uses. Throws when there are none. */
function testBrokers(): readonly string[] {
  const value = process.env[VARIABLE];
  if (value === undefined || value === '') {
    throw new Error(`${VARIABLE} is not set; it names the Kafka of the services suite: host:port`);
  }
  return value.split(',');
}

export function kafkaAdmin(brokers: readonly string[]) {
  const { Kafka, logLevel } = kafkajs;
  return new Kafka({
    clientId: 'lockstep-test',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
  }).admin();
}

/** A connection with a topic prefix that nobody else has; its topics are deleted after the tests. */
export function kafkaTestConnection(brokers = testBrokers()): KafkaConnection {
  const topicPrefix = `test-${randomBytes(6).toString('hex')}.`;
  after(() => deleteTopics(brokers, topicPrefix));
  return { brokers, clientId: 'lockstep-test', topicPrefix, tls: null, sasl: null };
}

async function deleteTopics(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = kafkaAdmin(brokers);
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
