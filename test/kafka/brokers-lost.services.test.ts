/** Three brokers, of which some die or freeze while records are written and read. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Kafka, logLevel } from 'kafkajs';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import { type EventLog, EventLogError } from '../../ports/event-log/event-log.ts';
import { openKafkaEventLog } from '../../ports/event-log/kafka/kafka-event-log.ts';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import { offset } from '../../proto/units.ts';
import { KafkaCluster } from '../../scripts/services/kafka-cluster.ts';

const FREEZE_MS = Number(process.env['FREEZE_MS'] ?? 12_000);
/** A dead leader is replaced within the brokers' session timeout, here 3 s; generously. */
const RESUMED_MS = 30_000;
const LIMIT = { records: 10_000, bytes: 1e8 } as const;

let cluster: KafkaCluster;

before(async () => {
  cluster = await KafkaCluster.start({
    folder: temporaryFolder(),
    brokers: 3,
    // A replica that froze holds up every append until it counts as out of sync.
    properties: { 'replica.lag.time.max.ms': '3000' },
  });
});

afterEach(async () => {
  for (const id of [1, 2, 3]) {
    cluster.thawBroker(id);
    if (cluster.isAlive(id)) continue;
    await cluster.startBroker(id);
  }
  await cluster.answers();
});

after(async () => {
  await cluster?.kill();
});

const openLog = (): Promise<EventLog> =>
  openKafkaEventLog({
    connection: {
      brokers: cluster.brokers,
      clientId: 'brokers-lost',
      topicPrefix: '',
      tls: null,
      sasl: null,
    },
    safety: 'production',
    clock: systemClock,
    crashPoints: noCrashPoints,
  });

async function leaderOf(topic: string): Promise<number> {
  const kafka = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]!.partitions[0]!.leader;
  } finally {
    await admin.disconnect();
  }
}

/** Writes without end, the same again until it is acknowledged; and follows what is there. */
class Traffic {
  readonly #log: EventLog;
  readonly #reader: EventLog;
  readonly #topic: string;
  readonly #placed = new Map<string, number>();
  readonly seen: string[] = [];
  /** Codes of failed appends. */
  readonly failures: string[] = [];
  readonly #running: Promise<unknown>;
  #stopped = false;

  constructor(log: EventLog, reader: EventLog, topic: string) {
    this.#log = log;
    this.#reader = reader;
    this.#topic = topic;
    this.#running = Promise.all([this.#write(), this.#read()]);
  }

  get acknowledged(): number {
    return this.#placed.size;
  }

  /** Resolves when so many more are acknowledged; to the milliseconds that it took. */
  async goesOn(count: number): Promise<number> {
    const startedMs = performance.now();
    const enough = this.acknowledged + count;
    while (this.acknowledged < enough) {
      const waitedMs = performance.now() - startedMs;
      assert.ok(waitedMs < RESUMED_MS, `no progress for ${waitedMs} ms: ${this.failures.at(-1)}`);
      await systemClock.sleep(5);
    }
    return performance.now() - startedMs;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    const { end } = await this.#log.bounds(this.#topic);
    const records = await this.#log.read(this.#topic, offset(0), LIMIT);
    assert.equal(records.length, end);
    const texts = records.map(({ bytes }) => new TextDecoder().decode(bytes));
    assert.equal(new Set(texts).size, texts.length, 'a record is there twice');
    for (const [text, at] of this.#placed) assert.equal(texts[at], text);
    assert.deepEqual(this.seen, texts.slice(0, this.seen.length));
    assert.ok(this.seen.length >= this.acknowledged, 'the reader did not see everything');
  }

  async #write(): Promise<void> {
    for (let index = 0; !this.#stopped; index += 1) {
      const text = `${this.#topic}:${index}`;
      while (!this.#placed.has(text)) {
        try {
          const at = await this.#log.append(this.#topic, [new TextEncoder().encode(text)]);
          this.#placed.set(text, at);
        } catch (error) {
          this.failures.push(passing(error));
          await systemClock.sleep(100);
        }
      }
      await systemClock.sleep(2);
    }
  }

  async #read(): Promise<void> {
    while (!this.#stopped || this.seen.length < this.acknowledged) {
      const at = offset(this.seen.length);
      try {
        if (!(await this.#reader.waitFor(this.#topic, at, 100))) continue;
        for (const record of await this.#reader.read(this.#topic, at, LIMIT)) {
          this.seen.push(new TextDecoder().decode(record.bytes));
        }
      } catch (error) {
        passing(error);
        await systemClock.sleep(100);
      }
    }
  }
}

function passing(error: unknown): string {
  if (error instanceof EventLogError && error.code === 'LOG_UNAVAILABLE') return error.message;
  throw error;
}

async function withTraffic(topic: string, use: (traffic: Traffic) => Promise<void>): Promise<void> {
  const [log, reader] = await Promise.all([openLog(), openLog()]);
  try {
    await log.createTopic(topic);
    const traffic = new Traffic(log, reader, topic);
    await traffic.goesOn(100);
    await use(traffic);
    await traffic.stop();
  } finally {
    await Promise.all([log.close(), reader.close()]);
  }
}

test('a leader that is killed loses nothing and stops nobody', async () => {
  await withTraffic('commands.KILLED', async (traffic) => {
    for (let round = 0; round < 2; round += 1) {
      const leader = await leaderOf('commands.KILLED');
      await cluster.killBroker(leader);
      const stalledMs = await traffic.goesOn(20);
      process.stdout.write(`leader killed: stalled for ${stalledMs.toFixed(0)} ms\n`);
      await cluster.startBroker(leader);
      await traffic.goesOn(100);
    }
  });
});

test('with two of three killed appends are LOG_UNAVAILABLE; then it goes on by itself', async () => {
  await withTraffic('commands.TWO', async (traffic) => {
    await cluster.killBroker(1);
    await cluster.killBroker(2);
    const before = traffic.failures.length;
    while (traffic.failures.length < before + 3) await systemClock.sleep(50);
    const acknowledged = traffic.acknowledged;
    await systemClock.sleep(3000);
    assert.equal(traffic.acknowledged, acknowledged);
    await Promise.all([cluster.startBroker(1), cluster.startBroker(2)]);
    await traffic.goesOn(100);
  });
});

test('a leader that freezes is replaced, and changes nothing when it comes back', async () => {
  await withTraffic('commands.FROZEN', async (traffic) => {
    const leader = await leaderOf('commands.FROZEN');
    cluster.freezeBroker(leader);
    const stalledMs = await traffic.goesOn(20);
    process.stdout.write(`leader frozen: stalled for ${stalledMs.toFixed(0)} ms\n`);
    await systemClock.sleep(Math.max(0, FREEZE_MS - stalledMs));
    cluster.thawBroker(leader);
    await traffic.goesOn(200);
    assert.notEqual(await leaderOf('commands.FROZEN'), leader);
  });
});

test('a follower that freezes holds appends up only until it counts as out of sync', async () => {
  await withTraffic('commands.FOLLOWER', async (traffic) => {
    const leader = await leaderOf('commands.FOLLOWER');
    const follower = [1, 2, 3].find((id) => id !== leader)!;
    cluster.freezeBroker(follower);
    const stalledMs = await traffic.goesOn(50);
    process.stdout.write(`follower frozen: stalled for ${stalledMs.toFixed(0)} ms\n`);
    cluster.thawBroker(follower);
    await traffic.goesOn(100);
  });
});
