/** The parts of the fast book against their obvious counterparts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { feeMinor } from '../../../proto/market-units.ts';
import { announceSeed, Random } from '../testing/random.ts';
import { FarLevels } from './far-levels.ts';
import { fee } from './fee.ts';
import { KeyIndex } from './key-index.ts';
import { LevelBitmap } from './level-bitmap.ts';
import { OrderIndex } from './order-index.ts';
import { Absent, PriceLevels } from './price-levels.ts';

const random = new Random(announceSeed('node dist/engine/core/hot/structures.test.js'));
const SIDE = 2 ** 20;

test('the tree of bits finds what a sorted list finds, of each side by itself', () => {
  for (const size of [32, 1024, 2 ** 15, 2 ** 20]) {
    const bitmap = new LevelBitmap();
    const members = [new Set<number>(), new Set<number>()] as const;
    const edges = [0, 1, 31, size / 2 - 1, size / 2, size - 1];
    for (let round = 0; round < 4000; round += 1) {
      const side = round & 1;
      const from = side * SIDE;
      const own = members[side]!;
      const index = random.oneIn(4) ? random.pick(edges) : random.below(size);
      if (own.has(index) && random.oneIn(2)) {
        bitmap.clear(from + index);
        own.delete(index);
      } else {
        bitmap.set(from + index);
        own.add(index);
      }
      if (round % 20 > 1) continue;
      const sorted = [...own].sort((a, b) => a - b);
      const at = (member: number | undefined) => (member === undefined ? -1 : from + member);
      const probe = random.oneIn(4) ? random.pick(edges) : random.below(size);
      assert.equal(bitmap.lowest(side), at(sorted[0]));
      assert.equal(bitmap.highest(side), at(sorted.at(-1)));
      assert.equal(bitmap.nextAbove(from + probe), at(sorted.find((member) => member > probe)));
      assert.equal(bitmap.nextBelow(from + probe), at(sorted.findLast((member) => member < probe)));
      assert.equal(bitmap.has(from + probe), own.has(probe));
      if (own.size === 0 || random.oneIn(2)) continue;
      const byRank = side === 0 ? sorted.reverse() : sorted;
      assert.equal(bitmap.clearBest(from + byRank[0]!), at(byRank[1]));
      own.delete(byRank[0]!);
    }
  }
});

test('the index finds what a map finds, whatever keys collide', () => {
  const keysOf: readonly ((step: number) => number)[] = [
    (step) => step + 1,
    // Sessions that count in parallel.
    (step) => ((step % 7) + 1) * 2 ** 45 + 2 ** 28 + Math.floor(step / 7),
    (step) => (step + 1) * 2 ** 20,
    (step) => (step + 1) * 2 ** 32,
    () => 1 + random.below(2 ** 31) * 2 ** 21 + random.below(2 ** 21),
  ];
  for (const keyOf of keysOf) {
    const index = new KeyIndex({ keysMax: 1000 });
    const keys = new Float64Array(20_000);
    const owners = new Map<number, number>();
    const probe = new Float64Array(1);
    for (let step = 1; step < 20_000; step += 1) {
      const key = keyOf(step);
      if (owners.has(key)) continue;
      keys[step] = key;
      index.insert(keys, step, step);
      owners.set(key, step);
      const gone = 1 + random.below(step);
      if (random.oneIn(2) && owners.delete(keys[gone]!)) index.remove(keys, gone, gone);
      probe[0] = random.oneIn(2) ? keys[1 + random.below(step)]! : random.below(2 ** 31);
      assert.equal(index.find(probe, 0, keys), owners.get(probe[0]) ?? 0);
    }
    assert.equal(index.size, owners.size);
    index.checkInvariants(keys);
  }
});

test('the index of orders finds what a map finds, recent or old', () => {
  const session = (number: number) => (number * 2 ** 17 + 1) * 2 ** 28;
  const idsOf: readonly ((step: number) => number)[] = [
    (step) => step,
    // Sessions that count in parallel.
    (step) => session((step % 7) + 1) + Math.floor(step / 7),
    // So far apart that they share places among the recent ones.
    (step) => step * 16,
    (step) => session(255) + (step % 2) * 2 ** 20 + step,
    (step) => step * 2 ** 32,
  ];
  for (const idOf of idsOf) {
    const restingMax = 4000;
    const bySlot = new Float64Array(8 * (restingMax + 1));
    const index = new OrderIndex({ ordersMax: restingMax, ids: bySlot });
    const resting = new Map<number, number>();
    const free = Array.from({ length: restingMax }, (_, slot) => restingMax - slot);
    const probe = new Float64Array(1);
    for (let step = 1; step < 20_000; step += 1) {
      const leaves = free.length === 0 || (resting.size > 0 && random.oneIn(3));
      if (leaves) {
        const oldest: [number, number][] = [];
        for (const entry of resting) if (oldest.push(entry) === 50) break;
        const [id, slot] = random.pick(oldest);
        probe[0] = id;
        assert.equal(index.find(probe, 0), slot);
        index.remove(slot);
        assert.equal(index.find(probe, 0), 0);
        resting.delete(id);
        free.push(slot);
      }
      const slot = free.pop()!;
      const id = idOf(step);
      bySlot[8 * slot] = id;
      index.insert(slot);
      resting.set(id, slot);
      probe[0] = idOf(random.oneIn(2) ? 1 + random.below(step) : step + 1);
      assert.equal(index.find(probe, 0), resting.get(probe[0]) ?? 0);
    }
    assert.equal(index.checkInvariants(), resting.size);
  }
});

test('ids that are put in row by row are found, whatever places they share', () => {
  const session = (number: number) => (number * 2 ** 17 + 1) * 2 ** 28;
  const firstsOf: readonly ((row: number) => number)[] = [
    (row) => row * 16,
    // The same places over and over.
    (row) => (row % 3) * 16 + Math.floor(row / 3) * 1024,
    // Of which places are spread unevenly, and end amid a row.
    (row) => session((row % 200) + 1) + Math.floor(row / 200) * 16,
    (row) => 2 ** 53 - 16 * (row + 1),
  ];
  for (const firstOf of firstsOf) {
    const bySlot = new Float64Array(8 * (16 * 300 + 1));
    const index = new OrderIndex({ ordersMax: 1000, ids: bySlot });
    const slots = Int32Array.from({ length: 16 * 300 }, (_, at) => at + 1).reverse();
    const found: number[] = [];
    const absent: number[] = [];
    for (let row = 0; row < 300; row += 1) {
      const bits = random.oneIn(3) ? 0xffff : random.below(2 ** 16);
      const before = found.length;
      for (let bit = 0; bit < 16; bit += 1) {
        const id = firstOf(row) + bit;
        if (((bits >>> bit) & 1) === 0) absent.push(id);
        else bySlot[8 * slots[found.push(id) - 1]!] = id;
      }
      assert.equal(index.putRow(firstOf(row), bits, slots, before), found.length - before);
    }
    assert.equal(index.checkInvariants(), found.length);
    const probe = new Float64Array(1);
    const slotOf = (id: number) => {
      probe[0] = id;
      return index.find(probe, 0);
    };
    assert.deepEqual(found.map(slotOf), [...slots.subarray(0, found.length)]);
    assert.ok(absent.every((id) => slotOf(id) === 0));
  }
});

test('far levels stay sorted', () => {
  const far = new FarLevels();
  const levels = new Map<number, number>();
  for (let step = 1; step < 3000; step += 1) {
    const price = 1 + random.below(500) * 4_000_000;
    if (levels.delete(price)) far.remove(price);
    else {
      far.insert(price, step);
      levels.set(price, step);
    }
    const probe = 1 + random.below(2 ** 31 - 1);
    const sorted = [...levels.keys()].sort((a, b) => a - b);
    assert.equal(far.find(price), levels.get(price) ?? -1);
    assert.equal(far.nextAbove(probe), sorted.find((other) => other > probe) ?? -1);
    assert.equal(far.nextBelow(probe), sorted.findLast((other) => other < probe) ?? -1);
    assert.equal(far.count, levels.size);
  }
});

test('best prices and the next worse ones, inside and outside the window', () => {
  const levels = new PriceLevels({
    minPriceTicks: 1,
    maxPriceTicks: 2 ** 31 - 1,
    windowTicks: 64,
    maxRestingOrders: 1,
  });
  const open = [new Set<number>(), new Set<number>()];
  const draw = (side: number) => {
    const near = random.oneIn(2) ? random.below(60) : random.below(1_000_000_000);
    return side === 0 ? 1_000_000_000 - near : 1_000_000_001 + near;
  };
  for (let step = 0; step < 4000; step += 1) {
    const side = step & 1;
    const price = draw(side);
    if (open[side]!.delete(price)) {
      levels.closeLevel(side, price, levels.levelAt(side, price));
      assert.equal(levels.levelAt(side, price), Absent.level);
    } else {
      const level = levels.openLevel(side, price);
      assert.equal(levels.levelAt(side, price), level);
      // Whatever one that was there before left in its memory.
      const memory = levels.levelInts.subarray(level * 4, level * 4 + 4);
      assert.deepEqual([...memory], [0, 0, 0, 0], 'a level is empty when it is opened');
      memory.fill(-1);
      open[side]!.add(price);
    }
    const best = side === 0 ? Math.max(Absent.price, ...open[0]!) : Math.min(...open[1]!, Infinity);
    assert.equal(levels.bestPrice[side], best === Infinity ? Absent.price : best);
    const probe = draw(side);
    const worse = [...open[side]!].filter((other) => (side === 0 ? other < probe : other > probe));
    const next = side === 0 ? Math.max(Absent.price, ...worse) : Math.min(...worse, Infinity);
    assert.equal(levels.nextWorsePrice(side, probe), next === Infinity ? Absent.price : next);
    assert.equal(levels.levelCount, open[0]!.size + open[1]!.size);
  }
  assert.ok(levels.farLevelCount > 100, `${levels.farLevelCount} far levels`);
});

test('the quick fee is the exact one', () => {
  const amount = fc.oneof(
    fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 0, max: 9_007_199_255 }),
    fc.integer({ min: 9_007_199_000_000, max: 9_007_200_000_000 }),
  );
  const ppm = fc.oneof(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom(0, 1, 1000, 999_999));
  fc.assert(
    fc.property(amount, ppm, (minor, rate) => {
      assert.equal(fee(minor, rate), Number((BigInt(minor) * BigInt(rate)) / 1_000_000n));
      assert.equal(fee(minor, rate), feeMinor(minor as never, rate as never));
    }),
    { numRuns: 20_000 },
  );
});
