import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal } from '../proto/decimal.ts';
import { definitionProblem, marketUnits } from '../proto/market-units.ts';
import { RejectReason, Side, TimeInForce } from '../proto/messages.ts';
import type { OrderId } from '../proto/units.ts';
import type { OrderRecord } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';
import { orderText } from './order-text.ts';
import { orderJson, rfc3339 } from './presentation.ts';
import { btcUsd } from './testing/btc-usd.ts';
import { run, step } from './testing/market-flow.ts';

const units = marketUnits(btcUsd);
const isSame = (order: OrderRecord) =>
  assert.equal(orderText(units, order), JSON.stringify(orderJson(units, order)));

test('an order as text is its JSON, whatever became of it', () => {
  let plainFills = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      run(steps, ({ views, batch }) => {
        const { orderId } = (batch.events[0] ?? {}) as { readonly orderId?: OrderId };
        for (const view of views) {
          const order = orderId === undefined ? null : view.orders.find(orderId);
          if (order === null) continue;
          isSame(order);
          if ('fills' in order && order.selfTradePrevention === undefined) {
            plainFills += order.fills.length;
          }
        }
      });
    }),
    { numRuns: 200 },
  );
  assert.ok(plainFills > 0, 'something was traded');
});

test('client order ids are escaped', () => {
  const rejected: OrderRecord = {
    status: 'rejected',
    orderId: 7 as never,
    accountId: 1 as never,
    market: 'BTC-USD',
    clientOrderId: 'a"b\\c\n',
    reason: RejectReason.bookFull,
    sequence: 3 as never,
    createdAtUs: 1_796_000_000_123_456 as never,
  };
  isSame(rejected);
  for (const clientOrderId of ['', 'a"b\\c\n', '~1f', 'häufig', 'my-order:1']) {
    isSame({ ...resting, clientOrderId });
  }
});

test('times have six digits behind the second, in any order', () => {
  const times = [
    0, 1, 999_999, 1_000_000, 1_796_000_000_000_001, 1_795_999_999_999_999, 59_000_010,
  ];
  for (const time of times) {
    const iso = new Date(Math.floor(time / 1000)).toISOString();
    const expected = `${iso.slice(0, -1)}${String(time % 1000).padStart(3, '0')}Z`;
    assert.equal(rfc3339(time as never), expected);
  }
});

/** Steps and scales of markets that may be defined, from the coarsest to the finest. */
const decimals = fc.nat({ max: 18 });
const stepSize = fc
  .tuple(fc.constantFrom(1, 5, 25, 1_000), decimals)
  .map(([units, scale]) => formatDecimal(units, scale));
const definitions = fc
  .record({ tickSize: stepSize, lotSize: stepSize, baseScale: decimals, quoteScale: decimals })
  .map((sizes) => ({
    ...btcUsd,
    ...sizes,
    ...{ maxPriceTicks: 1 as never, maxQuantityLots: 1 as never, maxRestingOrders: 1 },
    ...{ minNotionalMinor: 0 as never, maxNotionalMinor: Number.MAX_SAFE_INTEGER as never },
  }))
  .filter((definition) => definitionProblem(definition) === null);

const extreme = fc.constantFrom(0, 1, 9, 10, 99_999_999, 1e8, 1e15, Number.MAX_SAFE_INTEGER);
const count = fc.oneof(extreme, fc.nat({ max: 1_000 }), fc.maxSafeNat());
const positive = count.map((value) => Math.max(1, value));
const timeUs = fc.integer({ min: 1, max: 4_000_000_000_000_000 });
const fill = fc.record({
  tradeId: count,
  priceTicks: count,
  quantityLots: count,
  feeMinor: count,
  liquidity: fc.constantFrom('maker', 'taker'),
  sequence: count,
  executedAtUs: timeUs,
});
const limitOrders = fc.record({
  orderId: positive,
  clientOrderId: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('', '"', '\\', '\u0000\u001f\u007f', '\ud800', '\udc00\ud800', '\u2028', '𝄞'),
  ),
  side: fc.constantFrom(Side.buy, Side.sell),
  timeInForce: fc.constantFrom(...Object.values(TimeInForce)),
  postOnly: fc.boolean(),
  priceTicks: count,
  quantityLots: count,
  filledLots: count,
  filledTickLots: count,
  status: fc.constantFrom('open', 'partially_filled', 'filled', 'canceled', 'expired'),
  createdAtUs: timeUs,
  sequence: count,
  fills: fc.array(fill, { maxLength: 3 }),
});

test('a limit order as text is its JSON, whatever its numbers and the units of its market', () => {
  fc.assert(
    fc.property(definitions, limitOrders, (definition, fields) => {
      const units = marketUnits(definition);
      const order: OrderState = {
        ...resting,
        ...(fields as Partial<Record<keyof OrderState, never>>),
      };
      assert.equal(orderText(units, order), JSON.stringify(orderJson(units, order)));
    }),
    { numRuns: 2_000 },
  );
});

const resting: OrderState = {
  orderId: 35_184_640_524_289 as never,
  accountId: 1 as never,
  market: 'BTC-USD',
  clientOrderId: 'one',
  side: 1,
  type: 1,
  timeInForce: 1,
  postOnly: false,
  goodTillUs: 0 as never,
  displayLots: 0 as never,
  shownLots: 0 as never,
  priceTicks: 100 as never,
  quantityLots: 5 as never,
  quoteBudgetMinor: 0 as never,
  filledLots: 0 as never,
  preventedLots: 0 as never,
  filledTickLots: 0,
  remainingLots: 5 as never,
  status: 'open',
  trigger: null,
  triggeredAtUs: 0 as never,
  createdAtUs: 1_796_000_000_123_456 as never,
  updatedAtUs: 1_796_000_000_123_456 as never,
  sequence: 9 as never,
  fills: [],
  isWhole: true,
};
