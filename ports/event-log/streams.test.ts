import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  batchCrc,
  batchOfFrame,
  crc32c,
  encodeCommandBatch,
  encodeEventBatch,
} from '../../proto/codec.ts';
import type { CommandBatch, EventBatch } from '../../proto/messages.ts';
import {
  accountId,
  commandSequence,
  epoch,
  hash64,
  offset,
  sequence,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { CommandStream, type StreamedCommands } from './command-stream.ts';
import { noDoorbell } from './doorbell.ts';
import { EventFrameStream } from './event-frame-stream.ts';
import { type EventLog, EventLogError } from './event-log.ts';
import { EventStream, type StreamedBatch } from './event-stream.ts';
import { LmdbEventLog } from './lmdb-event-log.ts';

const hashOf = (at: number) => hash64(String(at).padStart(16, '0'));

/** The batch of an input offset; each holds two events, so its first sequence is 2 × offset + 1. */
const events = (at: number, more: Partial<EventBatch> = {}): Uint8Array =>
  encodeEventBatch({
    inputOffset: offset(at),
    sessionId: sessionId(1),
    sessionEpoch: epoch(1),
    firstCommandSequence: commandSequence(at + 1),
    firstSequence: sequence(2 * at + 1),
    timestampUs: timestampUs(1000 + at),
    prevHash: hashOf(at),
    events: [0, 1].map((commandIndex) => ({
      kind: 'OrdersCanceled',
      commandIndex,
      accountId: accountId(7),
      count: at,
    })),
    eventHash: hashOf(at + 1),
    ...more,
  });

async function logWith(topic: string, records: readonly Uint8Array[]): Promise<EventLog> {
  const log = new LmdbEventLog({
    folder: temporaryFolder(),
    durability: 'process',
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });
  await log.createTopic(topic);
  await log.append(topic, records);
  return log;
}

const eventLogWith = (...records: Uint8Array[]) => logWith('events.BTC-USD', records);

/** Reads until there is nothing more. */
async function drain<T>(stream: { next(timeoutMs: number): Promise<readonly T[]> }): Promise<T[]> {
  const all: T[] = [];
  for (let turn = 0; turn < 3; turn += 1) all.push(...(await stream.next(0)));
  return all;
}

async function streamed(log: EventLog, from: StreamedBatch['cursor'] | null = null) {
  return drain(new EventStream({ log, market: 'BTC-USD', from }));
}

const offsetsOf = (batches: readonly StreamedBatch[]) =>
  batches.map(({ batch }) => batch.inputOffset);

// Timers of the log do not keep the process alive.
const alive = setInterval(() => {}, 1000);
test.after(() => clearInterval(alive));

test('events come once and in order, however often they were emitted', async () => {
  const log = await eventLogWith(...[0, 1, 2, 1, 2, 3, 0, 3, 4].map((at) => events(at)));
  const batches = await streamed(log);
  assert.deepEqual(offsetsOf(batches), [0, 1, 2, 3, 4]);
  assert.deepEqual(batches[3]?.cursor, {
    nextLogOffset: 6,
    inputOffset: 3,
    sequence: 8,
    eventHash: hashOf(4),
  });
});

test('reading goes on from any cursor, also when copies of older batches follow', async () => {
  const log = await eventLogWith(...[0, 1, 2, 0, 2, 3, 1].map((at) => events(at)));
  const all = await streamed(log);
  for (const { cursor } of all) {
    const rest = await streamed(log, cursor);
    assert.deepEqual(
      offsetsOf(rest),
      offsetsOf(all).filter((at) => at > cursor.inputOffset),
    );
  }
});

test('when looking back fails, what was read before is given out, and the copy is met again', async () => {
  const log = await eventLogWith(...[0, 1, 2, 3, 1].map((at) => events(at)));
  const cursor = (await streamed(log))[2]!.cursor;
  let failures = 0;
  const failingOnce: EventLog = Object.create(log, {
    bounds: { value: (topic: string) => log.bounds(topic) },
    waitFor: { value: (...args: Parameters<EventLog['waitFor']>) => log.waitFor(...args) },
    read: {
      value: (...args: Parameters<EventLog['read']>) => {
        if (args[1] >= cursor.nextLogOffset || failures > 0) return log.read(...args);
        failures += 1;
        return Promise.reject(new EventLogError('LOG_UNAVAILABLE', 'made to fail'));
      },
    },
  });
  assert.deepEqual(offsetsOf(await streamed(failingOnce, cursor)), [3]);
  assert.equal(failures, 1);
});

test('a batch without events moves the cursor and no sequence', async () => {
  const empty = events(1, { events: [] });
  const third = events(2, { firstSequence: sequence(3) });
  const batches = await streamed(await eventLogWith(events(0), empty, third));
  assert.deepEqual(
    batches.map(({ cursor }) => cursor.sequence),
    [2, 2, 4],
  );
});

for (const [what, code, records] of [
  [
    'a second copy that differs',
    'EVENT_CONFLICT',
    [events(0), events(1), events(0, { timestampUs: timestampUs(9) })],
  ],
  ['a batch that is missing', 'EVENT_GAP', [events(0), events(2)]],
  ['a log that begins in the middle', 'EVENT_GAP', [events(1)]],
  [
    'a hash that does not follow',
    'EVENT_CONFLICT',
    [events(0), events(1, { prevHash: hashOf(9) })],
  ],
  [
    'a sequence that does not follow',
    'EVENT_CONFLICT',
    [events(0), events(1, { firstSequence: sequence(4) })],
  ],
] satisfies [string, string, Uint8Array[]][]) {
  test(`${what} ends the reading: ${code}`, async () => {
    const log = await eventLogWith(...records);
    await assert.rejects(streamed(log), { code });
  });
}

test('a different copy of a batch from before the cursor is found too', async () => {
  const changed = events(0, { timestampUs: timestampUs(9) });
  const log = await eventLogWith(events(0), events(1), events(2), changed);
  const stream = new EventStream({
    log,
    market: 'BTC-USD',
    from: {
      nextLogOffset: offset(2),
      inputOffset: offset(1),
      sequence: sequence(4),
      eventHash: hashOf(2),
    },
  });
  await assert.rejects(drain(stream), { code: 'EVENT_CONFLICT' });
});

test('frames come once and in order, read or not; each is the batch that the other stream reads', async () => {
  const log = await eventLogWith(...[0, 1, 0, 2, 1, 3].map((at) => events(at)));
  const frames = await drain(new EventFrameStream({ log, market: 'BTC-USD', from: null }));
  const batches = await streamed(log);
  assert.deepEqual(
    frames.map(({ frame }) => batchOfFrame(frame)),
    batches.map(({ batch }) => batch),
  );
  assert.deepEqual(
    frames.map(({ nextLogOffset }) => nextLogOffset),
    batches.map(({ cursor }) => cursor.nextLogOffset),
  );
});

test('damaged bytes are not poison: they stop the reader', async () => {
  const broken = events(0).slice();
  broken[8]! ^= 1;
  await assert.rejects(streamed(await eventLogWith(broken)), { code: 'CRC_MISMATCH' });
  const commands = await logWith('commands.BTC-USD', [broken]);
  const stream = new CommandStream({ log: commands, topic: 'commands.BTC-USD', from: offset(0) });
  await assert.rejects(stream.next(0), { code: 'CRC_MISMATCH' });
});

/** Batches of one session, each naming the one before. */
function chain(session: number, count: number, inEpoch = 1): Uint8Array[] {
  const batches: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = batches.at(-1);
    const batch: CommandBatch = {
      sessionId: sessionId(session),
      sessionEpoch: epoch(inEpoch),
      firstSequence: commandSequence(index + 1),
      timestampUs: timestampUs(1000 + index),
      prevHash: before === undefined ? 0 : batchCrc(before),
      commands: [{ kind: 'ClockTicked' }],
    };
    batches.push(encodeCommandBatch(batch));
  }
  return batches;
}

