import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Side } from '../../proto/messages.ts';
import type { Lots, PriceTicks } from '../../proto/units.ts';
import { BookLevels } from './book-levels.ts';

const change = fc.record({
  price: fc.integer({ min: 1, max: 6 }),
  lots: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom('add', 'remove', 'take'),
});

test('levels tell each change once, with what stands there by then', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const levels = new BookLevels(Side.buy);
      const sizes = new Map<number, number>();
      let changed = new Set<number>();
      for (const { price, lots, kind } of changes) {
        if (kind === 'take') {
          const told = levels.takeChanges().map((level) => [level.priceTicks, level.lots]);
          assert.deepEqual(
            told,
            [...changed].map((each) => [each, sizes.get(each) ?? 0]),
          );
          changed = new Set();
          continue;
        }
        const size = sizes.get(price) ?? 0;
        if (kind === 'remove' && size < lots) {
          assert.throws(() => levels.remove(price as PriceTicks, lots as Lots));
          continue;
        }
        levels[kind](price as PriceTicks, lots as Lots);
        sizes.set(price, kind === 'add' ? size + lots : size - lots);
        changed.add(price);
        assert.equal(levels.size(price as PriceTicks), sizes.get(price));
        const standing = [...sizes].filter(([, stands]) => stands > 0).sort(([a], [b]) => b - a);
        const top = levels.top(10).map((level) => [level.priceTicks, level.lots]);
        assert.deepEqual(top, standing);
        assert.equal(levels.best(), standing[0]?.[0] ?? null);
        assert.equal(levels.levelCount, standing.length);
      }
    }),
  );
});
