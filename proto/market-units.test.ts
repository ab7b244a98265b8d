import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AssertionFailed } from './assert.ts';
import { definitionProblem, feeMinor, marketUnits, notionalMinor } from './market-units.ts';
import type { MarketDefinition } from './messages.ts';
import type { Lots, MinorUnits, Ppm, PriceTicks } from './units.ts';

const valid = {
  market: 'BTC-USD',
  baseAsset: 'BTC',
  baseScale: 8,
  quoteAsset: 'USD',
  quoteScale: 6,
  tickSize: '0.01',
  lotSize: '0.0001',
  minPriceTicks: 1,
  maxPriceTicks: 2_000_000_000,
  minQuantityLots: 1,
  maxQuantityLots: 4_000_000,
  minNotionalMinor: 0,
  maxNotionalMinor: Number.MAX_SAFE_INTEGER,
  maxRestingOrders: 1_000_000,
  makerFeePpm: 1000,
  takerFeePpm: 2000,
} as unknown as MarketDefinition;

const changed = (change: object) => ({ ...valid, ...change }) as MarketDefinition;

test('the units of a market follow from its definition', () => {
  assert.equal(definitionProblem(valid), null);
  const units = marketUnits(valid);
  assert.equal(units.quoteMinorPerTickLot, 1);
  assert.equal(units.baseMinorPerLot, 10_000);
  assert.equal(units.priceDecimals, 2);
  assert.equal(units.quantityDecimals, 4);
  assert.equal(notionalMinor(units, 6_412_345 as PriceTicks, 25 as Lots), 160_308_625);
});

test('sizes other than powers of ten, and trailing zeros, are exact', () => {
  const units = marketUnits(
    changed({ tickSize: '0.250', lotSize: '40', maxQuantityLots: 100, maxPriceTicks: 1000 }),
  );
  assert.equal(units.quoteMinorPerTickLot, 10_000_000);
  assert.equal(units.baseMinorPerLot, 4_000_000_000);
  assert.deepEqual([units.tickUnits, units.priceDecimals], [25, 2]);
  assert.deepEqual([units.lotUnits, units.quantityDecimals], [40, 0]);
});

describe('a definition is refused', () => {
  const cases: [string, object][] = [
    ['for a name in lower case', { market: 'btc-USD', baseAsset: 'btc' }],
    ['for a name of three parts', { market: 'BTC-USD-X', quoteAsset: 'USD-X' }],
    ['for a long asset', { market: 'ABCDEFGHIJK-USD', baseAsset: 'ABCDEFGHIJK' }],
    ['for a name of other assets', { baseAsset: 'ETH' }],
    ['for one asset twice', { market: 'USD-USD', baseAsset: 'USD' }],
    ['for a scale of 19', { baseScale: 19 }],
    ['for a scale of 1.5', { quoteScale: 1.5 }],
    ['for a tick of 0', { tickSize: '0' }],
    ['for a tick with an exponent', { tickSize: '1e-2' }],
    ['for a negative lot', { lotSize: '-1' }],
    ['for an empty lot', { lotSize: '' }],
    ['for a price of 0', { minPriceTicks: 0 }],
    ['for prices crossed', { minPriceTicks: 5, maxPriceTicks: 4 }],
    ['for a price of 2^31', { maxPriceTicks: 2 ** 31 }],
    ['for a quantity of 0', { minQuantityLots: 0 }],
    ['for quantities crossed', { minQuantityLots: 5, maxQuantityLots: 4 }],
    ['for notionals crossed', { minNotionalMinor: 5, maxNotionalMinor: 4 }],
    ['for an empty book', { maxRestingOrders: 0 }],
    ['for a book beyond the limit', { maxRestingOrders: 4_194_305 }],
    ['for no open order of an account', { maxOpenOrders: 0 }],
    ['for more open orders than the book holds', { maxOpenOrders: 1_000_001 }],
    [
      'for a full book of 2^53 lots',
      { maxRestingOrders: 4_194_304, maxQuantityLots: 2 ** 31, maxPriceTicks: 1 },
    ],
    ['for a fee of all', { makerFeePpm: 1_000_000 }],
    ['for a tick of less than a quote minor unit', { tickSize: '0.001' }],
    ['for a lot of less than a base minor unit', { lotSize: '0.000000001', tickSize: '1000' }],
    ['for an order of 2^53 quote', { maxQuantityLots: 4_503_600, maxPriceTicks: 2_000_000_000 }],
    ['for an order of 2^53 base', { maxQuantityLots: 900_719_925_475, maxPriceTicks: 1 }],
  ];
  for (const [name, change] of cases) {
    test(name, () => {
      assert.equal(typeof definitionProblem(changed(change)), 'string');
      assert.throws(() => marketUnits(changed(change)), AssertionFailed);
    });
  }
});

test('the greatest order and the fullest book that still fit are accepted', () => {
  assert.equal(definitionProblem(changed({ maxQuantityLots: 4_503_599 })), null);
  const most = { maxQuantityLots: 900_719_925_474, maxPriceTicks: 1, maxRestingOrders: 10_000 };
  assert.equal(definitionProblem(changed(most)), null);
  const lots = 'a full book holds more than 2^53 - 1 lots';
  assert.equal(definitionProblem(changed({ ...most, maxRestingOrders: 10_001 })), lots);
});

test('a notional beyond 2^53 - 1 is a bug', () => {
  const units = marketUnits(valid);
  const price = 2_000_000_000 as PriceTicks;
  assert.throws(() => notionalMinor(units, price, (2 ** 40) as Lots), AssertionFailed);
});

test('a fee is exactly the floor of amount × ppm / 10^6', () => {
  const amount = fc.oneof(
    fc.maxSafeNat(),
    fc.maxSafeNat().map((n) => n - (n % 1_000_000)),
    fc.constantFrom(0, 999_999, 1_000_000, Number.MAX_SAFE_INTEGER),
  );
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 1_000_000 }), (amountMinor, ppm) => {
      const exact = (BigInt(amountMinor) * BigInt(ppm)) / 1_000_000n;
      assert.equal(feeMinor(amountMinor as MinorUnits, ppm as Ppm), Number(exact));
    }),
    { numRuns: 20_000 },
  );
});
