/** Topics that others made, and topics that lost what was in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offset } from '../../../proto/units.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import { kafkaAdmin, kafkaTestConnection } from '../../testing/kafka-test.ts';
import { openKafkaEventLog } from './kafka-event-log.ts';
import type { TopicSafety } from './topic-settings.ts';

const TOPIC = 'commands.MADE';
const LIMIT = { records: 10, bytes: 1e6 } as const;

async function opened(safety: TopicSafety) {
  const connection = kafkaTestConnection();
  const shared = { clock: systemClock, crashPoints: noCrashPoints } as const;
  const open = () => openKafkaEventLog({ connection, safety, ...shared });
  return { connection, open, topic: connection.topicPrefix + TOPIC };
}

async function withAdmin<T>(
  brokers: readonly string[],
  use: (admin: ReturnType<typeof kafkaAdmin>) => Promise<T>,
): Promise<T> {
  const admin = kafkaAdmin(brokers);
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}

const MADE: readonly (readonly [string, number, Readonly<Record<string, string>>, RegExp])[] = [
  ['two partitions', 2, { 'max.message.bytes': '70000000' }, /partitions = 2; needed: 1/],
  [
    'compaction',
    1,
    { 'max.message.bytes': '70000000', 'cleanup.policy': 'compact' },
    /cleanup\.policy = compact; needed: delete/,
  ],
  ['small records only', 1, {}, /max\.message\.bytes = \d+; needed: at least/],
];

for (const [what, numPartitions, configs, problem] of MADE) {
  test(`a topic with ${what} is refused by every use of it`, async () => {
    const { connection, open, topic } = await opened('development');
    const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }));
    await withAdmin(connection.brokers, (admin) =>
      admin.createTopics({
        waitForLeaders: true,
        topics: [{ topic, numPartitions, configEntries }],
      }),
    );
    const log = await open();
    const refused = { code: 'LOG_UNSAFE', message: problem };
    await assert.rejects(log.createTopic(TOPIC), refused);
    await assert.rejects(log.append(TOPIC, [new Uint8Array(1)]), refused);
    await assert.rejects(log.read(TOPIC, offset(0), LIMIT), refused);
    await assert.rejects(log.waitFor(TOPIC, offset(0), 10), refused);
    await log.close();
  });
}

test('production refuses a topic with one copy, which development made', async () => {
  const { connection, open } = await opened('development');
  const log = await open();
  await log.createTopic(TOPIC);
  await log.close();
  const shared = { clock: systemClock, crashPoints: noCrashPoints } as const;
  const strict = await openKafkaEventLog({ connection, safety: 'production', ...shared });
  await assert.rejects(strict.createTopic(TOPIC), {
    code: 'LOG_UNSAFE',
    message: /replication factor = 1; needed: at least 3/,
  });
  await strict.close();
});

test('production cannot create topics where there are too few brokers', async () => {
  const { open } = await opened('production');
  const log = await open();
  await assert.rejects(log.createTopic(TOPIC), {
    code: 'LOG_UNSAFE',
    message: /creation of .*INVALID_REPLICATION_FACTOR/,
  });
  await log.close();
});

test('records that another process deleted are out of range, with both numbers', async () => {
  const { open } = await opened('development');
  const [log, other] = await Promise.all([open(), open()]);
  await log.createTopic(TOPIC);
  await log.append(
    TOPIC,
    Array.from({ length: 10 }, (_, index) => new Uint8Array([index])),
  );
  await other.deleteBefore(TOPIC, offset(7));
  const refused = {
    code: 'LOG_OFFSET_OUT_OF_RANGE',
    message: /commands\.MADE holds offsets 7 … 9; asked for 3/,
  };
  await assert.rejects(log.read(TOPIC, offset(3), LIMIT), refused);
  const records = await log.read(TOPIC, offset(7), LIMIT);
  assert.deepEqual(
    records.map((record) => [record.offset, record.bytes[0]]),
    [
      [7, 7],
      [8, 8],
      [9, 9],
    ],
  );
  await Promise.all([log.close(), other.close()]);
});

test('a topic that was deleted and made again is out of range, never read from its new start', async () => {
  const { connection, open, topic } = await opened('development');
  const log = await open();
  await log.createTopic(TOPIC);
  await log.append(TOPIC, [new Uint8Array(1), new Uint8Array(1)]);
  assert.equal((await log.read(TOPIC, offset(0), LIMIT)).length, 2);
  await withAdmin(connection.brokers, (admin) => admin.deleteTopics({ topics: [topic] }));
  const other = await open();
  await systemClock.sleep(500);
  await other.createTopic(TOPIC);
  await other.append(TOPIC, [new Uint8Array(1)]);
  await assert.rejects(log.read(TOPIC, offset(2), LIMIT), { code: 'LOG_OFFSET_OUT_OF_RANGE' });
  await assert.rejects(log.append(TOPIC, [new Uint8Array(1)]), { code: 'HISTORY_CHANGED' });
  await Promise.all([log.close(), other.close()]);
});

test('an append that is larger than the log takes is refused before it is sent', async () => {
  const { open } = await opened('development');
  const log = await open();
  await log.createTopic(TOPIC);
  await assert.rejects(log.append(TOPIC, [new Uint8Array(65 * 1024 * 1024)]), {
    code: 'LOG_TOO_LARGE',
  });
  const large = new Uint8Array(63 * 1024 * 1024).fill(3);
  assert.equal(await log.append(TOPIC, [large]), 0);
  const [record] = await log.read(TOPIC, offset(0), LIMIT);
  assert.ok(Buffer.compare(record!.bytes, large) === 0);
  await log.close();
});
