import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import { LmdbViewStore } from '../../ports/view-store/lmdb-view-store.ts';
import { type OrderRow, orderKey, PROJECTION, TABLE } from '../../ports/view-store/tables.ts';
import type { ViewKey, ViewStore } from '../../ports/view-store/view-store.ts';
import { RejectReason } from '../../proto/messages.ts';
import { accountId, orderId, sequence, timestampUs } from '../../proto/units.ts';
import { History } from './history.ts';

const ALICE = accountId(1);
const ORDERS = 9_000;
/** The first, and so the last that a page comes to. */
const WANTED = 1;

const refusedOrder = (id: number): OrderRow => ({
  orderId: orderId(id),
  accountId: ALICE,
  market: id === WANTED ? 'ETH-USD' : 'BTC-USD',
  clientOrderId: `c-${id}`,
  createdSequence: sequence(id),
  sequence: sequence(id),
  createdAtUs: timestampUs(id),
  updatedAtUs: timestampUs(id),
  status: 'rejected',
  reason: RejectReason.postOnlyWouldTrade,
});

/** Tells how many rows were read. */
class CountedViews {
  rowCount = 0;
  readonly store: ViewStore;

  constructor(views: ViewStore) {
    this.store = new Proxy(views, {
      get: (target, name) => {
        if (name !== 'range') return Reflect.get(target, name).bind(target);
        return async (...args: Parameters<ViewStore['range']>) => {
          const rows = await target.range(...args);
          this.rowCount += rows.length;
          return rows;
        };
      },
    });
  }
}

async function historyOf(orders: number) {
  const views = new LmdbViewStore({ folder: temporaryFolder() });
  const writes = Array.from({ length: orders }, (_, index) => {
    const row = refusedOrder(index + 1);
    return { table: TABLE.orders, key: orderKey(ALICE, row.orderId), value: row };
  });
  await views.apply({ projection: PROJECTION.orders, cursors: {}, writes });
  const counted = new CountedViews(views);
  return { views, counted, read: new History({ views: counted.store, unitsOf: () => null }) };
}

test('a page looks through so many orders at most, and its end leads on to the others', async () => {
  const { views, counted, read } = await historyOf(ORDERS);
  try {
    const found: number[] = [];
    let after: ViewKey | null = null;
    let pages = 0;
    do {
      counted.rowCount = 0;
      const page = await read.orders(ALICE, { limit: 1, after }, (row) => row.market === 'ETH-USD');
      assert.ok(counted.rowCount < ORDERS / 2, `a page read ${counted.rowCount} rows`);
      found.push(...page.rows.map((row) => row.orderId));
      after = page.next;
      pages += 1;
    } while (after !== null && pages < ORDERS);
    assert.deepEqual(found, [WANTED]);
  } finally {
    await views.close();
  }
});

test('pages of every size show each order once, the latest first', async () => {
  const { views, read } = await historyOf(7);
  try {
    for (let limit = 1; limit <= 8; limit += 1) {
      const found: number[] = [];
      let after: ViewKey | null = null;
      do {
        const page = await read.orders(ALICE, { limit, after }, (row) => row.orderId % 3 !== 0);
        assert.ok(page.rows.length <= limit);
        found.push(...page.rows.map((row) => row.orderId));
        after = page.next;
      } while (after !== null);
      assert.deepEqual(found, [7, 5, 4, 2, 1], `by ${limit}`);
    }
  } finally {
    await views.close();
  }
});
