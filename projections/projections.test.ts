/** The role over a real view store: what it folds, after a restart and anew, is always the same. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { LmdbViewStore } from '../ports/view-store/lmdb-view-store.ts';
import { postingsOf, postingsOfRow } from '../ports/view-store/postings.ts';
import {
  type AcceptedOrderRow,
  type FillRow,
  fillsOfOrder,
  type OrderRow,
  ordersOf,
  ordersOfNewestFirst,
  PROJECTION,
  TABLE,
  tradesIn,
} from '../ports/view-store/tables.ts';
import type { ViewKey, ViewStep } from '../ports/view-store/view-store.ts';
import { eventTopic } from '../proto/topics.ts';
import type { OrderId } from '../proto/units.ts';
import { testPorts, until } from '../settlement/testing/test-ports.ts';
import { OpenOrders } from './open-orders.ts';
import { Projections } from './projections.ts';
import { TradedExchange } from './testing/traded-exchange.ts';

const identity = { name: 'projections', pid: 1, version: 'test' };
const ALL = 10_000;
const SEED = 4711;

/** What runs: stopped after each test, so that one that failed does not keep the process alive. */
const started: Projections[] = [];

afterEach(() => {
  for (const each of started.splice(0)) each.stop();
});

/** Drops the tables of a projection at a moment when one of its markets is between two looks at its cursor. */
class DroppingViews extends LmdbViewStore {
  /** `apply`: a step is made, and about to be stored. `get`: a fold reads its rows. */
  next: 'apply' | 'get' | null = null;
  dropCount = 0;

  async #dropAt(moment: 'apply' | 'get'): Promise<void> {
    if (this.next !== moment) return;
    this.next = null;
    this.dropCount += 1;
    await this.drop(PROJECTION.orders);
  }

  override async apply(step: ViewStep) {
    if (step.projection === PROJECTION.orders) await this.#dropAt('apply');
    return super.apply(step);
  }

  override async get(table: string, key: ViewKey): Promise<unknown> {
    if (table === TABLE.orders) await this.#dropAt('get');
    return super.get(table, key);
  }
}

class Scene extends TradedExchange {
  readonly views: DroppingViews = new DroppingViews({ folder: temporaryFolder() });
  readonly seen = testPorts({ log: this.log, views: this.views });

  start(): { role: Projections; running: Promise<void> } {
    const role = new Projections({ ports: this.seen.ports, logger: this.seen.logger, identity });
    started.push(role);
    const running = role.run();
    return { role, running };
  }

  async folded(): Promise<void> {
    await until('all is folded', () => this.isFolded(this.views));
  }

  async contents(): Promise<unknown> {
    const tables = [];
    for (const table of Object.values(TABLE)) {
      for (const account of [0, 1, 2, 3, 4, 'BTC-USD', 'ETH-BTC', 'outside']) {
        const to = typeof account === 'number' ? [account + 1] : [account, Number.MAX_SAFE_INTEGER];
        tables.push([table, await this.views.range(table, { from: [account], to, limit: ALL })]);
      }
    }
    return tables;
  }
}

async function scene(): Promise<Scene> {
  const opened = new Scene(SEED);
  await opened.begin();
  await opened.trade(120);
  return opened;
}

test('the tables agree with the books, the balances and one another', async () => {
  const opened = await scene();
  const { role, running } = opened.start();
  await opened.trade(80);
  await opened.folded();
  const { views, exchange, store } = opened;
  let restingCount = 0;
  let waitingCount = 0;
  let tradeCount = 0;
  for (const [market, machine] of exchange.machines) {
    const { orders, triggers } = machine.snapshot();
    for (const { accountId, orderId, trigger } of triggers?.waiting ?? []) {
      waitingCount += 1;
      const row = (await views.get(TABLE.orders, [accountId, orderId])) as AcceptedOrderRow;
      assert.deepEqual([row.status, row.trigger, row.triggeredAtUs], ['open', trigger, undefined]);
    }
    restingCount += orders.orderId.length;
    for (let index = 0; index < orders.orderId.length; index += 1) {
      const key = [orders.accountId[index]!, orders.orderId[index]!];
      const row = (await views.get(TABLE.orders, key)) as AcceptedOrderRow;
      assert.equal(row.market, market);
      assert.equal(row.remainingLots, orders.remainingLots[index]);
      assert.equal(row.quantityLots, orders.quantityLots[index]);
      assert.equal(row.filledLots, row.quantityLots - row.remainingLots);
      const bounds = fillsOfOrder(row.accountId, row.orderId);
      const fills = await views.range(TABLE.orderFills, { ...bounds, limit: ALL });
      const filled = fills.reduce((sum, { value }) => sum + (value as FillRow).quantityLots, 0);
      assert.equal(filled, row.filledLots);
    }
    tradeCount += (await views.range(TABLE.trades, { ...tradesIn(market), limit: ALL })).length;
  }
  assert.ok(restingCount > 2 && tradeCount > 20, `${restingCount} resting, ${tradeCount} trades`);
  assert.ok(waitingCount > 0, 'some wait');
  let openCount = 0;
  for (const market of exchange.machines.keys()) {
    const open = new OpenOrders(market);
    const at = (await views.cursor('orders', eventTopic(market)))!.sequence;
    assert.ok(await open.load(views, at), 'the journal stands where the cursor does');
    openCount += open.count;
    for (const account of [1, 2, 3, 4] as never[]) {
      for (const orderId of open.of(account)) {
        const row = (await views.get(TABLE.orders, [account, orderId])) as AcceptedOrderRow;
        assert.equal(row.market, market);
        assert.match(row.status, /^(open|partially_filled)$/);
      }
    }
  }
  for (const account of [1, 2, 3, 4] as never[]) {
    const postings = await views.range(TABLE.postings, { ...postingsOf(account), limit: ALL });
    for (const { asset, available, held } of await store.balances(account)) {
      const booked = postings
        .flatMap(({ key, value }) => postingsOfRow(key, value))
        .filter((row) => row.asset === asset)
        .reduce((sum, row) => sum + row.amount, 0n);
      assert.equal(booked, available + held, `${account} ${asset}`);
    }
  }
  assert.equal(openCount, restingCount + waitingCount);
  role.stop();
  await running;
  await views.close();
});

