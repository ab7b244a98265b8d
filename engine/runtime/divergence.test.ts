import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32c, decodeEventBatch, encodeEventBatch, openEventFrame } from '../../proto/codec.ts';
import { hash64, offset } from '../../proto/units.ts';
import { divergenceOf, isSame } from './divergence.ts';
import { marketMachines, type RecordOutput } from './machine-factory.ts';
import { OrderFlow } from './testing/order-flow.ts';

/** What a market makes of its first records. */
function outputs(): RecordOutput[] {
  const flow = new OrderFlow({ market: 'BTC-USD', seed: 9 });
  const machine = marketMachines.create('BTC-USD');
  return [flow.start(), ...flow.many(50)].map((bytes, at) => {
    machine.open(bytes);
    return machine.apply(offset(at));
  });
}

const made = outputs();
const own = made.find(({ eventCount, inputOffset }) => inputOffset > 0 && eventCount > 2)!;
const batch = decodeEventBatch(own.bytes);
const frameOf = (changed: Partial<typeof batch>) =>
  openEventFrame({ bytes: encodeEventBatch({ ...batch, ...changed }) });

describe('a batch that another replica emitted', () => {
  it('is no divergence when it is the same', () => {
    const frame = openEventFrame({ bytes: Uint8Array.from(own.bytes) });
    assert.equal(divergenceOf(own, frame), null);
    assert.ok(isSame(own, frame));
  });

  it('diverges at the first event that differs', () => {
    const events = batch.events.with(1, { ...batch.events[1]!, commandIndex: 77 });
    const frame = frameOf({ events, eventHash: hash64('0'.repeat(16)) });
    assert.equal(divergenceOf(own, frame)?.sequence, own.firstSequence + 1);
    assert.equal(divergenceOf(own, frame)?.inputOffset, own.inputOffset);
  });

  it('diverges at its beginning when the difference lies before it', () => {
    const frame = frameOf({ prevHash: hash64('0'.repeat(16)) });
    assert.equal(divergenceOf(own, frame)?.sequence, own.firstSequence);
    assert.ok(!isSame(own, frame));
  });

  it('diverges when its events cannot be read', () => {
    const bytes = Uint8Array.from(own.bytes);
    bytes[openEventFrame({ bytes }).eventsAt] = 0x7a;
    new DataView(bytes.buffer).setUint32(
      bytes.length - 4,
      crc32c(bytes, 0, bytes.length - 5),
      true,
    );
    const frame = openEventFrame({ bytes });
    assert.match(divergenceOf(own, frame)?.problem ?? '', /cannot be decoded/);
    assert.ok(!isSame(own, frame));
  });
});
