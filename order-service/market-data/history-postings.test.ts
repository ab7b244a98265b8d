import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import { LmdbViewStore } from '../../ports/view-store/lmdb-view-store.ts';
import { OUTSIDE, postingKey } from '../../ports/view-store/postings.ts';
import { PROJECTION, TABLE } from '../../ports/view-store/tables.ts';
import type { ViewWrite } from '../../ports/view-store/view-store.ts';
import { accountId, money } from '../../proto/units.ts';
import { History } from './history.ts';

const ALICE = accountId(1);

const place = (atUs: number, position: number, index: number) => ({
  account: ALICE,
  atUs,
  topic: 'events.BTC-USD',
  position,
  index,
});

/** Of trade `position`: what `count` lines post from `first` on. */
function posted(atUs: number, position: number, first: number, count: number): ViewWrite {
  const lines = Array.from({ length: count }, (_, line) => [
    'USD',
    money(BigInt(position * 10 + first + line)),
    'trade',
  ]);
  const value = { reference: `trade ${position}`, lines };
  return { table: TABLE.postings, key: postingKey(place(atUs, position, first)), value };
}

const NEWEST_FIRST = [52, 51, 50, 43, 42, 41, 40, 31, 30, 21, 20].map(BigInt);

async function history() {
  const views = new LmdbViewStore({ folder: temporaryFolder() });
  const strangers: ViewWrite[] = [ALICE + 1, OUTSIDE].map((account) => ({
    table: TABLE.postings,
    key: [account, 6, 'events.BTC-USD', 6, 0],
    value: { reference: 'trade 6', lines: [['USD', money(60n), 'trade']] },
  }));
  await views.apply({
    projection: PROJECTION.postings,
    cursors: {},
    writes: [
      posted(2, 2, 0, 1),
      posted(2, 2, 1, 1),
      posted(3, 3, 0, 2),
      // One record, twice the same account: two deposits, or both sides of a trade.
      posted(4, 4, 0, 2),
      posted(4, 4, 2, 2),
      posted(5, 5, 0, 3),
      ...strangers,
    ],
  });
  return { views, read: new History({ views, unitsOf: () => null }) };
}

test('pages of every size show each posting once, the latest first', async () => {
  const { views, read } = await history();
  for (let limit = 1; limit <= NEWEST_FIRST.length + 1; limit += 1) {
    const seen: bigint[] = [];
    let after: Awaited<ReturnType<History['postings']>>['next'] = null;
    do {
      const page: Awaited<ReturnType<History['postings']>> = await read.postings(ALICE, {
        limit,
        after,
      });
      assert.ok(page.rows.length <= limit);
      seen.push(...page.rows.map(({ amount }) => amount));
      after = page.next;
    } while (after !== null);
    assert.deepEqual(seen, NEWEST_FIRST, `pages of ${limit}`);
  }
  await views.close();
});

test('a posting tells where it stands, whatever row it was stored in', async () => {
  const { views, read } = await history();
  const { rows } = await read.postings(ALICE, { limit: 100, after: null });
  assert.deepEqual(
    rows.map(({ atUs, position, index, reference }) => [atUs, position, index, reference]),
    [
      [5, 5, 2, 'trade 5'],
      [5, 5, 1, 'trade 5'],
      [5, 5, 0, 'trade 5'],
      [4, 4, 3, 'trade 4'],
      [4, 4, 2, 'trade 4'],
      [4, 4, 1, 'trade 4'],
      [4, 4, 0, 'trade 4'],
      [3, 3, 1, 'trade 3'],
      [3, 3, 0, 'trade 3'],
      [2, 2, 1, 'trade 2'],
      [2, 2, 0, 'trade 2'],
    ],
  );
  await views.close();
});
