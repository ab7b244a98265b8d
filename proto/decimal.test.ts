import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatDecimal,
  formatMoney,
  formatPrice,
  formatQuantity,
  parseDecimal,
  parseMoney,
  parsePrice,
  parseQuantity,
} from './decimal.ts';
import { marketUnits } from './market-units.ts';
import type { MarketDefinition } from './messages.ts';
import type { Lots, PriceTicks } from './units.ts';

const units = marketUnits({
  market: 'BTC-USD',
  baseAsset: 'BTC',
  baseScale: 8,
  quoteAsset: 'USD',
  quoteScale: 6,
  tickSize: '0.25',
  lotSize: '0.0004',
  minPriceTicks: 4,
  maxPriceTicks: 2 ** 31 - 1,
  minQuantityLots: 2,
  maxQuantityLots: 10_000,
  minNotionalMinor: 0,
  maxNotionalMinor: Number.MAX_SAFE_INTEGER,
  maxRestingOrders: 1000,
  makerFeePpm: 0,
  takerFeePpm: 0,
} as unknown as MarketDefinition);

test('a decimal is digits and at most one point, nothing else', () => {
  const malformed =
    '|.5|5.|05|00|-1|+1|1e3|1E3|0x10| 1|1 |1,5|1.2.3|NaN|Infinity|1_000|1.0000001|٣|1\n';
  for (const text of malformed.split('|')) {
    assert.equal(parseDecimal(text, { scale: 6 }), null, JSON.stringify(text));
  }
  assert.equal(parseDecimal('1234567890123456789', { scale: 0 }), null);
  assert.equal(parseDecimal('123456789012345678.5', { scale: 1 }), 1234567890123456785n);
  assert.equal(parseDecimal('0', { scale: 8 }), 0n);
  assert.equal(parseDecimal('0.10', { scale: 2 }), 10n);
  assert.equal(parseDecimal('1.0', { scale: 0 }), null);
});

test('a formatted decimal reads as the same number', () => {
  const value = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n });
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 18 }), (number, scale) => {
      assert.equal(parseDecimal(formatDecimal(number, scale), { scale }), number);
    }),
  );
  assert.equal(formatDecimal(-5n, 2), '-0.05');
  assert.equal(formatDecimal(-12345, 2), '-123.45');
  assert.equal(formatDecimal(7, 0), '7');
  assert.equal(formatDecimal(0, 2), '0.00');
  assert.equal(formatDecimal(100, 2), '1.00');
  assert.equal(formatDecimal(5, 24), `0.${'0'.repeat(23)}5`);
});

test('a price is whole ticks within the limits of the market', () => {
  assert.deepEqual(parsePrice(units, '1.25'), { ok: true, ticks: 5 });
  assert.deepEqual(parsePrice(units, '1.2500'), { ok: true, ticks: 5 });
  assert.deepEqual(parsePrice(units, '1.26'), { ok: false, problem: 'off-tick' });
  assert.deepEqual(parsePrice(units, '1.250000000000000001'), { ok: false, problem: 'off-tick' });
  assert.deepEqual(parsePrice(units, '0'), { ok: false, problem: 'out-of-range' });
  assert.deepEqual(parsePrice(units, '0.75'), { ok: false, problem: 'out-of-range' });
  assert.deepEqual(parsePrice(units, '536870912'), { ok: false, problem: 'out-of-range' });
  assert.deepEqual(parsePrice(units, '999999999999999999'), {
    ok: false,
    problem: 'out-of-range',
  });
  assert.deepEqual(parsePrice(units, '1e2'), { ok: false, problem: 'malformed' });
});

test('a quantity is whole lots within the limits of the market', () => {
  assert.deepEqual(parseQuantity(units, '0.0012'), { ok: true, lots: 3 });
  assert.deepEqual(parseQuantity(units, '0.0013'), { ok: false, problem: 'off-lot' });
  assert.deepEqual(parseQuantity(units, '0'), { ok: false, problem: 'out-of-range' });
  assert.deepEqual(parseQuantity(units, '0.0004'), { ok: false, problem: 'out-of-range' });
  assert.deepEqual(parseQuantity(units, '4.0004'), { ok: false, problem: 'out-of-range' });
  assert.deepEqual(parseQuantity(units, ''), { ok: false, problem: 'malformed' });
});

test('a price is read as arithmetic on bigint reads it, however it is written', () => {
  const digits = (most: number) =>
    fc.string({ unit: fc.constantFrom(...'00123459'), minLength: 0, maxLength: most });
  const text = fc.oneof(
    fc.tuple(digits(19), fc.constantFrom('.', '', '..'), digits(20)).map((parts) => parts.join('')),
    fc
      .tuple(digits(5), fc.constantFrom('.00', '.25', '.5', '.2500', '.75'), digits(2))
      .map((parts) => parts.join('')),
    fc.string({ unit: fc.constantFrom(...'019.-+e '), maxLength: 6 }),
  );
  let whole = 0;
  fc.assert(
    fc.property(text, fc.constantFrom(1, 2, 3), (written, multiple) => {
      const definition = { ...units.definition, priceStepTicks: multiple as PriceTicks };
      const price = parsePrice({ ...units, definition }, written);
      assert.deepEqual(price, priceByBigint(written, BigInt(multiple)), written);
      if (price.ok) whole += 1;
    }),
    { numRuns: 5_000 },
  );
  assert.ok(whole > 100, `${whole} prices were whole`);
});

/** Of a tick of 0.25. */
function priceByBigint(written: string, multiple: bigint) {
  const value = parseDecimal(written, { scale: 18 });
  if (value === null) return { ok: false, problem: 'malformed' };
  const step = 25n * 10n ** 16n;
  if (value % (step * multiple) !== 0n) return { ok: false, problem: 'off-tick' };
  const ticks = value / step;
  if (ticks < 4n || ticks > 2n ** 31n - 1n) return { ok: false, problem: 'out-of-range' };
  return { ok: true, ticks: Number(ticks) };
}

test('every price and quantity prints with the decimals of its market and reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 2 ** 31 - 1 }), (ticks) => {
      assert.deepEqual(parsePrice(units, formatPrice(units, ticks as PriceTicks)), {
        ok: true,
        ticks,
      });
    }),
  );
  assert.equal(formatPrice(units, 5 as PriceTicks), '1.25');
  assert.equal(formatQuantity(units, 10_000 as Lots), '4.0000');
  assert.equal(formatQuantity(units, Number.MAX_SAFE_INTEGER as Lots), '3602879701896.3964');
});

test('lots beyond 2^53 of their smallest decimal print exactly', () => {
  const lots = 2 ** 52 + 1;
  const exact = formatDecimal(BigInt(lots) * 4n, 4);
  assert.equal(formatQuantity(units, lots as Lots), exact);
});

test('money is an int64 and never negative as text', () => {
  assert.equal(parseMoney('12.34', 2), 1234n);
  assert.equal(parseMoney('-12.34', 2), null);
  assert.equal(parseMoney('9.223372036854775807', 18), 2n ** 63n - 1n);
  assert.equal(parseMoney('9.223372036854775808', 18), null);
  const most = parseMoney('9.223372036854775807', 18);
  assert.equal(most === null ? null : formatMoney(most, 18), '9.223372036854775807');
});
