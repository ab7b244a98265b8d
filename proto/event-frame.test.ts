import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { batchOfFrame, crc32c, DecodeError, decodeEventBatch, openEventFrame } from './codec.ts';
import { mutate, sampleBatches, xorshift } from './testing/batch-mutations.ts';

const SEED = 20_261_129;
const MUTATIONS = 20_000;
const [, events] = sampleBatches({ seed: SEED, count: 40 });
assert.ok(events !== undefined);

/** What comes out, or the code of the error. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof DecodeError, String(error));
    return error.code;
  }
}

describe('an event frame', () => {
  test('says what its batch says, and gives the events when asked', () => {
    for (const bytes of events.samples) {
      const frame = openEventFrame({ bytes });
      const { events: read, ...header } = decodeEventBatch(bytes);
      assert.deepEqual(frame, { ...header, bytes, eventsAt: frame.eventsAt });
      assert.deepEqual(batchOfFrame(frame), { ...header, events: read });
    }
  });

  test('with events that cannot be read still has a header, and says so when they are read', () => {
    const bytes = events.samples.find((sample) => decodeEventBatch(sample).events.length > 0)!;
    const { eventsAt } = openEventFrame({ bytes });
    const broken = Uint8Array.from(bytes);
    broken[eventsAt] = 0x7a;
    new DataView(broken.buffer).setUint32(
      broken.length - 4,
      crc32c(broken, 0, broken.length - 5),
      true,
    );
    const frame = openEventFrame({ bytes: broken });
    assert.equal(frame.eventHash, openEventFrame({ bytes }).eventHash);
    assert.throws(() => batchOfFrame(frame), { code: 'UNDECODABLE' });
  });

  test('of arbitrary bytes in the middle of others is read as if it were alone', () => {
    const random = xorshift(SEED);
    const seen = { value: 0, error: 0 };
    for (let run = 0; run < MUTATIONS; run += 1) {
      const alone = mutate(events.samples[run % events.samples.length]!, random);
      const around = new Uint8Array(alone.length + 200).fill(random(256));
      around.set(alone, 100);
      const read = (bytes: Uint8Array) => outcomeOf(() => batchOfFrame(openEventFrame({ bytes })));
      const outcome = read(alone);
      assert.deepEqual(read(around.subarray(100, 100 + alone.length)), outcome);
      seen[typeof outcome === 'string' ? 'error' : 'value'] += 1;
    }
    assert.ok(seen.value > 100 && seen.error > 100, JSON.stringify(seen));
  });
});

describe('a batch whose whole CRC is known', () => {
  test('is read as if it were not', () => {
    for (const bytes of events.samples) {
      assert.deepEqual(openEventFrame({ bytes, crc: crc32c(bytes) }), openEventFrame({ bytes }));
    }
  });

  test('is damaged with any one bit flipped before that CRC was computed', () => {
    for (const sample of events.samples.slice(0, 10)) {
      const bytes = Uint8Array.from(sample);
      for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
        bytes[bit >>> 3]! ^= 1 << (bit & 7);
        const outcome = outcomeOf(() => openEventFrame({ bytes, crc: crc32c(bytes) }));
        assert.equal(outcome, 'CRC_MISMATCH');
        bytes[bit >>> 3]! ^= 1 << (bit & 7);
      }
    }
  });

  test('is damaged when it is another one', () => {
    const bytes = events.samples[0]!;
    const outcome = outcomeOf(() => openEventFrame({ bytes, crc: crc32c(bytes) ^ 1 }));
    assert.equal(outcome, 'CRC_MISMATCH');
  });
});
