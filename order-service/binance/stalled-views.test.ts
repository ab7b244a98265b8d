import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marketUnits } from '../../proto/market-units.ts';
import { btcUsd } from '../testing/btc-usd.ts';
import { accountMethods } from './account-methods.ts';
import type { DialectContext } from './method.ts';
import { balancesReached } from './order-search.ts';
import { RequestParams } from './request-params.ts';

const PATIENCE_MS = 2_000;
const ROWS = 20;
const units = marketUnits(btcUsd);

/** Views and a settlement that stand still; time is what is slept. */
function stalled(markets: readonly string[]) {
  const state = { nowMs: 0 };
  const clock = {
    monotonicMs: () => state.nowMs,
    nowUs: () => state.nowMs * 1_000,
    sleep: async (ms: number) => {
      state.nowMs += ms;
    },
  };
  const views = markets.map((market) => ({ market, sequence: 9, units }));
  const context = {
    service: {
      ports: { clock, accounts: { cursor: async () => ({ sequence: 3 }) } },
      markets: { views: () => views, notAll: null },
      history: {
        sequence: async () => 3,
        ordersOfMarket: async () => Array.from({ length: ROWS }, (_, row) => row + 1),
      },
      orders: { placing: () => null },
      lookup: { find: async () => null },
    },
    symbols: { find: () => ({ symbol: 'BTCUSD', view: views[0], units }) },
  } as unknown as DialectContext;
  return { context, state };
}

test('a list of orders waits once for views that stand still, not for each of its rows', async () => {
  const { context, state } = stalled(['BTC-USD']);
  const method = accountMethods.find(({ rest }) => rest === 'GET /api/v3/allOrders')!;
  const params = new RequestParams(new Map([['symbol', 'BTCUSD']]));
  const caller = { kind: 'caller', accountId: 1, apiKey: 'key', scopes: new Set() } as never;
  assert.deepEqual(await method.handle(context, { params, caller }), []);
  assert.ok(state.nowMs <= PATIENCE_MS + 10, `${state.nowMs} ms`);
});

test('balances wait once for a settlement that stands still, not for each market', async () => {
  const { context, state } = stalled(['BTC-USD', 'ETH-USD', 'SOL-USD', 'ETH-BTC']);
  await balancesReached(context);
  assert.ok(state.nowMs <= PATIENCE_MS + 10, `${state.nowMs} ms`);
});
