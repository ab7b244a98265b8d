/** What folds add as numbers is read from the store as the rows that it stands for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { LmdbViewStore } from '../ports/view-store/lmdb-view-store.ts';
import { type PostingsRow, postingKey } from '../ports/view-store/postings.ts';
import { TABLE } from '../ports/view-store/tables.ts';
import { compareKeys } from '../ports/view-store/view-key.ts';
import { marketUnits } from '../proto/market-units.ts';
import { Side } from '../proto/messages.ts';
import { accountId, lots, minorUnits, orderId, sequence, tradeId } from '../proto/units.ts';
import {
  ALICE,
  accepted,
  BOB,
  batchOf,
  definition,
  traded,
} from '../settlement/testing/samples.ts';
import type { AddingFold } from './projection.ts';
import { PROJECTIONS } from './projections.ts';
import { TradePostingsFold } from './trade-postings.ts';

const MARKET = 'BTC-USD';
const UNITS = marketUnits(definition());
const ALL = { from: [0], to: ['~'], limit: 10_000 };

const CROWD = 40;
const events = (step: number) =>
  Array.from({ length: CROWD }, (_, index) => {
    const id = step * CROWD + index + 1;
    const account = accountId(1 + (index % 3));
    const isOrder = index % 4 === 0;
    if (isOrder) return accepted({ id, account, quantity: 1 + index });
    return traded({
      tradeId: tradeId(id),
      makerAccountId: account,
      takerAccountId: index % 5 === 0 ? account : BOB,
      makerOrderId: orderId(1 + (id % 7)),
      takerOrderId: orderId(2 ** 40 + Math.floor(id / 3)),
      takerSide: index % 2 === 0 ? Side.buy : Side.sell,
      quantityLots: lots(1 + (index % 2)),
      makerFeeMinor: minorUnits(index % 3),
      takerFeeMinor: minorUnits(2),
    });
  });

const addingFolds = (): readonly (readonly [name: string, fold: AddingFold])[] =>
  PROJECTIONS.flatMap(({ name, events: fold }) =>
    fold.kind === 'adds' ? [[name, fold.of(MARKET)] as const] : [],
  );

test('rows that were added in several steps stand in the store as they were', async () => {
  const views = new LmdbViewStore({ folder: temporaryFolder() });
  const folds = addingFolds();
  assert.equal(folds.length, 5);
  for (const [projection, fold] of folds) {
    const expected = new Map<string, { readonly key: readonly (string | number)[] }[]>();
    for (let step = 0; step < 3; step += 1) {
      for (const half of [0, 1]) {
        const firstSequence = sequence(1 + (2 * step + half) * CROWD);
        fold.foldEvents(batchOf(events(2 * step + half), { firstSequence }), UNITS);
      }
      for (const added of fold.added) {
        const rows = expected.get(added.table) ?? [];
        expected.set(added.table, [...rows, ...added.rows()]);
      }
      await views.apply({ projection, cursors: {}, writes: [], added: fold.added });
      fold.clear();
    }
    for (const [table, rows] of expected) {
      const sorted = rows.toSorted((a, b) => compareKeys(a.key, b.key));
      assert.ok(sorted.length > CROWD, table);
      assert.deepEqual(await views.range(table, ALL), sorted, table);
    }
  }
  await views.close();
});

test('who buys from itself has all lines of the trade in one row, in their order', () => {
  const fold = new TradePostingsFold(MARKET);
  const trade = traded({
    makerAccountId: ALICE,
    takerAccountId: ALICE,
    takerSide: Side.buy,
    makerFeeMinor: minorUnits(3),
    takerFeeMinor: minorUnits(0),
  });
  const batch = batchOf([trade, trade], { firstSequence: sequence(7) });
  fold.foldEvents(batch, UNITS);
  const [added] = fold.added;
  assert.equal(added?.table, TABLE.postings);
  const rows = added!.rows();
  const lines = rows.map(({ value }) =>
    (value as PostingsRow).lines.map(([asset, amount, reason]) => [asset, amount > 0n, reason]),
  );
  const own = [
    ['USD', false, 'trade'],
    ['USD', true, 'trade'],
    ['BTC', false, 'trade'],
    ['BTC', true, 'trade'],
    ['USD', false, 'fee'],
  ];
  const fees = [['USD', true, 'fee']];
  assert.deepEqual(lines, [own, fees, own, fees]);
  const place = { topic: `events.${MARKET}`, atUs: batch.timestampUs };
  const [first, second] = [sequence(7), sequence(8)];
  assert.deepEqual(
    rows.map(({ key }) => key),
    [
      postingKey({ ...place, account: ALICE, position: first, index: 0 }),
      postingKey({ ...place, account: accountId(0), position: first, index: 5 }),
      postingKey({ ...place, account: ALICE, position: second, index: 0 }),
      postingKey({ ...place, account: accountId(0), position: second, index: 5 }),
    ],
  );
});