async function commandsOf(records: readonly Uint8Array[], from = 0): Promise<StreamedCommands[]> {
  const topic = 'commands.BTC-USD';
  const log = await logWith(topic, records);
  return drain(new CommandStream({ log, topic, from: offset(from) }));
}

const [a, b, c] = chain(1, 3) as [Uint8Array, Uint8Array, Uint8Array];
const [x, y] = chain(2, 2) as [Uint8Array, Uint8Array];
const [next] = chain(1, 1, 2) as [Uint8Array];

test('command batches of several sessions and epochs may stand between one another', async () => {
  const read = await commandsOf([a, x, b, next, y, c]);
  assert.deepEqual(
    read.map(({ kind, offset: at }) => `${at} ${kind}`),
    ['0 batch', '1 batch', '2 batch', '3 batch', '4 batch', '5 batch'],
  );
  assert.equal(read[0]?.kind === 'batch' && read[0].crc, batchCrc(a));
});

test('reading may begin anywhere, and a batch may be written twice in doubt', async () => {
  assert.equal((await commandsOf([a, b, c], 1)).length, 2);
  assert.equal((await commandsOf([a, b, b, c])).length, 4);
});

test('a batch that a session wrote and that is not there is a changed history', async () => {
  for (const records of [
    [a, c],
    [a, x, c],
  ]) {
    await assert.rejects(commandsOf(records), { code: 'HISTORY_CHANGED' });
  }
});

test('a record that is no batch is poison, and the chain goes on behind it', async () => {
  const good = chain(1, 1)[0]!;
  // A batch with an unknown field, sealed properly.
  const inner = Buffer.concat([good.subarray(0, good.length - 5), Buffer.from([0xf8, 0x07, 0x01])]);
  const seal = Buffer.alloc(5);
  seal[0] = 0x7d;
  seal.writeUInt32LE(crc32c(inner), 1);
  const poison = new Uint8Array(Buffer.concat([inner, seal]));
  const follower = encodeCommandBatch({
    sessionId: sessionId(1),
    sessionEpoch: epoch(1),
    firstSequence: commandSequence(2),
    timestampUs: timestampUs(1),
    prevHash: batchCrc(poison),
    commands: [{ kind: 'ClockTicked' }],
  });
  const read = await commandsOf([a, poison, follower]);
  assert.deepEqual(
    read.map(({ kind }) => kind),
    ['batch', 'poison', 'batch'],
  );
});
