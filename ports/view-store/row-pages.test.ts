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
import { rowsOfPage } from './row-pages.ts';
import { type FillRow, fillKey, TABLE } from './tables.ts';
import { addedFills } from './testing/added-fills.ts';
import { SAMPLE_ROWS } from './testing/sample-rows.ts';
import { compareKeys } from './view-key.ts';
import type { RangeBounds, ViewKey, ViewRow } from './view-store.ts';

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
const rowOf = (fill: FillRow): ViewRow => ({ key: fillKey(fill), value: fill });

/** What a plain look at all rows finds. */
function expected(rows: readonly ViewRow[], { from, to, limit, reverse = false }: RangeBounds) {
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
      const fills = seeds.map((step) =>
        step.map((seed) => {
          at += 1 + (seed % 2);
          return fillAt(at, seed);
        }),
      );
      await storeAsBefore(folder, fills.slice(0, ofBefore).flat().map(rowOf));
      const views = new LmdbViewStore({ folder });
      for (const [index, step] of fills.slice(ofBefore).entries()) {
        // Now and then one by one, as rows that nothing adds in steps.
        const writes = step.map((fill) => ({ table: TABLE.fills, ...rowOf(fill) }));
        const written = index % 4 === 3 ? { writes } : { writes: [], added: [addedFills(step)] };
        await views.apply({ projection: 'fills', cursors: {}, ...written });
      }
      const all = fills.flat().map(rowOf);
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

const openEnvironment = (folder: string) =>
  new Environment<unknown, (string | number)[]>({
    folder,
    noSync: true,
    database: { encoding: 'msgpack', keyEncoding: 'ordered-binary' },
  });

/** One by one, as before there were pages. */
async function storeAsBefore(folder: string, rows: readonly ViewRow[]): Promise<void> {
  const environment = openEnvironment(folder);
  environment.write(() => {
    for (const { key, value } of rows) {
      void environment.database.put([TABLE.fills, ...key], stored(TABLE.fills, value));
    }
  });
  await environment.close();
}

interface StoredPage {
  readonly key: ViewKey;
  readonly value: readonly unknown[];
}

/** As they stand in the store. */
async function pagesOf(fills: readonly FillRow[]): Promise<readonly StoredPage[]> {
  const folder = temporaryFolder();
  const views = new LmdbViewStore({ folder });
  const added = [addedFills(fills)];
  await views.apply({ projection: 'fills', cursors: {}, writes: [], added });
  await views.close();
  const environment = openEnvironment(folder);
  const entries = environment.database.getRange({ start: [TABLE.fills], end: [`${TABLE.fills}!`] });
  const pages = [...entries].map(({ key, value }) => ({
    key: key.slice(1),
    value: value as readonly unknown[],
  }));
  await environment.close();
  return pages;
}

test('what one step adds to a group is one value, up to a size', async () => {
  const fills = Array.from({ length: 40 }, (_, index) => fillAt(index + 1, 0));
  const pages = await pagesOf(fills);
  assert.deepEqual(
    pages.map(({ key, value }) => [key[2], value[1]]),
    [
      [1, 32],
      [33, 8],
    ],
  );
  assert.deepEqual(pages[0]!.value[4], fills[0]!.orderId, 'told once for all');
  const read = pages.flatMap(({ key, value }) => rowsOfPage(TABLE.fills, key, value));
  assert.deepEqual(read, fills.map(rowOf));
});

test('rows of several groups by turns are a page of each', async () => {
  const fills = Array.from({ length: 12 }, (_, index) => fillAt(index + 1, index));
  const pages = await pagesOf(fills);
  // Three accounts in two markets, alike by account: each leaves one market for the other.
  const read = pages.flatMap(({ key, value }) => rowsOfPage(TABLE.fills, key, value));
  const byKey = (rows: readonly ViewRow[]) => rows.toSorted((a, b) => compareKeys(a.key, b.key));
  assert.deepEqual(byKey(read), byKey(fills.map(rowOf)));
});

test('a row stored before there were pages is read as it was', () => {
  for (const [table, row, key] of SAMPLE_ROWS) {
    assert.deepEqual(rowsOfPage(table, key, stored(table, row)), [{ key, value: row }], table);
    assert.deepEqual(rowsOfPage(table, key, row), [{ key, value: row }], table);
  }
});

test('rows that do not come by rising key are refused', async () => {
  const [first, second] = [fillAt(1, 0), fillAt(2, 0)];
  await assert.rejects(pagesOf([second, first]), /rising key/);
  await assert.rejects(pagesOf([first, first]), /one key/);
});
