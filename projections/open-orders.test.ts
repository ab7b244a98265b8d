/** The journal of open orders against a plain list of them, over restarts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { LmdbViewStore } from '../ports/view-store/lmdb-view-store.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import { type AccountId, accountId, type OrderId, orderId, sequence } from '../proto/units.ts';
import { OpenOrders } from './open-orders.ts';

const MARKET = 'BTC-USD';
const ACCOUNTS = [1, 2, 3].map(accountId);
const ALL = 100_000;

type Change = { readonly account: AccountId; readonly order: OrderId };

class Scene {
  readonly views = new LmdbViewStore({ folder: temporaryFolder() });
  readonly expected = new Map<OrderId, AccountId>();
  open = new OpenOrders(MARKET);
  at = sequence(0);

  async restart(): Promise<void> {
    this.open = new OpenOrders(MARKET);
    assert.equal(await this.open.load(this.views, this.at), true);
  }

  opens({ account, order }: Change): void {
    this.expected.set(order, account);
    this.open.opened(account, order);
  }

  closes(order: OrderId): void {
    const account = this.expected.get(order)!;
    this.expected.delete(order);
    this.open.closed(account, order);
  }

  async endStep(): Promise<void> {
    this.at = sequence(this.at + 1);
    await this.store(this.open.endStep(this.at));
  }

  async store(writes: readonly ViewWrite[]): Promise<void> {
    await this.views.apply({ projection: PROJECTION.orders, cursors: {}, writes });
  }

  check(): void {
    assert.equal(this.open.count, this.expected.size);
    for (const account of ACCOUNTS) {
      const own = [...this.expected].filter(([, owner]) => owner === account).map(([id]) => id);
      assert.deepEqual([...this.open.of(account)].sort(), own.sort());
    }
  }

  async rows(): Promise<number> {
    const bounds = { from: [MARKET, 1], to: [MARKET, ALL], limit: ALL };
    return (await this.views.range('open-order-journal', bounds)).length;
  }
}

test('after a restart at any step the open orders are those that were open', async () => {
  const change = fc.tuple(fc.boolean(), fc.nat(2), fc.nat(1_000));
  const steps = fc.array(fc.tuple(fc.array(change, { maxLength: 30 }), fc.boolean()), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (flow) => {
      const scene = new Scene();
      await scene.open.load(scene.views, null);
      let id = 0;
      for (const [changes, restarts] of flow) {
        for (const [opens, account, pick] of changes) {
          const open = [...scene.expected.keys()];
          id += 1;
          if (opens) scene.opens({ account: ACCOUNTS[account]!, order: orderId(id) });
          else if (open.length > 0) scene.closes(open[pick % open.length]!);
        }
        await scene.endStep();
        if (restarts) await scene.restart();
        scene.check();
      }
      await scene.restart();
      scene.check();
      await scene.views.close();
    }),
    { numRuns: 60 },
  );
});

test('the journal is begun anew when it is longer than what is open', async () => {
  const scene = new Scene();
  await scene.open.load(scene.views, null);
  let id = 0;
  let longest = 0;
  for (let step = 0; step < 120; step += 1) {
    for (let count = 0; count < 100; count += 1) {
      id += 1;
      scene.opens({ account: ACCOUNTS[id % 3]!, order: orderId(id) });
      if (id > 1_500) scene.closes(orderId(id - 1_500));
    }
    await scene.endStep();
    longest = Math.max(longest, await scene.rows());
  }
  assert.ok(longest > 20 && longest < 60, `${longest} rows`);
  await scene.restart();
  scene.check();
  await scene.views.close();
});

test('rows of before there was a journal are taken over, and removed', async () => {
  const scene = new Scene();
  const row = (market: string, account: AccountId, order: OrderId): ViewWrite => ({
    table: TABLE.openOrders,
    key: [account, market, order],
    value: { orderId: order, market },
  });
  const own = Array.from({ length: 1_100 }, (_, index) => orderId(index + 1));
  for (const order of own) scene.expected.set(order, ACCOUNTS[order % 3]!);
  await scene.store([
    row('ETH-USD', ACCOUNTS[0]!, orderId(5_000)),
    ...own.map((order) => row(MARKET, ACCOUNTS[order % 3]!, order)),
  ]);
  scene.at = sequence(9);
  await scene.restart();
  scene.check();
  scene.closes(orderId(7));
  await scene.endStep();
  const left = await scene.views.range(TABLE.openOrders, { from: [0], to: [ALL], limit: ALL });
  assert.deepEqual(
    left.map(({ key }) => key),
    [[1, 'ETH-USD', 5_000]],
  );
  await scene.restart();
  scene.check();
  await scene.views.close();
});

test('a journal that is not where the cursor is, is not believed', async () => {
  const scene = new Scene();
  await scene.open.load(scene.views, null);
  scene.opens({ account: ACCOUNTS[0]!, order: orderId(1) });
  await scene.endStep();
  // As a process of before there were journals would leave it.
  assert.equal(await new OpenOrders(MARKET).load(scene.views, sequence(scene.at + 5)), false);
  await scene.views.close();
});
