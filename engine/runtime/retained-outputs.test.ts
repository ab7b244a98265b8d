import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offset } from '../../proto/units.ts';
import type { RecordOutput } from './machine-factory.ts';
import { RetainedOutputs } from './retained-outputs.ts';

const output = (inputOffset: number, eventCount = 1) =>
  ({ inputOffset: offset(inputOffset), eventCount }) as RecordOutput;

describe('retained outputs', () => {
  it('are found by their input offset until they are dropped', () => {
    const retained = new RetainedOutputs();
    for (let at = 5; at < 5000; at += 1) {
      retained.push(output(at));
      if (at > 100) retained.dropThrough(offset(at - 100));
      assert.equal(retained.get(offset(at))?.inputOffset, at);
    }
    assert.equal(retained.first, 4900);
    assert.equal(retained.size, 100);
    assert.equal(retained.get(offset(4899)), null);
    assert.deepEqual(
      retained.from(offset(4998), 10).map(({ inputOffset }) => inputOffset),
      [4998, 4999],
    );
    retained.dropThrough(offset(10_000));
    assert.equal(retained.first, null);
  });

  it('shrink to a number of events, oldest first', () => {
    const retained = new RetainedOutputs();
    for (let at = 0; at < 10; at += 1) retained.push(output(at, 10));
    retained.shrinkTo(35);
    assert.equal(retained.first, 7);
    assert.equal(retained.eventCount, 30);
  });

  it('have no gap', () => {
    const retained = new RetainedOutputs();
    retained.push(output(1));
    assert.throws(() => retained.push(output(3)), /out of order/);
  });
});
