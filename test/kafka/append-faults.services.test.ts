/** Lost responses, late requests, resets: what they do to kafkajs' own producer, and not to our log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Kafka, logLevel } from 'kafkajs';
import { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { type EventLog, EventLogError } from '../../ports/event-log/event-log.ts';
import { PASS } from '../../ports/testing/tcp-proxy.ts';
import { seedOfRun } from '../testing/exchange-processes.ts';
import { judging, KafkaBehindProxy, PRODUCE, textsIn } from '../testing/kafka-behind-proxy.ts';

const APPENDS = 10_000;
const WRITERS = 4;
const SEED = seedOfRun();

let kafka: KafkaBehindProxy;

before(async () => {
  kafka = await KafkaBehindProxy.start();
});

after(async () => {
  await kafka?.stop();
});

test('kafkajs acknowledges a batch that it never wrote, and writes another twice', async () => {
  const log = await kafka.openLog();
  const topic = 'commands.KAFKAJS';
  await log.createTopic(topic);
  let dropped = false;
  kafka.proxy.judge = judging(PRODUCE, ({ direction }) => {
    if (direction === 'request' || dropped) return PASS;
    dropped = true;
    return { kind: 'drop' };
  });
  const client = new Kafka({
    brokers: [kafka.address],
    logLevel: logLevel.NOTHING,
    requestTimeout: 1000,
  });
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const send = (value: string) =>
    producer.send({ topic, acks: -1, messages: [{ partition: 0, value }] });
  const settled = await Promise.allSettled(['A', 'B', 'C'].map(send));
  assert.ok(dropped, 'no response was dropped');
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled'],
  );
  const texts = await textsIn(log, topic);
  // Should this ever fail because A, B and C are there once each: then kafkajs was mended.
  assert.notDeepEqual([...texts].sort(), ['A', 'B', 'C']);
  const missing = ['A', 'B', 'C'].filter((value) => !texts.includes(value));
  assert.ok(missing.length > 0, `the log holds ${texts.join(', ')}`);
  await producer.disconnect();
  await log.close();
});

test('under the same fault our log holds every append once', async () => {
  const log = await kafka.openLog();
  const topic = 'commands.SAME';
  await log.createTopic(topic);
  let dropped = false;
  kafka.proxy.judge = judging(PRODUCE, ({ direction }) => {
    if (direction === 'request' || dropped) return PASS;
    dropped = true;
    return { kind: 'drop' };
  });
  const append = (value: string) => log.append(topic, [new TextEncoder().encode(value)]);
  assert.deepEqual(await Promise.all(['A', 'B', 'C'].map(append)), [0, 1, 2]);
  assert.ok(dropped, 'no response was dropped');
  assert.deepEqual(await textsIn(log, topic), ['A', 'B', 'C']);
  await log.close();
});

test('a request that was given up never lands behind a later append', async () => {
  const log = await kafka.openLog();
  const topic = 'commands.LATE';
  await log.createTopic(topic);
  const encode = (value: string) => new TextEncoder().encode(value);
  await log.append(topic, [encode('before')]);
  let release = (): void => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  kafka.proxy.judge = judging(PRODUCE, () => ({ kind: 'hold', until }));
  await assert.rejects(log.append(topic, [encode('given up')]), { code: 'LOG_UNAVAILABLE' });
  const held = kafka.proxy.counts.hold;
  assert.ok(held > 0, 'no request was held');
  kafka.proxy.judge = () => PASS;
  assert.equal(await log.append(topic, [encode('after')]), 1);
  release();
  assert.equal(await log.append(topic, [encode('after that')]), 2);
  await systemClock.sleep(500);
  assert.deepEqual(await textsIn(log, topic), ['before', 'after', 'after that']);
  await log.close();
});

test('an append that was given up and is tried again lands once, whenever it lands', async () => {
  const log = await kafka.openLog();
  const topic = 'commands.AGAIN';
  await log.createTopic(topic);
  const record = new TextEncoder().encode('once');
  let release = (): void => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  kafka.proxy.judge = judging(PRODUCE, () => ({ kind: 'hold', until }));
  await assert.rejects(log.append(topic, [record]), { code: 'LOG_UNAVAILABLE' });
  kafka.proxy.judge = () => PASS;
  release();
  assert.equal(await log.append(topic, [record]), 0);
  await systemClock.sleep(500);
  assert.deepEqual(await textsIn(log, topic), ['once']);
  await log.close();
});

test(`${APPENDS} appends under random faults: none lost, none doubled, each in its place`, async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const random = new SeededRandom(SEED);
  const topic = 'commands.FAULTS';
  const logs = await Promise.all(Array.from({ length: WRITERS }, () => kafka.openLog()));
  await logs[0]!.createTopic(topic);
  let silent = 5;
  kafka.proxy.judge = judging(PRODUCE, ({ direction }) => {
    const luck = random.below(1000);
    if (luck < 10) return { kind: 'reset' };
    if (luck < 15 && direction === 'request') return { kind: 'orphan', ms: random.below(60) };
    if (luck < 30) return { kind: 'delay', ms: random.below(20) };
    if (luck < 33) return { kind: 'slice', bytes: 1 + random.below(50) };
    // Each of these costs the time until a request counts as lost.
    if (luck === 500 && silent > 0) {
      silent -= 1;
      return { kind: 'drop' };
    }
    return PASS;
  });
  const placed = await Promise.all(
    logs.map((log, writer) => appendMany(log, topic, { writer, count: APPENDS / WRITERS })),
  );
  const { counts } = kafka.proxy;
  for (const fate of ['reset', 'orphan', 'delay', 'slice', 'drop'] as const) {
    assert.ok(counts[fate] > 0, `${fate} never happened`);
  }
  kafka.proxy.judge = () => PASS;
  const texts = await textsIn(logs[0]!, topic);
  for (const places of placed) {
    for (const [text, at] of places) {
      assert.equal(texts[at], `${text}:a`);
      assert.equal(texts[at + 1], `${text}:b`);
    }
  }
  assert.equal(texts.length, 2 * APPENDS);
  for (const log of logs) await log.close();
});

/** As the services do it: what may not have landed is tried again with the same bytes. */
async function appendMany(
  log: EventLog,
  topic: string,
  { writer, count }: { readonly writer: number; readonly count: number },
): Promise<ReadonlyMap<string, number>> {
  const places = new Map<string, number>();
  let last = -1;
  for (let index = 0; index < count; index += 1) {
    const text = `${writer}:${index}`;
    const records = ['a', 'b'].map((half) => new TextEncoder().encode(`${text}:${half}`));
    for (;;) {
      try {
        const at = await log.append(topic, records);
        assert.ok(at > last, `${text} was placed at ${at}, after ${last}`);
        last = at;
        places.set(text, at);
        break;
      } catch (error) {
        if (!(error instanceof EventLogError) || error.code !== 'LOG_UNAVAILABLE') throw error;
      }
    }
  }
  return places;
}
