import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { marketUnits } from '../proto/market-units.ts';
import { Side } from '../proto/messages.ts';
import { epoch, type Lots, lots, type PriceTicks, priceTicks, sessionId } from '../proto/units.ts';
import { amendNeed, needOf } from './holds.ts';
import { OrderIds } from './order-ids.ts';
import { worstPrice } from './order-terms.ts';
import { btcUsd } from './testing/btc-usd.ts';

const units = marketUnits(btcUsd);

test('a buyer needs price × quantity of quote, a seller the quantity of base', () => {
  const order = { priceTicks: priceTicks(3_000_000), lots: lots(5_000) };
  assert.deepEqual(needOf(units, { ...order, side: Side.buy }), {
    asset: 'USD',
    amount: 15_000_000_000n,
  });
  assert.deepEqual(needOf(units, { ...order, side: Side.sell }), {
    asset: 'BTC',
    amount: 50_000_000n,
  });
});

test('what an order needs is exact, also where a product is beyond 2^53', () => {
  const number = fc.oneof(
    fc.integer({ min: 1, max: 10_000 }),
    fc.integer({ min: 1, max: 2 ** 50 }),
  );
  let far = 0;
  fc.assert(
    fc.property(fc.constantFrom(Side.buy, Side.sell), number, number, (side, price, quantity) => {
      const order = { side, priceTicks: price as PriceTicks, lots: quantity as Lots };
      const perLot =
        side === Side.buy
          ? BigInt(price) * BigInt(units.quoteMinorPerTickLot)
          : BigInt(units.baseMinorPerLot);
      const exact = perLot * BigInt(quantity);
      fc.pre(exact < 2n ** 63n);
      assert.equal(needOf(units, order).amount, exact);
      if (exact > Number.MAX_SAFE_INTEGER) far += 1;
    }),
    { numRuns: 1_000 },
  );
  assert.ok(far > 0, 'some are beyond');
});

test('an amend holds enough whatever trades before it, and no more than the worst of that', () => {
  const price = fc.integer({ min: 1, max: 1_000 });
  const quantity = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(
      fc.constantFrom(Side.buy, Side.sell),
      fc.tuple(price, quantity),
      fc.tuple(price, quantity),
      fc.nat({ max: 59 }),
      (side, [p, q], [p2, q2], filled) => {
        const usedLots = Math.min(filled, q - 1);
        const before = { priceTicks: p as PriceTicks, lots: q as Lots };
        const after = { priceTicks: p2 as PriceTicks, lots: q2 as Lots };
        const extra = amendNeed(units, { side, usedLots: usedLots as Lots, before, after });
        const hold = (ticks: number, rest: number) =>
          needOf(units, { side, priceTicks: ticks as PriceTicks, lots: rest as Lots }).amount;
        let worst = 0n;
        for (let f = usedLots; f <= Math.min(q, q2); f += 1) {
          const needed = hold(p2, q2 - f) - hold(p, q - f);
          if (needed > worst) worst = needed as never;
        }
        // A total at or below what is filled is refused by the engine: anything is enough for it.
        if (q2 > usedLots) assert.equal(extra, worst);
      },
    ),
  );
});

test('order ids of a session only grow, over its epochs too, and fit 2^53', () => {
  const first = new OrderIds(sessionId(255), epoch(131_070));
  const next = new OrderIds(sessionId(255), epoch(131_071));
  const ids = [first.next(), first.next(), next.next(), next.next()];
  assert.deepEqual([...ids].sort(), ids);
  assert.ok(ids.every(Number.isSafeInteger));
  assert.throws(() => new OrderIds(sessionId(1), epoch(131_072)));
  assert.throws(() => new OrderIds(sessionId(0), epoch(1)));
});

test('the worst price of a market order is 5 % away, inside the limits of the market', () => {
  const at = (side: Side, best: number) =>
    worstPrice(units, side, { best: best as PriceTicks, boundPpm: 50_000 });
  assert.equal(at(Side.buy, 1_000), 1_050);
  assert.equal(at(Side.sell, 1_000), 950);
  assert.equal(at(Side.buy, 100_000_000), 100_000_000);
  assert.equal(at(Side.sell, 1), 1);
});
