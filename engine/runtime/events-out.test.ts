import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import { type EventLog, EventLogError } from '../../ports/event-log/event-log.ts';
import { decodeEventBatch } from '../../proto/codec.ts';
import { limits } from '../../proto/limits.ts';
import type { Event } from '../../proto/messages.ts';
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
import { outputOf, type RecordOutput } from '../core/record-output.ts';
import { EventsOut } from './events-out.ts';
import { RetainedOutputs } from './retained-outputs.ts';
import { type RuntimeContext, silentLog } from './runtime-context.ts';

/** 256 outputs with these are some 20 MB. */
const EVENTS: readonly Event[] = Array.from({ length: 3000 }, () => ({
  kind: 'OrdersCanceled',
  commandIndex: 0,
  accountId: accountId(7),
  count: 1,
}));

const output = (at: number): RecordOutput =>
  outputOf({
    inputOffset: offset(at),
    sessionId: sessionId(1),
    sessionEpoch: epoch(1),
    firstCommandSequence: commandSequence(at + 1),
    firstSequence: sequence(1 + at * EVENTS.length),
    timestampUs: timestampUs(1),
    prevHash: hash64('0'.repeat(16)),
    events: EVENTS,
    eventHash: hash64('0'.repeat(16)),
  });

/** `append` gets what is appended; the rest of the ports is not used. */
function eventsOut(append: (records: readonly Uint8Array[]) => void) {
  let end = 0;
  const log: Pick<EventLog, 'append'> = {
    append: async (_topic, records) => {
      append(records);
      end += records.length;
      return offset(end - records.length);
    },
  };
  const ports = { clock: systemClock, crashPoints: noCrashPoints, log };
  const context = { node: 'a', ports, log: silentLog } as unknown as RuntimeContext;
  const retained = new RetainedOutputs();
  for (let at = 0; at < limits.recordsPerReadMax; at += 1) retained.push(output(at));
  const over = { is: false };
  const out = new EventsOut(context, {
    market: 'BTC-USD',
    retained,
    emitted: null,
    isOver: () => over.is,
  });
  return { out, retained, over };
}

test('many large outputs go out in several appends, in order and complete', async () => {
  const appends: (readonly Uint8Array[])[] = [];
  const { out, retained } = eventsOut((records) => appends.push(records));
  assert.equal(await out.emitNext(), true);
  assert.ok(appends.length > 1, 'it was one append');
  for (const records of appends) {
    const bytes = records.reduce((sum, record) => sum + record.length, 0);
    assert.ok(bytes <= limits.appendBytesMax, `an append of ${bytes} bytes`);
  }
  assert.deepEqual(
    appends.flat().map((record) => decodeEventBatch(record).inputOffset),
    Array.from({ length: limits.recordsPerReadMax }, (_, at) => at),
  );
  assert.equal(retained.first, null);
  assert.equal(out.logEnd, limits.recordsPerReadMax);
});

test('when it is over in the middle, nothing behind the gap goes out', async () => {
  const appends: (readonly Uint8Array[])[] = [];
  const { out, over } = eventsOut((records) => {
    if (appends.length === 1) {
      over.is = true;
      throw new EventLogError('LOG_UNAVAILABLE', 'made to fail');
    }
    appends.push(records);
  });
  await out.emitNext();
  assert.equal(appends.length, 1);
  assert.equal(out.emitted, appends[0]!.length - 1);
});