test('after a restart in the middle, and folded anew while others serve, the tables are the same', async () => {
  const whole = await scene();
  const first = whole.start();
  await until(
    'it is under way',
    async () => (await whole.views.cursor('orders', 'events.BTC-USD')) !== null,
  );
  first.role.stop();
  await first.running;
  await whole.trade(60);
  const second = whole.start();
  await whole.folded();
  const before = await whole.contents();
  await second.role.foldAnew('orders');
  const trades = await whole.views.range(TABLE.trades, { ...tradesIn('BTC-USD'), limit: ALL });
  assert.ok(trades.length > 0, 'the others serve on');
  await whole.folded();
  assert.deepEqual(await whole.contents(), before);
  second.role.stop();
  await second.running;
  await whole.views.close();
});

test('orders are folded anew when another process went on without the journal of open ones', async () => {
  const whole = await scene();
  const first = whole.start();
  await whole.folded();
  first.role.stop();
  await first.running;
  const headOf = (market: string) => ({ table: 'open-order-journal', key: [market, 0], value: 1 });
  const writes = [
    // Both find it out at one time, and one of them drops the tables of both.
    headOf('BTC-USD'),
    headOf('ETH-BTC'),
    { table: TABLE.orders, key: [1, 2 ** 50], value: 'of the table before it was dropped' },
  ];
  await whole.views.apply({ projection: 'orders', cursors: {}, writes });
  await whole.trade(30);
  const second = whole.start();
  await until(
    'it is dropped',
    async () => (await whole.views.get(TABLE.orders, [1, 2 ** 50])) === undefined,
  );
  await whole.folded();
  const contents = await whole.contents();
  await second.role.foldAnew('orders');
  await whole.folded();
  assert.deepEqual(await whole.contents(), contents);
  second.role.stop();
  await second.running;
  await whole.views.close();
});

test('a step whose tables were dropped while it was made is folded anew', async () => {
  for (const moment of ['apply', 'get'] as const) {
    const whole = await scene();
    const first = whole.start();
    await whole.folded();
    first.role.stop();
    await first.running;
    await whole.trade(30);
    whole.views.next = moment;
    const second = whole.start();
    await whole.folded();
    assert.equal(whole.views.dropCount, 1, moment);
    await whole.trade(30);
    await whole.folded();
    const contents = await whole.contents();
    await second.role.foldAnew('orders');
    await whole.folded();
    assert.deepEqual(contents, await whole.contents(), moment);
    second.role.stop();
    await second.running;
    await whole.views.close();
  }
});

test('pages of an account’s orders, oldest and newest first, show each order once', async () => {
  const opened = await scene();
  const { role, running } = opened.start();
  await opened.folded();
  const account = 1 as never;
  const page = async (newest: boolean): Promise<OrderId[]> => {
    const ids: OrderId[] = [];
    let last: readonly (string | number)[] | undefined;
    for (;;) {
      const bounds = newest ? ordersOfNewestFirst(account, last) : ordersOf(account, last);
      const rows = await opened.views.range(TABLE.orders, { ...bounds, limit: 3 });
      if (rows.length === 0) return ids;
      ids.push(...rows.map(({ value }) => (value as OrderRow).orderId));
      last = rows[rows.length - 1]!.key;
    }
  };
  const oldestFirst = await page(false);
  assert.ok(oldestFirst.length > 6);
  assert.deepEqual(await page(true), [...oldestFirst].reverse());
  assert.equal(new Set(oldestFirst).size, oldestFirst.length);
  role.stop();
  await running;
  await opened.views.close();
});
