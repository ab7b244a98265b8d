import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { marketUnits } from '../proto/market-units.ts';
import { AVERAGE_EXTRA_DIGITS, scaledAverage } from './average-price.ts';
import { btcUsd } from './testing/btc-usd.ts';

const units = marketUnits(btcUsd);

function byBigint(filledTickLots: number, filledLots: number, tickUnits: number): bigint {
  const lots = BigInt(filledLots);
  const scaled = BigInt(filledTickLots) * BigInt(tickUnits) * 10n ** BigInt(AVERAGE_EXTRA_DIGITS);
  return (scaled + lots / 2n) / lots;
}

test('an average is the exact quotient, halves up, however great the numbers', () => {
  let [ofNumbers, ofBigints] = [0, 0];
  const lots = fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 2 ** 45 }));
  const tickLots = fc.oneof(fc.integer({ min: 1, max: 10 ** 9 }), fc.maxSafeNat());
  fc.assert(
    fc.property(lots, tickLots, fc.constantFrom(1, 5, 1_000), (filledLots, total, tickUnits) => {
      const filledTickLots = Math.max(1, total);
      const average = scaledAverage(
        { ...units, tickUnits },
        { filledLots: filledLots as never, filledTickLots },
      );
      assert.equal(BigInt(average ?? -1), byBigint(filledTickLots, filledLots, tickUnits));
      if (typeof average === 'bigint') ofBigints += 1;
      else ofNumbers += 1;
    }),
    { numRuns: 3_000 },
  );
  assert.ok(ofNumbers > 100 && ofBigints > 100, `${ofNumbers} and ${ofBigints}`);
});

test('of nothing there is no average', () => {
  assert.equal(scaledAverage(units, { filledLots: 0 as never, filledTickLots: 0 }), null);
});
