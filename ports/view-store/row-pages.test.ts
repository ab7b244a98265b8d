import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  accountId,
  lots,
  minorUnits,
  orderId,
  priceTicks,
  sequence,
  timestampUs,
  tradeId,
} from '../../proto/units.ts';
import { Environment } from '../embedded/lmdb-environment.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { LmdbViewStore } from './lmdb-view-store.ts';
import { stored } from './row-layout.ts';
import { pagesOf, type Row, rowsOfPage } from './row-pages.ts';
import { type FillRow, fillKey, TABLE } from './tables.ts';
import { SAMPLE_ROWS } from './testing/sample-rows.ts';
import { compareKeys } from './view-key.ts';
import type { RangeBounds, ViewKey } from './view-store.ts';

const MARKETS = ['A', 'B'];
const ACCOUNTS = 3;

function fillAt(at: number, seed: number): FillRow {
  return {
    accountId: accountId(1 + (seed % ACCOUNTS)),
    orderId: orderId(2 ** 45 + (seed % 5)),
    market: MARKETS[seed % MARKETS.length]!,
    tradeId: tradeId(at),
    sequence: sequence(at),
    liquidity: seed % 4 === 0 ? 'maker' : 'taker',
    side: (1 + (seed % 2)) as FillRow['side'],
    priceTicks: priceTicks(100 + (seed % 3)),
    quantityLots: lots(seed + 1),
    feeMinor: minorUnits(0),
    executedAtUs: timestampUs(5),
  };
}
const rowOf = (fill: FillRow): Row => ({ key: fillKey(fill), value: fill });

/** What a plain look at all rows finds. */
function expected(rows: readonly Row[], { from, to, limit, reverse = false }: RangeBounds) {
  const sorted = rows.toSorted((a, b) => compareKeys(a.key, b.key));
  const found = sorted.filter(({ key }) =>
    reverse
      ? compareKeys(key, from) <= 0 && compareKeys(key, to) > 0
      : compareKeys(key, from) >= 0 && compareKeys(key, to) < 0,
  );
  return (reverse ? found.reverse() : found).slice(0, limit);
}

const bound: fc.Arbitrary<ViewKey> = fc
  .tuple(
    fc.integer({ min: 0, max: ACCOUNTS + 1 }),
    fc.constantFrom(...MARKETS),
    fc.integer({ min: 0, max: 130 }),
    fc.constantFrom('maker', 'taker'),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([account, market, at, liquidity, length]) =>
    [account, market, at, liquidity].slice(0, length),
  );

test('whatever steps the rows came in, they are found as if each stood alone', async () => {
  const steps = fc.array(fc.array(fc.nat({ max: 60 }), { maxLength: 60 }), { maxLength: 6 });
  const ranges = fc.array(
    fc.record({
      from: bound,
      to: bound,
      limit: fc.integer({ min: 0, max: 70 }),
      reverse: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.nat({ max: 2 }), ranges, async (seeds, ofBefore, wanted) => {
      const folder = temporaryFolder();
      let at = 0;
      const rows = seeds.map((step) =>
        step.map((seed) => {
          at += 1 + (seed % 2);
          return rowOf(fillAt(at, seed));
        }),
      );
      await storeAsBefore(folder, rows.slice(0, ofBefore).flat());
      const views = new LmdbViewStore({ folder });
      for (const step of rows.slice(ofBefore)) {
        const writes = step.map((row) => ({ table: TABLE.fills, ...row }));
        await views.apply({ projection: 'fills', cursors: {}, writes });
      }
      const all = rows.flat();
      for (const bounds of wanted) {
        assert.deepEqual(await views.range(TABLE.fills, bounds), expected(all, bounds));
      }
      for (const { key, value } of all) {
        assert.deepEqual(await views.get(TABLE.fills, key), value);
        const absent = [...key.slice(0, 2), (key[2] as number) + 0.5, key[3]!];
        assert.equal(await views.get(TABLE.fills, absent), undefined);
      }
      await views.close();
    }),
    { numRuns: 60 },
  );
});

/** One by one, as before there were pages. */
async function storeAsBefore(folder: string, rows: readonly Row[]): Promise<void> {
  const environment = new Environment<unknown, (string | number)[]>({
    folder,
    noSync: true,
    database: { encoding: 'msgpack', keyEncoding: 'ordered-binary' },
  });
  environment.write(() => {
    for (const { key, value } of rows) {
      void environment.database.put([TABLE.fills, ...key], stored(TABLE.fills, value));
    }
  });
  await environment.close();
}

test('what one step adds to a group is one value, up to a size', () => {
  const rows = Array.from({ length: 40 }, (_, index) => rowOf({ ...fillAt(index + 1, 0) }));
  const pages = pagesOf(TABLE.fills, rows);
  assert.deepEqual(
    pages.map(({ key, value }) => [key[2], value[1]]),
    [
      [1, 32],
      [33, 8],
    ],
  );
  const read = pages.flatMap(({ key, value }) => rowsOfPage(TABLE.fills, key, value));
  assert.deepEqual(read, rows);
});

test('a row stored before there were pages is read as it was', () => {
  for (const [table, row, key] of SAMPLE_ROWS) {
    assert.deepEqual(rowsOfPage(table, key, stored(table, row)), [{ key, value: row }], table);
    assert.deepEqual(rowsOfPage(table, key, row), [{ key, value: row }], table);
  }
});

test('rows that do not come by rising key, or are to be removed, are refused', () => {
  const [first, second] = [rowOf(fillAt(1, 0)), rowOf(fillAt(2, 0))];
  assert.throws(() => pagesOf(TABLE.fills, [second, first]), /rising key/);
  assert.throws(() => pagesOf(TABLE.fills, [{ ...first, value: undefined }]), /not removed/);
});
