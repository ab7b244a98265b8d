import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Order, OrderRequest } from '../../client/api-types.ts';
import { DEMO_FLOW_MARKETS, type FlowMarket } from './order-flow.ts';
import { SeededRandom } from './seeded-random.ts';
import { drawnAmend, endsSoonMs, termedOrder } from './termed-orders.ts';

const NOW_MS = 1_800_000_000_000;
const DRAWS = 2_000;
const number = (text: string | undefined) => Number((text ?? '').replace('.', ''));

function draws(market: FlowMarket, seed: number): readonly OrderRequest[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: DRAWS }, () =>
    termedOrder(random, market, { clientOrderId: 'x', nowMs: NOW_MS }),
  );
}

for (const market of DEMO_FLOW_MARKETS) {
  test(`${market.market}: the same seed draws the same orders, another one others`, () => {
    assert.deepEqual(draws(market, 7), draws(market, 7));
    assert.notDeepEqual(draws(market, 7), draws(market, 8));
  });

  test(`${market.market}: every term is drawn, and no order has terms that exclude each other`, () => {
    const orders = draws(market, 1);
    const kinds: Readonly<Record<string, (order: OrderRequest) => boolean>> = {
      stop: ({ stop_kind }) => stop_kind !== undefined,
      iceberg: ({ display_quantity }) => display_quantity !== undefined,
      soon: (order) => endsSoonMs(order, NOW_MS) > 0,
      later: (order) => order.good_till !== undefined && endsSoonMs(order, NOW_MS) === 0,
      market: ({ type, quantity }) => type === 'market' && quantity !== undefined,
      'buy by quote': ({ side, quote_quantity }) => side === 'buy' && quote_quantity !== undefined,
      'sell by quote': ({ side, quote_quantity }) =>
        side === 'sell' && quote_quantity !== undefined,
      'post only': ({ post_only }) => post_only === true,
      'stop that shows a part': (order) =>
        order.stop_kind !== undefined && order.display_quantity !== undefined,
      'part until a time': (order) =>
        order.good_till !== undefined && order.display_quantity !== undefined,
      ioc: ({ time_in_force }) => time_in_force === 'ioc',
      decrement: ({ self_trade }) => self_trade === 'decrement',
      'self trade of a stop': (order) =>
        order.self_trade !== undefined && order.stop_kind !== undefined,
    };
    for (const [kind, isOne] of Object.entries(kinds)) {
      assert.ok(orders.filter(isOne).length > DRAWS / 200, kind);
    }
    for (const order of orders) {
      assert.equal(order.type === 'limit', order.price !== undefined);
      assert.equal(order.time_in_force === 'gtd', order.good_till !== undefined);
      if (order.good_till !== undefined) assert.ok(order.good_till > NOW_MS * 1_000);
      const shown = number(order.display_quantity);
      if (shown > 0) {
        const mayRest = order.time_in_force === 'gtc' || order.time_in_force === 'gtd';
        assert.ok(shown < number(order.quantity) && mayRest);
      }
      if (order.quote_quantity !== undefined) {
        assert.match(order.quote_quantity, /^[1-9]\d*\.\d{2}$/);
      }
    }
  });

  test(`${market.market}: amends make orders cheaper, dearer, smaller and greater`, () => {
    const random = new SeededRandom(1);
    const quantity = draws(market, 3).find(({ type }) => type === 'limit')?.quantity ?? '';
    const amends = Array.from({ length: 200 }, () =>
      drawnAmend(random, market, { quantity } as Order),
    );
    const totals = amends.flatMap((each) => (each.quantity === undefined ? [] : [each.quantity]));
    assert.ok(totals.some((total) => number(total) < number(quantity)));
    assert.ok(totals.some((total) => number(total) > number(quantity)));
    assert.ok(totals.every((total) => number(total) > 0));
    assert.ok(amends.some((each) => each.price !== undefined && each.quantity === undefined));
    assert.ok(amends.some((each) => each.price !== undefined && each.quantity !== undefined));
  });
}
