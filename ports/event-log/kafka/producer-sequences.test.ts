import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offset } from '../../../proto/units.ts';
import { ProducerSequences } from './producer-sequences.ts';

const batch = (producerId: number, producerEpoch: number, sequence: number, count = 1) => ({
  base: 0,
  producerId,
  producerEpoch,
  sequence,
  records: Array.from({ length: count }, () => ({ offset: offset(0), bytes: new Uint8Array() })),
});

test('each writer goes on where it was, whoever writes in between', () => {
  const sequences = new ProducerSequences();
  assert.equal(sequences.take(batch(1, 0, 0, 3)), null);
  assert.equal(sequences.take(batch(2, 0, 0)), null);
  assert.equal(sequences.take(batch(1, 0, 3, 2)), null);
  assert.equal(sequences.take(batch(2, 0, 1)), null);
  assert.equal(sequences.take(batch(1, 0, 5)), null);
});

test('a new epoch begins at 0', () => {
  const sequences = new ProducerSequences();
  assert.equal(sequences.take(batch(1, 0, 0, 3)), null);
  assert.equal(sequences.take(batch(1, 1, 0)), null);
  assert.equal(sequences.take(batch(1, 1, 1)), null);
  assert.match(sequences.take(batch(1, 3, 1)) ?? '', /numbered it 1 in epoch 3/);
});

test('a lost, a doubled and a late batch are found', () => {
  for (const next of [batch(1, 0, 4), batch(1, 0, 2), batch(1, 0, 0, 3)]) {
    const sequences = new ProducerSequences();
    assert.equal(sequences.take(batch(1, 0, 0, 3)), null);
    assert.notEqual(sequences.take(next), null);
  }
  const sequences = new ProducerSequences();
  sequences.take(batch(1, 1, 0));
  assert.notEqual(sequences.take(batch(1, 0, 1)), null);
});

test('the first batch of a writer may be any, and a copy goes its own way', () => {
  const sequences = new ProducerSequences();
  assert.equal(sequences.take(batch(1, 4, 17)), null);
  const copy = new ProducerSequences(sequences);
  assert.equal(copy.take(batch(1, 4, 18)), null);
  assert.equal(sequences.take(batch(1, 4, 18)), null);
  sequences.begin(batch(1, 4, 3));
  assert.equal(sequences.take(batch(1, 4, 4)), null);
});

test('a writer without numbers is not checked', () => {
  const sequences = new ProducerSequences();
  assert.equal(sequences.take(batch(-1, -1, -1)), null);
  assert.equal(sequences.take(batch(-1, -1, -1)), null);
});
