import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_FLOW_MARKETS, flowOrder, restingOrder, staysAway } from './order-flow.ts';
import { SeededRandom } from './seeded-random.ts';

test('the same seed makes the same orders, another seed others', () => {
  const [market] = DEMO_FLOW_MARKETS;
  assert.ok(market !== undefined);
  const flow = (seed: number) => {
    const random = new SeededRandom(seed);
    return Array.from({ length: 50 }, (_, index) => flowOrder(random, market, `id-${index}`));
  };
  assert.deepEqual(flow(7), flow(7));
  assert.notDeepEqual(flow(7), flow(8));
});

test('flow orders cross and rest, resting orders never reach them', () => {
  for (const market of DEMO_FLOW_MARKETS) {
    const random = new SeededRandom(1);
    const price = (text: string | undefined) => Number((text ?? '').replace('.', ''));
    const flow = Array.from({ length: 2000 }, () => flowOrder(random, market, 'x'));
    const bids = flow.filter(({ side }) => side === 'buy').map((order) => price(order.price));
    const asks = flow.filter(({ side }) => side === 'sell').map((order) => price(order.price));
    assert.ok(Math.max(...bids) > Math.min(...asks), 'some cross');
    assert.ok(Math.min(...bids) < Math.min(...asks), 'some rest');
    for (let count = 0; count < 500; count += 1) {
      const order = restingOrder(random, market, 'x');
      if (order.side === 'buy') assert.ok(price(order.price) < Math.min(...asks));
      else assert.ok(price(order.price) > Math.max(...bids));
      assert.match(order.price ?? '', /^[1-9]\d*\.\d{2}$/);
      assert.match(order.quantity ?? '', /^\d+\.\d{4,5}$/);
    }
  }
});

test('a bid stays away below the middle, an ask above it', () => {
  const [market] = DEMO_FLOW_MARKETS;
  assert.ok(market !== undefined);
  const order = (side: 'buy' | 'sell', price: string) => ({
    ...flowOrder(new SeededRandom(1), market, 'x'),
    side,
    price,
  });
  const away = (side: 'buy' | 'sell') =>
    ['59999.99', '60000.00', '60000.01'].map((price) => staysAway(market, order(side, price)));
  assert.deepEqual(
    [away('buy'), away('sell')],
    [
      [true, false, false],
      [false, false, true],
    ],
  );
});
