/** Growing never stops the market: the index moves a few places at a time, memory is taken in steps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyIndex } from './key-index.ts';
import { OrderIndex } from './order-index.ts';
import { OrderSlots } from './order-slots.ts';

const KEYS = 300_000;

test('an index that grows has every key at any moment, wherever it stands', () => {
  const index = new KeyIndex({ keysMax: 20_000 });
  const keys = new Float64Array(KEYS + 1);
  let growing = 0;
  for (let owner = 1; owner <= KEYS; owner += 1) {
    keys[owner] = owner * 7;
    index.insert(keys, owner, owner);
    if (index.isGrowing) growing += 1;
    // One of those that came first, and so one that moves.
    const gone = owner >> 1;
    if (owner % 16 === 0) {
      assert.equal(index.find(keys, gone, keys), gone);
      index.remove(keys, gone, gone);
      assert.equal(index.find(keys, gone, keys), 0);
      index.insert(keys, gone, gone);
    }
  }
  assert.equal(index.size, KEYS);
  index.checkInvariants(keys);
  assert.ok(growing > KEYS / 64, `${growing} insertions met an index that was growing`);
  assert.ok(growing < KEYS / 2, `${growing} insertions: growing ends long before it is due again`);
});

test('an index that was reserved does not grow', () => {
  const index = new KeyIndex({ keysMax: 1000 });
  const keys = new Float64Array(20_001);
  index.reserve(20_000);
  for (let owner = 1; owner <= 20_000; owner += 1) {
    keys[owner] = owner * 7;
    index.insert(keys, owner, owner);
    assert.equal(index.isGrowing, false);
  }
  index.checkInvariants(keys);
});

test('an index of orders that was loaded is one that grew', () => {
  const keysOf: readonly ((row: number) => number)[] = [
    (row) => row + 1,
    (row) => ((row % 7) + 1) * 2 ** 45 + Math.floor(row / 7),
    (row) => (row + 1) * 2 ** 32,
  ];
  for (const keyOf of keysOf) {
    for (const count of [0, 1, 1000, 20_000]) {
      const ids = Float64Array.from({ length: 2 * count }, (_, row) => keyOf(row));
      // By slot, eight words each; slot n + 1 is that of id number n.
      const bySlot = new Float64Array(8 * (2 * count + 1));
      for (let row = 0; row < 2 * count; row += 1) bySlot[8 * (row + 1)] = ids[row]!;
      const index = new OrderIndex({ ordersMax: count + 1, ids: bySlot });
      index.load(ids.slice(0, count));
      assert.equal(index.checkInvariants(), count);
      for (let row = count; row < 2 * count; row += 1) {
        assert.equal(index.find(ids, row), 0);
        assert.equal(index.find(ids, row - count), row - count + 1);
        index.remove(row - count + 1);
        index.insert(row + 1);
      }
      assert.equal(index.checkInvariants(), count);
    }
  }
});

test('slots are there for all that the market admits, and their arrays stay', () => {
  const slots = new OrderSlots({ maxRestingOrders: 200_000 });
  const { slotInts, slotDoubles } = slots;
  for (let order = 1; order <= 200_000; order += 1) assert.equal(slots.allocateSlot(), order);
  slots.releaseSlot(7);
  assert.equal(slots.allocateSlot(), 7);
  assert.equal(slots.slotInts, slotInts);
  assert.equal(slots.slotDoubles, slotDoubles);
  assert.equal(slotInts.length / 16, 200_001);
});
