/** Connections that break, stall or bring bytes in pieces, while records are read and awaited. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { type EventLog, EventLogError } from '../../ports/event-log/event-log.ts';
import { PASS } from '../../ports/testing/tcp-proxy.ts';
import { offset } from '../../proto/units.ts';
import { seedOfRun } from '../testing/exchange-processes.ts';
import { FETCH, judging, KafkaBehindProxy } from '../testing/kafka-behind-proxy.ts';

const RECORDS = 10_000;
const SEED = seedOfRun();

let kafka: KafkaBehindProxy;

before(async () => {
  kafka = await KafkaBehindProxy.start();
});

after(async () => {
  await kafka?.stop();
});

const encode = (text: string) => new TextEncoder().encode(text);

/** As the services do it: what cannot be read for the moment is asked for again. */
async function follow(log: EventLog, topic: string, count: number): Promise<readonly string[]> {
  const seen: string[] = [];
  while (seen.length < count) {
    const at = offset(seen.length);
    try {
      if (!(await log.waitFor(topic, at, 200))) continue;
      for (const record of await log.read(topic, at, { records: 64, bytes: 1e6 })) {
        assert.equal(record.offset, seen.length);
        seen.push(new TextDecoder().decode(record.bytes));
      }
    } catch (error) {
      if (!(error instanceof EventLogError) || error.code !== 'LOG_UNAVAILABLE') throw error;
    }
  }
  return seen;
}

test(`${RECORDS} records under random faults: each is seen once, in its place`, async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const random = new SeededRandom(SEED);
  const topic = 'events.FAULTS';
  const [writer, reader] = await Promise.all([kafka.openLog(), kafka.openLog()]);
  await writer.createTopic(topic);
  let silent = 3;
  kafka.proxy.judge = judging(FETCH, () => {
    const luck = random.below(1000);
    if (luck < 20) return { kind: 'reset' };
    if (luck < 60) return { kind: 'delay', ms: random.below(20) };
    if (luck < 80) return { kind: 'slice', bytes: 50 + random.below(2000) };
    if (luck === 500 && silent > 0) {
      silent -= 1;
      return { kind: 'drop' };
    }
    return PASS;
  });
  const following = follow(reader, topic, RECORDS);
  for (let index = 0; index < RECORDS; index += 10) {
    const records = Array.from({ length: 10 }, (_, of) => encode(`record ${index + of}`));
    await writer.append(topic, records);
    if (index % 100 === 0) await systemClock.sleep(10);
  }
  const seen = await following;
  assert.ok(kafka.proxy.counts.reset > 0 && kafka.proxy.counts.slice > 0);
  kafka.proxy.judge = () => PASS;
  for (const [index, text] of seen.entries()) assert.equal(text, `record ${index}`);
  await Promise.all([writer.close(), reader.close()]);
});

test('a fetch that is never answered is made again on a new connection', async () => {
  const topic = 'events.SILENT';
  const log = await kafka.openLog();
  await log.createTopic(topic);
  let dropped = 0;
  kafka.proxy.judge = judging(FETCH, ({ direction }) => {
    if (direction === 'request' || dropped > 0) return PASS;
    dropped += 1;
    return { kind: 'drop' };
  });
  const startedMs = performance.now();
  const waiting = log.waitFor(topic, offset(0), 10_000);
  while (dropped === 0) await systemClock.sleep(10);
  const other = await kafka.openLog();
  await other.append(topic, [encode('a')]);
  assert.equal(await waiting, true);
  const tookMs = performance.now() - startedMs;
  assert.ok(tookMs < 5000, `it took ${tookMs} ms`);
  await Promise.all([log.close(), other.close()]);
});

test('while nothing answers, who waits is woken and reading is LOG_UNAVAILABLE', async () => {
  const topic = 'events.AWAY';
  const log = await kafka.openLog();
  await log.createTopic(topic);
  await log.append(topic, [encode('a')]);
  assert.equal(await log.waitFor(topic, offset(1), 50), false);
  kafka.proxy.refuse();
  assert.equal(await log.waitFor(topic, offset(1), 10_000), true);
  const limit = { records: 10, bytes: 1e6 };
  await assert.rejects(log.read(topic, offset(1), limit), { code: 'LOG_UNAVAILABLE' });
  await assert.rejects(log.append(topic, [encode('b')]), { code: 'LOG_UNAVAILABLE' });
  await assert.rejects(log.topics(), { code: 'LOG_UNAVAILABLE' });
  kafka.proxy.accept();
  assert.equal(await log.append(topic, [encode('b')]), 1);
  assert.deepEqual(await follow(log, topic, 2), ['a', 'b']);
  await log.close();
});
