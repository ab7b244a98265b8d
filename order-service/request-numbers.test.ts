import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePrice, parseQuantity } from '../proto/decimal.ts';
import { marketUnits } from '../proto/market-units.ts';
import { isRefusal } from './refusal.ts';
import { DECIMAL, readPrice, readQuantity } from './request-numbers.ts';
import { btcUsd } from './testing/btc-usd.ts';

/** With steps that are finer than what a request may say. */
const fine = { ...btcUsd, tickSize: '0.0000000001', lotSize: '0.00000000001' };

const digits = fc.stringMatching(/^[0-9]{0,12}$/);
const text = fc.oneof(
  fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`),
  digits,
  fc.string({ maxLength: 12 }),
  fc.stringMatching(/^[-+]?[0-9.,e]{0,12}$/),
);

test('a number is read when its form is one that every market takes, however short it is', () => {
  let [read, refused] = [0, 0];
  for (const units of [marketUnits(btcUsd), { ...marketUnits(btcUsd), ...stepsOf(fine) }]) {
    fc.assert(
      fc.property(text, (number) => {
        const isForm = DECIMAL.test(number);
        const [price, quantity] = [parsePrice(units, number), parseQuantity(units, number)];
        const [asPrice, asQuantity] = [readPrice(units, number), readQuantity(units, number)];
        assert.equal(isRefusal(asPrice) ? null : asPrice, isForm && price.ok ? price.ticks : null);
        assert.equal(
          isRefusal(asQuantity) ? null : asQuantity,
          isForm && quantity.ok ? quantity.lots : null,
        );
        if (isRefusal(asPrice)) {
          assert.equal(asPrice.code === 'INVALID_FIELD', !isForm);
          refused += 1;
        } else read += 1;
      }),
      { numRuns: 2_000 },
    );
  }
  assert.ok(read > 100 && refused > 100, `${read} read, ${refused} refused`);
});

/** Units of a market cannot be made of such steps; a reader does not know that. */
function stepsOf({ tickSize, lotSize }: { readonly tickSize: string; readonly lotSize: string }) {
  const decimalsOf = (step: string) => step.length - '0.'.length;
  return {
    ...{ priceDecimals: decimalsOf(tickSize), tickUnits: 1 },
    ...{ quantityDecimals: decimalsOf(lotSize), lotUnits: 1 },
  };
}
