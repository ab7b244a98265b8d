import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import { EventLogError, type LogRecord } from '../ports/event-log/event-log.ts';
import { EventStream, type StreamedBatch } from '../ports/event-log/event-stream.ts';
import { decodeEventBatch, encodeEventBatch } from '../proto/codec.ts';
import {
  accountId,
  commandSequence,
  epoch,
  hash64,
  offset,
  ppm,
  sequence,
  sessionId,
  timestampUs,
} from '../proto/units.ts';
import { MemoryEventLog } from '../settlement/testing/memory-event-log.ts';
import { definition } from '../settlement/testing/samples.ts';
import { type EventsReader, SharedEvents } from './shared-events.ts';

const MARKET = 'BTC-USD';
const TOPIC = 'events.BTC-USD';

const hashOf = (at: number) => hash64(String(at).padStart(16, '0'));

/** The batch of an input offset, of so many events. */
const batchAt = (at: number, events: number): Uint8Array =>
  encodeEventBatch({
    inputOffset: offset(at),
    sessionId: sessionId(1),
    sessionEpoch: epoch(1),
    firstCommandSequence: commandSequence(at + 1),
    firstSequence: sequence(events * at + 1),
    timestampUs: timestampUs(1000 + at),
    prevHash: hashOf(at),
    events: Array.from({ length: events }, () => ({
      kind: 'OrdersCanceled',
      commandIndex: 0,
      accountId: accountId(7),
      count: at,
    })),
    eventHash: hashOf(at + 1),
  });

/** A log that counts its reads, and fails where it is told to. */
class CountingLog extends MemoryEventLog {
  reads = 0;
  failures = 0;

  override read(...args: Parameters<MemoryEventLog['read']>): Promise<readonly LogRecord[]> {
    this.reads += 1;
    if (this.failures === 0) return super.read(...args);
    this.failures -= 1;
    return Promise.reject(new EventLogError('LOG_UNAVAILABLE', 'made to fail'));
  }
}

async function scene(options: { readonly batches: number; readonly events?: number }) {
  const log = new CountingLog();
  await log.createTopic(TOPIC);
  const events = options.events ?? 2;
  const append = (from: number, to: number) =>
    log.append(
      TOPIC,
      Array.from({ length: to - from }, (_, index) => batchAt(from + index, events)),
    );
  await append(0, options.batches);
  return { log, append, shared: new SharedEvents({ log, market: MARKET }) };
}

/** Reads until there is nothing more. */
async function drain(reader: EventsReader | EventStream): Promise<readonly StreamedBatch[]> {
  const all: StreamedBatch[] = [];
  for (;;) {
    const batches = await reader.next(0);
    if (batches.length === 0) return all;
    for (const { batch, cursor } of batches) all.push({ batch, cursor });
  }
}

const offsetsOf = (batches: readonly StreamedBatch[]) =>
  batches.map(({ batch }) => batch.inputOffset);
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

const cursorBehind = async (log: MemoryEventLog, inputOffset: number): Promise<EventCursor> => {
  const all = await drain(new EventStream({ log, market: MARKET, from: null }));
  return all.find(({ batch }) => batch.inputOffset === inputOffset)!.cursor;
};

test('whoever comes later is given what was read, and the log is not asked again', async () => {
  const { log, shared } = await scene({ batches: 600 });
  const alone = await drain(new EventStream({ log, market: MARKET, from: null }));
  const first = await drain(shared.reader(null));
  assert.deepEqual(first, alone);
  const { reads } = log;
  assert.deepEqual(await drain(shared.reader(null)), alone);
  assert.deepEqual(await drain(shared.reader(alone[321]!.cursor)), alone.slice(322));
  assert.equal(log.reads, reads);
});

test('each batch tells the last definition of the market in it, shared or read alone', async () => {
  const log = new CountingLog();
  await log.createTopic(TOPIC);
  const before = definition();
  const after = { ...before, makerFeePpm: ppm(before.makerFeePpm + 1) };
  const place = { commandIndex: 0, definition: before };
  const defining = decodeEventBatch(batchAt(0, 2));
  await log.append(TOPIC, [
    encodeEventBatch({
      ...defining,
      events: [
        { kind: 'MarketDefined', ...place },
        { kind: 'MarketChanged', ...place, definition: after },
      ],
    }),
    batchAt(1, 2),
  ]);
  const shared = new SharedEvents({ log, market: MARKET });
  const near = shared.reader(await cursorBehind(log, 0));
  const definitionsOf = async (reader: EventsReader) =>
    (await reader.next(0)).map((batch) => batch.definition);
  assert.deepEqual(await definitionsOf(near), [null]);
  // The others have gone by.
  assert.deepEqual(await definitionsOf(shared.reader(null)), [after, null]);
  const anew = new SharedEvents({ log, market: MARKET });
  assert.deepEqual(await definitionsOf(anew.reader(null)), [after, null]);
});

test('those who wait at the end share one read', async () => {
  const { log, append, shared } = await scene({ batches: 3 });
  const readers = [shared.reader(null), shared.reader(null)];
  for (const reader of readers) await drain(reader);
  const { reads } = log;
  const waiting = readers.map((reader) => reader.next(60_000));
  await append(3, 5);
  for (const batches of await Promise.all(waiting)) assert.deepEqual(offsetsOf(batches), [3, 4]);
  assert.equal(log.reads, reads + 1);
});

test('one that is far behind reads for itself, until it has come to the others', async () => {
  const { log, append, shared } = await scene({ batches: 40 });
  const near = shared.reader(await cursorBehind(log, 30));
  assert.deepEqual(offsetsOf(await drain(near)), upTo(31, 40));
  const far = shared.reader(null);
  assert.deepEqual(offsetsOf(await drain(far)), upTo(0, 40));
  await append(40, 42);
  const { reads } = log;
  assert.deepEqual(offsetsOf(await drain(near)), [40, 41]);
  assert.deepEqual(offsetsOf(await drain(far)), [40, 41]);
  assert.equal(log.reads, reads + 1);
});

test('what is no longer kept is read again, and nothing is missing', async () => {
  const { append, shared } = await scene({ batches: 200, events: 100 });
  const slow = shared.reader(null);
  const fast = shared.reader(null);
  await drain(fast);
  // The first 20,000 events were one read; now they make room.
  await append(200, 210);
  await drain(fast);
  assert.deepEqual(offsetsOf(await drain(slow)), upTo(0, 210));
});

test('an error reaches all who wait, and each goes on from its own place', async () => {
  const { log, append, shared } = await scene({ batches: 2 });
  const [one, other] = [shared.reader(null), shared.reader(null)];
  await drain(one);
  await drain(other);
  log.failures = 1;
  const waiting = [one, other].map((reader) => assert.rejects(reader.next(60_000), EventLogError));
  await append(2, 4);
  await Promise.all(waiting);
  assert.deepEqual(offsetsOf(await drain(one)), [2, 3]);
  assert.deepEqual(offsetsOf(await drain(other)), [2, 3]);
});
