import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OrderId } from '../../proto/units.ts';
import { OrderTable } from './order-table.ts';

/** Of a few sessions, one behind another, as order-services hand them out; and any others. */
const orderId = fc.oneof(
  fc.tuple(
    fc.constantFrom(0, 2 ** 45, 2 ** 45 + 2 ** 32, 2 ** 52),
    fc.integer({ min: 1, max: 90 }),
  ),
  fc.tuple(fc.constant(0), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
);
const change = fc.record({ kind: fc.constantFrom('set', 'set', 'delete'), orderId });

test('a table holds what a Map holds, whatever is added and removed', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 600 }), (changes) => {
      const table = new OrderTable<{ readonly index: number }>();
      const map = new Map<number, number>();
      for (const [
        index,
        {
          kind,
          orderId: [from, by],
        },
      ] of changes.entries()) {
        const id = (from + by) as OrderId;
        if (kind === 'set') table.set(id, { index });
        else table.delete(id);
        if (kind === 'set') map.set(id, index);
        else map.delete(id);
        assert.equal(table.get(id)?.index, map.get(id));
        assert.equal(table.size, map.size);
      }
      for (const {
        orderId: [from, by],
      } of changes) {
        assert.equal(table.get((from + by) as OrderId)?.index, map.get(from + by));
      }
      const values = [...table.values()].map((value) => value.index);
      assert.deepEqual(
        values.sort((a, b) => a - b),
        [...map.values()].sort((a, b) => a - b),
      );
    }),
    { numRuns: 300 },
  );
});

test('a hundred thousand ids of several sessions come and go in turn, and none is lost', () => {
  const table = new OrderTable<{ readonly index: number }>();
  const kept = 1_000;
  const idOf = (index: number) => ((index % 3) * 2 ** 45 + 1 + Math.floor(index / 3)) as OrderId;
  for (let index = 0; index < 100_000; index += 1) {
    table.set(idOf(index), { index });
    if (index >= kept) table.delete(idOf(index - kept));
    assert.ok(table.size <= kept);
    const asked = Math.max(0, index - (index % kept));
    assert.equal(table.get(idOf(asked))?.index, asked);
  }
  for (let index = 0; index < 100_000 - kept; index += 1) {
    assert.equal(table.get(idOf(index)), undefined);
  }
});
